"""Sections `indicators` and `observations`: what is measured, and the figures."""

# ruff: noqa: RUF009 (`of` declares a field; what it returns is not shared)

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from boards.board_year.errors import Errors
from boards.board_year.kinds import (
    Flag,
    Key,
    MapOf,
    Number,
    OneOf,
    PeriodOf,
    Ref,
    Slug,
    Text,
    Word,
    of,
)
from boards.board_year.periods import Period

UNITS = (
    "count",
    "percent",
    "rate_per_10000",
    "per_month",
    "per_week",
    "days",
    "hours",
    "gbp",
    "score",
    "other",
)
KINDS = ("snapshot", "flow", "ratio")
POLARITIES = ("higher_better", "lower_better", "neither")
#: Why there is no figure. Nothing out of nothing (zero_of_zero) is seen from its parts.
MISSING = (
    "not_available",
    "not_provided",
    "not_applicable",
    "zero_of_zero",
    "under_review",
    "suppressed",
    "no_response",
)
COMPARATORS = ("england", "statistical_neighbours", "region", "target")

_AT_LEAST_0 = Number(least=Decimal(0))


@dataclass(frozen=True, kw_only=True)
class Indicator:
    """Something that is measured."""

    key: str | None = of(Key(noun="indicator"))
    label: str | None = of(Text())
    theme: str | None = of(Slug())
    unit: str | None = of(OneOf(UNITS))
    kind: str | None = of(OneOf(KINDS))
    polarity: str | None = of(OneOf(POLARITIES))


@dataclass(frozen=True, kw_only=True)
class Observation:
    """One figure of one indicator; without a period it belongs to the reporting year."""

    indicator: str | None = of(Ref(noun="indicator"), required=True)
    period: Period | None = of(PeriodOf())
    value: Decimal | None = of(Number())
    numerator: Decimal | None = of(_AT_LEAST_0)
    denominator: Decimal | None = of(_AT_LEAST_0)
    missing: str | None = of(OneOf(MISSING))
    comparator: str | None = of(OneOf(COMPARATORS))
    breakdown: dict[str, str | int] = of(MapOf(Slug(), Word()), default={})
    preferred: bool = of(Flag(), default=False)


def check_observations(observations: Sequence[Observation], errors: Errors) -> None:
    """Check that no figure is both given and missing, and that of several values of one figure no
    more than one is preferred.
    """
    preferred: dict[tuple[object, ...], int] = {}
    for position, each in enumerate(observations):
        if each.missing and (each.value is not None or each.denominator):
            errors.add(f"observations[{position}].missing", "there is a figure as well")
        if not each.preferred or each.indicator is None:
            continue
        breakdown = frozenset(each.breakdown.items())
        first = preferred.setdefault(
            (each.indicator, each.period, breakdown, each.comparator), position
        )
        if first != position:
            errors.add(
                f"observations[{position}].preferred",
                f"observations[{first}] of the same figure is preferred already",
            )
