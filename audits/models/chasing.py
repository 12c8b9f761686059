from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audits.models.returns import Return
from audits.models.rounds import Round
from audits.rules.chasing import Audience, Plan
from boards.authorization import Permission
from boards.history import tracked

if TYPE_CHECKING:
    from boards.models import User


def _default_before() -> list[int]:
    return list(Plan.before)


def _default_after() -> list[int]:
    return list(Plan.after)


class ChasingQuerySet(models.QuerySet["Chasing"]):
    def visible_to(self, user: User) -> ChasingQuerySet:
        return self.filter(round__in=Round.objects.visible_to(user))


@tracked()
class Chasing(models.Model):
    """When the people of a round are reminded. A round without one is chased by the usual days."""

    round = models.OneToOneField(Round, on_delete=models.CASCADE, related_name="chasing")
    #: Days before and after the due day.
    before = ArrayField(models.PositiveSmallIntegerField(), default=_default_before, blank=True)
    after = ArrayField(models.PositiveSmallIntegerField(), default=_default_after, blank=True)
    #: Days late after which the agency's lead is told, then the board's manager.
    lead_after = models.PositiveSmallIntegerField(default=Plan.lead_after, null=True, blank=True)
    board_after = models.PositiveSmallIntegerField(default=Plan.board_after, null=True, blank=True)
    paused_at = models.DateTimeField(null=True, blank=True)
    paused_by = models.ForeignKey(
        "boards.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    paused_reason = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = ChasingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(paused_at=None, paused_by=None, paused_reason="")
                | (Q(paused_at__isnull=False, paused_by__isnull=False) & ~Q(paused_reason="")),
                name="chasing_paused_with_reason",
            )
        ]

    def __str__(self) -> str:
        return str(self.round)

    def plan(self) -> Plan:
        return Plan(tuple(self.before), tuple(self.after), self.lead_after, self.board_after)


class ReminderQuerySet(models.QuerySet["Reminder"]):
    def visible_to(self, user: User) -> ReminderQuerySet:
        """Reminders of rounds that the person's office sees."""
        from boards.models import Membership

        office = Membership.objects.granting(Permission.ROUND_VIEW, user).filter(agency=None)
        return self.filter(Exists(office.filter(board=OuterRef("return_record__round__board"))))


@tracked()
class Reminder(models.Model):
    """A step of chasing a return: sent once, or passed over. A new due day begins anew."""

    class Outcome(models.TextChoices):
        SENT = "sent", _("Sent")
        SKIPPED = "skipped", _("Passed over")

    return_record = models.ForeignKey(Return, on_delete=models.CASCADE, related_name="reminders")
    step = models.CharField(max_length=20)
    audience = models.CharField(max_length=6, choices=[(a.value, a.value) for a in Audience])
    #: The due day from which the step was counted.
    counted_from = models.DateField()
    outcome = models.CharField(max_length=7, choices=Outcome.choices)
    #: How many people were written to; nobody may be there to be told.
    told = models.PositiveIntegerField(default=0)
    at = models.DateTimeField(default=timezone.now)
    #: None when the portal did it by itself.
    by = models.ForeignKey(
        "boards.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = ReminderQuerySet.as_manager()

    class Meta:
        ordering = ["return_record", "at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["return_record", "step", "counted_from"], name="reminder_once"
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=["sent", "skipped"]), name="reminder_outcome"
            ),
            models.CheckConstraint(
                condition=Q(audience__in=[a.value for a in Audience]), name="reminder_audience"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.return_record}: {self.step}"
