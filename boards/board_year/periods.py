"""Periods of published figures: what they cover, how they are written, what lies a year before.

Source: board-year format. A period is known by its start, end and kind, whatever way it was
written: `2016-04..2017-03` is the financial year `2016-17`. It is printed as it was written.
"""

import calendar
import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

EXAMPLES = (
    "2017-03-31 (a day), 2016-04 (a month), 2016-17/Q1 (a quarter), 2016-17/H1 (a half), "
    "2016-17 (a financial year), 2016 (a calendar year), 2016-17/academic or 2016-06..2016-11"
)


class PeriodKind(StrEnum):
    """What sort of time a figure covers. Only periods of one kind are compared."""

    DAY = "day"
    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    FINANCIAL_YEAR = "financial_year"
    CALENDAR_YEAR = "calendar_year"
    ACADEMIC_YEAR = "academic_year"
    SPAN = "span"


@dataclass(frozen=True, order=True)
class Period:
    """Time that a figure covers, both days included; equal whenever start, end and kind are."""

    start: dt.date
    end: dt.date
    kind: PeriodKind
    printed: str = field(compare=False)

    def __str__(self) -> str:
        return self.printed

    def one_year_before(self) -> "Period":
        """Return the same kind of period a year earlier; the last day of a month stays the last.

        Raises ValueError in the year 1.
        """
        end = _year_before(self.end)
        if self.kind is PeriodKind.DAY:
            return _period(end, end, self.kind)
        return _period(_year_before(self.start), end, self.kind)


def parse(text: str) -> Period:
    """Read a period as it is written in a board-year file. Raises ValueError with what to write."""
    for pattern, read in _FORMS:
        match = pattern.fullmatch(text)
        if match:
            start, end, kind = _checked(text, read, match)
            return Period(start, end, kind, text)
    raise ValueError(f'"{text}" is not a period; write {EXAMPLES}')


def from_dates(start: dt.date, end: dt.date) -> Period:
    """Return the period of exactly these days, both included, in the form that is usual for it.

    A single day is a day, whole months are the month, quarter, year… that they make up.
    Raises ValueError for anything else: the format has no other spans.
    """
    if start == end:
        return _period(start, end, PeriodKind.DAY)
    if start.day != 1 or end != _last_day(end.year, end.month) or end < start:
        raise ValueError("A period is one day or whole months.")
    return _period(start, end, _kind_of_months(start, end))


def day(date: dt.date) -> Period:
    """Return the period of one day."""
    return _period(date, date, PeriodKind.DAY)


def month(year: int, number: int) -> Period:
    """Return the period of a whole month."""
    return _period(dt.date(year, number, 1), _last_day(year, number), PeriodKind.MONTH)


Range = tuple[dt.date, dt.date, PeriodKind]


def _checked(text: str, read: Callable[[re.Match[str]], Range], match: re.Match[str]) -> Range:
    try:
        return read(match)
    except _WrongPeriodError:
        raise
    except ValueError:
        raise ValueError(f'"{text}" is not a period: there is no such date') from None


class _WrongPeriodError(ValueError):
    """A period in the right form that cannot be meant; says why."""


def _read_day(match: re.Match[str]) -> Range:
    date = dt.date.fromisoformat(match[0])
    return date, date, PeriodKind.DAY


def _read_month_or_year(match: re.Match[str]) -> Range:
    """`2011-12` is December 2011; `2016-17`, where there is no such month, a financial year."""
    year, number = int(match[1]), int(match[2])
    if 1 <= number <= 12:
        return dt.date(year, number, 1), _last_day(year, number), PeriodKind.MONTH
    return _read_financial_year(match)


def _read_financial_year(match: re.Match[str]) -> Range:
    year = _first_year(match)
    return dt.date(year, 4, 1), dt.date(year + 1, 3, 31), PeriodKind.FINANCIAL_YEAR


def _read_quarter(match: re.Match[str]) -> Range:
    year, quarter = _first_year(match), int(match[3])
    start = _add_months(dt.date(year, 4, 1), quarter * 3 - 3)
    return start, _add_months(start, 3) - dt.timedelta(days=1), PeriodKind.QUARTER


def _read_half(match: re.Match[str]) -> Range:
    year, half = _first_year(match), int(match[3])
    start = _add_months(dt.date(year, 4, 1), half * 6 - 6)
    return start, _add_months(start, 6) - dt.timedelta(days=1), PeriodKind.HALF


