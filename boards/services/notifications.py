"""What people are told inside the portal."""

from datetime import datetime

from django.utils import timezone

from boards.activity import change
from boards.models import Board, Notification, User

TEXT_LENGTH = 300


def tell(
    *,
    user: User,
    board: Board,
    text: str,
    path: str,
    by: User | None = None,
    now: datetime | None = None,
) -> Notification:
    """Tell a person something, with the page it is about. No child's name may stand in it."""
    with change("notifications.tell", by=by, board=board):
        return Notification.objects.create(
            user=user,
            board=board,
            text=text[:TEXT_LENGTH],
            path=path,
            created_at=now or timezone.now(),
        )


def mark_read(*, notification: Notification, by: User, now: datetime | None = None) -> Notification:
    """Note that the person has seen it; seeing it again changes nothing."""
    with change("notifications.read", by=by, board=notification.board):
        row = Notification.objects.select_for_update().get(pk=notification.pk, user=by)
        if row.read_at is None:
            row.read_at = now or timezone.now()
            row.save(update_fields=["read_at"])
    return row


def mark_all_read(*, by: User, now: datetime | None = None) -> int:
    """Note that the person has seen everything; return how many were new."""
    with change("notifications.read", by=by):
        return Notification.objects.filter(user=by, read_at=None).update(
            read_at=now or timezone.now()
        )
