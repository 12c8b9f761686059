"""One figure: its value, how many decimals it has, and how a missing one is printed.

Source: board-year format, rules of calculation; the portal's list of codes for missing figures.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from boards.board_year.periods import Period
from boards.rules.rounding import half_up

#: Unit → what part ÷ whole is multiplied with.
_FACTORS = {
    "rate_per_10000": 10_000,
    "days": 1, "hours": 1, "gbp": 1, "score": 1, "per_month": 1, "per_week": 1,
}  # fmt: skip
#: Units that are shares or rates whatever the kind says.
_SHARES = frozenset({"percent", "rate_per_10000"})
#: Decimals of a calculated ratio.
RATIO_PLACES = 1

#: Code of a missing figure → what is printed in its place, never a blank and never 0.
MISSING_PRINTED: dict[str, str | Promise] = {
    "not_available": _("not available"),
    "not_provided": _("not provided"),
    "not_applicable": _("n/a"),
    "zero_of_zero": _("0 of 0"),
    "under_review": _("under review"),
    "suppressed": _("suppressed"),
    "no_response": _("no response"),
}

Breakdown = frozenset[tuple[str, str | int]]


@dataclass(frozen=True)
class Measure:
    """What the rules need to know of an indicator."""

    key: str
    unit: str = ""
    kind: str = ""
    polarity: str = ""
    decimals: int | None = None

    @property
    def is_ratio(self) -> bool:
        """Whether its value is a part of a whole, so that the parts decide and not the value."""
        return self.kind == "ratio" or self.unit in _SHARES


@dataclass(frozen=True)
class Figure:
    """One observation as the rules see it."""

    measure: Measure
    period: Period
    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    missing: str = ""
    breakdown: Mapping[str, str | int] = field(default_factory=dict)
    comparator: str = ""
    preferred: bool = False

    @cached_property
    def result(self) -> Decimal | None:
        """The figure that is shown: a ratio is worked out from its parts where both are known.

        A code for a missing figure is the answer, whatever parts stand beside it.
        """
        if self.missing:
            return None
        return value_of(self.measure, self.value, self.numerator, self.denominator)

    @property
    def divided_by(self) -> Breakdown:
        """The breakdown as something to compare: the order of its dimensions says nothing."""
        return frozenset(self.breakdown.items())


def value_of(
    measure: Measure,
    value: Decimal | None,
    numerator: Decimal | None,
    denominator: Decimal | None,
) -> Decimal | None:
    """Return the value of a figure.

    With both parts a ratio is 100 x numerator / denominator (10,000 x for rates, 1 x for averages),
    to one decimal, and None when the denominator is 0: nothing out of nothing is no share. Without
    them it is the value as it was given.
    """
    if numerator is None or denominator is None:
        return value
    if measure.is_ratio or (not measure.kind and value is None):
        return ratio(measure.unit, numerator, denominator)
    return value


def missing_code(
    value: Decimal | None, numerator: Decimal | None, denominator: Decimal | None
) -> str:
    """Return the code for a figure of which no more is known; empty where there is a figure."""
    if value is not None:
        return ""
    if numerator is None or denominator is None:
        return "not_available"
    if denominator:
        return ""
    return "not_applicable" if numerator else "zero_of_zero"


def ratio(
    unit: str, numerator: Decimal | int, denominator: Decimal | int, places: int = RATIO_PLACES
) -> Decimal | None:
    """Return numerator ÷ denominator in the unit, rounded half up; None out of nothing."""
    if denominator == 0:
        return None
    share = Fraction(numerator) / Fraction(denominator)
    return half_up(share * _FACTORS.get(unit, 100), places)


def printed(
    measure: Measure, value: Decimal | None, missing: str = "", *, with_unit: bool = True
) -> str:
    """Return a figure as it is printed: "1,240", "45.7%", "£1,200.00", "n/a", "–" if not known."""
    if value is None:
        return str(MISSING_PRINTED.get(missing, "–"))
    places = measure.decimals
    if places is None:
        places = 2 if measure.unit == "gbp" and value != value.to_integral() else _places(value)
    number = number_format(half_up(value, places), places, use_l10n=True, force_grouping=True)
    if not with_unit:
        return number
    if measure.unit == "percent":
        return f"{number}%"
    return f"£{number}" if measure.unit == "gbp" else number


def _places(value: Decimal) -> int:
    """Return the decimals that a value has, without zeros that say nothing."""
    exponent = value.normalize().as_tuple().exponent
    return max(-exponent, 0) if isinstance(exponent, int) else 0
