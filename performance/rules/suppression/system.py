"""Tables as one system of equations between counts, taken apart into what hangs together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from performance.rules.suppression.cells import Key, Policy, Ratio, Sum, Table

#: Hiding a figure costs this much; what follows only decides between equal numbers of figures.
FIGURE = 1000
_TOTAL = 200
_DEAREST = 100


@dataclass(frozen=True)
class Rest:
    """What is left of a total when the parts that are given are taken away."""

    of: Sum


@dataclass
class System:
    """All counts of a publication, also those that follow from others.

    `equations` are coefficients of counts that add up to 0. `costs` say what hiding a count loses;
    what is not printed loses nothing and is hidden from the start.
    """

    values: dict[Key, int] = field(default_factory=dict)
    equations: list[dict[Key, int]] = field(default_factory=list)
    costs: dict[Key, int] = field(default_factory=dict)

    def small(self, policy: Policy) -> list[Key]:
        """Return the counts that are to be hidden for being small."""
        return [
            key for key, value in self.values.items()
            if policy.is_small(value)
            and (policy.remainders or not isinstance(key, Rest))
            and (self.costs[key] or isinstance(key, Rest))
        ]  # fmt: skip


@dataclass(frozen=True)
class Component:
    """Counts that hang together by equations. Counts of 0 are shown to all and move nothing."""

    keys: tuple[Key, ...]
    equations: tuple[Mapping[Key, int], ...]


def system_of(tables: Iterable[Table], policy: Policy) -> System:
    """Return the tables as one system. A sum that its own figures contradict ties nothing."""
    tables = list(tables)
    known: dict[Key, int | None] = {}
    for table in tables:
        known |= table.counts
    ratios = [ratio for table in tables for ratio in table.ratios.values()]
    sums = [one for table in tables for one in table.sums] + list(_shares(ratios))
    system = System({key: value for key, value in known.items() if value is not None})
    _add_equations(system, list(dict.fromkeys(sums)))
    system.costs = _costs(system, tables, ratios)
    return system


def components(system: System) -> Iterator[Component]:
    """Yield the parts of the system that can be protected one by one, in a fixed order."""
    equations = [
        {key: factor for key, factor in equation.items() if system.values[key]}
        for equation in system.equations
    ]
    leader = {key: key for key, value in system.values.items() if value}
    for equation in equations:
        first, *others = equation or [None]
        for key in others:
            leader[_leader(leader, key)] = _leader(leader, first)
    keys: dict[Key, list[Key]] = {}
    for key in leader:
        keys.setdefault(_leader(leader, key), []).append(key)
    tied: dict[Key, list[Mapping[Key, int]]] = {}
    for equation in filter(None, equations):
        tied.setdefault(_leader(leader, next(iter(equation))), []).append(equation)
    for head, members in keys.items():
        yield Component(tuple(members), tuple(tied.get(head, ())))


def _shares(ratios: Iterable[Ratio]) -> Iterator[Sum]:
    """A share tells how many are not in it: part and rest add up to the base."""
    return (Sum(one.denominator, (one.numerator,)) for one in ratios if one.is_share)


def _add_equations(system: System, sums: list[Sum]) -> None:
    _add_totals(system.values, sums)
    for one in sums:
        equation = _equation(one, system.values)
        if equation:
            system.equations.append(equation)


def _add_totals(values: dict[Key, int], sums: list[Sum]) -> None:
    """Add up what nobody printed, totals of totals too: another way may lead to the same number."""
    open_sums = [one for one in sums if one.total not in values]
    found = True
    while found:
        found = False
        for one in open_sums:
            addends = (*one.parts, *one.less)
            if one.total not in values and all(key in values for key in addends):
                values[one.total] = _sum(one.parts, values) - _sum(one.less, values)
                found = True


def _equation(one: Sum, values: dict[Key, int]) -> dict[Key, int] | None:
    if one.total not in values or not all(key in values for key in one.less):
        return None
    left = values[one.total] - _sum(one.parts, values) + _sum(one.less, values)
    # More than the whole, or a roll-forward that does not close: not true, so nothing follows.
    if left < 0 or (left and one.less):
        return None
    equation = Counter({one.total: 1})
    equation.subtract(key for key in one.parts if key in values)
    equation.update(one.less)
    if left:
        values[Rest(one)] = left
        equation[Rest(one)] = -1
    return dict(equation)


def _sum(keys: Iterable[Key], values: Mapping[Key, int]) -> int:
    return sum(values.get(key, 0) for key in keys)


def _costs(system: System, tables: list[Table], ratios: list[Ratio]) -> dict[Key, int]:
    """Return what hiding each count loses: itself if it is printed, and the ratios made of it."""
    printed = {key for table in tables for key in table.counts if key not in table.unprinted}
    totals = {one.total for table in tables for one in table.sums}
    shown: dict[Key, int] = {key: int(key in printed) for key in system.values}
    for ratio in ratios:
        for key in (ratio.numerator, ratio.denominator):
            if key in shown:
                shown[key] += 1
    return {
        key: figures and figures * FIGURE
        + min(_DEAREST, system.values[key]) + _TOTAL * (key in totals)
        for key, figures in shown.items()
    }  # fmt: skip


def _leader(leader: dict[Key, Key], key: Key) -> Key:
    while leader[key] != key:
        leader[key] = leader[leader[key]]
        key = leader[key]
    return key
