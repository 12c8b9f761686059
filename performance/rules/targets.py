"""Where an indicator should be today, and how near it is: green, amber, red."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from boards.rules.rounding import half_up
from performance.rules.figures import Measure

#: Against a comparator, which has no tolerance of its own: per cent of it that is still amber.
COMPARATOR_TOLERANCE_PERCENT = 5


class Rating(StrEnum):
    GREEN = "green"
    AMBER = "amber"
    RED = "red"
    #: No target or comparator, no figure, or no better direction.
    NONE = ""


@dataclass(frozen=True)
class Trajectory:
    """From a start to a target, in a straight line; without a start the target holds at once."""

    starts_on: date
    due_on: date
    value: Decimal
    start_value: Decimal | None = None
    tolerance: Decimal = Decimal(0)

    def expected(self, on: date) -> Decimal | None:
        """Return where the line is on the day, one decimal; None before it begins.

        From the due day on it is the target itself.
        """
        if on < self.starts_on:
            return None
        if self.start_value is None or on >= self.due_on:
            return self.value
        share = Fraction((on - self.starts_on).days, (self.due_on - self.starts_on).days)
        way = Fraction(self.value) - Fraction(self.start_value)
        return half_up(Fraction(self.start_value) + way * share, 1)


def in_force(trajectories: list[Trajectory], on: date) -> Trajectory | None:
    """Return the trajectory that began last before the day."""
    begun = [each for each in trajectories if each.starts_on <= on]
    return max(begun, key=lambda each: each.starts_on) if begun else None


def rating(
    measure: Measure, value: Decimal | None, wanted: Decimal | None, tolerance: Decimal
) -> Rating:
    """Return green at the wanted value or better, amber within the tolerance, else red."""
    if value is None or wanted is None:
        return Rating.NONE
    if measure.polarity == "higher_better":
        behind = wanted - value
    elif measure.polarity == "lower_better":
        behind = value - wanted
    else:
        return Rating.NONE
    if behind <= 0:
        return Rating.GREEN
    return Rating.AMBER if behind <= tolerance else Rating.RED


def comparator_tolerance(value: Decimal) -> Decimal:
    """Return how far from a comparator is still amber."""
    return abs(value) * COMPARATOR_TOLERANCE_PERCENT / 100
