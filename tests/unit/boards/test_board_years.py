"""Which year comes next, and starting one."""

from datetime import date

import pytest

from boards.errors import DomainError
from boards.models import BoardYear, Regime
from boards.rules.board_years import NextYear, label_of, next_year
from boards.services import board_years


@pytest.mark.parametrize(
    ("last_day", "today", "expected"),
    [
        (None, date(2026, 4, 1), NextYear("2026/27", date(2026, 4, 1), date(2027, 3, 31))),
        (None, date(2027, 3, 31), NextYear("2026/27", date(2026, 4, 1), date(2027, 3, 31))),
        # After the last one, however long ago that was.
        (
            date(2017, 3, 31), date(2026, 5, 1),
            NextYear("2017/18", date(2017, 4, 1), date(2018, 3, 31)),
        ),
        (
            date(2025, 12, 31), date(2026, 5, 1),
            NextYear("2026", date(2026, 1, 1), date(2026, 12, 31)),
        ),
        # From a leap day on: 366 days, and no day is lost.
        (
            date(2028, 2, 28), date(2028, 5, 1),
            NextYear("2028/29", date(2028, 2, 29), date(2029, 2, 28)),
        ),
    ],
)  # fmt: skip
def test_next_year(last_day, today, expected):
    assert next_year(last_day, today) == expected


def test_label_of_a_year_over_a_century():
    assert label_of(date(2099, 4, 1), date(2100, 3, 31)) == "2099/00"


def start(north, **said):
    after = next_year(north.year.ends_on, north.year.ends_on)
    fields = {"label": after.label, "starts_on": after.starts_on, "ends_on": after.ends_on}
    regime = Regime.objects.get(key="partnership-2023")
    return board_years.start(
        board=north.board, regime=regime, by=north.board_manager, **(fields | said)
    )


def test_start(north):
    year = start(north)

    assert year.board == north.board
    assert (year.starts_on - north.year.ends_on).days == 1


def test_start_twice_makes_one(north):
    start(north)
    with pytest.raises(board_years.YearTaken, match="already"):
        start(north)
    assert BoardYear.objects.filter(board=north.board).count() == 2


def test_start_on_days_of_another_year(north):
    with pytest.raises(board_years.YearTaken, match="part of the year"):
        start(north, starts_on=north.year.ends_on)


def test_start_when_it_ends_before_it_begins(north):
    with pytest.raises(DomainError, match="after the first day"):
        start(north, ends_on=north.year.ends_on)


def test_other_board_has_years_of_its_own(north, south):
    start(north)
    assert start(south).board == south.board
