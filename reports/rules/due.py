"""When an annual report is due. Source: the regime's reference data, which cites the guidance."""

from datetime import date

#: A report that is late for longer than this is history, not something to do.
FORGOTTEN_AFTER_DAYS = 400


def due_on(ends_on: date, month: int | None, day: int | None) -> date | None:
    """Return the first such day after the year's end; None where the regime names no day."""
    if not month or not day:
        return None
    due = date(ends_on.year, month, day)
    return due if due > ends_on else date(ends_on.year + 1, month, day)
