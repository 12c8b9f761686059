"""What people are told: always inside the portal, and by e-mail as each has chosen."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils import timezone

from boards.activity import change
from boards.emails import link_to
from boards.models import Board, Notification, NotificationSetting, User
from boards.rules.digests import DIGESTS, Frequency, frequency_of
from boards.services import messages

TEXT_LENGTH = 300


@dataclass(frozen=True)
class Mail:
    """An e-mail about something, in words of its own: `boards/emails/<template>.txt`."""

    template: str
    dedupe_key: str
    context: Mapping[str, Any] = field(default_factory=dict)


def tell(
    *,
    user: User,
    board: Board,
    text: str,
    path: str,
    kind: str = "general",
    mail: Mail | None = None,
    by: User | None = None,
    now: datetime | None = None,
) -> Notification:
    """Tell a person something, with the page it is about. No child's name may stand in it.

    Who wants to hear of the kind at once gets an e-mail too (`mail`, else a plain one with the
    link); who chose a digest gets it with that. E-mails name nobody.
    """
    with change("notifications.tell", by=by, board=board):
        frequency = frequencies(kind, [user.pk])[user.pk]
        row = Notification.objects.create(
            user=user, board=board, kind=kind, text=text[:TEXT_LENGTH], path=path,
            created_at=now or timezone.now(), digest=digest_of(frequency),
        )  # fmt: skip
        if frequency == Frequency.AT_ONCE:
            mail = mail or Mail("notification", f"notification:{row.pk}")
            messages.write(
                kind=mail.template, template=mail.template, to_user=user, board=board,
                context={"url": link_to(path), **mail.context}, dedupe_key=mail.dedupe_key,
            )  # fmt: skip
    return row


def frequencies(kind: str, users: Collection[int]) -> dict[int, Frequency]:
    """Return how each of these people (primary keys) wants to hear of the kind."""
    chosen: dict[int, dict[str, str]] = {pk: {} for pk in users}
    rows = NotificationSetting.objects.filter(user__in=users, kind__in=["", kind])
    for user, of_kind, frequency in rows.values_list("user", "kind", "frequency"):
        chosen[user][of_kind] = frequency
    return {pk: frequency_of(kind, choices) for pk, choices in chosen.items()}


def digest_of(frequency: Frequency) -> str:
    """Return what `Notification.digest` says for somebody of this frequency."""
    return frequency if frequency in DIGESTS else ""


def choose(*, by: User, choices: Mapping[str, str]) -> None:
    """Keep how the person wants to hear of each kind; an empty choice follows the one for all.

    It holds for what happens from now on: what waits for a digest leaves with that digest.
    """
    with change("notifications.choose", by=by):
        for kind, frequency in choices.items():
            if frequency:
                NotificationSetting.objects.update_or_create(
                    user=by, kind=kind, defaults={"frequency": frequency}
                )
            else:
                NotificationSetting.objects.filter(user=by, kind=kind).delete()


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
