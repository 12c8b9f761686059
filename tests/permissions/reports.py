"""Annual reports: drafts are the board's own, agencies' people see none of them."""

from django.core.files.base import ContentFile
from django.utils import timezone

from boards.authorization import Permission as P
from reports.models import AnnualReport, ReportFile, ReportRun
from reports.services import reports, runs
from tests.permissions import Row
from tests.world import BoardCast


def report_of(cast: BoardCast) -> AnnualReport:
    report = AnnualReport.objects.filter(year=cast.year).first()
    return report or reports.create(board=cast.board, year=cast.year, by=cast.board_manager)


def of_report(cast):
    return {"pk": report_of(cast).pk}


def of_section(cast):
    return {"pk": report_of(cast).pk, "key": "context"}


def of_run(cast):
    run = runs.request(report=report_of(cast), by=cast.board_manager)
    return {"pk": run.report_id, "number": run.number}


def ready_file(cast: BoardCast) -> ReportFile:
    report = report_of(cast)
    run = ReportRun.objects.create(
        report=report, number=report.runs.count() + 1, status="ready", finished_at=timezone.now(),
        page_count=1,
    )  # fmt: skip
    row = ReportFile(run=run, format="pdf", size=4, sha256="0" * 64)
    row.file.save("of-the-permission-table.pdf", ContentFile(b"%PDF"))
    return row


def of_file(cast):
    stored = ready_file(cast)
    return {"pk": stored.run.report_id, "file": stored.pk}


def section_data(cast):
    section = report_of(cast).sections.get(key="context")
    return {"title": "Context", "text": "Words", "status": "draft", "version": section.version}


def leave_out_data(cast):
    version = report_of(cast).sections.get(key="context").version
    return {"reason": "Printed on its own", "version": version}


ROWS = [
    Row("reports:report-list", "get", P.REPORT_VIEW),
    Row("reports:report-new", "get", P.REPORT_EDIT),
    Row("reports:report-new", "post", P.REPORT_EDIT, data=lambda cast: {"year": cast.year.pk}),
    Row("reports:publishing-edit", "get", P.REPORT_EDIT),
    Row("reports:publishing-edit", "post", P.REPORT_EDIT,
        data=lambda cast: {"threshold": 5, "rounding": 1, "smallest_base": 10, "reason": "Usual",
                           "version": 1}),
    Row("reports:report-detail", "get", P.REPORT_VIEW, args=of_report),
    Row("reports:report-checklist", "get", P.REPORT_VIEW, args=of_report),
    Row("reports:report-numbers", "get", P.REPORT_VIEW, args=of_report),
    Row("reports:report-arrange", "post", P.REPORT_EDIT, args=of_report),
    Row("reports:section-new", "get", P.REPORT_EDIT, args=of_report),
    Row("reports:section-new", "post", P.REPORT_EDIT, args=of_report,
        data=lambda cast: {"title": "Our own section"}),
    Row("reports:section-edit", "get", P.REPORT_EDIT, args=of_section),
    Row("reports:section-edit", "post", P.REPORT_EDIT, args=of_section, data=section_data),
    Row("reports:section-preview", "get", P.REPORT_VIEW, args=of_section),
    Row("reports:section-try", "post", P.REPORT_EDIT, args=of_section, data=section_data),
    Row("reports:section-move", "post", P.REPORT_EDIT, args=of_section,
        data=lambda cast: {"direction": "up"}),
    Row("reports:section-leave-out", "get", P.REPORT_EDIT, args=of_section),
    Row("reports:section-leave-out", "post", P.REPORT_EDIT, args=of_section, data=leave_out_data),
    Row("reports:section-restore", "post", P.REPORT_EDIT, args=of_section),
    Row("reports:run-request", "post", P.REPORT_BUILD, args=of_report),
    Row("reports:run-detail", "get", P.REPORT_VIEW, args=of_run),
    Row("reports:run-cancel", "post", P.REPORT_BUILD, args=of_run),
    Row("reports:download-list", "get", P.REPORT_DOWNLOAD, args=of_report),
    Row("reports:download", "get", P.REPORT_DOWNLOAD, args=of_file),
]  # fmt: skip
