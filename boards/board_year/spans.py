"""In which of a board's reporting years a record is: from–to, where not known is open.

A board-year file says who was there in its year and knows no dates. So a record that a file names
reaches into that year, and one that a file no longer names ends before it, or begins after it.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

_DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Span:
    """Days from–to, both included; None is not known, and reaches on."""

    starts_on: dt.date | None = None
    ends_on: dt.date | None = None

    def overlaps(self, other: "Span") -> bool:
        """Whether the two have a day in common."""
        return self._begins_by(other.ends_on) and other._begins_by(self.ends_on)

    def _begins_by(self, date: dt.date | None) -> bool:
        return self.starts_on is None or date is None or self.starts_on <= date


@dataclass(frozen=True)
class Years:
    """A reporting year among the board's other ones, which do not overlap it."""

    start: dt.date
    end: dt.date
    others: Sequence[Span] = ()

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)

    @property
    def before(self) -> dt.date | None:
        """The day before this year, if the board has an earlier one."""
        return self.start - _DAY if any(_end(o) < self.start for o in self.others) else None

    @property
    def after(self) -> dt.date | None:
        """The day after this year, if the board has a later one."""
        return self.end + _DAY if any(_start(o) > self.end for o in self.others) else None

    @property
    def first_days(self) -> set[dt.date]:
        """First days of all years: a start there only says that the year's file had the record."""
        return {self.start, *(_start(other) for other in self.others)}

    @property
    def last_days(self) -> set[dt.date]:
        """Last days of all years."""
        return {self.end, *(_end(other) for other in self.others)}

    def only(self, span: Span) -> "Years":
        """Return the same year among those others that the span reaches into."""
        return Years(self.start, self.end, [o for o in self.others if span.overlaps(o)])


def entered(span: Span | None, years: Years) -> Span:
    """Return the span of a record that the year's file names; None for a new one."""
    if span is None:
        return Span(years.start if years.before else None, years.end if years.after else None)
    if span.overlaps(years.span):
        return span
    if span.starts_on is not None and span.starts_on > years.end:
        return Span(years.start if years.before else None, span.ends_on)
    return Span(span.starts_on, years.end if years.after else None)


def left(span: Span, years: Years) -> Span | None:
    """Return the span of a record that the year's file does not name, though it reaches into it.

    None when it is in no other year: then nothing keeps it. Unchanged when it is in years before
    and after, because one span cannot leave a year out.
    """
    reached = years.only(span)
    if reached.before and reached.after:
        return span
    if reached.before:
        return Span(span.starts_on, reached.before)
    if reached.after:
        return Span(reached.after, span.ends_on)
    return None


def _start(year: Span) -> dt.date:
    return year.starts_on or dt.date.min


def _end(year: Span) -> dt.date:
    return year.ends_on or dt.date.max
