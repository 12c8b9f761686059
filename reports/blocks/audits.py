"""Audit rounds of the year: who was asked and who answered."""

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from audits.rules.published import audit_rounds_block, sum_errors
from boards.rules.rounding import whole_percent
from reports.blocks.base import Block, BlockContext, Chart
from reports.blocks.charts import Stack, stacked_bars
from reports.queries import rounds
from reports.queries.rounds import RoundFigures


@dataclass(frozen=True)
class RoundLine:
    title: str
    kind: str
    invited: int | None
    submitted: int | None
    started: int | None
    not_started: int | None
    percent: int | None


@dataclass(frozen=True)
class Finding:
    label: str
    percent: object


@dataclass(frozen=True)
class AuditRounds:
    rows: list[RoundLine]
    #: Title of a round → what its report found.
    findings: list[tuple[str, list[Finding]]]
    data: dict[str, Any]
    sums: list[dict[str, Any]]


@dataclass(frozen=True)
class SectorLine:
    sector: str
    invited: int
    submitted: int
    percent: int | None


@dataclass(frozen=True)
class SectorTable:
    round: str
    rows: list[SectorLine]


@dataclass(frozen=True)
class ReturnRates:
    rows: list[RoundLine]
    sectors: list[SectorTable]
    charts: tuple[Chart, ...] = field(default=())


def build_rounds(context: BlockContext) -> AuditRounds | None:
    """Return the year's rounds, live and published."""
    figures = rounds.of_year(context.year)
    if not figures:
        return None
    counts = [item.counts for item in figures]
    return AuditRounds(
        rows=[_line(item) for item in figures],
        findings=[
            (item.round.title, [Finding(label, percent) for label, percent in item.findings])
            for item in figures
            if item.findings
        ],
        data=audit_rounds_block(counts),
        sums=sum_errors(counts),
    )


def build_return_rates(context: BlockContext) -> ReturnRates | None:
    """Return how many of those asked have answered, by round and, where known, by sector."""
    figures = [item for item in rounds.of_year(context.year) if item.counts.invited]
    if not figures:
        return None
    lines = [_line(item) for item in figures]
    return ReturnRates(
        rows=lines,
        sectors=[_sector_table(item) for item in figures if item.sectors],
        charts=(_rates_chart(lines),),
    )


def _line(item: RoundFigures) -> RoundLine:
    counts = item.counts
    return RoundLine(
        title=item.round.title,
        kind=item.round.get_kind_display(),
        invited=counts.invited,
        submitted=counts.submitted,
        started=counts.started,
        not_started=counts.not_started,
        percent=counts.percent,
    )


def _sector_table(item: RoundFigures) -> SectorTable:
    rows = [
        SectorLine(s.sector, s.invited, s.submitted, whole_percent(s.submitted, s.invited))
        for s in item.sectors
    ]
    return SectorTable(item.round.title, rows)


def _rates_chart(lines: list[RoundLine]) -> Chart:
    stacks = [
        Stack(line.title, _parts(line), _("%(part)s of %(whole)s (%(percent)s%%)") % {
            "part": "?" if line.submitted is None else line.submitted,
            "whole": line.invited,
            "percent": "?" if line.percent is None else line.percent,
        })
        for line in lines
    ]  # fmt: skip
    words = "; ".join(
        _("%(title)s: %(end)s") % {"title": stack.label, "end": stack.end} for stack in stacks
    )
    return Chart(
        title=_("Returns received by round"),
        description=_("Bar chart of returns received. %(words)s.") % {"words": words},
        spec=stacked_bars(stacks, [_("Returned"), _("Started"), _("Not started or not known")]),
    )


def _parts(line: RoundLine) -> tuple[int, int, int]:
    """Return the bar's parts; what is not known of the invited is drawn as not returned."""
    submitted, started = line.submitted or 0, line.started or 0
    return submitted, started, max((line.invited or 0) - submitted - started, 0)


BLOCKS = [
    Block(
        name="audit_rounds",
        label=gettext_lazy("Audit rounds"),
        build=build_rounds,
        template="reports/blocks/audit_rounds.html",
        counts_no_children="agencies asked and their returns",
        as_data=lambda data: data.data,
        consistency=lambda data: data.sums,
        help=gettext_lazy("Rounds of the year: asked, returned, started, not started."),
    ),
    Block(
        name="return_rates",
        label=gettext_lazy("Return rates"),
        build=build_return_rates,
        template="reports/blocks/return_rates.html",
        counts_no_children="agencies asked and their returns",
        help=gettext_lazy("A bar for each round, and returns by sector."),
    ),
]
