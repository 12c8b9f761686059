"""An indicator over time: its latest figure, the one before, and how it stands."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from functools import cached_property

from boards.board_year.periods import Period, PeriodKind
from performance.rules import periods
from performance.rules.figures import Figure, Measure
from performance.rules.published import change_percent, difference, direction

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Series:
    """Figures of one indicator, undivided, of one kind of period, earliest first."""

    measure: Measure
    kind: PeriodKind
    figures: Sequence[Figure]

    @property
    def latest(self) -> Figure | None:
        """The figure of the last period, known or missing."""
        return self.figures[-1] if self.figures else None

    @cached_property
    def previous(self) -> Figure | None:
        """The figure of the period just before the latest; None where that one is not there."""
        if len(self.figures) < 2:
            return None
        before = self.figures[-2]
        if not self.has_every_period:
            return before
        return before if before.period == periods.preceding(self.figures[-1].period) else None

    @cached_property
    def year_before(self) -> Figure | None:
        """The figure of the same period a year before the latest; None where there is none."""
        if not self.figures:
            return None
        try:
            wanted = self.figures[-1].period.one_year_before()
        except ValueError:
            return None
        return next((each for each in self.figures if each.period == wanted), None)

    @cached_property
    def change(self) -> Decimal | None:
        return difference(_result(self.latest), _result(self.previous))

    @property
    def change_percent(self) -> Decimal | None:
        return change_percent(_result(self.latest), _result(self.previous))

    @cached_property
    def direction(self) -> str | None:
        """Better, worse, same or neither than the period before."""
        return direction(self.measure, _result(self.latest), _result(self.previous))

    def values(self, most: int) -> list[Decimal | None]:
        """Return the last values, with a gap wherever periods are missing between them."""
        values: list[Decimal | None] = []
        last_day = None
        for each in self.figures[-most:]:
            if last_day is not None and self.has_every_period and each.period.start != last_day:
                values.append(None)
            values.append(each.result)
            last_day = each.period.end + _DAY
        return values

    @property
    def has_every_period(self) -> bool:
        """Whether one period follows the other: single days and spans of months do not."""
        return self.kind not in {PeriodKind.DAY, PeriodKind.SPAN}


def usual_kind(figures: Sequence[Figure], frequency: str) -> PeriodKind | None:
    """Return the kind of period to show: that of the frequency, else the most frequent one."""
    kinds = Counter(each.period.kind for each in figures)
    if not kinds:
        return None
    if frequency and PeriodKind(frequency) in kinds:
        return PeriodKind(frequency)
    return max(kinds, key=lambda kind: (kinds[kind], kind))


def series_of(measure: Measure, figures: Sequence[Figure], kind: PeriodKind) -> Series:
    """Return the figures of one kind of period in order of time."""
    of_kind = [each for each in figures if each.period.kind is kind]
    # Of one kind, days alone say the order: comparing whole periods takes ten times as long.
    rows = sorted(of_kind, key=lambda each: (each.period.start, each.period.end))
    return Series(measure, kind, rows)


def year_so_far(latest: Period) -> Period:
    """Return April to the end of the latest period."""
    return periods.year_to_date(latest)


def _result(figure: Figure | None) -> Decimal | None:
    return figure.result if figure is not None else None
