"""Which published figure a figure may be held against."""

from decimal import Decimal

import pytest

from boards.board_year.periods import parse
from performance.rules.comparisons import comparable
from performance.rules.figures import Figure, Measure
from performance.rules.series import series_of


def figure(unit, period, value=None, missing=""):
    return Figure(Measure("key", unit), parse(period), value and Decimal(value), missing=missing)


def held_against(unit, period, *published, adds_up=""):
    found = comparable(figure(unit, period), [figure(unit, *each) for each in published], adds_up)
    return str(found.period) if found else None


def test_same_period_counts_first():
    assert held_against("percent", "2024-05", ("2023-24", 1), ("2024-05", 2)) == "2024-05"


def test_share_of_a_month_is_held_against_its_year_else_the_latest():
    years = [("2020-21", 1), ("2023-24", 2), ("2024-25", 3)]
    assert held_against("percent", "2024-05", *years) == "2024-25"
    assert held_against("percent", "2025-05", *years) == "2024-25"
    assert held_against("percent", "2024-05", *years[:2]) == "2023-24"


def test_published_figure_grows_too_old():
    assert held_against("percent", "2028-06", ("2024-25", 1)) is None


def test_figure_that_is_not_known_is_none_to_compare_with():
    assert held_against("percent", "2024-05", ("2024-25", None, "suppressed")) is None


@pytest.mark.parametrize(
    ("unit", "adds_up", "found"),
    [("count", "", None), ("rate_per_10000", "", None), ("rate_per_10000", "neither", "2024-25"),
     ("days", "", "2024-25")],
)  # fmt: skip
def test_what_happened_in_a_year_is_not_held_against_a_month(unit, adds_up, found):
    assert held_against(unit, "2024-05", ("2024-25", 1), adds_up=adds_up) == found


def test_year_before_is_the_same_period_a_year_earlier():
    rows = [figure("count", month, 1) for month in ("2023-05", "2024-04", "2024-05")]
    series = series_of(rows[0].measure, rows, rows[0].period.kind)
    assert str(series.year_before.period) == "2023-05"
    assert series_of(rows[0].measure, rows[:2], rows[0].period.kind).year_before is None
