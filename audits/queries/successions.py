"""Unfinished returns of agencies that become another one."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from audits.models import Return
from audits.states import READABLE_BY_BOARD, ReturnStatus, RoundStatus
from boards.models import Agency, Board


@dataclass(frozen=True)
class Move:
    """A return that is not in yet; one a round can go on under the successor's name."""

    record: Return
    moves: bool


def moves(board: Board, olds: Sequence[Agency], heir: Agency | None) -> list[Move]:
    """Return what would become of unfinished returns of rounds that run or are being drafted.

    Of several in one round the one with the most answers goes on, and none when the successor
    answers that round itself.
    """
    rounds = [RoundStatus.DRAFT, RoundStatus.OPEN]
    rows = Return.objects.filter(round__board=board, round__status__in=rounds)
    taken = set(rows.filter(agency=heir).values_list("round_id", flat=True)) if heir else set()
    counting = Count("answers", filter=Q(answers__is_confirmed=True))
    unfinished = (
        rows.filter(agency__in=olds)
        .exclude(status__in=READABLE_BY_BOARD)
        .annotate(written=counting)
        .select_related("round__board", "agency")
        .order_by("round__closes_on", "round_id", "-written", "pk")
    )
    found = []
    for round_id, returns in groupby(unfinished, key=lambda row: row.round_id):
        for place, record in enumerate(returns):
            found.append(Move(record, moves=place == 0 and round_id not in taken))
    return found


def foresee(board: Board, olds: Sequence[Agency], heir: Agency | None) -> Iterator[str]:
    """Say what would happen to returns, in sentences."""
    for move in moves(board, olds, heir):
        if move.moves:
            text = _("“%(round)s”: the unfinished return of %(agency)s goes on under the new name.")
        else:
            text = _(
                "“%(round)s”: another return goes on, so the one of %(agency)s stays under its own"
                " name; it leaves the round if nothing is written in it."
            )
        yield text % {"round": move.record.round, "agency": move.record.agency}
    waiting = Return.objects.filter(
        round__board=board, agency__in=olds, status=ReturnStatus.SUBMITTED
    ).count()
    if waiting:
        yield _(
            "Returns that wait to be read: %(count)d. They stay under the old name; read them"
            " first if you may want to send one back."
        ) % {"count": waiting}
