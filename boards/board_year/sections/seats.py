"""Section `seats`: who sits on the board, in what capacity."""

# ruff: noqa: RUF009 (`of` declares a field; what it returns is not shared)

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from boards.board_year.errors import Errors
from boards.board_year.kinds import Day, Flag, Key, OneOf, Ref, Text, of
from boards.board_year.sections.board import Board, Year

CAPACITIES = (
    "chair",
    "vice_chair",
    "member",
    "deputy",
    "lay_member",
    "adviser",
    "observer",
    "officer",
)


@dataclass(frozen=True, kw_only=True)
class Seat:
    """A place at the table, whoever fills it; without agency it stands for itself."""

    key: str | None = of(Key(noun="seat"))
    agency: str | None = of(Ref(noun="agency"))
    title: str | None = of(Text())
    capacity: str | None = of(OneOf(CAPACITIES))
    deputises_for: str | None = of(Ref(noun="seat"))
    from_on: dt.date | None = of(Day(), name="from")
    to_on: dt.date | None = of(Day(), name="to")
    vacant: bool = of(Flag(), default=False)


def check_seats(seats: Sequence[Seat], board: Board | None, errors: Errors) -> None:
    """Check dates and deputies."""
    stands_in_for = {seat.key: seat.deputises_for for seat in seats}
    for position, seat in enumerate(seats):
        path = f"seats[{position}]"
        _check_dates(seat, path, board.year if board else None, errors)
        if seat.deputises_for is not None:
            message = _wrong_deputy(seat, stands_in_for)
            if message:
                errors.add(f"{path}.deputises_for", message)


def _check_dates(seat: Seat, path: str, year: Year | None, errors: Errors) -> None:
    """Check the order of dates, and that the seat was there on some day of the year."""
    if seat.from_on and seat.to_on and seat.to_on < seat.from_on:
        errors.add(f"{path}.to", "is before from")
    elif year and year.end and seat.from_on and seat.from_on > year.end:
        errors.add(f"{path}.from", f"is after the board's year (it ends on {year.end})")
    elif year and year.start and seat.to_on and seat.to_on < year.start:
        errors.add(f"{path}.to", f"is before the board's year (it starts on {year.start})")


def _wrong_deputy(seat: Seat, stands_in_for: Mapping[str | None, str | None]) -> str:
    if seat.deputises_for == seat.key:
        return "a seat cannot deputise for itself"
    if seat.capacity is not None and seat.capacity != "deputy":
        return f"only a deputy deputises, and the capacity is {seat.capacity}"
    if seat.key and stands_in_for.get(seat.deputises_for) == seat.key:
        return "two deputies cannot deputise for each other"
    return ""
