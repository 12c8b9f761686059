"""What the pages of one report share: the report in the person's scope, its section, its crumbs."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from boards.authorization import Permission
from boards.views.base import BoardView
from reports.models import AnnualReport, ReportSection


class ReportView(BoardView):
    """A page of a report; `self.report` is within scope, else 404."""

    report: AnnualReport

    def load_object(self) -> Any:
        reports = AnnualReport.objects.visible_to(self.request.user)
        self.report = self.get_record(
            reports.select_related("board", "year__board", "year__regime"),
            board=self.board,
            pk=self.kwargs["pk"],
        )
        return self.report

    def url(self, name: str, **kwargs: Any) -> str:
        return reverse(
            f"reports:{name}", kwargs={"board": self.board.slug, "pk": self.report.pk, **kwargs}
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        list_url = reverse("reports:report-list", kwargs={"board": self.board.slug})
        return super().get_context_data(**kwargs) | {
            "report": self.report,
            "crumbs": [
                (self.board.regime.word("annual_reports", _("Annual reports")), list_url),
                (self.report.title, self.url("report-detail")),
            ],
            "can_edit": self.can(Permission.REPORT_EDIT),
            "can_build": self.can(Permission.REPORT_BUILD),
            "can_download": self.can(Permission.REPORT_DOWNLOAD),
        }


class SectionView(ReportView):
    """A page of a section; `self.section` belongs to the report, else 404."""

    section: ReportSection

    def load_object(self) -> Any:
        report = super().load_object()
        sections = ReportSection.objects.filter(report=report).select_related(
            "report__board", "updated_by"
        )
        self.section = self.get_record(sections, key=self.kwargs["key"])
        return self.section
