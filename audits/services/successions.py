"""What happens to unfinished returns when their agency is replaced."""

import contextlib
from collections.abc import Sequence

from audits.queries.successions import moves
from audits.services import returns, rounds
from audits.services.answers import lock_return
from audits.states import ReturnStatus
from boards.errors import DomainError
from boards.models import Agency, Board, User


def carry_out(board: Board, olds: Sequence[Agency], heir: Agency, by: User) -> None:
    """Let unfinished returns go on under the successor's name, one in each round.

    A sign-off was the old agency's, so it is taken back. Empty ones that cannot go on leave the
    round; others stay under the old name.
    """
    for move in moves(board, olds, heir):
        record = move.record
        if not move.moves:
            with contextlib.suppress(DomainError):
                rounds.remove(return_record=record, by=by)
            continue
        if record.status == ReturnStatus.SIGNED_OFF:
            returns.take_back_sign_off(return_record=record, version=record.version, by=by)
        locked = lock_return(record)
        locked.agency = heir
        locked.version += 1
        locked.save(update_fields=["agency", "version"])
