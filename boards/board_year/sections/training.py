"""Section `training`: courses and e-learning."""

from dataclasses import dataclass

from boards.board_year.kinds import Count, Key, Text, of
from boards.board_year.records import ListOf


@dataclass(frozen=True, kw_only=True)
class Course:
    """A course with the year's events and the people who came."""

    key: str | None = of(Key(noun="course"))
    title: str | None = of(Text())
    level: str | None = of(Text(20))
    events: int | None = of(Count())
    cancelled: int | None = of(Count())
    attended: int | None = of(Count())


@dataclass(frozen=True, kw_only=True)
class ELearning:
    """An e-learning offer with its licences."""

    key: str | None = of(Key(noun="e_learning"))
    title: str | None = of(Text())
    licences: int | None = of(Count())
    completed: int | None = of(Count())


@dataclass(frozen=True, kw_only=True)
class Training:
    """The year's training."""

    courses: tuple[Course, ...] = of(ListOf(Course), default=())
    e_learning: tuple[ELearning, ...] = of(ListOf(ELearning), default=())
