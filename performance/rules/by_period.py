"""An indicator by longer periods than it is measured in: each given, calculated, or incomplete.

Source: PER-02. A figure that was given for a quarter is kept although its months say otherwise;
that they disagree is said beside it.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from boards.rules.rounding import half_up
from performance.rules import periods
from performance.rules.figures import Figure, Measure
from performance.rules.periods import Period, PeriodKind
from performance.rules.rollups import AddsUp, RolledUp, Why, roll_up, usual_adding_up

#: Kind → kinds of which whole ones make it up; a day is the last day of any of them.
MADE_OF: dict[PeriodKind, frozenset[PeriodKind]] = {
    PeriodKind.MONTH: frozenset({PeriodKind.DAY}),
    PeriodKind.QUARTER: frozenset({PeriodKind.DAY, PeriodKind.MONTH}),
    PeriodKind.HALF: frozenset({PeriodKind.DAY, PeriodKind.MONTH, PeriodKind.QUARTER}),
    PeriodKind.FINANCIAL_YEAR: frozenset(
        {PeriodKind.DAY, PeriodKind.MONTH, PeriodKind.QUARTER, PeriodKind.HALF}
    ),
    PeriodKind.CALENDAR_YEAR: frozenset({PeriodKind.DAY, PeriodKind.MONTH, PeriodKind.QUARTER}),
    PeriodKind.ACADEMIC_YEAR: frozenset({PeriodKind.DAY, PeriodKind.MONTH}),
}
#: Units of averages, which say nothing about a longer time.
_AVERAGES = frozenset({"days", "hours", "score", "percent"})


@dataclass(frozen=True)
class Longer:
    """One period of the chosen kind."""

    rolled: RolledUp
    #: Worked out from shorter periods, not given for this one.
    is_calculated: bool
    #: Missing periods that are over, and those that are not.
    missing: tuple[Period, ...] = ()
    to_come: tuple[Period, ...] = ()
    #: What the shorter periods make, where that differs from the figure that was given.
    parts_make: Decimal | None = None

    @property
    def period(self) -> Period:
        return self.rolled.period

    def figure(self, measure: Measure) -> Figure:
        """Return it as a figure; what is not complete has no value, and is never a small one."""
        if not self.rolled.is_complete:
            return Figure(measure, self.period)
        missing = "zero_of_zero" if self.rolled.value is None else ""
        return Figure(
            measure, self.period, value=self.rolled.value, numerator=self.rolled.numerator,
            denominator=self.rolled.denominator, missing=missing,
        )  # fmt: skip


def kinds_of(
    measure: Measure, figures: Iterable[Figure], adds_up: AddsUp | None = None
) -> list[PeriodKind]:
    """Return the kinds of period in which the figures can be shown, the shortest first."""
    stored = {each.period.kind for each in figures}
    usable = stored if _goes_by_days(measure, adds_up) else stored - {PeriodKind.DAY}
    made = {kind for kind, parts in MADE_OF.items() if parts & usable}
    found = stored | made if _can_be_longer(measure) else stored
    return [kind for kind in PeriodKind if kind in found]


def longer(
    measure: Measure,
    figures: Sequence[Figure],
    kind: PeriodKind,
    every: PeriodKind,
    *,
    today: dt.date,
    adds_up: AddsUp | None = None,
) -> list[Longer]:
    """Return every period of a kind from the first figure to the last, earliest first.

    `figures` are of one indicator, breakdown and comparator; `every` is the period in which they
    are measured, in which missing ones are named. A kind is one of `MADE_OF`.
    """
    if not figures:
        return []
    first = min(each.period.start for each in figures)
    last = max(each.period.end for each in figures)
    wholes = [periods.containing(first, kind)]
    while wholes[-1].end < last:
        wholes.append(periods.following(wholes[-1]))
    within = _by_whole(measure, figures, wholes, kind)
    named = PeriodKind.MONTH if every is PeriodKind.DAY else every
    return [
        _longer(measure, found, whole, named, today, adds_up)
        for whole, found in zip(wholes, within, strict=True)
    ]


def keeps_its_size(measure: Measure, adds_up: AddsUp | None = None) -> bool:
    """Whether a figure of a year is about as large as one of a month: then a target holds for both.

    A share, a snapshot and an average a month are; a sum is not.
    """
    if measure.kind == "snapshot" or measure.unit in {"per_month", "per_week"}:
        return True
    if not measure.is_ratio:
        return False
    return (adds_up or usual_adding_up(measure.unit)) is not AddsUp.NUMERATOR


def _by_whole(
    measure: Measure, figures: Sequence[Figure], wholes: Sequence[Period], kind: PeriodKind
) -> list[Sequence[Figure]]:
    """Sort figures into the periods that they lie in, so that each is looked at once."""
    if measure.kind == "year_to_date":
        # What was added in a quarter is found by what was known before it.
        return [figures for _ in wholes]
    place = {whole.start: at for at, whole in enumerate(wholes)}
    found: list[list[Figure]] = [[] for _ in wholes]
    for each in figures:
        at = place[periods.containing(each.period.start, kind).start]
        if each.period.end <= wholes[at].end:
            found[at].append(each)
    return [*found]


def _longer(
    measure: Measure,
    figures: Sequence[Figure],
    whole: Period,
    every: PeriodKind,
    today: dt.date,
    adds_up: AddsUp | None,
) -> Longer:
    rolled = roll_up(measure, figures, whole, every, adds_up=adds_up)
    given = [each for each in figures if each.period == whole and each.result is not None]
    over = tuple(each for each in rolled.missing if each.end < today)
    return Longer(
        rolled,
        is_calculated=not given,
        missing=over,
        to_come=tuple(each for each in rolled.missing if each not in over),
        parts_make=_disagreeing(measure, figures, rolled, every, adds_up) if given else None,
    )


def _disagreeing(
    measure: Measure,
    figures: Sequence[Figure],
    given: RolledUp,
    every: PeriodKind,
    adds_up: AddsUp | None,
) -> Decimal | None:
    """Return what the parts of a given figure make, if all are known and they make another one.

    Compared in the decimals in which the figure was given.
    """
    parts = [each for each in figures if each.period != given.period]
    made = roll_up(measure, parts, given.period, every, adds_up=adds_up)
    if made.why is not Why.NOTHING or made.value is None or given.value is None:
        return None
    exponent = given.value.as_tuple().exponent
    places = max(-exponent, 0) if isinstance(exponent, int) else 0
    return made.value if half_up(made.value, places) != given.value else None


def _goes_by_days(measure: Measure, adds_up: AddsUp | None) -> bool:
    if measure.is_ratio:
        return (adds_up or usual_adding_up(measure.unit)) is AddsUp.NEITHER
    return measure.kind in {"snapshot", "year_to_date"}


def _can_be_longer(measure: Measure) -> bool:
    """Whether longer periods can be worked out at all: an average of days cannot."""
    by_kind = measure.is_ratio or measure.kind in {"snapshot", "year_to_date"}
    return by_kind or measure.unit not in _AVERAGES
