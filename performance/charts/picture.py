"""What is to be seen of an indicator. Hidden figures come in as `HIDDEN` and never as numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Literal

from performance.rules.control_limits import ControlChart, control_chart
from performance.rules.suppression import HIDDEN, Shown


@dataclass(frozen=True)
class Point:
    """The board's own figure of one period."""

    #: As short as it can be said: "Q1 2016/17", "Apr 2016"; a line break makes two lines of it.
    period: str
    value: Shown
    #: As it is printed, unit included; for a missing figure why it is missing.
    printed: str

    @property
    def number(self) -> Decimal | None:
        """Return what can be drawn: not what is hidden and not what is missing."""
        return None if self.value is None or self.value is HIDDEN else Decimal(str(self.value))

    @property
    def when(self) -> str:
        return self.period.replace("\n", " ")

    @property
    def text(self) -> str:
        return str(HIDDEN) if self.value is HIDDEN else self.printed


@dataclass(frozen=True)
class Line:
    """What the figures are compared with, period by period: England, neighbours, the target."""

    label: str
    points: Sequence[Point]


@dataclass(frozen=True)
class Note:
    """Something that happened, at a period's position. A change starts the limits afresh."""

    position: int
    text: str
    is_change: bool = False


@dataclass(frozen=True)
class Picture:
    """One indicator over its periods. All lines have as many points as the board's own."""

    title: str
    #: Name of the board's own line.
    label: str
    #: Written on the axis: "Per cent", "Children".
    unit: str
    points: Sequence[Point]
    lines: Sequence[Line] = ()
    notes: Sequence[Note] = ()
    kind: Literal["line", "column"] = "line"
    with_limits: bool = True

    @cached_property
    def control(self) -> ControlChart:
        """Return limits made of what is shown: limits made of hidden figures would tell of them."""
        numbers = [point.number for point in self.points]
        changes = [note.position for note in self.notes if note.is_change]
        if not self.with_limits:
            numbers = [None for _ in numbers]
        return control_chart(numbers, changes=changes)
