"""Which further counts to hide so that the small ones cannot be worked out.

The cell suppression problem (Fischetti and Salazar-González, Management Science 47, 2001). A hidden
count is safe if other tables agree with everything printed and differ in it. Such tables are what
this module looks for: each is found by linear programming and checked in exact whole numbers, so
safety is proved by the tables themselves. One small count after the other takes the cheapest way;
what turned out to be hidden needlessly is shown again; where few counts hang together, the optimum
is found and taken.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from performance.rules.suppression.cells import Key, Policy
from performance.rules.suppression.frame import Frame, Moves, frame_of
from performance.rules.suppression.programs import optimum, pair
from performance.rules.suppression.system import FIGURE, Component, System

#: Counts times small counts up to which the optimum is looked for.
OPTIMUM_UP_TO = 120


def hidden_beside(
    component: Component, system: System, small: frozenset[Key], policy: Policy
) -> set[Key]:
    """Return the counts, none of them small, that are hidden with the small ones of a component."""
    if not component.equations:
        return set()
    found = _Choice(frame_of(component, system, small, policy)).hidden()
    return {component.keys[index] for index in found}


class _Choice:
    def __init__(self, frame: Frame) -> None:
        self.frame = frame
        self._lowest: dict[int, int] = {}

    def hidden(self) -> frozenset[int]:
        """Return positions of the counts to hide beside those that are hidden anyway."""
        frame = self.frame
        hidden = self._without_needless(self._one_by_one())
        if self._cost(hidden) < 2 * FIGURE or frame.count * len(frame.small) > OPTIMUM_UP_TO:
            return hidden
        best = optimum(frame, {index: self._less(index) for index in frame.small})
        if best is None or self._cost(best) >= self._cost(hidden):
            return hidden
        tables = self._tables_within(best, [])
        return hidden if tables is None else frame.moved(tables)

    def _one_by_one(self) -> list[Moves]:
        """Return tables that leave every small count open, hiding a little more for each."""
        frame, tables = self.frame, list[Moves]()
        for index in sorted(frame.small, key=lambda at: (-frame.truth[at], at)):
            if self._is_open(index, tables):
                continue
            hidden = frame.moved(tables)
            prices = [0 if at in hidden else cost for at, cost in enumerate(frame.costs)]
            found = self._pair(index, prices, frame.everything)
            if found is None:  # twice the table agrees with nothing but hidden counts
                found = [tuple(value * frame.threshold for value in frame.truth)]
            tables += found
        return tables

    def _without_needless(self, tables: list[Moves]) -> frozenset[int]:
        """Show again what need not be hidden, the dearest first."""
        frame = self.frame
        hidden = frame.moved(tables)
        for index in sorted(hidden, key=lambda at: (-frame.costs[at], at)):
            if index in hidden:
                without = [table for table in tables if frame.looks_same(index, table[index])]
                tables = self._tables_within(hidden - {index}, without) or tables
                hidden = frame.moved(tables)
        return hidden

    def _tables_within(
        self, hidden: Collection[int], tables: Collection[Moves]
    ) -> list[Moves] | None:
        """Return these tables and more until every small count is open, hiding no more."""
        tables = list(tables)
        for index in self.frame.small:
            if not self._is_open(index, tables):
                found = self._pair(index, self.frame.costs, hidden)
                if found is None:
                    return None
                tables += found
        return tables

    def _pair(
        self, index: int, prices: Iterable[int], allowed: Collection[int]
    ) -> list[Moves] | None:
        apart, less = self.frame.threshold - 1, self._less(index)
        return pair(self.frame, index, list(prices), allowed, apart=max(1, apart), less=less)

    def _is_open(self, index: int, tables: Iterable[Moves]) -> bool:
        moves = [0, *(table[index] for table in tables)]
        far_enough = max(moves) - min(moves) >= max(1, self.frame.threshold - 1)
        return far_enough and min(moves) <= -self._less(index)

    def _less(self, index: int) -> int:
        """Return how far below the truth a count must be able to go: 1 for the threshold itself.

        A reader who guesses that it is small would otherwise know it. Where even hiding everything
        leaves no less (five children in five groups of one each), nothing can be asked for.
        """
        frame = self.frame
        if frame.truth[index] < frame.threshold:
            return 0
        if index not in self._lowest:
            found = pair(frame, index, [0] * frame.count, frame.everything, apart=1, less=1)
            self._lowest[index] = int(found is not None)
        return self._lowest[index]

    def _cost(self, hidden: Iterable[int]) -> int:
        return sum(self.frame.costs[index] for index in hidden)
