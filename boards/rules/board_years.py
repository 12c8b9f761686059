"""Which reporting year a board would start next, and what it is called."""

from dataclasses import dataclass
from datetime import date, timedelta

_DAY = timedelta(days=1)
#: Reporting years begin with April, as budgets do, unless a board's own years say otherwise.
_FIRST_MONTH = 4


@dataclass(frozen=True)
class NextYear:
    """A year that is not there yet."""

    label: str
    starts_on: date
    ends_on: date


def next_year(last_day: date | None, today: date) -> NextYear:
    """Return the year after the board's last one; without one, the financial year of today."""
    start = last_day + _DAY if last_day else _first_of(today)
    end = _one_year_after(start) - _DAY
    return NextYear(label_of(start, end), start, end)


def label_of(starts_on: date, ends_on: date) -> str:
    """Return what a year is called: 2026/27, or 2026 where it ends in the year it began."""
    if starts_on.year == ends_on.year:
        return str(starts_on.year)
    return f"{starts_on.year}/{ends_on.year % 100:02d}"


def _first_of(today: date) -> date:
    year = today.year if today.month >= _FIRST_MONTH else today.year - 1
    return date(year, _FIRST_MONTH, 1)


def _one_year_after(day: date) -> date:
    """Return the same day a year later; after 29 February comes 1 March."""
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return date(day.year + 1, 3, 1)
