from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Case, Exists, ExpressionWrapper, F, OuterRef, Q, Value, When
from django.db.models.functions import Coalesce, Greatest, TruncDate
from django.utils.translation import gettext_lazy as _

from boards.authorization import Permission
from boards.history import tracked
from performance.models.indicators import Indicator
from performance.models.periods import InPeriod, period_constraint
from performance.rules.data_returns import TIME_TO_CORRECT
from performance.states import OUTSTANDING, DataReturnStatus

if TYPE_CHECKING:
    from boards.models import User


class OfAgencyQuerySet(models.QuerySet):
    """Rows of an agency on a board: its own people's, and those of the board's roles."""

    permission = Permission.DATA_RETURN_VIEW

    def visible_to(self, user: User):  # type: ignore[no-untyped-def]
        """Rows of the person's agency on that board; on their boards those of all agencies."""
        from boards.models import Membership

        granting = Membership.objects.granting(self.permission, user)
        return self.filter(
            Exists(
                granting.filter(
                    Q(agency=None) | Q(agency=OuterRef("agency")), board=OuterRef("board")
                )
            )
        )


class DataRequirementQuerySet(OfAgencyQuerySet):
    def active(self, on: date) -> DataRequirementQuerySet:
        """Requirements in force on the day."""
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=on), starts_on__lte=on)


@tracked()
class DataRequirement(models.Model):
    """What an agency owes: figures of these indicators, how often, how soon after the period."""

    board = models.ForeignKey(
        "boards.Board", on_delete=models.PROTECT, related_name="data_requirements"
    )
    agency = models.ForeignKey(
        "boards.Agency", on_delete=models.PROTECT, related_name="data_requirements"
    )
    title = models.CharField(max_length=300)
    note = models.TextField(blank=True)
    frequency = models.CharField(max_length=14, choices=Indicator.Frequency.choices)
    #: Days after the end of the period by which the figures are due.
    due_days = models.PositiveSmallIntegerField(default=21)
    #: Periods that lie within these days are owed.
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = DataRequirementQuerySet.as_manager()

    class Meta:
        ordering = ["board", "agency__name", "title", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["board", "agency", "title"], name="data_requirement_unique"
            ),
            models.CheckConstraint(
                condition=Q(
                    frequency__in=["month", "quarter", "half", "financial_year", "calendar_year",
                                   "academic_year"]
                ),
                name="data_requirement_frequency",
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="data_requirement_dates",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.title


@tracked()
class RequiredIndicator(models.Model):
    """One indicator that a requirement asks for, with the breakdown that is wanted."""

    requirement = models.ForeignKey(
        DataRequirement, on_delete=models.CASCADE, related_name="required"
    )
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="required")
    order = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["requirement", "order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["requirement", "indicator"], name="required_indicator_unique"
            )
        ]

    def __str__(self) -> str:
        return str(self.indicator)


class DataReturnQuerySet(OfAgencyQuerySet):
    def with_due(self) -> DataReturnQuerySet:
        """Annotate `due`: the extended date, else the usual one.

        What was sent back is due some time after that, whenever its first day was.
        """
        usual = Coalesce("extended_to", "due_on")
        sent_back = F("sent_back_at") + Value(TIME_TO_CORRECT)
        corrected = TruncDate(ExpressionWrapper(sent_back, models.DateTimeField()))
        is_sent_back = Q(status=DataReturnStatus.SENT_BACK)
        return self.annotate(
            due=Case(When(is_sent_back, then=Greatest(usual, corrected)), default=usual)
        )

    def outstanding(self) -> DataReturnQuerySet:
        return self.filter(status__in=OUTSTANDING)

    def late(self, on: date) -> DataReturnQuerySet:
        """Not in although the day is over; a due date ends at the end of its day."""
        return self.with_due().outstanding().filter(due__lt=on)


