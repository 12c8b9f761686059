"""Annual reports of a board: all years, one report, what is missing from it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from boards.authorization import Permission
from boards.exports import Column, Table
from boards.states import JobStatus
from boards.views.changes import ChangePage
from boards.views.tables import TablePage
from reports import templates
from reports.checks import contents
from reports.forms.reports import NewReportForm, NewSectionForm
from reports.models import AnnualReport
from reports.queries import consistency, narrative
from reports.queries import reports as queries
from reports.rules.due import due_on
from reports.services import reports
from reports.views.base import ReportView


class ReportList(TablePage, TemplateView):
    """Every year with its report and the files to download: two clicks from home."""

    permission = Permission.REPORT_VIEW
    template_name = "reports/reports/list.html"

    def table(self) -> Table:
        columns = [
            Column(_("Year"), lambda line: line.year.label),
            Column(_("Report"), lambda line: line.report.title if line.report else None),
            Column(_("Last built"), lambda line: line.build.finished_at if line.build else None),
            Column(_("Pages"), lambda line: line.build.page_count if line.build else None),
        ]
        lines = queries.years_of(self.board, self.request.user)
        return Table(self.file_name("annual-reports"), columns, lines)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "page_title": self.board.regime.word("annual_reports", _("Annual reports")),
            "page_intro": _(
                "One report for each year, with everything that was ever built from it."
            ),
            "lines": queries.years_of(self.board, self.request.user),
            "can_edit": self.can(Permission.REPORT_EDIT),
            "can_download": self.can(Permission.REPORT_DOWNLOAD),
        }


class ReportNew(ChangePage):
    """Start the report of a year; where each has one, say how another year begins."""

    permission = Permission.REPORT_EDIT
    form_class = NewReportForm
    template_name = "reports/reports/new.html"
    page_title = gettext_lazy("Start an annual report")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"board": self.board}

    def get_initial(self) -> dict[str, Any]:
        return {"year": self.request.GET.get("year")}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return context | {
            "any_year": context["form"].fields["year"].queryset.exists(),
            "can_start_year": self.can(Permission.BOARD_EDIT),
        }

    def save(self, data: dict[str, Any]) -> AnnualReport:
        return reports.create(board=self.board, year=data["year"], by=self.request.user)

    def back_url(self) -> str:
        return reverse("reports:report-list", kwargs={"board": self.board.slug})

    def done_url(self, result: AnnualReport) -> str:
        return reverse("reports:report-detail", kwargs={"board": self.board.slug, "pk": result.pk})


class ReportDetail(ReportView, TemplateView):
    """Sections with their status, the build button, what was built."""

    permission = Permission.REPORT_VIEW
    template_name = "reports/reports/detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        sections = list(self.report.sections.all())
        lines = queries.lines_of(sections)
        builds, year = list(queries.builds_of(self.report)), self.report.year
        ready = [run for run in builds if run.status == JobStatus.READY]
        context = super().get_context_data(**kwargs)
        return context | {
            "crumbs": context["crumbs"][:1],
            "page_title": self.report.title,
            "chapters": [line for line in lines if not line.section.is_appendix],
            "appendices": [line for line in lines if line.section.is_appendix],
            "words": sum(line.words for line in lines if not line.section.is_left_out),
            "lacking": contents.lacking(sections),
            "contradictions": len(consistency.findings(year)),
            "duties_missing": sum(line.is_missing for line in self._duties(sections)),
            "agreed": sum(line.standing == contents.Standing.AGREED for line in lines),
            "printed": sum(not line.section.is_left_out for line in lines),
            "run": builds[0] if builds else None,
            "ready": len(ready),
            "due_on": due_on(
                year.ends_on, year.regime.report_due_month, year.regime.report_due_day
            ),
            "is_done": any(timezone.localdate(run.finished_at) > year.ends_on for run in ready),
        }

    def _duties(self, sections: Any) -> list[contents.DutyLine]:
        return contents.duties(templates.by_key(self.report.template_key), sections)


class ReportChecklist(ReportView, TemplateView):
    """What the law wants in the report, and what is missing."""

    permission = Permission.REPORT_VIEW
    template_name = "reports/reports/checklist.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        sections = list(self.report.sections.all())
        duties = contents.duties(templates.by_key(self.report.template_key), sections)
        return super().get_context_data(**kwargs) | {
            "page_title": _("What must be in the report"),
            "page_intro": self.report.year.regime.guidance,
            "lacking": contents.lacking(sections),
            "duties": duties,
            "missing": sum(line.is_missing for line in duties),
            "contradictions": consistency.findings(self.report.year),
        }


class ReportNumbers(ReportView, TemplateView):
    """Numbers of the text that the public edition's tables hide."""

    permission = Permission.REPORT_VIEW
    template_name = "reports/reports/numbers.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "page_title": _("Numbers in the text"),
            "page_intro": _(
                "What people write is printed as it is, also for the public. A number here may be "
                "something else, such as a count of meetings: look at each before you publish."
            ),
            "found": narrative.given_away(self.report),
        }


class ReportArrange(ReportView):
    """The order of the sections after a drag; answers with the list as it is now."""

    permission = Permission.REPORT_EDIT
    http_method_names = ("post",)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        reports.arrange(report=self.report, keys=request.POST.getlist("keys"), by=self.request.user)
        if "HX-Request" not in request.headers:
            messages.success(request, _("The order is saved."))
            return redirect(self.url("report-detail"))
        lines = queries.lines_of(list(self.report.sections.all()))
        context = self.get_context_data() | {
            "chapters": [line for line in lines if not line.section.is_appendix],
            "appendices": [line for line in lines if line.section.is_appendix],
        }
        return render(request, "reports/reports/_sections.html", context)


class SectionNew(ReportView, ChangePage):
    """Add a section of the board's own."""

    permission = Permission.REPORT_EDIT
    form_class = NewSectionForm
    page_title = gettext_lazy("Add a section")
    success_message = gettext_lazy("The section was added.")

    def save(self, data: dict[str, Any]) -> Any:
        return reports.add_section(
            report=self.report, title=data["title"], is_appendix=data["is_appendix"],
            by=self.request.user,
        )  # fmt: skip

    def back_url(self) -> str:
        return self.url("report-detail")

    def done_url(self, result: Any) -> str:
        return self.url("section-edit", key=result.key)
