"""Rounds of a year in numbers: published counts, or counted from the returns."""

from dataclasses import dataclass, field

from django.db.models import Count, Q

from audits.models import Return, Round
from audits.queries import published
from audits.queries.compliance import with_names
from audits.rules.published import RoundCounts
from audits.states import READABLE_BY_BOARD, RoundStatus
from boards.models import BoardYear, Sector


@dataclass(frozen=True)
class SectorCounts:
    """Returns of one sector in a round."""

    sector: str
    invited: int
    submitted: int


@dataclass
class RoundFigures:
    """A round with its counts; `sectors` are known for live rounds only."""

    round: Round
    counts: RoundCounts
    sectors: list[SectorCounts] = field(default_factory=list)
    findings: list[tuple[str, object]] = field(default_factory=list)


def of_year(year: BoardYear) -> list[RoundFigures]:
    """Return the opened and published rounds of the year in their order: four queries."""
    rounds = {
        round_.key: round_
        for round_ in Round.objects.filter(year=year)
        .exclude(status=RoundStatus.DRAFT)
        .prefetch_related("findings")
    }
    sectors = _sectors(year, [r.pk for r in rounds.values() if r.status != RoundStatus.PUBLISHED])
    return [
        RoundFigures(
            rounds[counts.key],
            counts,
            sectors=sectors.get(rounds[counts.key].pk, []),
            findings=[(f.label, f.percent) for f in rounds[counts.key].findings.all()],
        )
        for counts in published.counts(year)
        if counts.key is not None
    ]


def _sectors(year: BoardYear, rounds: list[int]) -> dict[int, list[SectorCounts]]:
    """Return the counts by sector of live rounds, in the order of sectors."""
    if not rounds:
        return {}
    labels = dict(Sector.objects.values_list("key", "label"))
    rows = (
        with_names(Return.objects.filter(round__in=rounds), year.board_id)
        .order_by()
        .values("round", "sector_key")
        .annotate(
            invited=Count("pk"), submitted=Count("pk", filter=Q(status__in=READABLE_BY_BOARD))
        )
    )
    order = list(labels)
    found: dict[int, list[SectorCounts]] = {}
    for row in sorted(rows, key=lambda row: order.index(row["sector_key"])):
        line = SectorCounts(labels[row["sector_key"]], row["invited"], row["submitted"])
        found.setdefault(row["round"], []).append(line)
    return found
