"""Tags of the printed report: its words, its drawings, its own style sheets."""

import base64
from typing import Any

from django import template
from django.conf import settings
from django.utils.safestring import SafeString

from boards.markdown import to_html

register = template.Library()
STATIC = settings.BASE_DIR / "static"


@register.filter
def narrative(text: str) -> SafeString:
    """A section's Markdown as HTML whose headings stand below the section's own."""
    return to_html(text, top_level=3)


@register.inclusion_tag("reports/document/_chart.html", takes_context=True)
def report_chart(context: Any, chart: Any) -> dict[str, Any]:
    """A chart with its words: a drawing in the page, a fetched picture in the PDF."""
    return {"chart": chart, "drawing": context.get("drawings", {}).get(chart.sha256)}


@register.simple_tag
def own_css(*names: str) -> SafeString:
    """Our style sheets as text for the page that must stand alone."""
    sheets = [(STATIC / f"css/{name}").read_text(encoding="utf-8") for name in names]
    return SafeString("\n".join(sheets))


@register.simple_tag
def own_font(name: str) -> str:
    """A font as a data address for the page that must stand alone."""
    return base64.b64encode((STATIC / f"fonts/{name}").read_bytes()).decode()
