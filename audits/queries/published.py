"""Counts of a reporting year's audit rounds: published ones as they are, live ones counted."""

from collections.abc import Mapping
from typing import Any, cast

from django.db.models import Count, Exists, OuterRef, Q

from audits.models import Answer, Return, Round
from audits.rules.published import RoundCounts, audit_rounds_block, sum_errors
from audits.states import READABLE_BY_BOARD, ReturnStatus, RoundStatus
from boards.models import BoardYear


def counts(year: BoardYear) -> list[RoundCounts]:
    """Return the counts of each round of the year, in order: two queries, whatever their number."""
    rounds = list(Round.objects.filter(year=year).exclude(status=RoundStatus.DRAFT))
    live = _live_counts([each for each in rounds if each.status != RoundStatus.PUBLISHED])
    return [live.get(each.pk) or published_counts(each) for each in sorted(rounds, key=_order)]


def published_counts(of_round: Round) -> RoundCounts:
    """Return the counts that were imported for a past round."""
    return RoundCounts(
        of_round.key,
        of_round.invited,
        of_round.submitted,
        of_round.started,
        of_round.not_started,
    )


def audit_rounds(year: BoardYear) -> dict[str, Any]:
    """Return the block `audit_rounds` of report data."""
    return audit_rounds_block(counts(year))


def consistency(year: BoardYear) -> list[dict[str, Any]]:
    """Return the year's rounds whose counts do not add up."""
    return sum_errors(counts(year))


def _live_counts(rounds: list[Round]) -> dict[int, RoundCounts]:
    """Count returns: submitted is with the board, started has an answer that somebody stands by."""
    if not rounds:
        return {}
    answered = Exists(Answer.objects.counting().filter(return_record=OuterRef("pk")))
    submitted = Q(status__in=READABLE_BY_BOARD)
    begun = ~Q(status=ReturnStatus.DRAFT) | Q(is_answered=True)
    rows = (
        Return.objects.filter(round__in=rounds)
        .annotate(is_answered=answered)
        .order_by()
        .values("round")
        .annotate(
            invited=Count("pk"),
            submitted=Count("pk", filter=submitted),
            started=Count("pk", filter=~submitted & begun),
        )
    )
    by_round = {row["round"]: cast("Mapping[str, int]", row) for row in rows}
    nobody = {"invited": 0, "submitted": 0, "started": 0}
    return {each.pk: _counted(each, by_round.get(each.pk, nobody)) for each in rounds}


def _counted(of_round: Round, row: Mapping[str, int]) -> RoundCounts:
    invited, submitted, started = row["invited"], row["submitted"], row["started"]
    return RoundCounts(of_round.key, invited, submitted, started, invited - submitted - started)


def _order(of_round: Round) -> tuple[int, int]:
    return (of_round.order, of_round.pk)
