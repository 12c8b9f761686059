"""Building an annual report against WeasyPrint alone, and what many builds do to memory."""

import gc
from typing import Any

from config.bench.figures import line, memory, timed
from tests.world import BoardCast


def against_weasyprint(cast: BoardCast) -> None:
    """The whole build of a report, and WeasyPrint alone on the HTML of its two editions."""
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration

    from boards.charts import drawing
    from boards.rendering.pdf import fetcher
    from reports.queries.document import collect
    from reports.queries.public import public_edition
    from reports.queries.publishing import rule_of
    from reports.rendering import pdf
    from reports.rendering.html import Medium, document_html
    from reports.services import building

    report, sections = _report(cast)
    made = building.build(report, sections)  # what is loaded and cached once is loaded now
    own = collect(report, sections)
    public = public_edition(own, rule_of(cast.board))
    pages, fonts = [document_html(each, Medium.PDF) for each in (public, own)], FontConfiguration()
    fetch = fetcher(dict(drawing.draw_all([*own.charts, *public.charts])))

    def alone() -> None:
        for html in pages:
            sheets = [CSS(url=url, url_fetcher=fetch, font_config=fonts) for url in pdf.SHEETS]
            page = HTML(string=html, url_fetcher=fetch, base_url="report:/")
            page.write_pdf(stylesheets=sheets, font_config=fonts, pdf_variant="pdf/ua-1")

    gc.collect()
    least = timed(alone)
    whole = timed(lambda: building.build(report, sections))
    line(
        f"report of 2 x {made.pages} pages: build s / WeasyPrint alone s",
        f"{whole:.2f} / {least:.2f}",
    )
    line("build ÷ WeasyPrint alone", f"{whole / least:.2f}")


def builds(cast: BoardCast, count: int) -> None:
    """Memory of a process after its first and its last build."""
    from reports.services import building

    report, sections = _report(cast)
    building.build(report, sections)
    first = memory()
    for _n in range(count - 1):
        building.build(report, sections)
    line(f"memory after 1 and after {count} builds, MB", f"{first:.0f} / {memory():.0f}")


def _report(cast: BoardCast) -> tuple[Any, list[Any]]:
    from reports.models import AnnualReport, ReportSection
    from reports.services import reports

    report = AnnualReport.objects.filter(year=cast.year).first() or reports.create(
        board=cast.board, year=cast.year, by=cast.board_manager
    )
    report.sections.update(text="## Heading\n\n" + "A paragraph of narrative text. " * 250)
    return report, list(ReportSection.objects.filter(report=report))
