"""How a target stands: against its line while it runs, against itself once it is over."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boards.board_year.periods import PeriodKind, parse
from performance.rules import periods
from performance.rules.figures import Figure, Measure
from performance.rules.progress import State, progress
from performance.rules.series import Series
from performance.rules.targets import Trajectory

SHARE = Measure("in-time", "percent", "ratio", "higher_better")
FEWER = Measure("missing", "count", "flow", "lower_better")
YEAR = Trajectory(date(2016, 4, 1), date(2017, 3, 31), Decimal(90), Decimal(66), Decimal(4))
MONTHS = periods.parts_of(parse("2016-17"), PeriodKind.MONTH)


def series(values, measure=SHARE):
    rows = [
        Figure(measure, month, value=None if value is None else Decimal(value))
        for month, value in zip(MONTHS, values, strict=False)
    ]
    return Series(measure, PeriodKind.MONTH, rows)


@pytest.mark.parametrize(
    ("value", "state", "lead"),
    [(78, State.AHEAD, 0), (80, State.AHEAD, 2), (75, State.BEHIND, -3), (70, State.OFF, -8)],
)
def test_running_target_is_held_against_its_line_at_the_end_of_the_period(value, state, lead):
    # Half of the year is over on 30 September: the line is at 78.
    found = progress(SHARE, series([60] * 5 + [value]), YEAR, date(2016, 10, 20))
    assert (found.state, found.wanted_then, found.lead) == (state, 78, lead)
    assert found.days_left == 162
    assert found.wanted > 78


def test_lower_is_better_turns_the_lead_round():
    fewer = Trajectory(date(2016, 4, 1), date(2017, 3, 31), Decimal(60), None, Decimal(0))
    found = progress(FEWER, series([55], FEWER), fewer, date(2016, 5, 9))
    assert (found.state, found.lead) == (State.AHEAD, 5)


@pytest.mark.parametrize(
    ("last", "state"),
    [(90, State.REACHED), (95, State.REACHED), (89, State.MISSED), (None, State.NO_END)],
)
def test_target_that_is_over_is_reached_or_missed_whatever_the_tolerance(last, state):
    found = progress(SHARE, series([80] * 11 + [last]), YEAR, date(2017, 5, 1))
    assert found.state is state
    assert found.wanted == 90


def test_figures_after_the_end_change_nothing():
    late = Figure(SHARE, parse("2017-04"), value=Decimal(99))
    rows = [*series([80] * 12).figures, late]
    found = progress(SHARE, Series(SHARE, PeriodKind.MONTH, rows), YEAR, date(2017, 6, 1))
    assert (found.state, found.figure.period) == (State.MISSED, MONTHS[-1])


def test_last_day_is_still_running():
    assert progress(SHARE, series([95]), YEAR, YEAR.due_on).state is State.AHEAD


def test_figure_from_before_it_began_does_not_count():
    early = Figure(SHARE, parse("2016-03"), value=Decimal(99))
    found = progress(SHARE, Series(SHARE, PeriodKind.MONTH, [early]), YEAR, date(2016, 4, 9))
    assert (found.state, found.figure) == (State.UNKNOWN, None)


def test_without_figures_or_a_better_direction_nothing_is_known():
    assert progress(SHARE, None, YEAR, date(2016, 6, 1)).state is State.UNKNOWN
    neither = Measure("n", "count", "flow", "neither")
    found = progress(neither, series([5], neither), YEAR, date(2016, 6, 1))
    assert (found.state, found.lead) == (State.UNKNOWN, None)


def test_target_that_has_not_begun_or_was_replaced_is_said_to_be():
    assert progress(SHARE, series([5]), YEAR, date(2016, 3, 1)).state is State.NOT_BEGUN
    replaced = date(2016, 9, 1)
    found = progress(SHARE, series([5]), YEAR, date(2016, 10, 1), replaced_on=replaced)
    assert found.state is State.REPLACED
    before = progress(SHARE, series([95]), YEAR, date(2016, 8, 1), replaced_on=replaced)
    assert before.state is State.AHEAD
    after_end = progress(SHARE, series([95] * 12), YEAR, date(2018, 1, 1),
                         replaced_on=date(2017, 4, 1))  # fmt: skip
    assert after_end.state is State.REACHED


def test_snapshots_of_days_count_at_the_end_of_months():
    days = [Figure(SHARE, periods.day(each.end), value=Decimal(92)) for each in MONTHS]
    by_day = Series(SHARE, PeriodKind.DAY, days)
    assert progress(SHARE, by_day, YEAR, date(2017, 5, 1)).state is State.REACHED
    without = Series(SHARE, PeriodKind.DAY, days[:-1])
    assert progress(SHARE, without, YEAR, date(2017, 5, 1)).state is State.NO_END


@given(st.integers(0, 100), st.dates(date(2016, 5, 1), date(2017, 3, 31)))
def test_state_of_a_running_target_says_the_same_as_its_lead(value, today):
    found = progress(SHARE, series([value] * 12), YEAR, today)
    assert (found.state is State.AHEAD) == (found.lead >= 0)
    assert (found.state is State.OFF) == (found.lead < -4)
