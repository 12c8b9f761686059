"""When which data return is owed."""

from collections.abc import Iterator
from datetime import date, timedelta
from enum import IntEnum

from performance.rules import periods
from performance.rules.periods import Period, PeriodKind

#: How long an agency has to correct what was sent back, where its last day comes sooner.
TIME_TO_CORRECT = timedelta(days=14)


class Step(IntEnum):
    """Who is told of late figures, by days after the last day; each step tells the ones before."""

    SENDERS = 1
    AGENCY_LEAD = 7
    BOARD_MANAGER = 14


def step_due(due: date, today: date) -> Step | None:
    """Return the furthest step that has fallen due; None before the first."""
    days = (today - due).days
    return max((step for step in Step if days >= step), default=None)


def ended_periods(
    frequency: str, starts_on: date, ends_on: date | None, today: date
) -> Iterator[Period]:
    """Return the periods whose figures are owed: within both days, and over before today.

    A period that begins before the first day is not owed: the agency was not asked then.
    """
    period = periods.containing(starts_on, PeriodKind(frequency))
    if period.start < starts_on:
        period = periods.following(period)
    while period.end < today and (ends_on is None or period.end <= ends_on):
        yield period
        period = periods.following(period)


def due_on(period: Period, due_days: int) -> date:
    """Return the last day on which figures are in time."""
    return period.end + timedelta(days=due_days)
