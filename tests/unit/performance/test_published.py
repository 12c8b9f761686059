"""Report data of indicators against the two published years."""

from decimal import Decimal

import pytest

from boards.board_year import load, periods
from boards.board_year.periods import parse
from performance.rules import published
from performance.rules.figures import Figure, Measure, printed
from tests.golden import compare

PLANS = Measure("cp-plans", "count", "snapshot", "lower_better")


def figures_of(name):
    file = load(compare.board_year(name))
    year = periods.from_dates(file.board.year.start, file.board.year.end)
    measures = {
        row.key: Measure(row.key, row.unit or "", row.kind or "", row.polarity or "")
        for row in file.indicators
    }
    return [
        Figure(
            measures[row.indicator], row.period or year, row.value, row.numerator,
            row.denominator, "", row.breakdown, row.comparator or "", row.preferred,
        )
        for row in file.observations
    ]  # fmt: skip


@pytest.mark.parametrize("name", compare.NAMES)
def test_rows_of_published_years(name):
    wanted = compare.expected(name)["blocks"]["indicators"]["rows"]
    found = [published.as_data(row) for row in published.rows(figures_of(name))]
    assert compare.differences(wanted, compare.as_written(found)) == []


@pytest.mark.parametrize("name", compare.NAMES)
def test_contradictions_of_published_years(name):
    found = published.conflicts(figures_of(name)) + published.sum_errors(figures_of(name))
    assert (
        compare.differences(compare.expected(name)["consistency"], compare.as_written(found)) == []
    )


def figure(value, period="2016-17", measure=PLANS, **more):
    value = None if value is None else Decimal(value)
    return Figure(measure, parse(period), value=value, **more)


def only(figures, **more):
    rows = published.rows(figures, **more)
    assert len(rows) == 1
    return rows[0]


def test_row_without_a_year_before_has_nothing_to_compare():
    row = only([figure(3)])
    assert (row.previous, row.change, row.change_percent, row.direction) == (None,) * 4


@pytest.mark.parametrize(
    ("value", "before", "change", "percent", "direction"),
    [
        (3, 2, 1, "50.0", "worse"),
        (2, 3, -1, "-33.3", "better"),
        (3, 3, 0, "0.0", "same"),
        (3, 0, 3, None, "worse"),
    ],
)
def test_row_with_a_year_before(value, before, change, percent, direction):
    row = only([figure(value)], earlier=[figure(before, "2015-16")])
    assert row.change == change
    assert row.change_percent == (None if percent is None else Decimal(percent))
    assert row.direction == direction


def test_year_before_wants_the_same_kind_of_period():
    row = only([figure(3)], earlier=[figure(2, "2015-04..2016-02"), figure(2, "2015")])
    assert row.previous is None


def test_leap_day_has_a_year_before():
    row = only([figure(3, "2017-02-28")], earlier=[figure(2, "2016-02-29")])
    assert row.previous_value == 2


def test_last_given_is_shown_unless_one_is_preferred():
    assert only([figure(1), figure(2)]).value == 2
    assert only([figure(1, preferred=True), figure(2)]).value == 1


def test_same_value_twice_is_no_contradiction():
    assert published.conflicts([figure("3"), figure("3.0")]) == []


def test_contradiction_of_a_comparator_says_of_which():
    rivals = [figure(1, comparator="england"), figure(2, comparator="england")]
    assert published.conflicts(rivals)[0]["comparator"] == "england"


def test_comparator_wants_the_same_breakdown():
    girls = {"sex": "female"}
    row = only([figure(1, breakdown=girls), figure(7, comparator="england")])
    assert row.comparators == {"england": None}


def test_parts_that_are_not_all_known_are_not_added_up():
    parts = [figure(1, breakdown={"sex": "female"}), figure(None, breakdown={"sex": "male"})]
    assert published.sum_errors([figure(3), *parts]) == []


def test_shares_do_not_add_up():
    share = Measure("share", "percent", "ratio")
    figures = [figure(50, measure=share), figure(1, measure=share, breakdown={"sex": "female"})]
    assert published.sum_errors(figures) == []


@pytest.mark.parametrize(
    ("measure", "value", "missing", "text"),
    [
        (Measure("a", "count"), "1240", "", "1,240"),
        (Measure("a", "percent"), "45.70", "", "45.7%"),
        (Measure("a", "percent", decimals=0), "45.5", "", "46%"),
        (Measure("a", "gbp"), "1200.5", "", "£1,200.50"),
        (Measure("a", "gbp"), "1200", "", "£1,200"),
        (Measure("a"), "-3.5", "", "-3.5"),
        (Measure("a"), None, "not_applicable", "n/a"),
        (Measure("a"), None, "zero_of_zero", "0 of 0"),
        (Measure("a"), None, "", "–"),
    ],
)
def test_printed(measure, value, missing, text):
    assert printed(measure, None if value is None else Decimal(value), missing) == text
