"""The children of the area as the denominator of a rate that is sent without one (GOV-23)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from performance.rules.periods import Period


@dataclass(frozen=True)
class Base:
    """A population figure that a rate can be of: its record, and what it says."""

    pk: int
    period: Period
    value: Decimal


def latest_base(bases: Iterable[Base], on: date) -> Base | None:
    """Return the latest population that was known for the day: of a day or period that is over.

    Of two that end on one day, that of the shorter period is nearer to it.
    """
    over = [each for each in bases if each.period.end <= on and each.value > 0]
    return max(over, key=lambda each: (each.period.end, each.period.start), default=None)
