"""What a digest says, and what the settings page shows of it."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from boards import emails
from boards.models import Board, Notification, NotificationSetting, User
from boards.registry import registry
from boards.rules.digests import Frequency, leaves_at


@dataclass(frozen=True)
class Preview:
    """The digest that would leave next for a board, as its e-mail stands now."""

    board: Board
    subject: str
    body: str
    leaves_at: datetime


def digest_context(rows: Iterable[Notification]) -> dict[str, Any]:
    """Return how much happened of each kind: no text of a notification, as it may name people."""
    labels = {kind.key: str(kind.label) for kind in registry.notification_kinds}
    counted = Counter(labels.get(row.kind, _("Other news")) for row in rows)
    return {
        "lines": sorted(counted.items()),
        "count": counted.total(),
        "url": emails.link_to(reverse("notification-list")),
    }


def choices_of(user: User) -> dict[str, str]:
    """Return the person's choice of each kind; the one for all is under the empty key."""
    rows = NotificationSetting.objects.filter(user=user).values_list("kind", "frequency")
    return {"": str(Frequency.AT_ONCE), **dict(rows)}


def previews(user: User, *, now: datetime) -> list[Preview]:
    """Return what waits for the person's next digests, one for each board."""
    rows = Notification.objects.visible_to(user).waiting().select_related("board")
    found = []
    for board, group in groupby(rows.order_by("board__name", "pk"), key=lambda row: row.board):
        of_board = list(group)
        subject, body = emails.render("digest", {"board": board, **digest_context(of_board)})
        first = min(_next(row, now) for row in of_board)
        found.append(Preview(board, subject, body, first))
    return found


def _next(row: Notification, now: datetime) -> datetime:
    """Return when the row's digest leaves: the first moment for its kind after it happened."""
    step = timedelta(days=7 if row.digest == Frequency.WEEKLY else 1)
    last = leaves_at(row.digest, now)
    return last if row.created_at < last else leaves_at(row.digest, now + step)
