"""Reports as their pages list them: a constant number of queries for any number of years."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import Prefetch, QuerySet

from boards.models import Board, BoardYear, User
from boards.states import JobStatus
from reports import blocks
from reports.checks.contents import Standing, standing
from reports.models import AnnualReport, ReportFile, ReportRun, ReportSection
from reports.queries.document import number
from reports.rules.text import word_count


@dataclass
class YearLine:
    """A year of a board: its report if there is one, the latest finished build with its files."""

    year: BoardYear
    report: AnnualReport | None = None
    build: ReportRun | None = None
    files: list[ReportFile] = field(default_factory=list)


@dataclass(frozen=True)
class SectionLine:
    """A section with what its page and the list say about it."""

    section: ReportSection
    number: str
    words: int
    blocks: list[str]
    standing: Standing
    is_first: bool
    is_last: bool

    @property
    def wants_attention(self) -> bool:
        return self.section.is_required and self.standing in {Standing.EMPTY, Standing.LEFT_OUT}


def years_of(board: Board, user: User) -> list[YearLine]:
    """Return the board's years, newest first, with the reports that the person may see."""
    reports = {
        report.year_id: report
        for report in AnnualReport.objects.visible_to(user).filter(board=board)
    }
    builds = {run.report_id: run for run in latest_builds(reports.values())}
    lines = []
    for year in board.years.select_related("regime").order_by("-starts_on"):
        report = reports.get(year.pk)
        build = builds.get(report.pk) if report else None
        lines.append(YearLine(year, report, build, list(build.files.all()) if build else []))
    return lines


def latest_builds(reports: Iterable[AnnualReport]) -> QuerySet[ReportRun]:
    """Return the newest finished build of each report, with its files."""
    return (
        ReportRun.objects.filter(report__in=[r.pk for r in reports], status=JobStatus.READY)
        .order_by("report_id", "-number")
        .distinct("report_id")
        .prefetch_related(Prefetch("files", ReportFile.objects.order_by("pk")))
    )


def builds_of(report: AnnualReport) -> QuerySet[ReportRun]:
    """Return the report's builds, newest first, with their files."""
    return (
        report.runs.select_related("requested_by")
        .order_by("-number")
        .prefetch_related(Prefetch("files", ReportFile.objects.order_by("pk")))
    )


def lines_of(sections: Sequence[ReportSection]) -> list[SectionLine]:
    """Return the sections in order with number, words and what is wrong with them."""
    numbers, known = number(sections), blocks.known()
    kinds = [section.is_appendix for section in sections]
    last = len(sections) - 1
    return [
        SectionLine(
            section=section,
            number=numbers.get(section.key, ""),
            words=word_count(section.text),
            blocks=[str(known[n].label) if n in known else n for n in section.blocks],
            standing=standing(section),
            is_first=at == 0 or kinds[at - 1] != section.is_appendix,
            is_last=at == last or kinds[at + 1] != section.is_appendix,
        )
        for at, section in enumerate(sections)
    ]
