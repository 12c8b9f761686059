"""Charts to SVG, drawn once for what they show; the same drawing for page and PDF."""

import logging
from collections.abc import Iterable
from functools import cache
from xml.etree import ElementTree as ET

from django.conf import settings
from django.core.cache import cache as shared_cache
from django.utils.html import escape
from django.utils.safestring import SafeString

from boards.charts import Chart

logger = logging.getLogger(__name__)
FONTS = settings.BASE_DIR / "static" / "fonts"
_DAY = 24 * 60 * 60
_OPENING = "<svg "


def svg_of(chart: Chart) -> str:
    """Return the chart's SVG with a title and description, from the cache where it is known."""
    key = f"chart-1:{chart.sha256}"
    known = shared_cache.get(key)
    if isinstance(known, str):
        return known
    svg = _with_words(_draw(chart), chart)
    shared_cache.set(key, svg, _DAY)
    return svg


def draw_all(charts: Iterable[Chart]) -> dict[str, SafeString]:
    """Return the drawings by the hash of their charts."""
    # What vl-convert writes is XML in which all text is escaped; the title is escaped here.
    return {chart.sha256: SafeString(svg_of(chart)) for chart in charts}


@cache
def _renderer() -> object:
    import vl_convert  # the drawing engine is heavy: only what draws charts loads it

    vl_convert.register_font_directory(str(FONTS))
    return vl_convert


def _draw(chart: Chart) -> str:
    svg: str = _renderer().vegalite_to_svg(chart.spec)  # type: ignore[attr-defined]
    ET.fromstring(svg)  # noqa: S314 - our own drawing: this checks that it is well-formed
    return svg


def _with_words(svg: str, chart: Chart) -> str:
    """Name the drawing: vl-convert gives it neither title nor description.

    Its parts are hidden from screen readers, which would read every grid line; the words and the
    table beside the chart say what there is to know.
    """
    mark = f"chart-{chart.sha256[:12]}"
    opening = f'<svg role="img" aria-labelledby="{mark}-title {mark}-desc" focusable="false" '
    words = (
        f'<title id="{mark}-title">{escape(chart.title)}</title>'
        f'<desc id="{mark}-desc">{escape(chart.description)}</desc>'
    )
    head, _, rest = svg.replace(_OPENING, opening, 1).partition(">")
    return f"{head}>{words}{rest}"
