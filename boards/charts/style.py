"""How every chart looks.

The palette differs in lightness first, so it survives colour blindness and a photocopier.
"""

import json
from typing import Any

FONT = "Atkinson Hyperlegible Next"
INK, INK_2, LINE = "#16232a", "#47565c", "#d3dbd9"
#: Dark, middle, light.
PALETTE = ("#0b5a64", "#7fb3b5", "#dfe6e4")
WIDTH = 640


def spec(
    rows: list[dict[str, Any]], layers: list[dict[str, Any]], *, height: int | dict[str, int]
) -> dict[str, Any]:
    """Return a whole Vega-Lite specification, plain data through and through."""
    whole = {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "width": WIDTH,
        "height": height,
        "autosize": {"type": "fit-x", "contains": "padding"},
        "padding": {"left": 0, "right": 20, "top": 4, "bottom": 4},
        "background": "transparent",
        "data": {"values": rows},
        "layer": layers,
        "config": {
            "font": FONT,
            "view": {"stroke": None},
            "axis": {"labelColor": INK, "gridColor": LINE, "labelFontSize": 12, "tickColor": LINE,
                     "domainColor": LINE},
            "legend": {"labelColor": INK},
        },
    }  # fmt: skip
    plain: dict[str, Any] = json.loads(json.dumps(whole))
    return plain
