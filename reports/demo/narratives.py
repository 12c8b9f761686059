"""Demonstration reports: narrative for the demo boards' years, each built once.

A second start changes nothing that people typed: text goes only into a report that this loader
has just made, and a build is made only where there never was one.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction
from django.utils import timezone

from boards.models import BoardYear, User
from reports.models import AnnualReport, ReportSection
from reports.services import reports, runs

FOLDER = Path(__file__).parent
#: In the year that still runs, sections from here on are not written yet.
UNWRITTEN_FROM = "reforms"
#: And these are out for comment.
FOR_COMMENT = frozenset({"effectiveness", "quality-assurance", "scrutiny", "learning"})


@dataclass(frozen=True)
class Narrative:
    """Texts by section for one year of one board, or for any year under a template."""

    board: str | None
    year: str | None
    template: str
    sections: dict[str, str]


def load() -> None:
    """Make the reports of the demo boards' years, and build each that was never built."""
    for year, narrative in _years(_narratives()):
        report = AnnualReport.objects.filter(year=year).first() or _write(year, narrative)
        if not report.runs.exists():
            run = runs.request(report=report, by=report.created_by)
            runs.execute(run.pk)


def _narratives() -> list[Narrative]:
    read = [
        yaml.safe_load(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.yaml"))
    ]
    return [Narrative(n["board"], n["year"], n["template"], n["sections"]) for n in read]


def _years(narratives: list[Narrative]) -> Iterator[tuple[BoardYear, Narrative]]:
    """Pair the years of the demo boards with their own narrative, else with that of their law."""
    own = {(n.board, n.year): n for n in narratives if n.board}
    any_board = {n.template: n for n in narratives if not n.board}
    slugs = {slug for slug, _ in own}
    years = BoardYear.objects.filter(board__slug__in=slugs).select_related("board", "regime")
    for year in years.order_by("board__slug", "starts_on"):
        narrative = own.get((year.board.slug, year.label)) or any_board.get(year.regime_id)
        if narrative is not None:
            yield year, narrative


def _write(year: BoardYear, narrative: Narrative) -> AnnualReport:
    author = _manager(year)
    with transaction.atomic():
        report = reports.create(board=year.board, year=year, by=author)
        is_over = year.ends_on < timezone.localdate()
        written = True
        for section in report.sections.all():
            written = written and (is_over or section.key != UNWRITTEN_FROM)
            if written and section.key in narrative.sections:
                _write_section(section, narrative.sections[section.key], is_over, author)
    return report


def _write_section(section: ReportSection, text: str, is_over: bool, author: User | None) -> None:
    status = ReportSection.Status.AGREED
    if not is_over:
        comment, draft = ReportSection.Status.FOR_COMMENT, ReportSection.Status.DRAFT
        status = comment if section.key in FOR_COMMENT else draft
    reports.edit_section(
        section=section, title=section.title, text=text, status=status, by=author,
        version=section.version,
    )  # fmt: skip


def _manager(year: BoardYear) -> User | None:
    of_board: Any = User.objects.filter(memberships__board=year.board)
    return of_board.filter(memberships__role="board_manager").order_by("pk").first()
