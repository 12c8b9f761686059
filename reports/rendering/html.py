"""A document to HTML: one template tree for the PDF, the web page and a section's preview."""

from enum import StrEnum

from django.conf import settings
from django.template.loader import render_to_string

from boards.charts import drawing
from reports.queries.document import Document, DocumentSection

CSS = settings.BASE_DIR / "static" / "css"


class Medium(StrEnum):
    """What the HTML is for: it decides how charts and fonts are brought in."""

    PDF = "pdf"
    WEB = "web"


def document_html(document: Document, medium: Medium) -> str:
    """Return the whole document as a page that needs nothing from anywhere else (web), or whose
    fonts and drawings the PDF's own fetcher hands out.
    """
    template = f"reports/document/{medium}.html"
    context = {"document": document, "medium": medium}
    if medium is Medium.WEB:
        context["drawings"] = drawing.draw_all(document.charts)
    return render_to_string(template, context)


def section_context(section: DocumentSection) -> dict[str, object]:
    """Return what `reports/document/_section.html` needs to print one section in a page."""
    drawn = drawing.draw_all(chart for block in section.blocks for chart in block.charts)
    return {"section": section, "medium": Medium.WEB, "drawings": drawn}
