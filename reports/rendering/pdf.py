"""An annual report as PDF."""

from boards.charts import drawing
from boards.rendering.pdf import Pdf, pdf_of, sheet
from reports.queries.document import Document
from reports.rendering.html import Medium, document_html

SHEETS = [sheet(name) for name in ("report-fonts.css", "report.css", "report-print.css")]


def document_pdf(document: Document) -> Pdf:
    """Return the document as PDF: tagged, with bookmarks, fonts embedded as subsets."""
    html = document_html(document, Medium.PDF)
    return pdf_of(html, sheets=SHEETS, drawings=drawing.draw_all(document.charts))