def _read_academic_year(match: re.Match[str]) -> Range:
    year = _first_year(match)
    return dt.date(year, 9, 1), dt.date(year + 1, 8, 31), PeriodKind.ACADEMIC_YEAR


def _read_calendar_year(match: re.Match[str]) -> Range:
    year = int(match[0])
    return dt.date(year, 1, 1), dt.date(year, 12, 31), PeriodKind.CALENDAR_YEAR


def _read_span(match: re.Match[str]) -> Range:
    start = dt.date(int(match[1]), int(match[2]), 1)
    last = dt.date(int(match[3]), int(match[4]), 1)
    if last < start:
        raise _WrongPeriodError(f'"{match[0]}" ends before it starts')
    end = _last_day(last.year, last.month)
    return start, end, _kind_of_months(start, end)


_YEARS = r"([0-9]{4})[-/]([0-9]{2})"
_FORMS: list[tuple[re.Pattern[str], Callable[[re.Match[str]], Range]]] = [
    (re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}"), _read_day),
    (re.compile(r"([0-9]{4})-([0-9]{2})"), _read_month_or_year),
    (re.compile(r"([0-9]{4})/([0-9]{2})"), _read_financial_year),
    (re.compile(_YEARS + r"/Q([1-4])"), _read_quarter),
    (re.compile(_YEARS + r"/H([12])"), _read_half),
    (re.compile(_YEARS + r"/academic"), _read_academic_year),
    (re.compile(r"[0-9]{4}"), _read_calendar_year),
    (re.compile(r"([0-9]{4})-([0-9]{2})\.\.([0-9]{4})-([0-9]{2})"), _read_span),
]


def _first_year(match: re.Match[str]) -> int:
    year = int(match[1])
    if int(match[2]) != (year + 1) % 100:
        raise _WrongPeriodError(
            f'"{match[0]}" is not a period: the year after {year} is {year + 1}'
        )
    return year


def _kind_of_months(start: dt.date, end: dt.date) -> PeriodKind:
    """Return what whole months make up; an exact span is that kind."""
    months = (end.year - start.year) * 12 + end.month - start.month + 1
    exact = {
        (1, start.month): PeriodKind.MONTH,
        (12, 4): PeriodKind.FINANCIAL_YEAR,
        (12, 1): PeriodKind.CALENDAR_YEAR,
        (12, 9): PeriodKind.ACADEMIC_YEAR,
        (6, 4): PeriodKind.HALF,
        (6, 10): PeriodKind.HALF,
    } | {(3, first): PeriodKind.QUARTER for first in (1, 4, 7, 10)}
    return exact.get((months, start.month), PeriodKind.SPAN)


def _period(start: dt.date, end: dt.date, kind: PeriodKind) -> Period:
    return Period(start, end, kind, _print(start, end, kind))


def _print(start: dt.date, end: dt.date, kind: PeriodKind) -> str:
    """Write a period so that it is read as the same again."""
    years = _print_years(start if start.month >= 4 else dt.date(start.year - 1, 4, 1))
    months = f"{start.isoformat()[:7]}..{end.isoformat()[:7]}"
    return {
        PeriodKind.DAY: start.isoformat(),
        PeriodKind.MONTH: months[:7],
        PeriodKind.QUARTER: f"{years}/Q{(start.month - 4) % 12 // 3 + 1}",
        PeriodKind.HALF: f"{years}/H{(start.month - 4) % 12 // 6 + 1}",
        PeriodKind.FINANCIAL_YEAR: years if int(years[-2:]) not in range(1, 13) else months,
        PeriodKind.CALENDAR_YEAR: months[:4],
        PeriodKind.ACADEMIC_YEAR: f"{years}/academic",
        PeriodKind.SPAN: months,
    }[kind]


def _print_years(start: dt.date) -> str:
    return f"{start.year:04d}-{(start.year + 1) % 100:02d}"


def _year_before(date: dt.date) -> dt.date:
    if date == _last_day(date.year, date.month):
        return _last_day(date.year - 1, date.month)
    return date.replace(year=date.year - 1)


def _last_day(year: int, number: int) -> dt.date:
    return dt.date(year, number, calendar.monthrange(year, number)[1])


def _add_months(date: dt.date, months: int) -> dt.date:
    years, number = divmod(date.month - 1 + months, 12)
    return dt.date(date.year + years, number + 1, 1)
