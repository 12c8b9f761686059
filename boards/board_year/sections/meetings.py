"""Section `meetings`: who came."""

# ruff: noqa: RUF009 (`of` declares a field; what it returns is not shared)

from collections.abc import Sequence
from dataclasses import dataclass

from boards.board_year.errors import Errors
from boards.board_year.kinds import DayOrMonth, Key, MapOf, OneOf, Ref, of
from boards.board_year.periods import Period
from boards.board_year.sections.board import Board

MARKS = ("present", "apologies", "absent", "not_required", "not_in_post")


@dataclass(frozen=True, kw_only=True)
class Meeting:
    """A meeting of a group with a mark per seat; a seat that is not named was not in post."""

    key: str | None = of(Key(noun="meeting"))
    group: str | None = of(Ref(noun="group"))
    date: Period | None = of(DayOrMonth())
    marks: dict[str, str] = of(MapOf(Ref(noun="seat"), OneOf(MARKS), block=True), default={})


def check_meetings(meetings: Sequence[Meeting], board: Board | None, errors: Errors) -> None:
    """Check that every meeting is of the reporting year."""
    year = board.year if board else None
    if not year or not year.start or not year.end:
        return
    for position, meeting in enumerate(meetings):
        date = meeting.date
        if date and (date.end < year.start or date.start > year.end):
            errors.add(
                f"meetings[{position}].date",
                f"{date} is outside the board's year ({year.start} to {year.end})",
            )
