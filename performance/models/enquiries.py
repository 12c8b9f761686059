from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from boards.authorization import Permission
from boards.history import tracked
from boards.models.groups import OfBoardQuerySet
from boards.search import searchable
from performance.models.indicators import Indicator
from performance.models.periods import InPeriod, period_constraint
from performance.states import EnquiryStatus

#: Another group has, or had, the recommendation before it.
_PUT_FORWARD = ["recommended", "more_asked", "escalated", "accepted"]


class EnquiryQuerySet(OfBoardQuerySet):
    permission = Permission.ENQUIRY_VIEW

    def under_way(self) -> EnquiryQuerySet:
        return self.exclude(status=EnquiryStatus.CLOSED)  # type: ignore[no-any-return]


@tracked()
@searchable("enquiry", title=("title",), text=("why", "finding", "recommendation"))
class Enquiry(InPeriod):
    """A line of enquiry: what the board asks because of a figure, and what it found."""

    class Status(models.TextChoices):
        OPEN = EnquiryStatus.OPEN, _("Being looked into")
        RECOMMENDED = EnquiryStatus.RECOMMENDED, _("To be decided")
        MORE_ASKED = EnquiryStatus.MORE_ASKED, _("More was asked for")
        ESCALATED = EnquiryStatus.ESCALATED, _("Escalated")
        ACCEPTED = EnquiryStatus.ACCEPTED, _("Accepted")
        CLOSED = EnquiryStatus.CLOSED, _("Closed")

    board = models.ForeignKey("boards.Board", on_delete=models.PROTECT, related_name="enquiries")
    title = models.CharField(max_length=300)
    #: Why it matters for children.
    why = models.TextField()
    #: The group that works on it; empty: the board itself.
    group = models.ForeignKey(
        "boards.Group", null=True, blank=True, on_delete=models.PROTECT, related_name="enquiries"
    )
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.OPEN)
    finding = models.TextField(blank=True)
    recommendation = models.TextField(blank=True)
    #: The group that the recommendation is before; empty once it was put forward: the board.
    decided_by_group = models.ForeignKey(
        "boards.Group", null=True, blank=True, on_delete=models.PROTECT,
        related_name="enquiries_to_decide",
    )  # fmt: skip
    recommended_by = models.ForeignKey(
        "boards.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    recommended_at = models.DateTimeField(null=True, blank=True)
    opened_by = models.ForeignKey(
        "boards.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    opened_at = models.DateTimeField(default=timezone.now)
    closed_by = models.ForeignKey(
        "boards.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    closed_at = models.DateTimeField(null=True, blank=True)
    indicators = models.ManyToManyField(
        Indicator, through="EnquiryIndicator", related_name="enquiries"
    )
    version = models.PositiveIntegerField(default=1)

    objects = EnquiryQuerySet.as_manager()

    class Meta:
        ordering = ["-opened_at", "-pk"]
        verbose_name_plural = "enquiries"
        constraints = [
            period_constraint("enquiry_period"),
            models.CheckConstraint(
                condition=Q(status__in=[s.value for s in EnquiryStatus]), name="enquiry_status"
            ),
            models.CheckConstraint(condition=~Q(title="") & ~Q(why=""), name="enquiry_said"),
            # Nothing is decided that was not put forward, and by no group that did so itself.
            models.CheckConstraint(
                condition=~Q(status__in=_PUT_FORWARD)
                | (
                    ~Q(finding="")
                    & ~Q(recommendation="")
                    & Q(recommended_by__isnull=False, recommended_at__isnull=False)
                ),
                name="enquiry_put_forward",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=_PUT_FORWARD)
                | Q(group__isnull=True, decided_by_group__isnull=False)
                | Q(group__isnull=False, decided_by_group__isnull=True)
                | (
                    Q(group__isnull=False, decided_by_group__isnull=False)
                    & ~Q(decided_by_group=F("group"))
                ),
                name="enquiry_decided_by_another_group",
            ),
            models.CheckConstraint(
                condition=~Q(status="closed")
                | (Q(closed_by__isnull=False, closed_at__isnull=False) & ~Q(finding="")),
                name="enquiry_closed_with_finding",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_over(self) -> bool:
        return self.status == EnquiryStatus.CLOSED

    @property
    def waits_for_decision(self) -> bool:
        return self.status in {EnquiryStatus.RECOMMENDED, EnquiryStatus.ESCALATED}


@tracked()
class EnquiryIndicator(models.Model):
    """One indicator that a line of enquiry is about."""

    enquiry = models.ForeignKey(Enquiry, on_delete=models.CASCADE, related_name="about")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="enquired")
    order = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["enquiry", "order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["enquiry", "indicator"], name="enquiry_indicator_unique"
            )
        ]

    def __str__(self) -> str:
        return str(self.indicator)


@tracked(inserts=False)
class EnquiryStep(models.Model):
    """What was put forward and decided, in the words of that day; written once."""

    class Kind(models.TextChoices):
        RECOMMENDED = "recommended", _("Recommended")
        ACCEPTED = "accepted", _("Accepted")
        MORE_ASKED = "more_asked", _("Asked for more")
        ESCALATED = "escalated", _("Escalated")
        CLOSED = "closed", _("Closed")

    enquiry = models.ForeignKey(Enquiry, on_delete=models.CASCADE, related_name="steps")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    text = models.TextField()
    #: Before whom it was then; empty: the board.
    group = models.ForeignKey(
        "boards.Group", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    by = models.ForeignKey("boards.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["enquiry", "at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    kind__in=["recommended", "accepted", "more_asked", "escalated", "closed"]
                ),
                name="enquiry_step_kind",
            ),
            models.CheckConstraint(condition=~Q(text=""), name="enquiry_step_text"),
        ]
        triggers = [
            pgtrigger.Protect(
                name="enquiry_step_stays", operation=pgtrigger.Update | pgtrigger.Delete
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.text[:80]}"


@tracked()
class EnquiryAction(models.Model):
    """The action that a line of enquiry leads to."""

    enquiry = models.ForeignKey(Enquiry, on_delete=models.PROTECT, related_name="action_links")
    action = models.OneToOneField(
        "boards.Action", on_delete=models.PROTECT, related_name="enquiry_link"
    )

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.action)
