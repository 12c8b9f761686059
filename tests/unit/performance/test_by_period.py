"""Figures by longer periods: what is given, what is calculated, what is incomplete and why."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boards.board_year.periods import PeriodKind, parse
from performance.rules import periods
from performance.rules.by_period import keeps_its_size, kinds_of, longer
from performance.rules.figures import Figure, Measure
from performance.rules.rollups import AddsUp, Why

MONTH, QUARTER, YEAR = PeriodKind.MONTH, PeriodKind.QUARTER, PeriodKind.FINANCIAL_YEAR
FLOW = Measure("contacts", "count", "flow", "neither")
SNAPSHOT = Measure("plans", "count", "snapshot", "neither")
RATIO = Measure("in-time", "percent", "ratio", "higher_better")
TODAY = date(2019, 1, 1)
MONTHS = periods.parts_of(parse("2016-04..2018-03"), MONTH)
NUMBERS = st.lists(st.integers(0, 10**5), min_size=24, max_size=24)
PAIRS = st.lists(
    st.integers(1, 999).flatmap(lambda d: st.tuples(st.integers(0, d), st.just(d))),
    min_size=24, max_size=24,
)  # fmt: skip


def months(measure, values):
    return [Figure(measure, each, value=Decimal(v)) for each, v in zip(MONTHS, values, strict=True)]


def pairs(values):
    return [
        Figure(RATIO, each, numerator=Decimal(n), denominator=Decimal(d))
        for each, (n, d) in zip(MONTHS, values, strict=True)
    ]


def by(measure, figures, kind, every=MONTH, today=TODAY, **more):
    return longer(measure, figures, kind, every, today=today, **more)


@given(NUMBERS, st.randoms())
def test_every_kind_of_period_holds_the_same_sum_in_any_order(values, random):
    figures = months(FLOW, values)
    random.shuffle(figures)
    for kind in (MONTH, QUARTER, PeriodKind.HALF, YEAR):
        assert sum(each.rolled.value for each in by(FLOW, figures, kind)) == sum(values)


@given(PAIRS, st.randoms())
def test_ratio_of_years_comes_from_its_quarters_as_from_its_months(values, random):
    figures = pairs(values)
    random.shuffle(figures)
    quarters = [each.figure(RATIO) for each in by(RATIO, figures, QUARTER)]
    from_quarters = by(RATIO, quarters, YEAR, QUARTER)
    from_months = by(RATIO, figures, YEAR)
    assert [each.rolled.value for each in from_quarters] == [
        each.rolled.value for each in from_months
    ]


@given(PAIRS)
def test_ratio_is_rounded_half_up_once_from_its_parts(values):
    for year in by(RATIO, pairs(values), YEAR):
        part, whole = int(year.rolled.numerator), int(year.rolled.denominator)
        tenths = (2000 * part + whole) // (2 * whole)
        assert year.rolled.value == Decimal(tenths) / 10


@given(NUMBERS, st.randoms())
def test_snapshot_of_every_quarter_is_its_last_month(values, random):
    figures = months(SNAPSHOT, values)
    random.shuffle(figures)
    assert [each.rolled.value for each in by(SNAPSHOT, figures, QUARTER)] == values[2::3]


@given(NUMBERS, st.integers(0, 23))
def test_a_missing_month_makes_its_own_year_incomplete_and_no_other(values, gap):
    figures = months(FLOW, values)
    del figures[gap]
    # The first and last month say how far the years go.
    years = by(FLOW, figures, YEAR)
    incomplete = [each for each in years if not each.rolled.is_complete]
    assert [each.missing for each in incomplete] == [(MONTHS[gap],)]
    assert incomplete[0].figure(FLOW).result is None


def test_months_that_are_not_over_are_to_come_and_not_missing():
    figures = months(FLOW, range(24))[:4]
    year = by(FLOW, figures, YEAR, today=date(2016, 10, 15))[0]
    assert year.missing == tuple(MONTHS[4:6])
    assert year.to_come == tuple(MONTHS[6:12])
    assert year.rolled.so_far == 0 + 1 + 2 + 3


def test_given_quarter_that_disagrees_with_its_months_is_kept_and_said():
    quarter = Figure(FLOW, parse("2016-17/Q1"), value=Decimal(100))
    found = by(FLOW, [*months(FLOW, [10] * 24), quarter], QUARTER)
    assert (found[0].rolled.value, found[0].is_calculated, found[0].parts_make) == (100, False, 30)
    assert (found[1].rolled.value, found[1].is_calculated, found[1].parts_make) == (30, True, None)


@pytest.mark.parametrize(("given_value", "differs"), [("66.7", False), ("67", False), ("66", True)])
def test_given_share_is_compared_in_its_own_decimals(given_value, differs):
    year = Figure(RATIO, parse("2016-17"), value=Decimal(given_value))
    found = by(RATIO, [*pairs([(2, 3)] * 24), year], YEAR)
    assert (found[0].parts_make is not None) is differs


def test_given_quarter_is_not_compared_with_months_that_are_not_all_there():
    quarter = Figure(FLOW, parse("2016-17/Q1"), value=Decimal(100))
    found = by(FLOW, [*months(FLOW, [10] * 24)[1:], quarter], QUARTER)
    assert found[0].parts_make is None


def test_nothing_out_of_nothing_all_year_is_said_as_that():
    found = by(RATIO, pairs([(0, 0)] * 24), YEAR)
    assert found[0].figure(RATIO).missing == "zero_of_zero"
    assert found[0].rolled.is_complete


def test_days_make_longer_periods_of_a_snapshot_and_of_nothing_else():
    days = [Figure(SNAPSHOT, periods.day(each.end), value=Decimal(3)) for each in MONTHS]
    assert kinds_of(SNAPSHOT, days)[:3] == [PeriodKind.DAY, MONTH, QUARTER]
    assert by(SNAPSHOT, days, YEAR, PeriodKind.DAY)[0].rolled.value == 3
    assert kinds_of(FLOW, days) == [PeriodKind.DAY]
    assert YEAR in kinds_of(RATIO, days, AddsUp.NEITHER)
    parts = [
        Figure(RATIO, each.period, numerator=Decimal(1), denominator=Decimal(4)) for each in days
    ]
    found = by(RATIO, parts, YEAR, PeriodKind.DAY, adds_up=AddsUp.NEITHER)
    assert found[0].rolled.value == 25


def test_kinds_are_those_that_whole_periods_make_up():
    quarters = [Figure(FLOW, parse("2016-17/Q1"), value=Decimal(1))]
    assert kinds_of(FLOW, quarters) == [QUARTER, PeriodKind.HALF, YEAR, PeriodKind.CALENDAR_YEAR]
    waits = Measure("wait", "days", "flow")
    assert kinds_of(waits, months(waits, [3] * 24)) == [MONTH]
    assert kinds_of(FLOW, []) == []


def test_ratio_without_parts_says_why_there_is_none():
    figures = months(RATIO, [50] * 24)
    assert {each.rolled.why for each in by(RATIO, figures, YEAR)} == {Why.NO_PARTS}


def test_target_holds_for_longer_periods_only_of_what_does_not_add_up():
    assert keeps_its_size(RATIO)
    assert keeps_its_size(SNAPSHOT)
    assert not keeps_its_size(FLOW)
    assert not keeps_its_size(Measure("rate", "rate_per_10000", "ratio"))
    assert keeps_its_size(Measure("rate", "rate_per_10000", "ratio"), AddsUp.NEITHER)
