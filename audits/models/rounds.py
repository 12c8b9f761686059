from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from audits.models.tools import ToolKind, ToolVersion
from audits.states import RoundStatus
from boards.authorization import Permission
from boards.history import tracked
from boards.search import searchable

if TYPE_CHECKING:
    from boards.models import User


class RoundQuerySet(models.QuerySet["Round"]):
    def visible_to(self, user: User) -> RoundQuerySet:
        """Rounds of boards on which the person's role sees rounds."""
        from boards.models import Membership

        granting = Membership.objects.granting(Permission.ROUND_VIEW, user)
        return self.filter(Exists(granting.filter(board=OuterRef("board"))))

    def live(self) -> RoundQuerySet:
        """Rounds with returns, not the published counts of past years."""
        return self.exclude(status=RoundStatus.PUBLISHED)


@tracked()
@searchable("round", title=("title",), text=("introduction",))
class Round(models.Model):
    """A tool version sent to agencies with dates; or the published counts of a past one, never
    both.
    """

    class Status(models.TextChoices):
        DRAFT = RoundStatus.DRAFT, _("Draft")
        OPEN = RoundStatus.OPEN, _("Open")
        CLOSED = RoundStatus.CLOSED, _("Closed")
        PUBLISHED = RoundStatus.PUBLISHED, _("Published counts")

    board = models.ForeignKey("boards.Board", on_delete=models.PROTECT, related_name="rounds")
    year = models.ForeignKey("boards.BoardYear", on_delete=models.PROTECT, related_name="rounds")
    key = models.SlugField(max_length=60)
    title = models.CharField(max_length=300)
    kind = models.CharField(max_length=20, choices=ToolKind.choices)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.DRAFT)
    tool_version = models.ForeignKey(
        ToolVersion, null=True, blank=True, on_delete=models.PROTECT, related_name="rounds"
    )
    introduction = models.TextField(blank=True)
    opens_on = models.DateField(null=True, blank=True)
    closes_on = models.DateField(null=True, blank=True)
    #: Answers are copied forward from the returns of this round.
    previous = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    opened_by = models.ForeignKey(
        "boards.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        "boards.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    closed_at = models.DateTimeField(null=True, blank=True)
    #: Published counts; None where the report does not say.
    invited = models.PositiveIntegerField(null=True, blank=True)
    submitted = models.PositiveIntegerField(null=True, blank=True)
    started = models.PositiveIntegerField(null=True, blank=True)
    not_started = models.PositiveIntegerField(null=True, blank=True)
    order = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)

    objects = RoundQuerySet.as_manager()

    class Meta:
        ordering = ["board", "year", "order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["year", "key"], name="round_key_unique"),
            models.CheckConstraint(
                condition=Q(status__in=[s.value for s in RoundStatus]), name="round_status"
            ),
            models.CheckConstraint(
                condition=(
                    Q(status="published", tool_version=None, opened_at=None)
                    | (
                        ~Q(status="published")
                        & Q(
                            tool_version__isnull=False,
                            opens_on__isnull=False,
                            closes_on__isnull=False,
                            invited=None,
                            submitted=None,
                            started=None,
                            not_started=None,
                        )
                    )
                ),
                name="round_live_or_published_counts",
            ),
            models.CheckConstraint(
                condition=Q(closes_on=None) | Q(closes_on__gte=F("opens_on")),
                name="round_closes_after_opening",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["open", "closed"]) | Q(opened_at__isnull=False),
                name="round_opened_at",
            ),
            models.CheckConstraint(
                condition=~Q(status="closed") | Q(closed_at__isnull=False), name="round_closed_at"
            ),
        ]

    def __str__(self) -> str:
        return self.title


@tracked()
class RoundFinding(models.Model):
    """A published percentage of a past round, in the report's own measure."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="findings")
    label = models.CharField(max_length=300)
    percent = models.DecimalField(max_digits=6, decimal_places=2, null=True, blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["round", "order", "pk"]

    def __str__(self) -> str:
        return self.label
