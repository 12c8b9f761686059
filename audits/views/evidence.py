"""An agency's own evidence: what it has shown, where, and what is going out of date."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, QuerySet
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.views.generic import TemplateView, View

from audits import exports
from boards.authorization import Permission
from boards.exports import Table
from boards.models import Evidence
from boards.views.base import BoardView
from boards.views.files import evidence_file
from boards.views.tables import TablePage


class EvidenceList(TablePage, TemplateView):
    """Evidence of the person's agencies on this board, newest first."""

    permission = Permission.EVIDENCE_EDIT
    template_name = "audits/evidence/list.html"

    def rows(self) -> QuerySet[Evidence]:
        agencies = self.request.access.agencies(Permission.EVIDENCE_EDIT, board=self.board)
        return (
            Evidence.objects.visible_to(self.request.user)
            .filter(agency__in=agencies)
            .select_related("agency", "uploaded_by")
            .annotate(use_count=Count("answer_links"))
            .order_by("-uploaded_at", "-pk")
        )

    def table(self) -> Table:
        return Table(self.file_name("evidence"), exports.EVIDENCE, self.rows())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page = Paginator(self.rows(), 50).get_page(self.request.GET.get("page"))
        return super().get_context_data(**kwargs) | {"page": page, "today": timezone.localdate()}


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
