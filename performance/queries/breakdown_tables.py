"""A breakdown table with its figures, its chart and the periods that it can be shown for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.safestring import SafeString

from boards.charts import Chart
from boards.charts.drawing import draw_all
from boards.models import Board, User
from performance.charts.tables import table_chart
from performance.models import BreakdownTable, Indicator
from performance.queries.by_period import adding_up
from performance.queries.series import Figures, figures_with_parts
from performance.rules.amounts import Source
from performance.rules.breakdowns import Grid, Layout, build, periods_of
from performance.rules.periods import Period, PeriodKind, in_words
from performance.rules.series import usual_kind

#: Periods that can be chosen.
MOST_PERIODS = 12


@dataclass(frozen=True)
class TablePage:
    """What the page of a breakdown table shows."""

    grid: Grid
    #: The period shown, in words; empty while there are no figures.
    period: str
    #: The periods that can be chosen: label, value, whether it is the one shown.
    choices: list[dict[str, Any]]
    chart: Chart | None
    drawing: SafeString | None


def tables_of(board: Board, user: User) -> Any:
    """Return the board's breakdown tables in order."""
    rows = BreakdownTable.objects.visible_to(user).filter(board=board)
    return rows.order_by("order", "pk")


def page_of(table: BreakdownTable, today: date, wanted: str = "") -> TablePage:
    """Return the table as of the wanted period, else of the last that is over: three queries."""
    layout, sources = layout_of(table), _sources(table)
    possible = periods_of(layout, sources)[:MOST_PERIODS]
    shown = _chosen(possible, wanted, today)
    if shown is None:
        return TablePage(Grid([], []), "", [], None, None)
    grid = build(layout, sources, shown)
    chart = table_chart(table.title, layout, grid)
    return TablePage(
        grid=grid,
        period=in_words(shown),
        choices=[
            {"label": in_words(each), "url": f"?on={each.end}", "current": each == shown}
            for each in possible
        ],
        chart=chart,
        drawing=draw_all([chart])[chart.sha256] if chart else None,
    )


def layout_of(table: BreakdownTable) -> Layout:
    """Return a table's layout as the rules see it."""
    return Layout(
        table.rows_by, table.columns_by, PeriodKind(table.period_kind), table.with_shares,
        table.with_previous,
    )  # fmt: skip


def _sources(table: BreakdownTable) -> list[Source]:
    lines = table.lines.select_related("indicator").order_by("order", "pk")
    indicators = [line.indicator for line in lines]
    found = figures_with_parts(indicators)
    return [_source(each, found[each.pk]) for each in indicators]


def _source(indicator: Indicator, found: Figures) -> Source:
    usual = usual_kind([*found.own, *found.divided], indicator.frequency)
    every = PeriodKind.MONTH if usual in {None, PeriodKind.DAY, PeriodKind.SPAN} else usual
    assert every is not None  # noqa: S101 - None was replaced above
    return Source(
        str(indicator), indicator.measure, found.own, found.divided, every, adding_up(indicator)
    )


def _chosen(possible: Sequence[Period], wanted: str, today: date) -> Period | None:
    """Return the period that ends on the wanted day, else the last one over, else the last."""
    named = [each for each in possible if str(each.end) == wanted]
    over = [each for each in possible if each.end < today]
    return next(iter([*named, *over, *possible]), None)
