"""What is to be published: counts, the sums between them, the ratios made of them, the policy."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum
from typing import Any, Literal, TypeAlias

from boards.rules.rounding import half_up

Key: TypeAlias = Hashable


class Hidden(Enum):
    """The one mark of a hidden figure: it never tells a small number from one hidden beside it."""

    HIDDEN = "c"

    def __str__(self) -> str:
        return self.value


HIDDEN: Literal[Hidden.HIDDEN] = Hidden.HIDDEN
#: A figure as the public sees it. None: not known, or no share of nothing.
Shown: TypeAlias = int | Decimal | Hidden | None


@dataclass(frozen=True)
class Policy:
    """How one publication hides small numbers.

    Default: the Department for Education's rule for children in need (1 to 5 become "c").
    """

    #: Counts from 1 to this are hidden. 0 hides nothing.
    threshold: int = 5
    #: Counts are rounded to a multiple of this; 1 prints them exactly.
    rounding: int = 1
    #: A ratio on a base below this is hidden: one child more would move it by too much.
    smallest_base: int = 10
    #: What a share or a total leaves over ("the other 3") counts as a figure to be hidden.
    remainders: bool = True

    def is_small(self, count: int) -> bool:
        return 1 <= count <= self.threshold

    def rounded(self, count: int) -> int:
        return int(half_up(Decimal(count) / self.rounding)) * self.rounding

    def possible(self, count: int) -> tuple[int, int]:
        """Return the least and the greatest count that would be printed like this one."""
        if count == 0 or self.rounding == 1:
            return count, count
        printed, half = self.rounded(count), self.rounding // 2
        return max(self.threshold + 1, printed - half), printed + self.rounding - half - 1


@dataclass(frozen=True)
class Sum:
    """total = parts - less. A hierarchy, a year of quarters, opening + starts - ends = closing."""

    total: Key
    parts: tuple[Key, ...]
    less: tuple[Key, ...] = ()


@dataclass(frozen=True)
class Ratio:
    """`per` x numerator / denominator. A share has per = 100, a rate of children per = 10,000."""

    numerator: Key
    denominator: Key
    per: int = 100
    decimals: int = 1

    @property
    def is_share(self) -> bool:
        return self.per == 100


@dataclass(frozen=True)
class Table:
    """Counts of people with what is known about them.

    A key stands for the same figure in every table: tables that share cells are protected as one.
    `unprinted` are counts that a ratio is made of and that are not printed themselves.
    """

    counts: Mapping[Key, int | None]
    sums: Sequence[Sum] = ()
    ratios: Mapping[Key, Ratio] = field(default_factory=dict)
    unprinted: frozenset[Key] = frozenset()


@dataclass(frozen=True)
class Published:
    """What the public may see. `small` and `beside` are for the board only."""

    counts: Mapping[Key, int | Hidden | None]
    ratios: Mapping[Key, Decimal | Hidden | None]
    #: Counts hidden because they are small; counts hidden to keep those from being worked out.
    small: frozenset[Key]
    beside: frozenset[Key]

    def __getitem__(self, key: Key) -> Shown:
        return self.counts[key] if key in self.counts else self.ratios[key]

    @property
    def lost(self) -> int:
        """Return how many figures are hidden, counts and ratios together."""
        return sum(
            value is HIDDEN for values in (self.counts, self.ratios) for value in values.values()
        )


def for_file(value: Any) -> Any:
    """Return a published figure as data files print it: "c" where it is hidden."""
    return value.value if isinstance(value, Hidden) else value
