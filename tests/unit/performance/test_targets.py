"""Where the line of a target is today, and how near a figure is to it."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from performance.rules.figures import Measure
from performance.rules.targets import Rating, Trajectory, in_force, rating

HIGHER = Measure("a", "percent", "ratio", "higher_better")
LOWER = Measure("a", "count", "flow", "lower_better")
#: 40 % fewer missing children in three years, as one board set itself.
FEWER = Trajectory(date(2017, 4, 1), date(2020, 4, 1), Decimal(60), Decimal(100))


def test_line_begins_at_the_start_and_ends_at_the_target():
    assert FEWER.expected(date(2017, 4, 1)) == 100
    assert FEWER.expected(date(2018, 10, 1)) == Decimal("80.0")
    assert FEWER.expected(date(2020, 4, 1)) == 60
    assert FEWER.expected(date(2025, 1, 1)) == 60


def test_line_is_not_known_before_it_begins():
    assert FEWER.expected(date(2017, 3, 31)) is None


def test_target_without_a_start_holds_at_once():
    assert (
        Trajectory(date(2017, 4, 1), date(2018, 3, 31), Decimal(90)).expected(date(2017, 4, 2))
        == 90
    )


@given(st.dates(date(2017, 4, 1), date(2020, 4, 1)))
def test_line_stays_between_start_and_target(on):
    assert 60 <= FEWER.expected(on) <= 100


def test_later_target_takes_over():
    later = Trajectory(date(2018, 4, 1), date(2021, 4, 1), Decimal(50))
    assert in_force([later, FEWER], date(2018, 3, 31)) is FEWER
    assert in_force([later, FEWER], date(2018, 4, 1)) is later
    assert in_force([later, FEWER], date(2016, 4, 1)) is None


@pytest.mark.parametrize(
    ("measure", "value", "wanted", "found"),
    [
        (HIGHER, 90, 90, Rating.GREEN),
        (HIGHER, 88, 90, Rating.AMBER),
        (HIGHER, 87, 90, Rating.RED),
        (LOWER, 90, 90, Rating.GREEN),
        (LOWER, 92, 90, Rating.AMBER),
        (LOWER, 93, 90, Rating.RED),
        (LOWER, None, 90, Rating.NONE),
        (LOWER, 93, None, Rating.NONE),
        (Measure("a", polarity="neither"), 93, 90, Rating.NONE),
    ],
)
def test_rating(measure, value, wanted, found):
    value = None if value is None else Decimal(value)
    wanted = None if wanted is None else Decimal(wanted)
    assert rating(measure, value, wanted, Decimal(2)) is found
