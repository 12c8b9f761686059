"""Builds of a report: ask for one, see how far it is, stop it, download what came out."""

from pathlib import PurePosixPath
from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from boards.authorization import Permission
from boards.downloads import attachment
from boards.errors import DomainError
from boards.states import JobStatus
from reports.models import ReportFile, ReportRun
from reports.queries import reports as queries
from reports.services import runs
from reports.services.files import download_name
from reports.views.base import ReportView

CONTENT_TYPES = {
    ".pdf": "application/pdf",
    ".html": "text/html; charset=utf-8",
    ".json": "application/json",
}


class RunView(ReportView):
    """A page of one build; `self.run` belongs to the report, else 404."""

    run: ReportRun

    def load_object(self) -> Any:
        report = super().load_object()
        self.run = self.get_record(queries.builds_of(report), number=self.kwargs["number"])
        return report


class RunRequest(ReportView):
    """Ask for a build. A second click finds the one under way."""

    permission = Permission.REPORT_BUILD
    http_method_names = ("post",)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        runs.request(report=self.report, by=self.request.user)
        return redirect(self.url("report-detail") + "#build")


class RunDetail(RunView, TemplateView):
    """How far a build is; asked again every second by the report's page until it ends."""

    permission = Permission.REPORT_VIEW
    template_name = "reports/runs/detail.html"

    def get_template_names(self) -> list[str]:
        is_fragment = "HX-Request" in self.request.headers
        return ["reports/runs/_run.html"] if is_fragment else [self.template_name]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "run": self.run,
            "page_title": _("Build %(number)s") % {"number": self.run.number},
        }


class RunCancel(RunView):
    """Stop a build."""

    permission = Permission.REPORT_BUILD
    http_method_names = ("post",)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            runs.cancel(run=self.run, by=self.request.user)
        except DomainError as error:
            messages.error(request, error.message)
        return redirect(self.url("report-detail") + "#build")


class DownloadList(ReportView, TemplateView):
    """Every file of every finished build, with size and checksum."""

    permission = Permission.REPORT_DOWNLOAD
    template_name = "reports/runs/downloads.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "page_title": _("Downloads"),
            "page_caption": self.report.title,
            "builds": queries.builds_of(self.report).filter(status=JobStatus.READY),
        }


class Download(ReportView):
    """A file of a build, as an attachment. Who asks is checked each time."""

    permission = Permission.REPORT_DOWNLOAD
    http_method_names = ("get", "head")

    def get(self, request: HttpRequest, **kwargs: Any) -> FileResponse:
        files = ReportFile.objects.filter(run__report=self.report, run__status=JobStatus.READY)
        stored = self.get_record(files, pk=self.kwargs["file"])
        return attachment(
            stored.file,
            file_name=download_name(stored, self.report),
            content_type=CONTENT_TYPES[PurePosixPath(stored.file.name).suffix],
        )
