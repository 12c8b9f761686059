"""What of the block of indicators counts children, and how those figures hang together.

Taken as counts of people: every figure in numbers, unless the board says that an indicator counts
none. What ties them: totals of breakdowns; a year and its quarters and months; two snapshots of one
day; what year-to-date figures leave between them; the parts of a ratio. A share that came without
its parts is taken for the share of printed counts when it is worked out of them (`_worked_out`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_CEILING, Decimal
from functools import partial
from itertools import combinations, pairwise
from typing import Any, TypeAlias

from boards.board_year.periods import Period
from boards.rules.rounding import percent
from performance.rules.figures import Figure
from performance.rules.published import Row, change_percent, difference, direction
from performance.rules.publishing import Derived, Path, Sensitive, as_number
from performance.rules.suppression import Key, Ratio, Shown, Sum, Table, crossed
from performance.rules.suppression.crossed import Breakdown, breakdown_of

#: Units in which something other than people is counted.
_NOT_PEOPLE = frozenset({"days", "hours", "gbp", "score"})
_Rule: TypeAlias = Callable[[Decimal | None, Decimal | None], Any]
_PER = {"percent": 100, "rate_per_10000": 10_000}


@dataclass(frozen=True)
class Cell:
    """One figure, or one of the two counts that a ratio is made of."""

    indicator: str
    period: Period
    breakdown: Breakdown
    part: str = ""


@dataclass
class _Found:
    """The figures of a block as cells."""

    counts: dict[Key, int | None] = field(default_factory=dict)
    ratios: dict[Key, Ratio] = field(default_factory=dict)
    #: Ratios that are averages: hidden on a small base, else printed as they are.
    averages: set[Key] = field(default_factory=set)
    #: Shares without parts → the ratios of printed counts that they give away.
    links: dict[Key, tuple[Key, ...]] = field(default_factory=dict)
    parts: set[Key] = field(default_factory=set)
    #: Cells that add up over time, those that are states of a day, those that add up since April.
    flows: set[Key] = field(default_factory=set)
    snapshots: set[Key] = field(default_factory=set)
    to_date: set[Key] = field(default_factory=set)


def sensitive_rows(rows: Sequence[Row], *, not_people: Collection[str] = ()) -> Sensitive:
    """Return what of `{"rows": …}` is to be protected, each row as `published.as_data` gives it.

    `not_people` are keys of indicators that the board knows to count no people.
    """
    own = [row for row in rows if row.figure.measure.key not in not_people]
    figures = {
        cell_of(figure): figure for row in own for figure in (row.previous, row.figure) if figure
    }
    found = _Found()
    for cell, figure in figures.items():
        _add(found, cell, figure)
    for share, key, ratio in _worked_out(figures, found.counts):
        found.ratios[key] = ratio
        found.links[share] = (*found.links.get(share, ()), key)
    table = Table(found.counts, list(_sums(found)), found.ratios, frozenset(found.parts))
    derived: dict[Path, Derived] = {}
    for number, row in enumerate(rows):
        if row.figure.measure.key not in not_people:
            for name, place in _places(row, found):
                derived["rows", number, name] = place
    return Sensitive((table,), derived=derived)


def cell_of(figure: Figure, part: str = "") -> Cell:
    return Cell(figure.measure.key, figure.period, breakdown_of(figure.breakdown), part)


def _add(found: _Found, cell: Cell, figure: Figure) -> None:
    measure = figure.measure
    if figure.numerator is not None and figure.denominator is not None and measure.is_ratio:
        base = cell_of(figure, "denominator")
        part = cell_of(figure, "numerator")
        found.counts[base] = _whole(figure.denominator)
        found.parts.add(base)
        found.flows.add(base)
        if measure.unit in _PER or not measure.unit:
            found.counts[part] = _whole(figure.numerator)
            found.parts.add(part)
            found.flows.add(part)
            found.ratios[cell] = Ratio(part, base, per=_PER.get(measure.unit, 100))
        else:
            found.ratios[cell] = Ratio(base, base, per=1)
            found.averages.add(cell)
    elif not measure.is_ratio and measure.unit not in _NOT_PEOPLE:
        found.counts[cell] = None if figure.result is None else _whole(figure.result)
        kinds = {
            "flow": found.flows, "snapshot": found.snapshots, "year_to_date": found.to_date,
        }  # fmt: skip
        if measure.kind in kinds:
            kinds[measure.kind].add(cell)


def _whole(value: Decimal) -> int:
    """Return a count as a whole number; what is not one (half a post) is taken for the next."""
    return max(0, int(value.to_integral_value(ROUND_CEILING)))


def _worked_out(
    figures: Mapping[Cell, Figure], counts: Mapping[Key, int | None]
) -> Iterator[tuple[Cell, Key, Ratio]]:
    """Yield shares without parts that somebody could turn back into a printed count.

    A reader tries what we try: the share of a cell of the same period and breakdown in one of its
    totals; or, where its name says so (`lado-faith-pct` and `lado-faith`), in any count of the
    period. It is one when the printed decimals agree.
    """
    known = [cell for cell in figures if counts.get(cell) is not None]
    for cell, figure in figures.items():
        if figure.measure.unit != "percent" or figure.numerator is not None:
            continue
        same = [
            other for other in known
            if other.period == cell.period and other.breakdown == cell.breakdown
        ]  # fmt: skip
        for part in same:
            named = cell.indicator.startswith(f"{part.indicator}-")
            for total in known:
                within = total.indicator == part.indicator and total.breakdown < part.breakdown
                if (named or within) and total.period == part.period and total != part:
                    decimals = _decimals(figure.result)
                    if figure.result == percent(counts[part], counts[total], decimals):
                        yield cell, (cell, part, total), Ratio(part, total, decimals=decimals)


def _decimals(value: Decimal | None) -> int:
    exponent = value.as_tuple().exponent if value is not None else 0
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _sums(found: _Found) -> Iterator[Sum]:
    cells = [cell for cell in found.counts if isinstance(cell, Cell)]
    divided: dict[tuple[str, Period, str], list[Cell]] = defaultdict(list)
    timed: dict[tuple[str, Breakdown, str], list[Cell]] = defaultdict(list)
    for cell in cells:
        divided[cell.indicator, cell.period, cell.part].append(cell)
        timed[cell.indicator, cell.breakdown, cell.part].append(cell)
    for (indicator, period, part), group in divided.items():
        if len(group) > 1:
            at: dict[Key, Cell] = {cell.breakdown: cell for cell in group}
            for one in crossed(cell.breakdown for cell in group):
                yield Sum(
                    at.get(one.total, (indicator, period, part, one.total)),
                    tuple(at.get(each, (indicator, period, part, each)) for each in one.parts),
                )
    for group in timed.values():
        group.sort(key=lambda cell: cell.period)
        yield from _over_time([cell for cell in group if cell in found.flows])
        yield from _same_day([cell for cell in group if cell in found.snapshots], found.counts)
        yield from _since_april([cell for cell in group if cell in found.to_date])


def _over_time(cells: list[Cell]) -> Iterator[Sum]:
    """Yield each period as the sum of those of one kind within it; the rest of it is a figure."""
    for whole in cells:
        kinds: dict[str, list[Cell]] = defaultdict(list)
        for cell in cells:
            if cell != whole and _is_within(cell.period, whole.period):
                kinds[cell.period.kind].append(cell)
        for parts in kinds.values():
            if all(one.period.end < other.period.start for one, other in pairwise(parts)):
                yield Sum(whole, tuple(parts))


def _same_day(cells: list[Cell], counts: Mapping[Key, int | None]) -> Iterator[Sum]:
    for one, other in combinations(cells, 2):
        if one.period.end == other.period.end and counts[one] == counts[other]:
            yield Sum(one, (other,))


def _since_april(cells: list[Cell]) -> Iterator[Sum]:
    for one, other in pairwise(sorted(cells, key=lambda cell: cell.period.end)):
        if one.period.start == other.period.start:
            yield Sum(other, (one,))


def _is_within(part: Period, whole: Period) -> bool:
    return whole.start <= part.start and part.end <= whole.end


def _places(row: Row, found: _Found) -> Iterator[tuple[str, Derived]]:
    """Yield what a row prints: its figure, the one before, and what is worked out of both."""
    value = _Side(row.figure, found)
    yield "value", Derived(value.keys, value.shown)
    if row.previous is None:
        return
    before = _Side(row.previous, found)
    yield "previous", Derived(before.keys, before.shown)
    rules: dict[str, _Rule] = {
        "change": difference,
        "change_percent": change_percent,
        "direction": partial(direction, row.figure.measure),
    }
    for name, rule in rules.items():
        yield name, Derived(value.keys + before.keys, partial(_compared, rule, value, before))


def _compared(
    rule: _Rule,
    value: _Side,
    before: _Side,
    shown: Mapping[Key, Shown],
) -> Any:
    return rule(value.shown(shown), before.shown(shown))


class _Side:
    """A figure that is printed: by which keys it is protected, and what is then shown of it."""

    def __init__(self, figure: Figure, found: _Found) -> None:
        cell = cell_of(figure)
        self.own = figure.result
        self.keys: tuple[Key, ...] = found.links.get(cell, (cell,))
        self.is_average = cell in found.averages

    def shown(self, shown: Mapping[Key, Shown]) -> Decimal | None:
        """Return the figure, rounded where the publication rounds; decimals stay as they were."""
        public = as_number(shown.get(self.keys[0]))
        return self.own if self.is_average or public in (None, self.own) else public
