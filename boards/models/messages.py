from __future__ import annotations

import uuid
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from boards.authorization import Permission
from boards.history import tracked
from boards.models.boards import Board
from boards.queue import Job
from boards.rules.digests import Frequency
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

    def waiting(self) -> NotificationQuerySet:
        """Those that a digest is still to tell of: what was read in the portal needs none."""
        return self.filter(read_at=None, message=None).exclude(digest="")


@tracked()
class Notification(models.Model):
    """Something a person is told inside the portal."""

    class Digest(models.TextChoices):
        DAILY = Frequency.DAILY, gettext_lazy("Daily")
        WEEKLY = Frequency.WEEKLY, gettext_lazy("Weekly")

    user = models.ForeignKey("boards.User", on_delete=models.PROTECT, related_name="notifications")
    board = models.ForeignKey(Board, on_delete=models.PROTECT, related_name="+")
    #: A key of `registry.notification_kinds`.
    kind = models.CharField(max_length=40, default="general")
    text = models.CharField(max_length=300)
    path = models.CharField(max_length=300)
    #: The digest it waits for, as the person had chosen when it happened; empty for none.
    digest = models.CharField(max_length=8, choices=Digest.choices, blank=True)
    #: The digest that told of it.
    message = models.ForeignKey(
        Message, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True, blank=True)

    objects = NotificationQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["user"], condition=Q(read_at=None), name="notification_unread"),
            models.Index(
                fields=["created_at"],
                condition=Q(read_at=None, message=None) & ~Q(digest=""),
                name="notification_waiting",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(message=None) | ~Q(digest=""), name="notification_told_by_its_digest"
            )
        ]

    def __str__(self) -> str:
        return self.text


@tracked()
class NotificationSetting(models.Model):
    """How a person wants to hear of a kind of thing; the empty kind stands for all others."""

    class Choice(models.TextChoices):
        AT_ONCE = Frequency.AT_ONCE, gettext_lazy("By e-mail, at once")
        DAILY = Frequency.DAILY, gettext_lazy("By e-mail, together, every morning")
        WEEKLY = Frequency.WEEKLY, gettext_lazy("By e-mail, together, on Mondays")
        PORTAL = Frequency.PORTAL, gettext_lazy("Only here in the portal")

    user = models.ForeignKey(
        "boards.User", on_delete=models.PROTECT, related_name="notification_settings"
    )
    kind = models.CharField(max_length=40, blank=True)
    frequency = models.CharField(max_length=8, choices=Choice.choices)

    class Meta:
        ordering = ["user", "kind"]
        constraints = [
            models.UniqueConstraint(fields=["user", "kind"], name="notification_setting_unique"),
            models.CheckConstraint(
                condition=Q(frequency__in=[f.value for f in Frequency]),
                name="notification_setting_frequency",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind or '*'}: {self.get_frequency_display()}"
