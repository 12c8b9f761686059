"""Indicators of the year: each figure with the year before and those it is compared with."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from performance.models import Indicator, Observation
from performance.queries import published as queries
from performance.rules import published as rules
from performance.rules.figures import Breakdown, Measure, printed
from performance.rules.periods import PeriodKind, in_words
from performance.rules.public_figures import sensitive_rows
from performance.rules.published import Row
from performance.rules.suppression import HIDDEN
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

    @property
    def hides(self) -> bool:
        """Whether a figure of the table is hidden, so that a note has to say why."""
        return any(HIDDEN.value in (line.value, line.previous, line.change) for line in self.lines)


@dataclass(frozen=True)
class Indicators:
    tables: list[ThemeTable]
    rows: list[Row]
    indicators: Mapping[str, Indicator]
    #: What the tables are printed from: the block's part of report data.
    data: dict[str, Any]
    consistency: list[dict[str, Any]]


def build(context: BlockContext) -> Indicators | None:
    """Return every figure of the year, by theme; None for a year without figures."""
    found = queries.figures_of(context.year)
    if not found.figures:
        return None
    rows = rules.rows(found.figures, earlier=found.earlier)
    data = {"rows": [rules.as_data(row) for row in rows]}
    return Indicators(
        tables=_tables(rows, found.indicators, data),
        rows=rows,
        indicators=found.indicators,
        data=data,
        consistency=rules.conflicts(found.figures) + rules.sum_errors(found.figures),
    )


def for_public(own: Indicators, data: dict[str, Any]) -> Indicators:
    """Return the same tables, printed from data in which small numbers are hidden."""
    tables = _tables(own.rows, own.indicators, data)
    return replace(own, tables=tables, data=data, consistency=[])


def _tables(
    rows: Sequence[Row], indicators: Mapping[str, Indicator], data: Mapping[str, Any]
) -> list[ThemeTable]:
    """Return the tables by theme; every figure is one of `data`, which has a row for each row."""
    by_theme: dict[str, list[IndicatorLine]] = {}
    kept = _printed_rows(rows, indicators)
    for row, shown in zip(rows, data["rows"], strict=True):
        if id(row) in kept:
            indicator = indicators[row.figure.measure.key]
            by_theme.setdefault(indicator.theme, []).append(_line(row, indicator, shown))
    return [ThemeTable(theme_label(theme), lines) for theme, lines in by_theme.items()]


def _printed_rows(rows: Iterable[Row], indicators: Mapping[str, Indicator]) -> set[int]:
    """Return what is printed: of an indicator that is measured every month the last month alone.

    The data file has every row.
    """
    last: dict[tuple[str, Breakdown], Row] = {}
    kept = set()
    for row in rows:
        figure = row.figure
        if _is_one_of_many(row, indicators):
            known = last.get((figure.measure.key, figure.divided_by))
            if known is None or known.figure.period < figure.period:
                last[figure.measure.key, figure.divided_by] = row
        else:
            kept.add(id(row))
    return kept | {id(row) for row in last.values()}


def _is_one_of_many(row: Row, indicators: Mapping[str, Indicator]) -> bool:
    every = indicators[row.figure.measure.key].frequency
    return row.figure.period.kind is PeriodKind.MONTH and every == Indicator.Frequency.MONTH


def _line(row: Row, indicator: Indicator, shown: Mapping[str, Any]) -> IndicatorLine:
    figure = row.figure
    names = dict(Observation.Comparator.choices)
    divided = ", ".join(str(value) for value in figure.breakdown.values())
    return IndicatorLine(
        label=f"{indicator}: {divided}" if divided else str(indicator),
        period=in_words(figure.period),
        value=_printed(figure.measure, shown["value"], missing=figure.missing),
        previous=_printed(figure.measure, shown["previous"], missing=row.previous.missing)
        if row.previous
        else "",
        change=_change(figure.measure, shown["change"]),
        direction=str(_DIRECTIONS.get(shown["direction"] or "", "")),
        compared=[
            f"{names[kind]} {_printed(figure.measure, value)}"
            for kind, value in shown["comparators"].items()
            if value is not None
        ],
    )


def _change(measure: Measure, change: Any) -> str:
    if change is None:
        return ""
    sign = "+" if change != HIDDEN.value and change > 0 else ""
    return sign + _printed(measure, change, with_unit=False)


def _printed(measure: Measure, value: Any, *, missing: str = "", with_unit: bool = True) -> str:
    """Return a figure of report data as it is printed: "c" where it is hidden."""
    if value == HIDDEN.value:
        return HIDDEN.value
    number = None if value is None else Decimal(str(value))
    return printed(measure, number, missing, with_unit=with_unit)


BLOCKS = [
    Block(
        name="indicators",
        label=_("Indicators"),
        build=build,
        template="reports/blocks/indicators.html",
        as_data=lambda data: data.data,
        consistency=lambda data: data.consistency,
        sensitive=lambda data, not_people: sensitive_rows(data.rows, not_people=not_people),
        for_public=for_public,
        help=_("Every figure of the year by theme, with the year before and comparators."),
    )
]
