"""Control limits of an indicator over time: which points tell of a change and which are noise.

The XmR chart (Shewhart; Wheeler, Understanding Variation): limits are the mean ± 2.66 x the mean
moving range, which is how much one period differs from the next. All is exact: fractions.

Rules of special cause, as NHS England's Making Data Count has them (its run is 7; 8 is the usual
one elsewhere and gives fewer false alarms): a point outside the limits, 8 in a row on one side of
the mean, 6 in a row rising or falling, 2 of 3 in the outer third of the same side.

How many points: Wheeler holds limits of five or six values for usable, NHS England asks for 15 to
20. We draw none below 8, which the run of 8 needs anyway, and call them provisional below 15.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from itertools import chain, pairwise

#: 3 standard deviations, of which the mean moving range of two values is 1.128.
FACTOR = Fraction("2.66")
FEWEST_POINTS, ENOUGH_POINTS = 8, 15
SHIFT, TREND = 8, 6


class Cause(StrEnum):
    """Why a point is more than noise."""

    OUTSIDE = "outside"
    SHIFT = "shift"
    TREND = "trend"
    NEAR_LIMIT = "near_limit"


class Side(StrEnum):
    HIGH = "high"
    LOW = "low"


@dataclass(frozen=True)
class Mark:
    """A rule that a point is part of, and to which side: for a trend, rising is high."""

    cause: Cause
    side: Side


@dataclass(frozen=True)
class Limits:
    """What a steady process stays between."""

    mean: Fraction
    moving_range: Fraction
    #: How many points they were made of.
    points: int

    @property
    def lower(self) -> Fraction:
        return self.mean - FACTOR * self.moving_range

    @property
    def upper(self) -> Fraction:
        return self.mean + FACTOR * self.moving_range

    @property
    def is_provisional(self) -> bool:
        return self.points < ENOUGH_POINTS


@dataclass(frozen=True)
class Process:
    """Points from one change of how things are done to the next; `start` is the first position."""

    start: int
    stop: int
    #: None: too few points, or none next to another.
    limits: Limits | None


@dataclass(frozen=True)
class ControlChart:
    """Processes in order, and the marks of each point; a missing point has none."""

    processes: tuple[Process, ...]
    marks: tuple[frozenset[Mark], ...]

    @property
    def has_limits(self) -> bool:
        return any(process.limits for process in self.processes)

    def limits_at(self, position: int) -> Limits | None:
        return next(one.limits for one in self.processes if one.start <= position < one.stop)


def control_chart(
    values: Sequence[Decimal | int | None], *, changes: Collection[int] = ()
) -> ControlChart:
    """Return limits and marks of values in the order of their periods.

    None is a missing period: it has no part in the mean, the step across it is no moving range, and
    it ends every run. `changes` are positions at which something was done differently: the limits
    are worked out afresh from there, and no run crosses it.
    """
    exact = [None if value is None else Fraction(value) for value in values]
    edges = [0, *sorted(at for at in set(changes) if 0 < at < len(exact)), len(exact)]
    processes, marks = [], []
    for start, stop in pairwise(edges):
        part = exact[start:stop]
        limits = limits_of(part)
        processes.append(Process(start, stop, limits))
        marks += _marks(part, limits)
    return ControlChart(tuple(processes), tuple(marks))


def limits_of(values: Sequence[Fraction | None]) -> Limits | None:
    """Return the limits of one process; None with fewer than 8 points or none side by side."""
    known = [value for value in values if value is not None]
    steps = [abs(b - a) for a, b in pairwise(values) if a is not None and b is not None]
    if len(known) < FEWEST_POINTS or not steps:
        return None
    return Limits(
        mean=sum(known, Fraction()) / len(known),
        moving_range=sum(steps, Fraction()) / len(steps),
        points=len(known),
    )


def _marks(values: Sequence[Fraction | None], limits: Limits | None) -> list[frozenset[Mark]]:
    found: list[set[Mark]] = [set() for _ in values]
    if limits is not None:
        for run in _runs(values):
            rules = _outside(run, limits), _shifts(run, limits), _trends(run), _near(run, limits)
            for at, mark in chain.from_iterable(rules):
                found[at].add(mark)
    return [frozenset(marks) for marks in found]


_Run = list[tuple[int, Fraction]]


def _runs(values: Sequence[Fraction | None]) -> Iterator[_Run]:
    """Yield the points between missing periods, with their positions."""
    run: _Run = []
    for at, value in enumerate(values):
        if value is not None:
            run.append((at, value))
        elif run:
            yield run
            run = []
    if run:
        yield run


def _outside(run: _Run, limits: Limits) -> Iterator[tuple[int, Mark]]:
    for at, value in run:
        if value > limits.upper:
            yield at, Mark(Cause.OUTSIDE, Side.HIGH)
        if value < limits.lower:
            yield at, Mark(Cause.OUTSIDE, Side.LOW)


def _shifts(run: _Run, limits: Limits) -> Iterator[tuple[int, Mark]]:
    """A point on the mean is on neither side, so it ends the run."""
    sides = [_sign(value - limits.mean) for _, value in run]
    yield from _repeated(run, sides, SHIFT, Cause.SHIFT)


def _trends(run: _Run) -> Iterator[tuple[int, Mark]]:
    """Six points are five steps; the first of them is part of the trend."""
    steps = [_sign(b - a) for (_, a), (_, b) in pairwise(run)]
    for start, stop, sign in _stretches(steps):
        if stop - start >= TREND - 1:
            for at, _ in run[start : stop + 1]:
                yield at, Mark(Cause.TREND, _side(sign))


def _near(run: _Run, limits: Limits) -> Iterator[tuple[int, Mark]]:
    third = 2 * FACTOR * limits.moving_range / 3
    far = [
        _sign(value - limits.mean) if abs(value - limits.mean) > third else 0 for _, value in run
    ]
    for first in range(len(run) - 2):
        window = range(first, first + 3)
        for sign in (1, -1):
            hits = [place for place in window if far[place] == sign]
            if len(hits) >= 2:
                for place in hits:
                    yield run[place][0], Mark(Cause.NEAR_LIMIT, _side(sign))


def _repeated(
    run: _Run, signs: Sequence[int], fewest: int, cause: Cause
) -> Iterator[tuple[int, Mark]]:
    for start, stop, sign in _stretches(signs):
        if stop - start >= fewest:
            for at, _ in run[start:stop]:
                yield at, Mark(cause, _side(sign))


def _stretches(signs: Sequence[int]) -> Iterator[tuple[int, int, int]]:
    """Yield where the same sign stands in a row: first position, end, sign; 0 is no sign."""
    start = 0
    for at in range(1, len(signs) + 1):
        if at == len(signs) or signs[at] != signs[start]:
            if signs[start]:
                yield start, at, signs[start]
            start = at


def _sign(value: Fraction) -> int:
    return (value > 0) - (value < 0)


def _side(sign: int) -> Side:
    return Side.HIGH if sign > 0 else Side.LOW
