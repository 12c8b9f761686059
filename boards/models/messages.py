from __future__ import annotations

import uuid
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from boards.authorization import Permission
from boards.history import tracked
from boards.models.boards import Board
from boards.queue import Job
from boards.states import JobStatus

if TYPE_CHECKING:
    from boards.models.people import User


class MessageQuerySet(models.QuerySet["Message"]):
    def visible_to(self, user: User) -> MessageQuerySet:
        from boards.models.people import Membership

        return self.filter(
            Exists(
                Membership.objects.granting(Permission.OUTBOX_VIEW, user).filter(
                    board=OuterRef("board"), agency=None
                )
            )
        )


def new_message_id() -> str:
    return f"{uuid.uuid4()}@portal"


class Message(Job):
    """An e-mail, kept as it was sent. Links that let somebody in are in `secrets` until then."""

    class Fate(models.TextChoices):
        """What is known of the delivery; unknown is shown to a person, never sent again by
        itself.
        """

        WAITING = "waiting", "Waiting"
        SENT = "sent", "Sent"
        REFUSED = "refused", "Refused"
        UNKNOWN = "unknown", "Unknown"

    #: Kinds whose secret is of no use later: it is wiped whatever became of the message.
    SHORT_LIVED = frozenset({"sign_in_code"})

    task_name = "boards.send_message"
    task_queue = "mail"

    board = models.ForeignKey(
        Board, null=True, blank=True, on_delete=models.PROTECT, related_name="outbox"
    )
    kind = models.CharField(max_length=60)
    to_user = models.ForeignKey(
        "boards.User", null=True, blank=True, on_delete=models.PROTECT, related_name="messages"
    )
    to_email = models.EmailField(max_length=254)
    subject = models.CharField(max_length=200)
    #: Placeholders such as {{link}} stand where `secrets` are put at the moment of sending.
    body = models.TextField()
    secrets = models.JSONField(default=dict, blank=True)
    message_id = models.CharField(max_length=100, unique=True, default=new_message_id)
    #: The same occasion never makes two messages.
    dedupe_key = models.CharField(max_length=200, unique=True, null=True, blank=True)
    fate = models.CharField(max_length=8, choices=Fate.choices, default=Fate.WAITING)
    sent_at = models.DateTimeField(null=True, blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        ordering = ["-queued_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=[s.value for s in JobStatus]), name="message_status"
            ),
            models.CheckConstraint(
                condition=~Q(fate="sent") | Q(sent_at__isnull=False), name="message_sent_at"
            ),
        ]

    def __str__(self) -> str:
        return self.subject

    @classmethod
    def on_stalled(cls, rows: models.QuerySet, *, now: datetime) -> None:
        """Its worker died while sending: it may have left, so only a person sends it again."""
        rows.filter(kind__in=cls.SHORT_LIVED).update(secrets={})
        rows.update(
            status=JobStatus.FAILED,
            fate=cls.Fate.UNKNOWN,
            finished_at=now,
            error=_("The worker stopped while sending this."),
        )


class NotificationQuerySet(models.QuerySet["Notification"]):
    def visible_to(self, user: User) -> NotificationQuerySet:
        return self.filter(user=user)


@tracked()
class Notification(models.Model):
    """Something a person is told inside the portal."""

    user = models.ForeignKey("boards.User", on_delete=models.PROTECT, related_name="notifications")
    board = models.ForeignKey(Board, on_delete=models.PROTECT, related_name="+")
    text = models.CharField(max_length=300)
    path = models.CharField(max_length=300)
    created_at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True, blank=True)

    objects = NotificationQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["user"], condition=Q(read_at=None), name="notification_unread")
        ]

    def __str__(self) -> str:
        return self.text
