"""From a report's records to the files of both its editions. Knows no row of work."""

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
from reports.queries.document import Document, collect
from reports.queries.public import public_edition
from reports.queries.publishing import rule_of
from reports.rendering.html import Medium, document_html
from reports.rendering.pdf import Pdf, document_pdf

#: Called before each step with its name and how much is done, in per cent. May raise to stop.
Step = Callable[[str, int], None]

COLLECTING = gettext_noop("Reading the board’s records")
HIDING = gettext_noop("Hiding small numbers")
DRAWING = gettext_noop("Drawing charts")
PUBLIC = gettext_noop("Setting the public edition")
OWN = gettext_noop("Setting the board’s own edition")
STORING = gettext_noop("Storing the files")


@dataclass(frozen=True)
class Made:
    """What a build gives: file contents by format, those for the public first."""

    contents: dict[str, bytes]
    #: Of the board's own data.
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
    own = collect(
        report,
        sections,
        on_section=lambda done, total: step(
            _("Reading section %(done)s of %(total)s") % {"done": done, "total": total},
            2 + 18 * done // total,
        ),
    )
    step(HIDING, 20)
    public = public_edition(own, rule_of(report.year.board))
    step(DRAWING, 30)
    drawing.draw_all([*own.charts, *public.charts])
    step(PUBLIC, 35)
    for_public = _edition(public)
    step(OWN, 65)
    for_board = _edition(own)
    step(STORING, 95)
    return Made(
        contents={
            ReportFile.Format.PUBLIC_PDF: for_public.pdf.content,
            ReportFile.Format.PUBLIC_HTML: for_public.page,
            ReportFile.Format.PUBLIC_JSON: for_public.data,
            ReportFile.Format.PDF: for_board.pdf.content,
            ReportFile.Format.HTML: for_board.page,
            ReportFile.Format.JSON: for_board.data,
        },
        data_sha256=hashlib.sha256(for_board.data).hexdigest(),
        pages=for_board.pdf.pages,
    )


@dataclass(frozen=True)
class _Edition:
    pdf: Pdf
    page: bytes
    data: bytes


def _edition(document: Document) -> _Edition:
    return _Edition(
        pdf=document_pdf(document),
        page=document_html(document, Medium.WEB).encode(),
        data=data_file(document.data),
    )


def data_file(data: dict[str, Any]) -> bytes:
    """Return report data as the file that people download."""
    return (json.dumps(data, ensure_ascii=False, indent=1, default=str) + "\n").encode()
