"""Components that show a number to people who look rather than read."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import template

from boards.rules.rounding import half_up

register = template.Library()


@register.inclusion_tag("_components/metric.html")
def metric(value: Any, label: Any, hint: Any = "", tone: str = "", url: str = "") -> dict[str, Any]:
    """One figure with what it counts. Stands in `<div class="metrics">`."""
    return {"value": value, "label": label, "hint": hint, "tone": tone, "url": url}


@register.inclusion_tag("_components/progress_bar.html")
def progress_bar(
    value: Any, total: Any, label: Any = "", inline: bool = False, target: Any = None
) -> dict[str, Any]:
    """`value` of `total` as a bar and in words; `target` draws a line at that value."""
    whole = total or 0
    return {
        "value": value or 0,
        "total": whole,
        "label": label,
        "inline": inline,
        "width": _share(value, whole),
        "percent": _whole(_share(value, whole)),
        "target": None if target is None else _share(target, whole),
        "target_value": target,
    }


@register.inclusion_tag("_components/return_rate_bar.html")
def return_rate_bar(
    returned: int, total: int, started: int = 0, late: int = 0, inline: bool = False
) -> dict[str, Any]:
    """Returns received, started, late and not started, of all that were asked for."""
    parts, at = [], 0.0
    for name, count in (("returned", returned), ("progress", started), ("late", late)):
        parts.append({"name": name, "x": at, "width": _share(count, total)})
        at += _share(count, total)
    return {
        "parts": parts,
        "returned": returned,
        "total": total,
        "started": started,
        "late": late,
        "inline": inline,
        "percent": _whole(_share(returned, total)),
    }


def _share(value: Any, whole: Any) -> float:
    """Percentage between 0 and 100, two decimals; nothing of nothing is 0."""
    return round(min(100.0, max(0.0, 100 * float(value or 0) / float(whole))), 2) if whole else 0.0


def _whole(share: float) -> Decimal:
    """Half up like every published figure: a bar never contradicts its table."""
    return half_up(Decimal(str(share)))


# Signs for paper in black and white; minus signs, not hyphens.
HEAT_SIGNS = {"4": "++", "3": "+", "2": "\N{MINUS SIGN}", "1": "\N{MINUS SIGN}" * 2, "0": "·"}


@register.inclusion_tag("_components/heat_cell.html")
def heat_cell(level: int | str | None, word: Any, url: str = "", label: Any = "") -> dict[str, Any]:
    """Cell of a heat map with its word: 4 best … 1 worst, 0 no answer, "na" does not apply."""
    css = "na" if level == "na" else str(level or 0)
    return {"css": css, "sign": HEAT_SIGNS.get(css, ""), "word": word, "url": url, "label": label}


@register.inclusion_tag("_components/sparkline.html")
def sparkline(
    values: Sequence[float | None], label: Any, shown: Any = "", width: int = 100, height: int = 28
) -> dict[str, Any]:
    """Run of an indicator. `label` says in words what the line shows; None breaks the line."""
    known = [v for v in values if v is not None]
    if not known:
        return {"segments": [], "label": label, "shown": shown, "width": width, "height": height}
    low, high = min(known), max(known)
    span = (high - low) or 1
    step = (width - 6) / max(1, len(values) - 1)
    points = [
        None
        if v is None
        else (round(3 + n * step, 1), round(height - 4 - (v - low) / span * (height - 8), 1))
        for n, v in enumerate(values)
    ]
    segments: list[list[str]] = [[]]
    for point in points:
        if point is None:
            segments.append([])
        else:
            segments[-1].append(f"{point[0]},{point[1]}")
    return {
        "segments": [" ".join(run) for run in segments if run],
        "last": next(p for p in reversed(points) if p),
        "label": label,
        "shown": shown,
        "width": width,
        "height": height,
    }
