from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from boards.authorization import Permission
from boards.history import tracked
from boards.models.agencies import Agency
from boards.models.boards import Board
from boards.models.evidence import Evidence
from boards.search import searchable
from boards.states import ActionStatus

if TYPE_CHECKING:
    from boards.models.people import User


class ActionQuerySet(models.QuerySet["Action"]):
    def visible_to(self, user: User) -> ActionQuerySet:
        """Actions of the board for its people; those of their agency for an agency's people.

        What is held back is its agency's alone.
        """
        from boards.models.people import Membership

        granting = Membership.objects.granting(Permission.ACTION_VIEW, user).filter(
            board=OuterRef("board")
        )
        own = Exists(granting.filter(agency=OuterRef("agency")))
        board = Exists(granting.filter(agency=None))
        return self.filter(own | (Q(held_back=False) & board))

    def shared(self) -> ActionQuerySet:
        """Actions that the board knows of: what is held back counts nowhere."""
        return self.filter(held_back=False)

    def open(self) -> ActionQuerySet:
        return self.filter(status=ActionStatus.OPEN)

    def overdue(self, on: date) -> ActionQuerySet:
        return self.open().filter(due_on__lt=on)


@tracked()
@searchable(
    "action",
    title=("'A' || {row}.number", "title"),
    text=(
        "description", "success_measure", "completion_evidence", "impact", "impact_measure",
        "withdrawn_reason", "source_label",
    ),
)  # fmt: skip
class Action(models.Model):
    """Something that will be done, by whom and by when. The one tracker of the whole portal."""

    class Status(models.TextChoices):
        OPEN = ActionStatus.OPEN, _("Open")
        COMPLETE = ActionStatus.COMPLETE, _("Complete: waiting for the board")
        CLOSED = ActionStatus.CLOSED, _("Closed")
        WITHDRAWN = ActionStatus.WITHDRAWN, _("Withdrawn")

    class Source(models.TextChoices):
        AUDIT = "audit", _("Audit")
        MEETING = "meeting", _("Meeting")
        REVIEW = "review", _("Review")
        INSPECTION = "inspection", _("Inspection")
        CHALLENGE = "challenge", _("Challenge")
        RISK = "risk", _("Risk")
        PLAN = "plan", _("Business plan")
        OTHER = "other", _("Other")

    class Rating(models.TextChoices):
        GREEN = "green", _("On track")
        AMBER = "amber", _("At risk")
        RED = "red", _("Off track")

    board = models.ForeignKey(Board, on_delete=models.PROTECT, related_name="actions")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=300)
    description = models.TextField(blank=True)
    success_measure = models.TextField(blank=True)
    agency = models.ForeignKey(
        Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="actions"
    )
    owner = models.ForeignKey(
        "boards.User", null=True, blank=True, on_delete=models.PROTECT, related_name="actions"
    )
    due_on = models.DateField()
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.OPEN)
    #: The owner's judgement; lateness is worked out, never stored.
    rating = models.CharField(max_length=5, choices=Rating.choices, default=Rating.GREEN)
    source = models.CharField(max_length=12, choices=Source.choices, default=Source.OTHER)
    source_label = models.CharField(max_length=300, blank=True)
    #: Path inside the portal of what the action came from.
    source_path = models.CharField(max_length=300, blank=True)
    raised_by = models.ForeignKey(
        "boards.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    raised_at = models.DateTimeField(default=timezone.now)
    completed_by = models.ForeignKey(
        "boards.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    completed_at = models.DateTimeField(null=True, blank=True)
    completion_evidence = models.TextField(blank=True)
    closed_by = models.ForeignKey(
        "boards.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    closed_at = models.DateTimeField(null=True, blank=True)
    #: What changed in practice, and how that was measured: no action closes without both.
    impact = models.TextField(blank=True)
    impact_measure = models.TextField(blank=True)
    withdrawn_by = models.ForeignKey(
        "boards.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_reason = models.TextField(blank=True)
    #: Planned in a return that its agency has not sent: the agency's own until then, as the
    #: answer that it belongs to. Nobody works on it meanwhile.
    held_back = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)

    objects = ActionQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "pk"]
        indexes = [models.Index(fields=["board", "status", "due_on"], name="action_due")]
        constraints = [
            models.UniqueConstraint(fields=["board", "number"], name="action_number_unique"),
            models.CheckConstraint(
                condition=Q(status__in=[s.value for s in ActionStatus]), name="action_status"
            ),
            models.CheckConstraint(
                condition=Q(held_back=False) | Q(status="open", agency__isnull=False),
                name="action_held_back_is_an_agencys",
            ),
            models.CheckConstraint(
                condition=~Q(status="closed")
                | (
                    Q(closed_at__isnull=False, closed_by__isnull=False)
                    & ~Q(impact="")
                    & ~Q(impact_measure="")
                ),
                name="action_closed_with_impact",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["complete", "closed"])
                | (
                    Q(completed_at__isnull=False, completed_by__isnull=False)
                    & ~Q(completion_evidence="")
                ),
                name="action_complete_with_evidence",
            ),
            models.CheckConstraint(
                condition=~Q(status="withdrawn")
                | (
                    Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False)
                    & ~Q(withdrawn_reason="")
                ),
                name="action_withdrawn_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"A{self.number} {self.title}"


@tracked()
class ActionUpdate(models.Model):
    """A progress note, or an extension or reassignment with its reason."""

    class Kind(models.TextChoices):
        NOTE = "note", _("Progress")
        EXTENSION = "extension", _("Extension")
        REASSIGNMENT = "reassignment", _("Reassignment")
        STATUS = "status", _("Status")

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="updates")
    kind = models.CharField(max_length=12, choices=Kind.choices, default=Kind.NOTE)
    text = models.TextField()
    old_due_on = models.DateField(null=True, blank=True)
    new_due_on = models.DateField(null=True, blank=True)
    by = models.ForeignKey("boards.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return self.text[:80]


@tracked()
class ActionEvidence(models.Model):
    """Evidence that an action was done."""

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="evidence_links")
    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, related_name="action_links")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["action", "evidence"], name="action_evidence_unique")
        ]

    def __str__(self) -> str:
        return str(self.evidence)


@tracked()
class ActionTheme(models.Model):
    """What an action is about."""

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="theme_links")
    theme = models.ForeignKey("boards.Theme", on_delete=models.PROTECT, related_name="action_links")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["action", "theme"], name="action_theme_unique")
        ]

    def __str__(self) -> str:
        return str(self.theme)
