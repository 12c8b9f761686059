"""Compliance: the share of answers that are met, of those that apply. The base is always given."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from boards.rules.rounding import percent


@dataclass(frozen=True)
class Compliance:
    """`met` of `base` answers.

    Answers that do not apply, or whose grade does not count, are not in the base.
    """

    met: int
    base: int

    @property
    def percent(self) -> Decimal | None:
        """Whole per cent, half up; None of an empty base, which is not 0 %."""
        return percent(self.met, self.base) if self.base else None

    def __add__(self, other: "Compliance") -> "Compliance":
        return Compliance(self.met + other.met, self.base + other.base)


def compliance(grades: Iterable[bool | None]) -> Compliance:
    """Return the compliance of grades: True met, False below met, None does not count (AUD-11)."""
    counted = [grade for grade in grades if grade is not None]
    return Compliance(met=sum(counted), base=len(counted))


def is_capped(essential: Iterable[bool | None]) -> bool:
    """Whether an essential question below met holds the whole standard back: 0s are never
    averaged away.
    """
    return any(grade is False for grade in essential)
