"""One component by position: the numbers that linear programs are made of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from performance.rules.suppression.cells import Key, Policy
from performance.rules.suppression.system import Component, System

#: How each count differs in another table that agrees with what is printed.
Moves: TypeAlias = tuple[int, ...]


@dataclass(frozen=True)
class Frame:
    """Counts that hang together, as lists: position 3 of each is the same count."""

    truth: Sequence[int]
    #: Factors by position; each equation adds up to 0.
    equations: Sequence[Sequence[tuple[int, int]]]
    #: What hiding loses; 0 for counts that are hidden anyway.
    costs: Sequence[int]
    #: The least that a hidden count could be: what was never printed could be 0.
    least: Sequence[int]
    #: Least and greatest count that would be printed like the true one.
    possible: Sequence[tuple[int, int]]
    small: Sequence[int]
    threshold: int

    @property
    def count(self) -> int:
        return len(self.truth)

    @property
    def everything(self) -> frozenset[int]:
        return frozenset(range(self.count))

    def looks_same(self, index: int, move: int) -> bool:
        """Say whether a count that moves so would be printed alike, or is hidden anyway."""
        least, most = self.possible[index]
        return not self.costs[index] or least <= self.truth[index] + move <= most

    def moved(self, tables: Iterable[Moves]) -> frozenset[int]:
        """Return what must be hidden for these tables to agree with what is printed."""
        return frozenset(
            index
            for moves in tables
            for index, move in enumerate(moves)
            if not self.looks_same(index, move)
        )

    def agrees(self, moves: Moves) -> bool:
        """Say in exact numbers whether this is a table that could be behind the printed one."""
        adds_up = all(
            sum(factor * moves[index] for index, factor in equation) == 0
            for equation in self.equations
        )
        return adds_up and all(
            value + move >= least
            for value, move, least in zip(self.truth, moves, self.least, strict=True)
        )


def frame_of(component: Component, system: System, small: frozenset[Key], policy: Policy) -> Frame:
    position = {key: index for index, key in enumerate(component.keys)}
    truth = [system.values[key] for key in component.keys]
    return Frame(
        truth=truth,
        equations=[
            [(position[key], factor) for key, factor in equation.items()]
            for equation in component.equations
        ],
        costs=[0 if key in small else system.costs[key] for key in component.keys],
        least=[int(system.costs[key] > 0) for key in component.keys],
        possible=[policy.possible(value) for value in truth],
        small=[position[key] for key in component.keys if key in small],
        threshold=policy.threshold,
    )
