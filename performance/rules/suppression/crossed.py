"""The sums of a table with breakdowns, found from the breakdowns themselves."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import TypeAlias

from performance.rules.suppression.cells import Sum

#: What a count is broken down by, such as {("age", "13"), ("sex", "female")}; empty for the total.
Breakdown: TypeAlias = frozenset[tuple[str, str]]


def breakdown_of(values: Mapping[str, object]) -> Breakdown:
    return frozenset((dimension, str(value)) for dimension, value in values.items())


def crossed(cells: Iterable[Breakdown]) -> list[Sum]:
    """Return every row, column and grand total among the cells of one figure.

    A cell is the total of those that have one dimension more and are otherwise the same. Totals
    that are not among the cells are named too: anyone can add them up, and two breakdowns of the
    same children add up to the same number.
    """
    parts: dict[tuple[Breakdown, str], set[Breakdown]] = defaultdict(set)
    pending = list(cells)
    known = set(pending)
    while pending:
        cell = pending.pop()
        for dimension, value in cell:
            total = cell - {(dimension, value)}
            parts[total, dimension].add(cell)
            if total not in known:
                known.add(total)
                pending.append(total)
    found = sorted(parts.items(), key=lambda item: (_order(item[0][0]), item[0][1]))
    return [Sum(total, _ordered(cells_of_total)) for (total, _), cells_of_total in found]


def _ordered(cells: Iterable[Breakdown]) -> tuple[Breakdown, ...]:
    return tuple(sorted(cells, key=_order))


def _order(cell: Breakdown) -> list[tuple[str, str]]:
    return sorted(cell)
