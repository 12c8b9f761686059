"""The outbox of the demonstration: sent long ago, except what shows how failures look."""

import datetime as dt

from django.utils import timezone

from boards.models import Message
from boards.services import messages
from boards.states import JobStatus

#: Fates that want a person, with what the mail server said.
UNHAPPY = (
    (Message.Fate.REFUSED, "SMTPRecipientsRefused 550"),
    (Message.Fate.UNKNOWN, "SMTPServerDisconnected"),
)


def settle() -> None:
    """Send what waits, on the day when it was written; a demonstration's mail goes nowhere."""
    waiting = Message.objects.filter(status=JobStatus.QUEUED).order_by("queued_at", "pk")
    for pk, queued_at in list(waiting.values_list("pk", "queued_at")):
        # What was written this very moment is not sent in the future.
        sent_at = min(queued_at + dt.timedelta(seconds=4), timezone.now())
        messages.deliver(pk, now=sent_at)


def spoil(kind: str) -> None:
    """Let the two newest messages of a kind fail, as a mail server would have it."""
    newest = Message.objects.filter(kind=kind).order_by("-queued_at", "-pk")
    for pk, (fate, error) in zip(
        list(newest.values_list("pk", flat=True)[:2]), UNHAPPY, strict=False
    ):
        Message.objects.filter(pk=pk).update(
            status=JobStatus.FAILED, fate=fate, error=error, sent_at=None
        )
