"""From a report's records to its three files: data, page, PDF. Knows no row of work."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from boards.charts import drawing
from reports.models import AnnualReport, ReportFile, ReportSection
from reports.queries.document import collect
from reports.rendering.html import Medium, document_html
from reports.rendering.pdf import document_pdf

#: Called before each step with its name and how much is done, in per cent. May raise to stop.
Step = Callable[[str, int], None]

COLLECTING = gettext_noop("Reading the board’s records")
DRAWING = gettext_noop("Drawing charts")
PAGE = gettext_noop("Making the web page")
PDF = gettext_noop("Setting the PDF")
STORING = gettext_noop("Storing the files")


@dataclass(frozen=True)
class Made:
    """What a build gives: file contents by format."""

    contents: dict[str, bytes]
    data_sha256: str
    pages: int


def build(
    report: AnnualReport,
    sections: Sequence[ReportSection],
    *,
    step: Step = lambda name, percent: None,
) -> Made:
    """Return the report's files. Raises `SectionFailed` when a section cannot be made."""
    step(COLLECTING, 2)
    document = collect(
        report,
        sections,
        on_section=lambda done, total: step(
            _("Reading section %(done)s of %(total)s") % {"done": done, "total": total},
            2 + 28 * done // total,
        ),
    )
    step(DRAWING, 32)
    drawing.draw_all(document.charts)
    step(PAGE, 42)
    page = document_html(document, Medium.WEB)
    step(PDF, 50)
    pdf = document_pdf(document)
    step(STORING, 95)
    data = data_file(document.data)
    return Made(
        contents={
            ReportFile.Format.PDF: pdf.content,
            ReportFile.Format.HTML: page.encode(),
            ReportFile.Format.JSON: data,
            ReportFile.Format.PUBLIC: data_file(document.public_data),
        },
        data_sha256=hashlib.sha256(data).hexdigest(),
        pages=pdf.pages,
    )


def data_file(data: dict[str, Any]) -> bytes:
    """Return report data as the file that people download."""
    return (json.dumps(data, ensure_ascii=False, indent=1, default=str) + "\n").encode()