@tracked()
class DataReturn(InPeriod):
    """What one agency sends for one period of a requirement."""

    class Status(models.TextChoices):
        AWAITED = DataReturnStatus.AWAITED, _("Awaited")
        SUBMITTED = DataReturnStatus.SUBMITTED, _("Received")
        SENT_BACK = DataReturnStatus.SENT_BACK, _("Sent back")
        ACCEPTED = DataReturnStatus.ACCEPTED, _("Accepted")

    board = models.ForeignKey("boards.Board", on_delete=models.PROTECT, related_name="data_returns")
    agency = models.ForeignKey(
        "boards.Agency", on_delete=models.PROTECT, related_name="data_returns"
    )
    requirement = models.ForeignKey(
        DataRequirement, on_delete=models.PROTECT, related_name="data_returns"
    )
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.AWAITED)
    due_on = models.DateField()
    extended_to = models.DateField(null=True, blank=True)
    extension_reason = models.TextField(blank=True)
    #: The furthest reminder that went out (days after the last day); more time begins anew.
    chased_step = models.PositiveSmallIntegerField(default=0)
    submitted_by = models.ForeignKey(
        "boards.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    submitted_at = models.DateTimeField(null=True, blank=True)
    first_submitted_at = models.DateTimeField(null=True, blank=True)
    sent_back_by = models.ForeignKey(
        "boards.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    sent_back_at = models.DateTimeField(null=True, blank=True)
    sent_back_reason = models.TextField(blank=True)
    accepted_by = models.ForeignKey(
        "boards.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    accepted_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = DataReturnQuerySet.as_manager()

    class Meta:
        ordering = ["-period_end", "agency__name", "pk"]
        constraints = [
            period_constraint("data_return_period"),
            models.UniqueConstraint(
                fields=["requirement", "period_start", "period_end", "period_kind"],
                name="data_return_unique",
            ),
            models.CheckConstraint(
                condition=Q(status__in=[s.value for s in DataReturnStatus]),
                name="data_return_status",
            ),
            # A system may send figures: then nobody did, and the time alone is held.
            models.CheckConstraint(
                condition=~Q(status__in=["submitted", "sent_back", "accepted"])
                | Q(submitted_at__isnull=False, first_submitted_at__isnull=False),
                name="data_return_submitted",
            ),
            models.CheckConstraint(
                condition=Q(submitted_by=None) | Q(submitted_at__isnull=False),
                name="data_return_submitted_by",
            ),
            models.CheckConstraint(
                condition=~Q(status="sent_back")
                | (Q(sent_back_at__isnull=False, sent_back_by__isnull=False)
                   & ~Q(sent_back_reason="")),
                name="data_return_sent_back",
            ),
            models.CheckConstraint(
                condition=~Q(status="accepted")
                | Q(accepted_at__isnull=False, accepted_by__isnull=False),
                name="data_return_accepted",
            ),
            models.CheckConstraint(
                condition=Q(extended_to=None) | ~Q(extension_reason=""),
                name="data_return_extended_with_reason",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.requirement}, {self.period}"


class DataSubmissionQuerySet(OfAgencyQuerySet):
    pass


@tracked()
class DataSubmission(models.Model):
    """Figures that came in at once: a file, a page of typed figures, a call of a system."""

    class Via(models.TextChoices):
        FILE = "file", _("Uploaded file")
        TYPED = "typed", _("Typed in the portal")
        API = "api", _("Sent by a system")
        DERIVED = "derived", _("Calculated by the portal")

    board = models.ForeignKey(
        "boards.Board", on_delete=models.PROTECT, related_name="data_submissions"
    )
    #: The agency whose figures they are; empty for figures of the board's own.
    agency = models.ForeignKey(
        "boards.Agency", null=True, blank=True, on_delete=models.PROTECT,
        related_name="data_submissions",
    )  # fmt: skip
    #: The return that it answers; empty for figures that nobody asked for.
    data_return = models.ForeignKey(
        DataReturn, null=True, blank=True, on_delete=models.PROTECT, related_name="submissions"
    )
    #: The published table that it is an edition of, and what the publisher calls the edition.
    table = models.ForeignKey(
        "performance.PublishedTable", null=True, blank=True, on_delete=models.PROTECT,
        related_name="editions",
    )  # fmt: skip
    edition = models.CharField(max_length=200, blank=True)
    via = models.CharField(max_length=10, choices=Via.choices)
    #: What the person called the file: shown as text, never used as a path.
    file_name = models.CharField(max_length=255, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    comment = models.TextField(blank=True)
    #: Figures that were new, that corrected an earlier one, that said what was known.
    added = models.PositiveIntegerField(default=0)
    corrected = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    by = models.ForeignKey(
        "boards.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField()

    objects = DataSubmissionQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(via__in=["file", "typed", "api", "derived"]),
                name="data_submission_via",
            ),
            models.CheckConstraint(
                condition=Q(table=None) | ~Q(edition=""), name="data_submission_edition"
            ),
        ]

    def __str__(self) -> str:
        return self.file_name or self.get_via_display()
