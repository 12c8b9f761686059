"""Quarters and years from months: sums, last values, recomputed ratios; gaps are said."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boards.board_year.periods import PeriodKind, parse
from performance.rules import periods
from performance.rules.figures import Figure, Measure
from performance.rules.rollups import AddsUp, Why, monthly_from_year_to_date, roll_up

YEAR = parse("2016-17")
MONTHS = periods.parts_of(YEAR, PeriodKind.MONTH)
QUARTERS = periods.parts_of(YEAR, PeriodKind.QUARTER)
FLOW = Measure("contacts", "count", "flow", "neither")
SNAPSHOT = Measure("plans", "count", "snapshot", "neither")
RATIO = Measure("in-time", "percent", "ratio", "higher_better")
COUNTS = st.lists(st.integers(0, 10**6), min_size=12, max_size=12)


def figures(measure, values, months=MONTHS):
    return [
        Figure(measure, month, value=Decimal(value))
        for month, value in zip(months, values, strict=True)
        if value is not None
    ]


def parts(measure, pairs, months=MONTHS):
    return [
        Figure(measure, month, numerator=Decimal(n), denominator=Decimal(d))
        for month, (n, d) in zip(months, pairs, strict=True)
    ]


@given(COUNTS, st.randoms())
def test_flow_quarters_add_up_to_the_year_in_any_order(values, random):
    months = figures(FLOW, values)
    random.shuffle(months)
    quarters = [roll_up(FLOW, months, q, PeriodKind.MONTH) for q in QUARTERS]
    from_quarters = [Figure(FLOW, q.period, value=q.value) for q in quarters]
    random.shuffle(from_quarters)

    year = roll_up(FLOW, months, YEAR, PeriodKind.MONTH)
    again = roll_up(FLOW, from_quarters, YEAR, PeriodKind.QUARTER)

    assert year.value == again.value == sum(values)
    assert year.is_complete


@given(COUNTS, st.integers(0, 11))
def test_flow_with_a_missing_month_is_incomplete_and_not_small(values, gap):
    months = figures(FLOW, values)
    del months[gap]

    year = roll_up(FLOW, months, YEAR, PeriodKind.MONTH)

    assert year.value is None
    assert year.why is Why.INCOMPLETE
    assert year.missing == (MONTHS[gap],)
    assert year.so_far == sum(values) - values[gap]


def test_flow_missing_month_is_said_as_the_quarter_that_is_owed():
    quarters = figures(FLOW, [5, None, 7, 8], QUARTERS)

    year = roll_up(FLOW, quarters, YEAR, PeriodKind.QUARTER)

    assert year.missing == (QUARTERS[1],)


def test_flow_takes_a_quarter_before_its_months_and_never_both():
    quarter = Figure(FLOW, QUARTERS[0], value=Decimal(100))
    months = figures(FLOW, [1] * 12)

    assert roll_up(FLOW, [*months, quarter], YEAR, PeriodKind.MONTH).value == 109


@given(COUNTS, st.randoms())
def test_snapshot_is_the_last(values, random):
    months = figures(SNAPSHOT, values)
    random.shuffle(months)

    assert roll_up(SNAPSHOT, months, YEAR, PeriodKind.MONTH).value == values[-1]


def test_snapshot_of_the_last_day_counts_for_the_year():
    day = Figure(SNAPSHOT, parse("2017-03-31"), value=Decimal(498))

    assert roll_up(SNAPSHOT, [day], YEAR, PeriodKind.MONTH).value == 498


def test_snapshot_without_the_last_month_is_incomplete():
    year = roll_up(SNAPSHOT, figures(SNAPSHOT, [*range(11), None]), YEAR, PeriodKind.MONTH)

    assert (year.value, year.so_far, year.missing) == (None, 10, (MONTHS[-1],))


@given(st.lists(st.tuples(st.integers(0, 500), st.integers(0, 500)), min_size=12, max_size=12))
def test_ratio_is_worked_out_from_its_parts_and_never_averaged(pairs):
    year = roll_up(RATIO, parts(RATIO, pairs), YEAR, PeriodKind.MONTH)
    part, whole = sum(n for n, _ in pairs), sum(d for _, d in pairs)

    if all(d == 0 for _, d in pairs):
        assert year.value is None
    elif all(d for _, d in pairs):
        assert abs(year.value - Decimal(100 * part) / whole) <= Decimal("0.05")


def test_ratio_with_nothing_in_one_month_still_counts_the_others():
    pairs = [(0, 0)] + [(1, 2)] * 11

    year = roll_up(RATIO, parts(RATIO, pairs), YEAR, PeriodKind.MONTH)

    assert (year.value, year.numerator, year.denominator) == (Decimal("50.0"), 11, 22)


def test_ratio_rounds_half_up():
    year = roll_up(RATIO, parts(RATIO, [(1, 2000)] + [(0, 0)] * 11), YEAR, PeriodKind.MONTH)

    assert year.value == Decimal("0.1")


def test_ratio_without_parts_is_never_averaged():
    year = roll_up(RATIO, figures(RATIO, [50] * 12), YEAR, PeriodKind.MONTH)

    assert (year.value, year.why) == (None, Why.NO_PARTS)


def test_ratio_of_a_last_day_takes_the_last():
    pairs = [(1, 10)] * 11 + [(3, 10)]

    year = roll_up(RATIO, parts(RATIO, pairs), YEAR, PeriodKind.MONTH, adds_up=AddsUp.NEITHER)

    assert year.value == Decimal("30.0")


def test_rate_adds_incidents_up_and_keeps_the_children():
    rate = Measure("rate", "rate_per_10000", "ratio")

    year = roll_up(rate, parts(rate, [(10, 100_000)] * 12), YEAR, PeriodKind.MONTH)

    assert year.value == Decimal("12.0")


def test_average_per_month_is_weighted_by_months():
    per_month = Measure("contacts", "per_month", "flow")
    quarter = Figure(per_month, QUARTERS[0], value=Decimal(40))
    months = figures(per_month, [10] * 9, MONTHS[3:])

    year = roll_up(per_month, [quarter, *months], YEAR, PeriodKind.MONTH)

    assert year.value == Decimal("17.5")


@pytest.mark.parametrize("unit", ["days", "hours", "score"])
def test_average_does_not_add_up(unit):
    measure = Measure("wait", unit, "flow")

    year = roll_up(measure, figures(measure, [3] * 12), YEAR, PeriodKind.MONTH)

    assert (year.value, year.why) == (None, Why.DOES_NOT_ADD_UP)


def test_year_to_date_is_taken_apart_and_put_together():
    measure = Measure("new", "count", "year_to_date")
    so_far = figures(measure, [sum(range(1, n + 1)) for n in range(1, 13)])

    assert list(monthly_from_year_to_date(so_far).values()) == list(range(1, 13))
    assert roll_up(measure, so_far, YEAR, PeriodKind.MONTH).value == 78
    assert roll_up(measure, so_far, QUARTERS[1], PeriodKind.MONTH).value == 4 + 5 + 6
    assert roll_up(measure, so_far[:5], YEAR, PeriodKind.MONTH).so_far == 15


def test_figure_of_the_whole_counts_as_it_is():
    whole = Figure(FLOW, YEAR, value=Decimal(1000))

    assert roll_up(FLOW, [*figures(FLOW, [1] * 12), whole], YEAR, PeriodKind.MONTH).value == 1000
