"""An agency's own evidence: what it has shown, where, and what is going out of date."""

from typing import Any, ClassVar

from django.db.models import Count, Q, QuerySet
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import View

from audits import exports
from audits.forms.evidence import EvidenceEditForm, EvidenceFilters, EvidenceWithdrawForm
from boards.authorization import Permission
from boards.exports import Column
from boards.models import Agency, Evidence
from boards.services import evidence as services
from boards.views.base import BoardView
from boards.views.changes import ChangePage
from boards.views.files import evidence_file
from boards.views.lists import ListPage


class EvidenceList(ListPage):
    """Evidence of the person's agencies on this board, newest first."""

    permission = Permission.EVIDENCE_EDIT
    template_name = "audits/evidence/list.html"
    sorts: ClassVar = {
        "added": ("uploaded_at",),
        "title": ("title",),
        "used": ("use_count", "title"),
        "expires": ("expires_on", "title"),
    }
    default_sort = "-added"
    csv_name = "evidence"

    @cached_property
    def agencies(self) -> Any:
        return self.request.access.agencies(Permission.EVIDENCE_EDIT, board=self.board)

    def get_rows(self) -> QuerySet[Evidence]:
        return (
            Evidence.objects.visible_to(self.request.user)
            .filter(agency__in=self.agencies)
            .select_related("agency", "uploaded_by")
            .annotate(use_count=Count("answer_links"))
        )

    def get_filter_form(self) -> EvidenceFilters:
        agencies = Agency.objects.filter(pk__in=self.agencies).order_by("name", "pk")
        return EvidenceFilters(self.request.GET, agencies=agencies)

    def filtered(self, rows: QuerySet[Evidence], data: dict[str, Any]) -> QuerySet[Evidence]:
        if data["q"]:
            rows = rows.filter(
                Q(title__icontains=data["q"])
                | Q(file_name__icontains=data["q"])
                | Q(link__icontains=data["q"])
            )
        return rows.filter(agency=data["agency"]) if data.get("agency") else rows

    def columns(self) -> list[Column]:
        return exports.EVIDENCE

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        total = context["page"].paginator.count
        return context | {
            "counted": ngettext("%(n)d piece of evidence", "%(n)d pieces of evidence", total)
            % {"n": total},
            "many_agencies": len(self.agencies) > 1,
        }


class EvidenceDownload(BoardView, View):
    """A file of the person's own agency."""

    permission = Permission.EVIDENCE_EDIT

    def load_object(self) -> Evidence:
        return self.get_record(
            Evidence.objects.visible_to(self.request.user),
            agency__in=self.request.access.agencies(Permission.EVIDENCE_EDIT, board=self.board),
            kind=Evidence.Kind.FILE,
            pk=self.kwargs["pk"],
        )

    def get(self, request: Any, **kwargs: Any) -> HttpResponseBase:
        return evidence_file(request, self.object)


class EvidenceChange(ChangePage):
    """A change of one piece of evidence of the person's own agency."""

    permission = Permission.EVIDENCE_EDIT
    object: Evidence

    def load_object(self) -> Evidence:
        own = self.request.access.agencies(Permission.EVIDENCE_EDIT, board=self.board)
        rows = Evidence.objects.visible_to(self.request.user).usable().filter(agency__in=own)
        evidence: Evidence = self.get_record(rows.select_related("agency"), pk=self.kwargs["pk"])
        return evidence

    def back_url(self) -> str:
        return reverse("audits:evidence-list", kwargs={"board": self.board.slug})

    @property
    def on(self) -> dict[str, Any]:
        return {"evidence": self.object, "by": self.request.user}


class EvidenceEdit(EvidenceChange):
    form_class = EvidenceEditForm
    page_title = gettext_lazy("Correct evidence")
    page_intro = gettext_lazy("The file or address stays; add another one if that is wrong.")
    success_message = gettext_lazy("Evidence corrected")

    def initial_of(self, record: Evidence) -> dict[str, Any]:
        return {"title": record.title, "expires_on": record.expires_on}

    def save(self, data: dict[str, Any]) -> Evidence:
        return services.correct(**self.on, **data)


class EvidenceWithdraw(EvidenceChange):
    form_class = EvidenceWithdrawForm
    page_title = gettext_lazy("Withdraw evidence")
    page_intro = gettext_lazy(
        "It goes from every answer and action that shows it, on all boards, and its file is "
        "deleted. Those who looked at it see that it was withdrawn, and why."
    )
    success_message = gettext_lazy("The evidence is withdrawn.")

    def save(self, data: dict[str, Any]) -> Evidence:
        return services.withdraw(**self.on, **data)
