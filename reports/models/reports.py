from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from boards.authorization import Permission
from boards.history import tracked
from boards.queue import Job
from boards.search import searchable
from boards.states import JobStatus

if TYPE_CHECKING:
    from boards.models import User


class AnnualReportQuerySet(models.QuerySet["AnnualReport"]):
    def visible_to(self, user: User) -> AnnualReportQuerySet:
        from boards.models import Membership

        granting = Membership.objects.granting(Permission.REPORT_VIEW, user)
        return self.filter(Exists(granting.filter(board=OuterRef("board"))))


@tracked()
@searchable("report", title=("title",))
class AnnualReport(models.Model):
    """The annual report of a board for a year, from the template of that year's regime."""

    board = models.ForeignKey("boards.Board", on_delete=models.PROTECT, related_name="reports")
    year = models.OneToOneField(
        "boards.BoardYear", on_delete=models.PROTECT, related_name="annual_report"
    )
    title = models.CharField(max_length=300)
    template_key = models.SlugField(max_length=60)
    created_by = models.ForeignKey(
        "boards.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now)
    version = models.PositiveIntegerField(default=1)

    objects = AnnualReportQuerySet.as_manager()

    class Meta:
        ordering = ["board", "-year__starts_on"]

    def __str__(self) -> str:
        return self.title


@tracked()
@searchable("report_section", title=("title",), text=("text",))
class ReportSection(models.Model):
    """A section: narrative text and the data blocks that follow it."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        FOR_COMMENT = "for_comment", _("For comment")
        AGREED = "agreed", _("Agreed")

    report = models.ForeignKey(AnnualReport, on_delete=models.CASCADE, related_name="sections")
    key = models.SlugField(max_length=60)
    title = models.CharField(max_length=300)
    #: What belongs here, for the writer.
    prompt = models.TextField(blank=True)
    source = models.CharField(max_length=500, blank=True)
    is_required = models.BooleanField(default=False)
    is_appendix = models.BooleanField(default=False)
    #: Narrative in Markdown: headings, lists, emphasis, links.
    text = models.TextField(blank=True)
    blocks = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.DRAFT)
    is_left_out = models.BooleanField(default=False)
    left_out_reason = models.TextField(blank=True)
    order = models.PositiveSmallIntegerField()
    updated_by = models.ForeignKey(
        "boards.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    updated_at = models.DateTimeField(default=timezone.now)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["report", "order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["report", "key"], name="report_section_key_unique"),
            models.CheckConstraint(
                condition=Q(status__in=["draft", "for_comment", "agreed"]),
                name="report_section_status",
            ),
            # A required section is never left out silently.
            models.CheckConstraint(
                condition=Q(is_left_out=False) | Q(is_required=False) | ~Q(left_out_reason=""),
                name="report_section_left_out_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class ReportRunQuerySet(models.QuerySet["ReportRun"]):
    def visible_to(self, user: User) -> ReportRunQuerySet:
        return self.filter(report__in=AnnualReport.objects.visible_to(user))


@tracked(exclude=["heard_at", "percent", "step"])
class ReportRun(Job):
    """One build of a report by the worker: its state, how far it is, and what came out."""

    task_name = "reports.build_report"
    task_queue = "reports"

    report = models.ForeignKey(AnnualReport, on_delete=models.PROTECT, related_name="runs")
    number = models.PositiveIntegerField()
    requested_by = models.ForeignKey(
        "boards.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    step = models.CharField(max_length=60, blank=True)
    percent = models.PositiveSmallIntegerField(default=0)
    failed_section = models.CharField(max_length=60, blank=True)
    cancel_requested_at = models.DateTimeField(null=True, blank=True)
    #: SHA-256 of the report data from which the files were made.
    data_sha256 = models.CharField(max_length=64, blank=True)
    page_count = models.PositiveIntegerField(null=True, blank=True)

    objects = ReportRunQuerySet.as_manager()

    class Meta:
        ordering = ["report", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["report", "number"], name="report_run_number_unique"),
            models.CheckConstraint(
                condition=Q(status__in=[s.value for s in JobStatus]), name="report_run_status"
            ),
            # A double click does not build twice.
            models.UniqueConstraint(
                fields=["report"],
                condition=Q(status__in=["queued", "running"]),
                name="report_run_one_at_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(status="ready") | Q(finished_at__isnull=False), name="report_run_ready"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report} · build {self.number}"


@tracked()
class ReportFile(models.Model):
    """A file of a finished build, with its checksum: of the public edition or of the board's own.

    Written once: what a report printed can always be told (PER-04).
    """

    class Format(models.TextChoices):
        PUBLIC_PDF = "public_pdf", _("PDF for the public")
        PUBLIC_HTML = "public_html", _("Web page for the public")
        PUBLIC_JSON = "public", _("Data for the public (JSON)")
        PDF = "pdf", _("PDF of the board, restricted")
        HTML = "html", _("Web page of the board, restricted")
        JSON = "json", _("Data of the board, restricted (JSON)")

    #: Formats of what the board publishes.
    PUBLIC = (Format.PUBLIC_PDF, Format.PUBLIC_HTML, Format.PUBLIC_JSON)
    #: What a format is called where its edition is said already.
    SHORT: ClassVar = {
        Format.PUBLIC_PDF: _("PDF"), Format.PUBLIC_HTML: _("Web page"),
        Format.PUBLIC_JSON: _("Data (JSON)"), Format.PDF: _("PDF"), Format.HTML: _("Web page"),
        Format.JSON: _("Data (JSON)"),
    }  # fmt: skip

    run = models.ForeignKey(ReportRun, on_delete=models.CASCADE, related_name="files")
    format = models.CharField(max_length=11, choices=Format.choices)
    file = models.FileField(upload_to="reports/", max_length=120)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        ordering = ["run", "format"]
        constraints = [
            models.UniqueConstraint(fields=["run", "format"], name="report_file_format_unique")
        ]
        triggers = [
            pgtrigger.ReadOnly(
                name="report_file_written_once", fields=["run", "format", "file", "size", "sha256"]
            )
        ]

    def __str__(self) -> str:
        return f"{self.run} ({self.get_format_display()})"

    @property
    def is_public(self) -> bool:
        return self.format in self.PUBLIC

    @property
    def short_label(self) -> str:
        return str(self.SHORT[self.format])
