"""Vega-Lite charts of reports: plain dictionaries, so that a page need not load a chart library.

Parts of a bar also have a line between them, and every chart stands above its table.
"""

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from boards.charts import style
from boards.charts.style import INK, INK_2, PALETTE

_LABEL_WIDTH, _LABEL_LINES = 36, 3


@dataclass(frozen=True)
class Bar:
    """One bar of a chart: its label, its length from 0 to 100, and what is written at its end."""

    label: str
    value: float | None
    end: str


@dataclass(frozen=True)
class Stack:
    """One bar made of parts; `end` is written beside it."""

    label: str
    parts: Sequence[int]
    end: str


def percent_bars(bars: Sequence[Bar]) -> dict[str, Any]:
    """Return horizontal bars from 0 to 100 per cent in the order given."""
    labels = _labels([bar.label for bar in bars])
    rows = [
        {"label": label, "value": bar.value or 0, "end": bar.end}
        for label, bar in zip(labels, bars, strict=True)
    ]
    y = _rows_axis(labels)
    length = {"field": "value", "type": "quantitative", "scale": {"domain": [0, 100]}}
    percent_axis = {"title": None, "values": [0, 25, 50, 75, 100], "labelExpr": "datum.value + '%'"}
    return _chart(
        rows,
        [
            {
                "mark": {"type": "bar", "color": PALETTE[0], "height": {"band": 0.62}},
                "encoding": {"y": y, "x": length | {"axis": percent_axis}},
            },
            _end_text({"y": y, "x": length}),
        ],
    )


def stacked_bars(stacks: Sequence[Stack], names: Sequence[str]) -> dict[str, Any]:
    """Return bars that show each stack's parts as shares of the whole; `names` are the parts'."""
    labels = _labels([stack.label for stack in stacks])
    rows = []
    for label, stack in zip(labels, stacks, strict=True):
        whole = sum(stack.parts) or 1
        start = 0.0
        for order, (name, part) in enumerate(zip(names, stack.parts, strict=True)):
            share = round(100 * part / whole, 3)
            row = {"label": label, "part": name, "order": order, "start": round(start, 3)}
            rows.append(row | {"stop": round(start + share, 3), "end": stack.end, "whole": 100})
            start += share
    y = _rows_axis(labels)
    percent_axis = {"title": None, "values": [0, 25, 50, 75, 100], "labelExpr": "datum.value + '%'"}
    colour = {
        "field": "part",
        "type": "nominal",
        "scale": {"domain": list(names), "range": list(PALETTE[: len(names)])},
        "legend": {"orient": "top", "title": None, "symbolType": "square", "labelFontSize": 13,
                   "symbolStrokeColor": INK_2, "direction": "horizontal"},
    }  # fmt: skip
    span = {"field": "start", "type": "quantitative", "scale": {"domain": [0, 100]}}
    return _chart(
        rows,
        [
            {
                "mark": {
                    "type": "bar", "height": {"band": 0.62}, "stroke": INK_2, "strokeWidth": 0.6,
                },
                "encoding": {
                    "y": y, "x": span | {"axis": percent_axis}, "x2": {"field": "stop"},
                    "color": colour,
                },
            },
            _end_text({"y": y, "x": {"field": "whole", "type": "quantitative"}})
            | {"transform": [{"filter": "datum.order === 0"}]},
        ],
    )  # fmt: skip


def _end_text(encoding: dict[str, Any]) -> dict[str, Any]:
    return {
        "mark": {"type": "text", "align": "left", "dx": 6, "fontSize": 13, "color": INK,
                 "clip": False},
        "encoding": encoding | {"text": {"field": "end", "type": "nominal"}},
    }  # fmt: skip


def _rows_axis(labels: list[str]) -> dict[str, Any]:
    return {
        "field": "label",
        "type": "nominal",
        "sort": labels,
        "axis": {"title": None, "labelExpr": "split(datum.label, '\\n')", "labelLimit": 260,
                 "labelFontSize": 13, "ticks": False, "domain": False, "labelPadding": 8},
    }  # fmt: skip


def _labels(texts: Sequence[str]) -> list[str]:
    """Wrap the labels; two bars of one name stay two bars."""
    labels: list[str] = []
    for text in texts:
        lines = textwrap.wrap(text, _LABEL_WIDTH, max_lines=_LABEL_LINES, placeholder=" …") or ["–"]
        label = "\n".join(lines)
        number = sum(known == label or known.startswith(f"{label} (") for known in labels)
        labels.append(f"{label} ({number + 1})" if number else label)
    return labels


def _chart(rows: list[dict[str, Any]], layers: list[dict[str, Any]]) -> dict[str, Any]:
    tallest = max((row["label"].count("\n") + 1 for row in rows), default=1)
    return style.spec(rows, layers, height={"step": 22 + 15 * (tallest - 1) + 8})
