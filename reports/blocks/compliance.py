"""Compliance in live rounds: the share of answers that are met, by standard and by agency.

Share = answers at or above met ÷ answers that apply (AUD-11). The base is always printed, and only
returns that the board may read are counted.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from audits.models import Round
from audits.queries import compliance
from audits.queries.compliance import RoundGrades, Row
from audits.states import RoundStatus
from reports.blocks.base import Block, BlockContext, Chart
from reports.blocks.charts import Bar, percent_bars

#: Below this many answers a percentage says little about a standard or an agency.
SMALL_BASE = 5
#: More bars than this are a table, not a picture.
MOST_BARS = 40


@dataclass(frozen=True)
class ShareLine:
    label: str
    met: int
    base: int
    percent: int | None

    @property
    def is_small(self) -> bool:
        return 0 < self.base < SMALL_BASE


@dataclass(frozen=True)
class RoundShares:
    key: str
    caption: str
    returns: int
    rows: list[ShareLine]
    chart: Chart | None

    @property
    def has_small(self) -> bool:
        return any(row.is_small for row in self.rows)


@dataclass(frozen=True)
class Compliance:
    heading: str
    rounds: list[RoundShares]
    small_base: int = SMALL_BASE
    charts: tuple[Chart, ...] = field(default=())


def build_by_standard(context: BlockContext) -> Compliance | None:
    """Return per live round the share met of each standard, over all returns that are in."""
    return _build(context, "by_standard", _("Standard"), _("answers met by standard"))


def build_by_agency(context: BlockContext) -> Compliance | None:
    """Return per live round the share met of each agency whose return is in."""
    return _build(context, "by_agency", _("Agency"), _("answers met by agency"))


def _build(context: BlockContext, shares: str, heading: str, title: str) -> Compliance | None:
    rounds = []
    for round_ in _live(context):
        rows = [_line(row) for row in getattr(_grades(context, round_), shares)()]
        if any(row.base for row in rows):
            rounds.append(_round(round_, rows, title))
    charts = tuple(item.chart for item in rounds if item.chart)
    return Compliance(heading, rounds, charts=charts) if rounds else None


def _grades(context: BlockContext, round_: Round) -> RoundGrades:
    """Return the round's grades, read once for both tables."""
    grades: RoundGrades = context.once(f"grades-{round_.pk}", lambda: compliance.grades(round_))
    return grades


def _live(context: BlockContext) -> Iterable[Round]:
    return (
        Round.objects.live()
        .filter(year=context.year)
        .select_related("tool_version")
        .exclude(status=RoundStatus.DRAFT)
    )


def _line(row: Row) -> ShareLine:
    percent = None if row.percent is None else int(row.percent)
    return ShareLine(row.title, row.met, row.base, percent)


def _round(round_: Round, rows: list[ShareLine], title: str) -> RoundShares:
    bars = [Bar(row.label, row.percent, _end(row)) for row in rows]
    words = "; ".join(f"{row.label}: {_end(row)}" for row in rows)
    chart = Chart(
        title=f"{round_.title}: {title}",
        description=_("Bar chart. %(words)s.") % {"words": words},
        spec=percent_bars(bars),
    )
    returns = round_.returns.readable_by_board().count()
    return RoundShares(
        key=round_.key,
        caption=_("%(round)s: %(title)s, from %(returns)s returns")
        % {"round": round_.title, "title": title, "returns": returns},
        returns=returns,
        rows=rows,
        chart=chart if len(rows) <= MOST_BARS else None,
    )


def _end(row: ShareLine) -> str:
    if row.percent is None:
        return _("no answers")
    return _("%(percent)s%% of %(base)s") % {"percent": row.percent, "base": row.base}


def as_data(data: Compliance) -> dict[str, Any]:
    """Return the block's part of report data."""
    return {
        "rounds": [
            {
                "round": item.key,
                "returns": item.returns,
                "rows": [
                    {"label": r.label, "met": r.met, "base": r.base, "percent": r.percent}
                    for r in item.rows
                ],
            }
            for item in data.rounds
        ]
    }


BLOCKS = [
    Block(
        name="compliance_by_standard",
        label=gettext_lazy("Compliance by standard"),
        build=build_by_standard,
        template="reports/blocks/compliance.html",
        counts_no_children="answers of agencies",
        as_data=as_data,
        help=gettext_lazy("Share of answers met for each standard, with the number of answers."),
    ),
    Block(
        name="compliance_by_agency",
        label=gettext_lazy("Compliance by agency"),
        build=build_by_agency,
        template="reports/blocks/compliance.html",
        counts_no_children="answers of agencies",
        as_data=as_data,
        help=gettext_lazy("Share of answers met for each agency, with the number of answers."),
    ),
]
