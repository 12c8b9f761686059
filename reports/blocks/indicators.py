"""Indicators of the year: each figure with the year before and those it is compared with."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from performance.models import Indicator, Observation
from performance.queries import published as queries
from performance.rules import published as rules
from performance.rules.figures import Breakdown, printed
from performance.rules.periods import PeriodKind, in_words
from performance.rules.public_figures import sensitive_rows
from performance.rules.published import Row
from performance.rules.themes import theme_label
from reports.blocks.base import Block, BlockContext

#: Direction → sign and word: never the colour or the arrow alone.
_DIRECTIONS = {
    "better": _("better"),
    "worse": _("worse"),
    "same": _("the same"),
    "neither": "",
}


@dataclass(frozen=True)
class IndicatorLine:
    label: str
    period: str
    value: str
    previous: str
    change: str
    direction: str
    #: Other figures that it is compared with, as in "England 228".
    compared: list[str]


@dataclass(frozen=True)
class ThemeTable:
    theme: str
    lines: list[IndicatorLine]


@dataclass(frozen=True)
class Indicators:
    tables: list[ThemeTable]
    rows: list[Row]
    data: dict[str, Any]
    consistency: list[dict[str, Any]]


def build(context: BlockContext) -> Indicators | None:
    """Return every figure of the year, by theme; None for a year without figures."""
    found = queries.figures_of(context.year)
    if not found.figures:
        return None
    rows = rules.rows(found.figures, earlier=found.earlier)
    by_theme: dict[str, list[IndicatorLine]] = {}
    for row in _printed_rows(rows, found.indicators):
        indicator = found.indicators[row.figure.measure.key]
        by_theme.setdefault(indicator.theme, []).append(_line(row, indicator))
    return Indicators(
        tables=[ThemeTable(theme_label(theme), lines) for theme, lines in by_theme.items()],
        rows=rows,
        data={"rows": [rules.as_data(row) for row in rows]},
        consistency=rules.conflicts(found.figures) + rules.sum_errors(found.figures),
    )


def _printed_rows(rows: Sequence[Row], indicators: Mapping[str, Indicator]) -> list[Row]:
    """Return what is printed: of an indicator that is measured every month the last month alone.

    The data file has every row.
    """
    last: dict[tuple[str, Breakdown], Row] = {}
    for row in rows:
        figure = row.figure
        if _is_one_of_many(row, indicators):
            known = last.get((figure.measure.key, figure.divided_by))
            if known is None or known.figure.period < figure.period:
                last[figure.measure.key, figure.divided_by] = row
    kept = {id(row) for row in last.values()}
    return [row for row in rows if id(row) in kept or not _is_one_of_many(row, indicators)]


def _is_one_of_many(row: Row, indicators: Mapping[str, Indicator]) -> bool:
    every = indicators[row.figure.measure.key].frequency
    return row.figure.period.kind is PeriodKind.MONTH and every == Indicator.Frequency.MONTH


def _line(row: Row, indicator: Indicator) -> IndicatorLine:
    figure = row.figure
    names = dict(Observation.Comparator.choices)
    divided = ", ".join(str(value) for value in figure.breakdown.values())
    change = row.change
    return IndicatorLine(
        label=f"{indicator}: {divided}" if divided else str(indicator),
        period=in_words(figure.period),
        value=printed(figure.measure, row.value, figure.missing),
        previous=printed(figure.measure, row.previous_value) if row.previous else "",
        change="" if change is None else f"{'+' if change > 0 else ''}{_number(row)}",
        direction=str(_DIRECTIONS.get(row.direction or "", "")),
        compared=[
            f"{names[kind]} {printed(figure.measure, value)}"
            for kind, value in row.comparators.items()
            if value is not None
        ],
    )


def _number(row: Row) -> str:
    return printed(row.figure.measure, row.change, with_unit=False)


BLOCKS = [
    Block(
        name="indicators",
        label=_("Indicators"),
        build=build,
        template="reports/blocks/indicators.html",
        as_data=lambda data: data.data,
        consistency=lambda data: data.consistency,
        sensitive=lambda data, not_people: sensitive_rows(data.rows, not_people=not_people),
        help=_("Every figure of the year by theme, with the year before and comparators."),
    )
]
