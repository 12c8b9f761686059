"""A report as it will be printed: sections in order, numbered, with their blocks' data."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from boards.errors import DomainError
from boards.models import BoardYear
from performance.rules.suppression import Policy
from reports import blocks as block_registry
from reports.blocks import Block, BlockContext, BuiltBlock, Chart
from reports.models import AnnualReport, ReportSection
from reports.rules.text import cover_colour

logger = logging.getLogger(__name__)
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


class Edition(StrEnum):
    """Whom a document is for."""

    #: The board's own, with every figure: restricted.
    OWN = "own"
    #: What the board publishes: small numbers of children are hidden.
    PUBLIC = "public"


class SectionFailed(DomainError):
    """A section could not be made; `section` is its key."""

    def __init__(self, message: str, section: str) -> None:
        super().__init__(message)
        self.section = section


@dataclass(frozen=True)
class DocumentSection:
    key: str
    #: 1, 2, 3…; appendices A, B, C…
    number: str
    title: str
    #: Narrative in Markdown.
    text: str
    is_appendix: bool
    blocks: list[BuiltBlock]

    @property
    def anchor(self) -> str:
        return f"section-{self.key}"


@dataclass(frozen=True)
class LeftOut:
    title: str
    reason: str


@dataclass(frozen=True)
class Document:
    """Everything that one edition prints; no template reads the database."""

    title: str
    board: str
    short_name: str
    area: str
    colour: str
    year: str
    period: str
    regime: str
    is_draft: bool
    sections: list[DocumentSection]
    left_out: list[LeftOut]
    #: Report data of the edition.
    data: dict[str, Any] = field(default_factory=dict)
    #: What the blocks were built from, by name: the public edition is made of it, and has none.
    results: dict[str, Any] = field(default_factory=dict)
    edition: Edition = Edition.OWN
    #: How the public edition hides small numbers.
    hiding: Policy | None = None

    @property
    def is_public(self) -> bool:
        return self.edition is Edition.PUBLIC

    @property
    def chapters(self) -> list[DocumentSection]:
        return [section for section in self.sections if not section.is_appendix]

    @property
    def appendices(self) -> list[DocumentSection]:
        return [section for section in self.sections if section.is_appendix]

    @property
    def charts(self) -> list[Chart]:
        return [chart for section in self.sections for b in section.blocks for chart in b.charts]


@dataclass
class _Built:
    """Blocks by name, each built once for the whole report."""

    context: BlockContext
    results: dict[str, Any] = field(default_factory=dict)

    def result(self, block: Block) -> Any:
        if block.name not in self.results:
            self.results[block.name] = block.build(self.context)
        return self.results[block.name]


def collect(
    report: AnnualReport,
    sections: Sequence[ReportSection],
    *,
    on_section: Callable[[int, int], None] | None = None,
) -> Document:
    """Read everything that the report prints and the data that its data file gives: the board's
    own edition, of which `public_edition` makes the public one.

    `on_section(done, total)` is called after each section. Raises `SectionFailed`, which names the
    section and says why.
    """
    year = report.year
    shown = [section for section in sections if not section.is_left_out]
    built = _Built(BlockContext(year, "\n\n".join(section.text for section in shown)))
    numbers = number(shown)
    printed: list[DocumentSection] = []
    for done, section in enumerate(shown, start=1):
        printed.append(_section(section, numbers[section.key], built))
        if on_section is not None:
            on_section(done, len(shown))
    return Document(
        title=report.title,
        board=year.board_name or year.board.name,
        short_name=year.board_short_name or year.board.short_name or year.board.name,
        area=year.board.area,
        colour=cover_colour(year.board.colour),
        year=year.label,
        period=_period(year),
        regime=year.regime.guidance,
        is_draft=any(section.status != ReportSection.Status.AGREED for section in shown),
        sections=printed,
        left_out=[
            LeftOut(section.title, section.left_out_reason)
            for section in sections
            if section.is_left_out and section.is_required
        ],
        data=_report_data(year, built),
        results=built.results,
    )


def collect_one(report: AnnualReport, section: ReportSection, numbering: str) -> DocumentSection:
    """Return one section as it would be printed, for its preview."""
    built = _Built(BlockContext(report.year, section.text))
    return _section(section, numbering, built)


def number(sections: Iterable[ReportSection]) -> dict[str, str]:
    """Return the printed number of each section that is not left out, by key."""
    numbers: dict[str, str] = {}
    chapter = appendix = 0
    for section in sections:
        if section.is_left_out:
            continue
        if section.is_appendix:
            numbers[section.key] = _letter(appendix)
            appendix += 1
        else:
            chapter += 1
            numbers[section.key] = str(chapter)
    return numbers


def _letter(index: int) -> str:
    """Return A to Z, then AA, AB…"""
    if index < len(LETTERS):
        return LETTERS[index]
    return _letter(index // len(LETTERS) - 1) + LETTERS[index % len(LETTERS)]


def _section(section: ReportSection, numbering: str, built: _Built) -> DocumentSection:
    return DocumentSection(
        key=section.key,
        number=numbering,
        title=section.title,
        text=section.text,
        is_appendix=section.is_appendix,
        blocks=[_block(name, section, built) for name in section.blocks],
    )


def _block(name: str, section: ReportSection, built: _Built) -> BuiltBlock:
    block = block_registry.known().get(name)
    if block is None:
        message = _(
            "The section “%(section)s” asks for the block “%(block)s”, which does not exist."
        )
        raise SectionFailed(message % {"section": section.title, "block": name}, section.key)
    try:
        data = built.result(block)
    except Exception as error:
        logger.exception("a report block failed", extra={"block": name, "section": section.key})
        message = _(
            "The block “%(block)s” in the section “%(section)s” could not be made (%(error)s)."
        )
        words = {"block": block.label, "section": section.title, "error": type(error).__name__}
        raise SectionFailed(message % words, section.key) from error
    printed = BuiltBlock(block.name, str(block.label), block.template, data=None)
    return printed.with_data(data)


def _report_data(year: BoardYear, built: _Built) -> dict[str, Any]:
    """Return report data: every block that has figures, whether a section shows it or not."""
    blocks: dict[str, Any] = {}
    consistency: list[dict[str, Any]] = []
    for block in block_registry.known().values():
        if block.as_data is None:
            continue
        result = built.result(block)
        if result is not None:
            blocks[block.name] = block.as_data(result)
            consistency += block.consistency(result) if block.consistency else []
    return {
        "format": "report-data/1",
        "board": year.board.slug,
        "year": year.label,
        "blocks": blocks,
        "consistency": sorted(consistency, key=lambda entry: entry["kind"] != "conflict"),
    }


def _period(year: BoardYear) -> str:
    return _("%(start)s to %(end)s") % {
        "start": date_format(year.starts_on, "j F Y"),
        "end": date_format(year.ends_on, "j F Y"),
    }
