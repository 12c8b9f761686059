"""Lines of enquiry: which periods are offered, and which group may decide."""

from datetime import date

from performance.rules import periods
from performance.rules.periods import Period, PeriodKind

#: Kinds of period that are offered, and how many of each: what people look back at in a meeting.
OFFERED = ((PeriodKind.MONTH, 12), (PeriodKind.QUARTER, 8), (PeriodKind.FINANCIAL_YEAR, 3))


def offered_periods(today: date) -> dict[PeriodKind, list[Period]]:
    """Return the periods that are over, the last one first; and the present financial year."""
    return {kind: _latest(kind, count, today) for kind, count in OFFERED}


def _latest(kind: PeriodKind, count: int, today: date) -> list[Period]:
    period = periods.containing(today, kind)
    if kind is not PeriodKind.FINANCIAL_YEAR:
        period = periods.preceding(period)
    found = [period]
    while len(found) < count:
        found.append(periods.preceding(found[-1]))
    return found


def is_another_group(working: int | None, deciding: int | None) -> bool:
    """Return whether a recommendation goes to others than those who made it; None is the board."""
    return working != deciding
