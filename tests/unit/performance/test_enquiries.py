"""Periods that a line of enquiry is offered, and which group may decide."""

from datetime import date

from performance.rules.enquiries import is_another_group, offered_periods
from performance.rules.periods import PeriodKind


def printed(today, kind):
    return [period.printed for period in offered_periods(today)[kind]]


def test_offered_periods_are_over_the_last_one_first():
    months = printed(date(2026, 11, 29), PeriodKind.MONTH)
    assert months[:2] == ["2026-10", "2026-09"]
    assert len(months) == 12
    assert printed(date(2026, 11, 29), PeriodKind.QUARTER)[0] == "2026-27/Q2"


def test_offered_periods_hold_the_year_that_runs():
    years = printed(date(2026, 4, 1), PeriodKind.FINANCIAL_YEAR)
    assert years == ["2026-27", "2025-26", "2024-25"]


def test_board_itself_is_a_group():
    assert is_another_group(None, 1)
    assert is_another_group(1, 2)
    assert not is_another_group(None, None)
    assert not is_another_group(1, 1)
