"""What periods are made of: their months and quarters, what comes next, how they are said.

A period itself (its days, its kind, how it is written) is `boards.board_year.periods`.
"""

import datetime as dt
from functools import lru_cache

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from boards.board_year.periods import Period, PeriodKind, day, from_dates, parse

__all__ = [
    "Period", "PeriodKind", "containing", "day", "following", "from_dates", "in_short", "in_words",
    "parse", "parts_of", "preceding", "year_to_date",
]  # fmt: skip

_DAY = dt.timedelta(days=1)
#: Kind → its length in months, and the month in which one of them starts.
_MONTHS = {
    PeriodKind.MONTH: (1, 1),
    PeriodKind.QUARTER: (3, 1),
    PeriodKind.HALF: (6, 4),
    PeriodKind.FINANCIAL_YEAR: (12, 4),
    PeriodKind.CALENDAR_YEAR: (12, 1),
    PeriodKind.ACADEMIC_YEAR: (12, 9),
}


@lru_cache(maxsize=20_000)
def containing(date: dt.date, kind: PeriodKind) -> Period:
    """Return the period of a kind in which the day lies. A span has no usual length: ValueError."""
    if kind is PeriodKind.DAY:
        return day(date)
    if kind not in _MONTHS:
        raise ValueError("A span of months has no usual length.")
    length, first = _MONTHS[kind]
    back = (date.month - first) % length
    start = _add_months(date.replace(day=1), -back)
    return from_dates(start, _add_months(start, length) - _DAY)


def following(period: Period) -> Period:
    """Return the period of the same kind that comes next; a span is followed by its like."""
    if period.kind in {PeriodKind.SPAN, PeriodKind.DAY}:
        months = _months_between(period)
        if period.kind is PeriodKind.DAY:
            return day(period.start + _DAY)
        start = period.end + _DAY
        return from_dates(start, _add_months(start, months) - _DAY)
    return containing(period.end + _DAY, period.kind)


def preceding(period: Period) -> Period:
    """Return the period of the same kind before this one; before a month's last day the last."""
    if period.kind is PeriodKind.DAY:
        if (period.end + _DAY).day == 1:
            return day(period.end.replace(day=1) - _DAY)
        return day(period.start - _DAY)
    if period.kind is PeriodKind.SPAN:
        start = _add_months(period.start, -_months_between(period))
        return from_dates(start, period.start - _DAY)
    return containing(period.start - _DAY, period.kind)


def parts_of(whole: Period, kind: PeriodKind) -> list[Period]:
    """Return the periods of a kind that lie wholly within another one, in order."""
    return list(_parts(whole, kind))


def year_to_date(period: Period) -> Period:
    """Return April to the end of the period: what a year-to-date figure covers."""
    year = containing(period.end, PeriodKind.FINANCIAL_YEAR)
    end = _add_months(period.end.replace(day=1), 1) - _DAY
    return from_dates(year.start, end)


def in_words(period: Period) -> str:
    """Return a period as people say it: "31 March 2017", "April 2016", "2016/17"."""
    start, end = period.start, period.end
    years = f"{start.year}/{end.year % 100:02d}"
    if period.kind is PeriodKind.DAY:
        return date_format(end, "j F Y")
    if period.kind is PeriodKind.MONTH:
        return date_format(start, "F Y")
    if period.kind is PeriodKind.FINANCIAL_YEAR:
        return years
    if period.kind is PeriodKind.CALENDAR_YEAR:
        return _("calendar year %(year)s") % {"year": start.year}
    if period.kind is PeriodKind.ACADEMIC_YEAR:
        return _("academic year %(years)s") % {"years": years}
    first = date_format(start, "F" if start.year == end.year else "F Y")
    months = _("%(first)s to %(last)s") % {"first": first, "last": date_format(end, "F Y")}
    if period.kind is PeriodKind.QUARTER:
        number = (start.month - 4) % 12 // 3 + 1
        return _("Q%(number)s: %(months)s") % {"number": number, "months": months}
    return months


def in_short(period: Period) -> str:
    """Return a period as short as a heading wants it: "Apr 2016", "Q1 2016/17"."""
    if period.kind is PeriodKind.MONTH:
        return date_format(period.start, "M Y")
    if period.kind is PeriodKind.DAY:
        return date_format(period.end, "j M Y")
    if period.kind is PeriodKind.QUARTER:
        first = period.start.year - (period.start.month < 4)
        number = (period.start.month - 4) % 12 // 3 + 1
        return f"Q{number} {first}/{(first + 1) % 100:02d}"
    return in_words(period)


@lru_cache(maxsize=2_000)
def _parts(whole: Period, kind: PeriodKind) -> tuple[Period, ...]:
    parts = []
    part = containing(whole.start, kind)
    while part.end <= whole.end:
        if part.start >= whole.start:
            parts.append(part)
        part = following(part)
    return tuple(parts)


def _months_between(period: Period) -> int:
    years = period.end.year - period.start.year
    return years * 12 + period.end.month - period.start.month + 1


def _add_months(date: dt.date, months: int) -> dt.date:
    years, number = divmod(date.month - 1 + months, 12)
    return dt.date(date.year + years, number + 1, 1)
