"""A breakdown table as a chart: lines over periods, else bars side by side."""

from collections import Counter
from typing import Any

from django.utils.translation import gettext as _

from boards.charts import Chart, style
from boards.charts.style import INK, INK_2
from performance.charts.picture import Line, Picture, Point
from performance.charts.specs import MOST_LINES, indicator_chart
from performance.rules.breakdowns import NOTHING, PERIOD, Cell, Grid, Layout, Row

#: Bars of one row: they differ in lightness first.
_SHADES = ("#0b5a64", "#7fb3b5", "#dfe6e4", "#47565c")
#: Rows of which bars are drawn and told of in words.
MOST_BARS, MOST_SAID = 20, 8


def table_chart(title: str, layout: Layout, grid: Grid) -> Chart | None:
    """Return the chart of a table; None where there is nothing, or too much, to draw."""
    rows = _on_one_scale([row for row in grid.rows if not row.is_total])
    if grid.is_empty or not rows:
        return None
    if layout.columns_by != PERIOD:
        return _bars(title, _drawn_columns(layout, grid), grid, rows[:MOST_BARS])
    if len(rows) <= MOST_LINES:
        return _lines(title, grid, rows)
    known = [
        at for at in range(len(grid.columns)) if any(row.cells[at].amount.is_known for row in rows)
    ]
    return _bars(title, known[-1:], grid, rows[:MOST_BARS])


def _on_one_scale(rows: list[Row]) -> list[Row]:
    """Return the rows of the unit that most of them have: counts and shares have no axis in common.

    All of them stand in the table.
    """
    units = Counter(row.measure.unit for row in rows)
    return [row for row in rows if row.measure.unit == units.most_common(1)[0][0]]


def _drawn_columns(layout: Layout, grid: Grid) -> list[int]:
    if layout.columns_by == NOTHING:
        return [0, 1] if layout.with_previous else [0]
    return list(range(len(grid.columns) - 1))


def _lines(title: str, grid: Grid, rows: list[Row]) -> Chart:
    """The last column is the whole year where there is one: it has another scale."""
    columns = grid.columns[:-1] if len(grid.columns) > 1 and _has_year(grid) else grid.columns
    first, *others = [
        Line(
            row.label,
            [
                Point(_short(name), cell.amount.result(row.measure), str(cell))
                for name, cell in zip(columns, row.cells, strict=False)
            ],
        )
        for row in rows
    ]
    return indicator_chart(
        Picture(
            title=title, label=first.label, unit=_unit(rows[0]), points=first.points, lines=others,
            with_limits=False,
        )
    )  # fmt: skip


def _has_year(grid: Grid) -> bool:
    """Whether the last column is the year of the others, whose name has no months in it."""
    return "/" in grid.columns[-1] and "/" not in grid.columns[0]


def _short(name: str) -> str:
    """Break a period's name so that it fits beneath its point."""
    return name.replace(" ", "\n", 1)


def _bars(title: str, drawn: list[int], grid: Grid, rows: list[Row]) -> Chart | None:
    if not 0 < len(drawn) <= len(_SHADES):
        return None
    columns = [grid.columns[at] for at in drawn]
    values = [
        {"row": row.label, "column": grid.columns[at], "value": _number(row, row.cells[at]),
         "text": str(row.cells[at]), "order": at}
        for row in rows
        for at in drawn
    ]  # fmt: skip
    encoding: dict[str, Any] = {
        "y": {
            "field": "row", "type": "nominal", "sort": [row.label for row in rows],
            "axis": {"title": None, "labelLimit": 220, "labelFontSize": 13, "ticks": False,
                     "domain": False, "labelPadding": 8},
        },
        "yOffset": {"field": "order", "type": "ordinal"},
        "x": {"field": "value", "type": "quantitative",
              "axis": {"title": _unit(rows[0]), "tickMinStep": 1}},
    }  # fmt: skip
    legend = {"orient": "top", "title": None, "symbolType": "square", "labelFontSize": 13,
              "symbolStrokeColor": INK_2}  # fmt: skip
    colour = {
        "field": "column", "type": "nominal",
        "scale": {"domain": columns, "range": list(_SHADES[: len(columns)])},
        "legend": legend if len(columns) > 1 else None,
    }  # fmt: skip
    spec = style.spec(
        values,
        [
            {"mark": {"type": "bar", "stroke": INK_2, "strokeWidth": 0.5},
             "encoding": encoding | {"color": colour}},
            {"mark": {"type": "text", "align": "left", "dx": 5, "fontSize": 12, "color": INK},
             "encoding": encoding | {"text": {"field": "text", "type": "nominal"}}},
        ],
        height={"step": 18 if len(columns) > 1 else 26},
    )  # fmt: skip
    words = _in_words(drawn, grid, rows)
    return Chart(title=title, description=words, spec=spec)


def _number(row: Row, cell: Cell) -> float | None:
    result = cell.amount.result(row.measure)
    return None if result is None else float(result)


def _in_words(drawn: list[int], grid: Grid, rows: list[Row]) -> str:
    """Say the figures of the first rows; all of them stand in the table."""
    said = [
        f"{row.label}: " + ", ".join(f"{grid.columns[at]} {row.cells[at]}" for at in drawn)
        for row in rows[:MOST_SAID]
    ]
    return "; ".join(said) + "."


def _unit(row: Row) -> str:
    return {"count": _("Number"), "percent": _("Per cent")}.get(row.measure.unit, "")
