"""Digests: what happened on a board since the last one, in one e-mail that names nobody.

A notification is claimed for its digest in the transaction that writes the e-mail, so it is told of
once however often, late or twice at a time this runs.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from boards.activity import change
from boards.models import Board, Membership, Message, Notification, User
from boards.queries import notifications as queries
from boards.rules.digests import DIGESTS, leaves_at
from boards.services import messages


def send_due(*, now: datetime | None = None) -> int:
    """Write the digests that are to leave by now, one for a person and board; return how many.

    Nobody is written to who has no role on the board any more.
    """
    now = now or timezone.now()
    due = Q()
    for frequency in DIGESTS:
        due |= Q(digest=frequency, created_at__lt=leaves_at(frequency, now))
    role = Membership.objects.current(timezone.localdate(now)).filter(
        user=OuterRef("user"), board=OuterRef("board")
    )
    rows = Notification.objects.waiting().filter(due, Exists(role), user__is_active=True)
    pairs = rows.order_by().values_list("user", "board").distinct()
    people = User.objects.in_bulk({user for user, _board in pairs})
    boards = Board.objects.in_bulk({board for _user, board in pairs})
    return sum(_send(people[user], boards[board], due, now=now) for user, board in list(pairs))


def _send(user: User, board: Board, due: Q, *, now: datetime) -> bool:
    """Claim what is due and write the e-mail, unless somebody else has just done so."""
    with change("notifications.digest", by=None, board=board):
        waiting = Notification.objects.waiting().filter(due, user=user, board=board)
        claimed = list(waiting.select_for_update(skip_locked=True))
        if not claimed:
            return False
        message = _write(user, board, claimed, now=now)
        Notification.objects.filter(pk__in=[row.pk for row in claimed]).update(message=message)
    return True


def _write(user: User, board: Board, claimed: Sequence[Notification], *, now: datetime) -> Message:
    return messages.write(
        kind="digest", template="digest", to_user=user, board=board,
        context=queries.digest_context(claimed),
        dedupe_key=f"digest:{user.pk}:{max(row.pk for row in claimed)}",
    )  # fmt: skip
