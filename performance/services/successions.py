"""What happens to the figures that an agency owes when it is replaced."""

from collections.abc import Sequence

from django.db.models import F
from django.utils import timezone

from boards.models import Agency, Board, User
from performance.models import DataRequirement
from performance.queries.successions import moves, questions_that_move
from performance.states import DataReturnStatus


def carry_out(board: Board, olds: Sequence[Agency], heir: Agency, by: User) -> None:
    """Ask the successor for what the agencies were asked for, awaited returns with their drafts.

    What was sent stays under the old name: figures sent anew by the successor would stand beside
    the old ones. What the successor is asked for itself is asked of nobody twice.
    """
    for move in moves(board, olds, heir):
        locked = DataRequirement.objects.select_for_update().get(pk=move.requirement.pk)
        if move.moves:
            locked.agency = heir
            awaited = locked.data_returns.filter(status=DataReturnStatus.AWAITED)
            awaited.update(agency=heir, version=F("version") + 1)
        else:
            _end(locked)
        locked.version += 1
        locked.save()
    # Drafts go with their question; what was sent stays under the old name.
    for answer in questions_that_move(board, olds, heir):
        answer.agency = heir
        answer.version += 1
        answer.save(update_fields=["agency", "version"])


def _end(requirement: DataRequirement) -> None:
    """Ask for no period that is not over yet."""
    last_day = max(timezone.localdate(), requirement.starts_on)
    requirement.ends_on = min(requirement.ends_on or last_day, last_day)
