"""Section `board`: which board, which reporting year."""

# ruff: noqa: RUF009 (`of` declares a field; what it returns is not shared)

import datetime as dt
from dataclasses import dataclass

from boards.board_year.errors import Errors
from boards.board_year.kinds import Day, OneOf, Slug, Text, of
from boards.board_year.records import Record

REGIMES = ("lscb-2015", "partnership-2018", "partnership-2023")

#: A transition between regimes may stretch a year to eighteen months; no year is longer than two.
LONGEST_YEAR = dt.timedelta(days=731)


@dataclass(frozen=True, kw_only=True)
class Year:
    """The reporting year, both days included."""

    label: str = of(Text(20), required=True)
    start: dt.date = of(Day(), required=True)
    end: dt.date = of(Day(), required=True)


@dataclass(frozen=True, kw_only=True)
class Board:
    """The board whose year this is."""

    slug: str = of(Slug(50), required=True)
    name: str | None = of(Text())
    short_name: str | None = of(Text(40))
    area: str | None = of(Text(200))
    regime: str | None = of(OneOf(REGIMES))
    year: Year = of(Record(Year), required=True)


def check_board(board: Board | None, errors: Errors) -> None:
    """Check that the year is one."""
    year = board.year if board else None
    if not year or not year.start or not year.end:
        return
    if year.end <= year.start:
        errors.add("board.year.end", "is not after the start")
    elif year.end - year.start > LONGEST_YEAR:
        errors.add("board.year.end", "is more than two years after the start")
