"""The figures of a reporting year: for its board-year file, its report, and what is published."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce

from boards.board_year.spans import Span
from boards.models import BoardYear
from performance.models import Indicator, Observation
from performance.rules.figures import Figure


@dataclass(frozen=True)
class YearFigures:
    """What a year's report is made from."""

    #: Figures of the year in the order in which they are given, contradictions included.
    figures: list[Figure]
    #: Living figures of the year before, to compare with: they have no row of their own.
    earlier: list[Figure]
    #: Key → indicator, of those that have figures.
    indicators: dict[str, Indicator]


def indicators_of(year: BoardYear) -> list[Indicator]:
    """Return the indicators of the year in order: those whose dates reach into it."""
    span = Span(year.starts_on, year.ends_on)
    rows = Indicator.objects.filter(board=year.board_id).order_by("order", "pk")
    return [each for each in rows if Span(each.starts_on, each.ends_on).overlaps(span)]


def observations_of(year: BoardYear) -> QuerySet[Observation]:
    """Return what the year's report states, as it is now, then living figures of its periods.

    Both are needed: a past year came with its published report, the current one lives here. What
    the portal's years state stays apart: an earlier report is not corrected by a later one.
    """
    living = Q(
        stated_in=None, period_start__gte=year.starts_on, period_end__lte=year.ends_on,
        indicator__board=year.board_id,
    )  # fmt: skip
    rows = Observation.objects.current().filter(Q(stated_in=year) | living)
    return (
        rows.filter(Q(indicator__ends_on=None) | Q(indicator__ends_on__gte=year.starts_on))
        .filter(Q(indicator__starts_on=None) | Q(indicator__starts_on__lte=year.ends_on))
        .select_related("indicator")
        .order_by(
            Coalesce("stated_in", 0).desc(),
            "order",
            "indicator__order",
            "indicator_id",
            "period_start",
            "period_end",
            "pk",
        )
    )


def figures_of(year: BoardYear) -> YearFigures:
    """Read the figures of the year: two queries."""
    before = Observation.objects.current().filter(
        indicator__board=year.board_id, stated_in=None, comparator="",
        period_end__lt=year.starts_on, period_start__gte=_year_earlier(year),
    )  # fmt: skip
    observations = list(observations_of(year))
    return YearFigures(
        figures=[as_figure(each) for each in observations],
        earlier=[as_figure(each) for each in before.select_related("indicator").order_by("pk")],
        indicators={each.indicator.key: each.indicator for each in observations},
    )


def as_figure(each: Observation) -> Figure:
    """Return an observation as the rules see it; its indicator must be loaded."""
    order = each.indicator.dimensions
    return Figure(
        measure=each.indicator.measure,
        period=each.period,
        value=each.value,
        numerator=each.numerator,
        denominator=each.denominator,
        missing=each.missing,
        breakdown={
            name: each.breakdown[name]
            for name in [*order, *sorted(each.breakdown)]
            if name in each.breakdown
        },
        comparator=each.comparator,
        preferred=each.preferred,
    )


def _year_earlier(year: BoardYear) -> date:
    return year.starts_on.replace(year=year.starts_on.year - 1)
