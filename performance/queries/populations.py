"""Population figures as denominators: which there are, and which one a figure was worked out of."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import F

from performance.models import Indicator, Observation
from performance.rules.figures import printed
from performance.rules.periods import in_words
from performance.rules.populations import Base


@dataclass(frozen=True)
class NamedBase:
    """The population that a rate was worked out of, as it is printed beside the rate."""

    value: str
    label: str
    period: str
    source: str


def bases_of(indicators: Iterable[Indicator]) -> dict[int, list[Base]]:
    """Return the population figures of indicators that name one: one query, or none.

    What is given later counts, as everywhere: a later report, then living figures.
    """
    wanted = {each.denominator_indicator_id for each in indicators} - {None}
    if not wanted:
        return {}
    rows = (
        Observation.objects.current()
        .undivided()
        .own()
        .filter(indicator__in=wanted, value__gt=0, missing="")
        .order_by(F("stated_in__ends_on").asc(nulls_last=True), "preferred", "order", "pk")
    )
    found: dict[int, dict[object, Base]] = defaultdict(dict)
    for row in rows:
        if row.value is not None:
            found[row.indicator_id][row.period] = Base(row.pk, row.period, row.value)
    return {pk: list(bases.values()) for pk, bases in found.items()}


def named_base(indicator: Indicator) -> NamedBase | None:
    """Return the population behind the latest figure for which none was sent."""
    if indicator.denominator_indicator_id is None:
        return None
    rows = Observation.objects.current().undivided().own()
    row = (
        rows.filter(indicator=indicator, base__isnull=False)
        .select_related("base__indicator")
        .order_by("-period_end", "-pk")
        .first()
    )
    return as_named(row.base) if row is not None and row.base is not None else None


def as_named(base: Observation) -> NamedBase:
    """Return a population figure in words; its indicator must be loaded."""
    return NamedBase(
        value=printed(base.indicator.measure, base.value),
        label=str(base.indicator),
        period=in_words(base.period),
        source=base.source or base.indicator.source,
    )
