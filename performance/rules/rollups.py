"""Figures of longer periods from those of shorter ones: quarters and years from months.

Snapshots take the last, flows add up, ratios are worked out anew from their parts: a percentage is
never averaged. What is not complete is said to be so; it is never a small figure.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from boards.board_year.periods import Period, PeriodKind
from boards.rules.rounding import half_up
from performance.rules import periods
from performance.rules.figures import Figure, Measure, ratio


class AddsUp(StrEnum):
    """How the parts of a ratio behave over time."""

    #: Conferences in time of conferences held: both are counted in the period.
    BOTH = "both"
    #: Plans longer than two years of plans: both are counted on the last day.
    NEITHER = "neither"
    #: Incidents per 10,000 children: incidents are counted, children stay the same.
    NUMERATOR = "numerator"


class Why(StrEnum):
    """Why there is no figure for the whole period."""

    #: There is one.
    NOTHING = ""
    #: Shorter periods are missing.
    INCOMPLETE = "incomplete"
    #: Numerators and denominators are not known, and percentages are not averaged.
    NO_PARTS = "no_parts"
    #: Averages and scores do not add up.
    DOES_NOT_ADD_UP = "does_not_add_up"


@dataclass(frozen=True)
class RolledUp:
    """A figure of a longer period, or why there is none."""

    period: Period
    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    why: Why = Why.NOTHING
    #: What is known so far where periods are missing: never to be taken for the whole.
    so_far: Decimal | None = None
    missing: tuple[Period, ...] = ()

    @property
    def is_complete(self) -> bool:
        return self.why is Why.NOTHING


def usual_adding_up(unit: str) -> AddsUp:
    """Return how a ratio of this unit adds up where its definition does not say."""
    return AddsUp.NUMERATOR if unit == "rate_per_10000" else AddsUp.BOTH


def roll_up(
    measure: Measure,
    figures: Iterable[Figure],
    whole: Period,
    every: PeriodKind,
    *,
    adds_up: AddsUp | None = None,
) -> RolledUp:
    """Return the figure of `whole` from figures of periods within it, in whatever order they come.

    `every` is the period in which the indicator is measured: what is missing is said in it. All
    figures are of one indicator, breakdown and comparator. A figure of the whole itself counts as
    it is.
    """
    known = {figure.period: figure for figure in figures if _says_something(figure)}
    exact = known.get(whole)
    if exact is not None:
        return RolledUp(whole, exact.result, exact.numerator, exact.denominator)
    if measure.kind == "year_to_date":
        return _year_to_date(known.values(), whole)
    if measure.kind == "snapshot":
        return _last(known.values(), whole)
    adds_up = adds_up or usual_adding_up(measure.unit)
    if measure.is_ratio and adds_up is AddsUp.NEITHER:
        return _last(known.values(), whole)
    tiles, missing = _tiles(known.values(), whole, every)
    if measure.is_ratio:
        return _ratio(measure, tiles, missing, whole, adds_up)
    if measure.unit in {"per_month", "per_week"}:
        return _average_over_time(measure, tiles, missing, whole)
    if measure.unit in {"days", "hours", "score", "percent"}:
        return RolledUp(whole, why=Why.DOES_NOT_ADD_UP, missing=tuple(missing))
    return _sum(tiles, missing, whole)


def _says_something(figure: Figure) -> bool:
    """Nothing out of nothing has no share, and still is known: it adds nothing to either part."""
    return figure.result is not None or figure.denominator == 0


def monthly_from_year_to_date(figures: Iterable[Figure]) -> dict[Period, Decimal]:
    """Return what each period adds to the year so far: this figure less the one before it.

    A period whose predecessor in the same financial year is not known is left out.
    """
    known = {f.period: f.result for f in figures if f.result is not None}
    added = {}
    for period, value in known.items():
        year = periods.containing(period.end, PeriodKind.FINANCIAL_YEAR)
        if period.start == year.start:
            added[period] = value
            continue
        before = known.get(periods.preceding(period))
        if before is not None:
            added[period] = value - before
    return added


def _year_to_date(figures: Iterable[Figure], whole: Period) -> RolledUp:
    """A year-to-date figure is of its financial year so far, whatever period it is written with."""
    values = {figure.period.end: figure.result for figure in figures}
    year = periods.containing(whole.end, PeriodKind.FINANCIAL_YEAR)
    if whole.start < year.start:
        return RolledUp(whole, why=Why.DOES_NOT_ADD_UP)
    until_end = values.get(whole.end)
    if until_end is None:
        within = [end for end in values if whole.start <= end <= whole.end]
        so_far = values[max(within)] if within and whole.start == year.start else None
        return RolledUp(whole, why=Why.INCOMPLETE, so_far=so_far, missing=(_last_month(whole),))
    if whole.start == year.start:
        return RolledUp(whole, until_end)
    before = max((end for end in values if end < whole.start), default=None)
    last_before = periods.preceding(_first_month(whole))
    if before != last_before.end:
        return RolledUp(whole, why=Why.INCOMPLETE, missing=(last_before,))
    until_start = values[last_before.end]
    assert until_start is not None  # noqa: S101 - only known figures are in `values`
    return RolledUp(whole, until_end - until_start)


def _last(figures: Iterable[Figure], whole: Period) -> RolledUp:
    within = [f for f in figures if whole.start <= f.period.end <= whole.end]
    if not within:
        return RolledUp(whole, why=Why.INCOMPLETE, missing=(_last_month(whole),))
    # Of two figures for the same day the one of the shorter period is nearer to it.
    last = max(within, key=lambda f: (f.period.end, f.period.start, f.period.kind))
    if last.period.end < whole.end:
        return RolledUp(
            whole, why=Why.INCOMPLETE, so_far=last.result, missing=(_last_month(whole),)
        )
    return RolledUp(whole, last.result, last.numerator, last.denominator)


def _ratio(
    measure: Measure,
    tiles: Sequence[Figure],
    missing: Sequence[Period],
    whole: Period,
    adds_up: AddsUp,
) -> RolledUp:
    parts = [
        (tile.numerator, tile.denominator)
        for tile in tiles
        if tile.numerator is not None and tile.denominator is not None
    ]
    if len(parts) < len(tiles):
        return RolledUp(whole, why=Why.NO_PARTS, missing=tuple(missing))
    if not parts:
        return RolledUp(whole, why=Why.INCOMPLETE, missing=tuple(missing))
    numerator = sum((part for part, _ in parts), Decimal(0))
    wholes = [denominator for _, denominator in parts]
    denominator = wholes[-1] if adds_up is AddsUp.NUMERATOR else sum(wholes, Decimal(0))
    value = ratio(measure.unit, numerator, denominator)
    if missing:
        return RolledUp(whole, None, numerator, denominator, Why.INCOMPLETE, value, tuple(missing))
    return RolledUp(whole, value, numerator, denominator)


def _average_over_time(
    measure: Measure, tiles: Sequence[Figure], missing: Sequence[Period], whole: Period
) -> RolledUp:
    """So many a month or a week, weighted by how long each period is."""
    if not tiles:
        return RolledUp(whole, why=Why.INCOMPLETE, missing=tuple(missing))
    days = measure.unit == "per_week"
    lengths = [
        (tile.period.end - tile.period.start).days + 1 if days else _months(tile.period)
        for tile in tiles
    ]
    weighted = [
        Fraction(tile.result or 0) * length for tile, length in zip(tiles, lengths, strict=True)
    ]
    total = sum(weighted, Fraction(0))
    value = half_up(total / sum(lengths), 1)
    if missing:
        return RolledUp(whole, why=Why.INCOMPLETE, so_far=value, missing=tuple(missing))
    return RolledUp(whole, value)


def _sum(tiles: Sequence[Figure], missing: Sequence[Period], whole: Period) -> RolledUp:
    values = [tile.result for tile in tiles if tile.result is not None]
    total = sum(values, Decimal(0)) if values else None
    if missing or total is None:
        return RolledUp(whole, why=Why.INCOMPLETE, so_far=total, missing=tuple(missing))
    return RolledUp(whole, total)


def _tiles(
    figures: Iterable[Figure], whole: Period, every: PeriodKind
) -> tuple[list[Figure], list[Period]]:
    """Lay the known figures over the whole without overlap, the longest first at each place.

    Returns them in order, with the periods that no figure covers.
    """
    starting: dict[object, Figure] = {}
    for figure in figures:
        if whole.start <= figure.period.start and figure.period.end <= whole.end:
            rival = starting.get(figure.period.start)
            if rival is None or rival.period.end < figure.period.end:
                starting[figure.period.start] = figure
    tiles, missing = [], []
    here = whole.start
    for gap_or_month in _months_of(whole):
        if gap_or_month.start < here:
            continue
        tile = starting.get(gap_or_month.start)
        if tile is not None:
            tiles.append(tile)
            here = periods.following(_last_month(tile.period)).start
        else:
            missing.append(gap_or_month)
    return tiles, _joined(missing, every)


def _joined(months: Sequence[Period], every: PeriodKind) -> list[Period]:
    """Say missing months in the period in which the indicator is measured, each once."""
    if every not in {PeriodKind.QUARTER, PeriodKind.HALF, PeriodKind.FINANCIAL_YEAR}:
        return list(months)
    return list(dict.fromkeys(periods.containing(month.start, every) for month in months))


def _months_of(whole: Period) -> Iterator[Period]:
    return iter(periods.parts_of(whole, PeriodKind.MONTH))


def _first_month(period: Period) -> Period:
    return periods.containing(period.start, PeriodKind.MONTH)


def _last_month(period: Period) -> Period:
    return periods.containing(period.end, PeriodKind.MONTH)


def _months(period: Period) -> int:
    return len(periods.parts_of(period, PeriodKind.MONTH))
