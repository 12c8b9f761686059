"""An indicator's chart: the board's line or columns, what it is compared with, control limits.

Lines differ by dash and by the shape of their points as well as by shade, and are named in the
legend. A missing period breaks the line; a hidden figure is a "c" on the axis, as in the table.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from boards.charts import Chart, style
from boards.charts.style import INK, INK_2, LINE
from performance.charts.picture import Picture, Point
from performance.charts.words import description
from performance.rules.suppression import HIDDEN

HEIGHT = 260
#: For the board's own line and up to five others.
_SHADES = ("#0b5a64", "#8a5a00", "#5b6a70", "#7a2e57", "#2f6b2f", "#16232a")
_DASHES = ([1, 0], [7, 3], [2, 3], [9, 3, 2, 3], [4, 2], [12, 4])
_SHAPES = ("circle", "square", "triangle-up", "cross", "triangle-down", "diamond")
MOST_LINES = len(_SHADES)
_BAND, _LIMIT = "#eef2f1", "#7c8a8f"


def indicator_chart(picture: Picture) -> Chart:
    """Return the picture as a chart with its title and its words. At most five lines are compared.

    Raises ValueError for more: nobody tells seven lines apart.
    """
    if len(picture.lines) >= MOST_LINES:
        raise ValueError("Too many lines for one chart.")
    layers = [
        *_limits(picture), *_notes(picture), *_own(picture), *_compared(picture),
        *_standing_out(picture), *_hidden(picture),
    ]  # fmt: skip
    spec = style.spec([], layers, height=HEIGHT)
    return Chart(title=picture.title, description=description(picture), spec=spec)


def _x(picture: Picture) -> dict[str, Any]:
    return {
        "field": "period",
        "type": "ordinal",
        "scale": {"domain": _periods(picture), "type": "point", "padding": 0.5},
        "axis": {"title": None, "labelAngle": 0, "labelOverlap": True, "grid": False,
                 "labelExpr": "split(datum.label, '\\n')"},
    }  # fmt: skip


def _periods(picture: Picture) -> list[str]:
    """Return names of the positions; two periods of one name stay two."""
    names: list[str] = []
    for point in picture.points:
        names.append(point.period + "\u200b" * names.count(point.period))
    return names


def _y(picture: Picture, field: str = "value") -> dict[str, Any]:
    return {
        "field": field,
        "type": "quantitative",
        "scale": {"zero": picture.kind == "column", "nice": True},
        "axis": {"title": picture.unit, "titleColor": INK_2, "titleFontWeight": "normal",
                 "tickCount": 6},
    }  # fmt: skip


def _by_line(picture: Picture) -> dict[str, Any]:
    """Return the three ways in which lines differ; same names, so there is one legend."""
    names = [picture.label, *(line.label for line in picture.lines)]
    legend = {"title": None, "orient": "top", "direction": "horizontal", "columns": 3,
              "labelLimit": 200, "labelFontSize": 13, "symbolSize": 90}  # fmt: skip

    def scale(values: Sequence[Any]) -> dict[str, Any]:
        scale = {"domain": names, "range": list(values[: len(names)])}
        return {"field": "line", "type": "nominal", "scale": scale, "legend": legend}

    return {"color": scale(_SHADES), "strokeDash": scale(_DASHES), "shape": scale(_SHAPES)}


def _rows(picture: Picture, name: str, points: Sequence[Point]) -> list[dict[str, Any]]:
    """Return what can be drawn of a line; `run` counts the stretches between missing periods."""
    rows, run = [], 0
    for period, point in zip(_periods(picture), points, strict=True):
        if point.number is None:
            run += 1
        else:
            value = float(point.number)
            rows.append({"period": period, "line": name, "run": run, "value": value})
    return rows


def _own(picture: Picture) -> list[dict[str, Any]]:
    rows = _rows(picture, picture.label, picture.points)
    if picture.kind == "column":
        mark = {"type": "bar", "color": _SHADES[0], "width": {"band": 0.6}}
        column_x = _x(picture) | {"scale": {"domain": _periods(picture), "type": "band"}}
        return [{"data": {"values": rows}, "mark": mark,
                 "encoding": {"x": column_x, "y": _y(picture)}}]  # fmt: skip
    return _drawn_line(picture, rows, width=2.4)


def _compared(picture: Picture) -> list[dict[str, Any]]:
    layers = []
    for line in picture.lines:
        layers += _drawn_line(picture, _rows(picture, line.label, line.points), width=1.7)
    return layers


def _drawn_line(picture: Picture, rows: list[dict[str, Any]], width: float) -> list[dict[str, Any]]:
    place = {"x": _x(picture), "y": _y(picture)}
    looks = _by_line(picture)
    line = {"color": looks["color"], "strokeDash": looks["strokeDash"]}
    points = {"color": looks["color"], "shape": looks["shape"]}
    data = {"data": {"values": rows}}
    return [
        data | {"mark": {"type": "line", "strokeWidth": width},
                "encoding": place | line | {"detail": {"field": "run", "type": "nominal"}}},
        data | {"mark": {"type": "point", "filled": True, "size": 42, "opacity": 1},
                "encoding": place | points},
    ]  # fmt: skip


def _limits(picture: Picture) -> list[dict[str, Any]]:
    """Return the band between the limits, their lines and the mean, each process for itself."""
    names = _periods(picture)
    rows = [
        {"period": name, "process": number, "upper": float(process.limits.upper),
         "lower": float(process.limits.lower), "mean": float(process.limits.mean)}
        for number, process in enumerate(picture.control.processes)
        if process.limits
        for name in names[process.start : process.stop]
    ]  # fmt: skip
    if not rows:
        return []
    x, process = _x(picture), {"field": "process", "type": "nominal"}
    band = {"mark": {"type": "area", "color": _BAND},
            "encoding": {"x": x, "y": _y(picture, "lower"), "y2": {"field": "upper"},
                         "detail": process}}  # fmt: skip
    lines = [
        {"mark": {"type": "line", "color": _LIMIT, "strokeWidth": 1, "strokeDash": dash},
         "encoding": {"x": x, "y": _y(picture, field), "detail": process}}
        for field, dash in (("upper", [3, 3]), ("lower", [3, 3]), ("mean", [1, 0]))
    ]  # fmt: skip
    return [{"data": {"values": rows}} | layer for layer in (band, *lines)]


def _standing_out(picture: Picture) -> list[dict[str, Any]]:
    rows = [
        {"period": name, "value": float(point.number)}
        for name, point, marks in zip(
            _periods(picture), picture.points, picture.control.marks, strict=True
        )
        if marks and point.number is not None
    ]
    mark = {"type": "point", "shape": "diamond", "size": 260, "strokeWidth": 1.8, "color": INK,
            "filled": False}  # fmt: skip
    return _layer(picture, rows, mark)


def _hidden(picture: Picture) -> list[dict[str, Any]]:
    """Write "c" at the foot of hidden periods: where it stands says nothing of the figure."""
    rows = [
        {"period": name, "text": str(HIDDEN)}
        for name, point in zip(_periods(picture), picture.points, strict=True)
        if point.value is HIDDEN
    ]
    if not rows:
        return []
    mark = {"type": "text", "fontSize": 13, "color": INK_2, "y": HEIGHT - 8}
    text = {"text": {"field": "text", "type": "nominal"}}
    return [{"data": {"values": rows}, "mark": mark, "encoding": {"x": _x(picture)} | text}]


def _notes(picture: Picture) -> list[dict[str, Any]]:
    """Draw a line where something happened, with the number that the table explains."""
    names = _periods(picture)
    rows = [
        {"period": names[note.position], "text": str(number)}
        for number, note in enumerate(picture.notes, start=1)
    ]
    if not rows:
        return []
    x, data = _x(picture), {"data": {"values": rows}}
    rule = {"type": "rule", "color": LINE, "strokeWidth": 1.5, "strokeDash": [4, 3]}
    text = {"type": "text", "fontSize": 12, "fontWeight": "bold", "color": INK, "y": 8, "dx": 8}
    words = {"text": {"field": "text", "type": "nominal"}}
    return [
        data | {"mark": rule, "encoding": {"x": x}},
        data | {"mark": text, "encoding": {"x": x} | words},
    ]


def _layer(
    picture: Picture, rows: list[dict[str, Any]], mark: dict[str, Any]
) -> list[dict[str, Any]]:
    if not rows:
        return []
    encoding = {"x": _x(picture), "y": _y(picture)}
    return [{"data": {"values": rows}, "mark": mark, "encoding": encoding}]
