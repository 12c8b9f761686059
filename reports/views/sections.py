"""One section: write in it, see it as it will be printed, move it, leave it out."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from boards.authorization import Permission
from boards.views.changes import ChangePage
from reports.forms.reports import LeaveOutForm, SectionForm
from reports.models import ReportSection
from reports.queries.document import SectionFailed, collect_one, number
from reports.rendering.html import section_context
from reports.rules.text import word_count
from reports.services import reports
from reports.views.base import SectionView


def preview_context(section: ReportSection) -> dict[str, Any]:
    """Return the section as it would be printed, or why it cannot be."""
    numbers = number(list(section.report.sections.all()))
    try:
        printed = collect_one(section.report, section, numbers.get(section.key, ""))
    except SectionFailed as error:
        return {"preview_error": error.message}
    return section_context(printed)


class SectionEdit(SectionView, ChangePage):
    """Write in a section. When a colleague saved meanwhile, both texts stand side by side."""

    permission = Permission.REPORT_EDIT
    form_class = SectionForm
    template_name = "reports/sections/edit.html"
    success_message = gettext_lazy("The section is saved.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"section": self.section}

    def initial_of(self, record: ReportSection) -> dict[str, Any]:
        fields = ("title", "text", "blocks", "status")
        return {name: getattr(record, name) for name in fields}

    def save(self, data: dict[str, Any]) -> ReportSection:
        return reports.edit_section(
            section=self.section, title=data["title"], text=data["text"], status=data["status"],
            block_names=data["blocks"], version=data["version"], by=self.request.user,
        )  # fmt: skip

    def back_url(self) -> str:
        return self.url("report-detail")

    def done_url(self, result: ReportSection) -> str:
        if "stay" in self.request.POST:
            return self.url("section-edit", key=self.section.key)
        return self.back_url()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "section": self.section,
            "page_title": self.section.title,
            "page_caption": self.report.title,
            "page_intro": self.section.prompt,
            "words": word_count(self.section.text),
        }


class SectionPreview(SectionView, TemplateView):
    """The saved section as it will be printed."""

    permission = Permission.REPORT_VIEW
    template_name = "reports/sections/preview.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | preview_context(self.section) | {
            "report_section": self.section,
            "page_title": self.section.title,
            "page_caption": _("Preview"),
        }  # fmt: skip


class SectionTry(SectionView):
    """What is being typed, as it would be printed. Nothing is saved."""

    permission = Permission.REPORT_EDIT
    http_method_names = ("post",)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        section = self.section
        section.title = request.POST.get("title", "")[:300] or section.title
        section.text = request.POST.get("text", "")
        section.blocks = request.POST.getlist("blocks")
        context = preview_context(section) | {"words": word_count(section.text)}
        return render(request, "reports/sections/_preview.html", context)


class SectionMove(SectionView):
    """One place up or down."""

    permission = Permission.REPORT_EDIT
    http_method_names = ("post",)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        up = request.POST.get("direction") == "up"
        reports.move_section(section=self.section, up=up, by=self.request.user)
        return redirect(self.url("report-detail") + f"#{self.section.key}")


class SectionLeaveOut(SectionView, ChangePage):
    """Leave a section out; a required one with a reason."""

    permission = Permission.REPORT_EDIT
    form_class = LeaveOutForm
    page_title = gettext_lazy("Leave this section out?")
    page_intro = gettext_lazy("Its text stays here. You can take it back in at any time.")
    success_message = gettext_lazy("The section is left out of the report.")

    def initial_of(self, record: ReportSection) -> dict[str, Any]:
        return {"reason": record.left_out_reason}

    def save(self, data: dict[str, Any]) -> ReportSection:
        return reports.leave_out(
            section=self.section, reason=data["reason"], version=data["version"],
            by=self.request.user,
        )  # fmt: skip

    def back_url(self) -> str:
        return self.url("report-detail")


class SectionRestore(SectionView):
    """Take a section back in."""

    permission = Permission.REPORT_EDIT
    http_method_names = ("post",)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        reports.restore(section=self.section, by=self.request.user)
        messages.success(request, _("The section is back in the report."))
        return redirect(self.url("report-detail") + f"#{self.section.key}")
