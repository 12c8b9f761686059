"""Compliance of a round: by standard, by agency, by question, as a heat map and as files."""

from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from audits import exports
from audits.models import Return
from audits.queries import compliance as queries
from audits.queries.compliance import RoundGrades, with_names
from audits.views.rounds import RoundPage
from boards.authorization import Permission
from boards.exports import Table
from boards.models import Sector
from boards.views.tables import TableFile

#: Views of the page and the file of each.
VIEWS = ("standards", "agencies", "questions")
FILES = {*VIEWS, "heat-map"}


class CompliancePage(RoundPage):
    permission = Permission.RETURN_VIEW

    def sector(self) -> str:
        return self.request.GET.get("sector", "").strip()[:40]

    def grades(self) -> RoundGrades:
        return queries.grades(self.object, sector=self.sector())


class Compliance(CompliancePage, TemplateView):
    """What share of the answers is met, with the base always beside it."""

    template_name = "audits/rounds/compliance.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        grades = self.grades()
        shown = self.request.GET.get("view", "")
        shown = shown if shown in VIEWS else VIEWS[0]
        returns = with_names(Return.objects.filter(round=self.object), self.board.pk)
        in_round = returns.order_by().values("sector_key").distinct()
        return super().get_context_data(**kwargs) | {
            "page_title": _("Compliance"),
            "page_caption": self.object.title,
            "grades": grades,
            "overall": grades.overall(),
            "invited": self.object.returns.count(),
            "shown": shown,
            "standards": grades.by_standard(),
            "questions": grades.by_question() if shown == "questions" else [],
            "matrix": grades.matrix() if shown == "agencies" else [],
            "sectors": Sector.objects.filter(key__in=in_round),
            "sector": self.sector(),
            "tabs": self.tabs(shown),
        }

    def tabs(self, shown: str) -> list[dict[str, Any]]:
        words = [_("Standards"), _("Agencies and standards"), _("Questions")]
        found = []
        for name, label in zip(VIEWS, words, strict=True):
            query = self.request.GET.copy()
            query["view"] = name
            found.append({"label": label, "url": f"?{query.urlencode()}", "current": name == shown})
        return found


class ComplianceFile(CompliancePage, TableFile):
    """One table as a file, of the same sector as the page."""

    def table(self) -> Table:
        name = self.kwargs["table"]
        if name not in FILES:
            raise Http404
        columns, rows = exports.compliance_table(name, self.grades())
        return Table(f"{self.object.key}-compliance-{name}", columns, rows)
