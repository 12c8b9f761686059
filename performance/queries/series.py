"""Figures of many indicators at once, one for each thing and period: one query."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache

from django.db.models import F, QuerySet

from boards.board_year.periods import Period, PeriodKind
from performance.models import Indicator, Observation
from performance.rules.figures import Breakdown, Figure, Measure

#: Columns that are read; rows are plain tuples, because scorecards read ten thousand of them.
_COLUMNS = (
    "indicator_id", "period_start", "period_end", "period_kind", "period_written", "value",
    "numerator", "denominator", "missing", "breakdown", "comparator",
)  # fmt: skip


@dataclass
class Figures:
    """The current figures of one indicator: of the whole, of its parts, of those compared with."""

    own: list[Figure] = field(default_factory=list)
    divided: list[Figure] = field(default_factory=list)
    compared: dict[str, list[Figure]] = field(default_factory=lambda: defaultdict(list))

    def until(self, day: date) -> Figures:
        """Return the figures of periods that were over on the day."""
        compared: dict[str, list[Figure]] = defaultdict(list)
        for name, figures in self.compared.items():
            compared[name] = _until(figures, day)
        return Figures(_until(self.own, day), _until(self.divided, day), compared)


def own_figures(indicators: Iterable[Indicator]) -> dict[int, Figures]:
    """Return the board's own undivided figures and those they are compared with."""
    rows = Observation.objects.current().undivided()
    return _gathered(list(indicators), rows)


def all_figures(indicator: Indicator) -> Figures:
    """Return every current figure of one indicator, its parts included."""
    return figures_with_parts([indicator])[indicator.pk]


def figures_with_parts(indicators: Iterable[Indicator]) -> dict[int, Figures]:
    """Return every current figure of the indicators, their parts included."""
    return _gathered(list(indicators), Observation.objects.current())


def figures_as_of(indicator: Indicator, moment: datetime) -> Figures:
    """Return the figures of one indicator as they stood at the moment."""
    found = _gathered([indicator], Observation.objects.as_of(moment))
    return found[indicator.pk]


def contradictions(indicator: Indicator) -> list[list[tuple[str, Figure]]]:
    """Return where several agencies gave another figure of the same: of which agency, and what.

    The last one of each is shown; nobody has said that they add up.
    """
    rows = Observation.objects.current().undivided().own().filter(
        indicator=indicator, stated_in=None, agency__isnull=False
    )  # fmt: skip
    given: dict[Period, dict[str, Figure]] = defaultdict(dict)
    for name, _indicator, *facts in rows.order_by(
        "period_start", "period_end", "preferred", "order", "pk"
    ).values_list("agency__name", *_COLUMNS):
        figure = _figure(indicator.measure, *facts)
        given[figure.period][name] = figure
    return [
        list(said.items())
        for said in given.values()
        if len({(figure.result, figure.missing) for figure in said.values()}) > 1
    ]


def _gathered(indicators: list[Indicator], rows: QuerySet[Observation]) -> dict[int, Figures]:
    measures = {each.pk: each.measure for each in indicators}
    # What is given later counts: a later year's report, then living figures, then the preferred.
    ordered = rows.filter(indicator__in=list(measures)).order_by(
        F("stated_in__ends_on").asc(nulls_last=True), "preferred", "order", "pk"
    )
    cells: dict[tuple[int, Period, Breakdown, str], Figure] = {}
    for row in ordered.values_list(*_COLUMNS):
        pk, *facts = row
        figure = _figure(measures[pk], *facts)
        cells[pk, figure.period, figure.divided_by, figure.comparator] = figure
    found: dict[int, Figures] = {pk: Figures() for pk in measures}
    for (pk, _period, divided, comparator), figure in cells.items():
        if comparator:
            found[pk].compared[comparator].append(figure)
        else:
            (found[pk].divided if divided else found[pk].own).append(figure)
    return found


def _figure(measure: Measure, *facts):  # type: ignore[no-untyped-def]
    start, end, kind, written, value, numerator, denominator, missing, breakdown, comparator = facts
    return Figure(
        measure=measure,
        period=_period(start, end, kind, written),
        value=value,
        numerator=numerator,
        denominator=denominator,
        missing=missing,
        breakdown=breakdown,
        comparator=comparator,
    )


@lru_cache(maxsize=4096)
def _period(start: date, end: date, kind: str, written: str) -> Period:
    """Return a period; kept, because the same few months stand in thousands of rows."""
    return Period(start, end, PeriodKind(kind), written or f"{start}..{end}")


def _until(figures: Iterable[Figure], day: date) -> list[Figure]:
    return [each for each in figures if each.period.end <= day]
