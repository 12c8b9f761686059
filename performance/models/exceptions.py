from __future__ import annotations

from django.db import models
from django.db.models import Q

from boards.authorization import Permission
from boards.history import tracked
from boards.models.groups import OfBoardQuerySet
from boards.queue import Job
from boards.states import JobStatus
from performance.models.periods import InPeriod, period_constraint
from performance.models.scorecards import Scorecard


class ExceptionReportQuerySet(OfBoardQuerySet):
    permission = Permission.ENQUIRY_VIEW


@tracked(exclude=["heard_at"])
class ExceptionReport(Job, InPeriod):
    """An exception report as PDF: what was asked for, how far it is, and the file.

    It holds exact figures: restricted to the board's people, and never published.
    """

    task_name = "performance.build_exception_report"
    task_queue = "reports"

    board = models.ForeignKey(
        "boards.Board", on_delete=models.PROTECT, related_name="exception_reports"
    )
    #: Whose indicators; empty: all that the board measures.
    scorecard = models.ForeignKey(
        Scorecard, null=True, blank=True, on_delete=models.PROTECT, related_name="exception_reports"
    )
    requested_by = models.ForeignKey(
        "boards.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    file = models.FileField(upload_to="exceptions/", max_length=120, blank=True)
    size = models.PositiveBigIntegerField(null=True, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    page_count = models.PositiveIntegerField(null=True, blank=True)

    objects = ExceptionReportQuerySet.as_manager()

    class Meta:
        ordering = ["-queued_at", "-pk"]
        constraints = [
            period_constraint("exception_report_period"),
            models.CheckConstraint(
                condition=Q(status__in=[s.value for s in JobStatus]),
                name="exception_report_status",
            ),
            # A double click does not build twice.
            models.UniqueConstraint(
                fields=["board", "scorecard", "period_start", "period_end"],
                condition=Q(status__in=["queued", "running"]),
                nulls_distinct=False,
                name="exception_report_one_at_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(status="ready")
                | (
                    Q(finished_at__isnull=False, size__isnull=False, page_count__isnull=False)
                    & ~Q(file="")
                    & ~Q(sha256="")
                ),
                name="exception_report_ready",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.scorecard or self.board}, {self.period}"
