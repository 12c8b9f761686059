"""What of the annual reports can be found."""

from collections.abc import Collection

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from boards.authorization import Permission as P
from boards.models import User
from boards.queries.search_kinds import page
from boards.registry import SearchKind
from reports.models import AnnualReport, ReportSection


def _reports(user: User, boards: Collection[int]) -> QuerySet[AnnualReport]:
    return AnnualReport.objects.visible_to(user).filter(board__in=boards)


KINDS = [
    SearchKind(
        "report", _("Annual reports"), P.REPORT_VIEW,
        rows=_reports, words=[("report", "pk")], title="title", detail="year__label",
        url=page("reports:report-detail"), order=80,
    ),
    SearchKind(
        "report-section", _("Sections of annual reports"), P.REPORT_VIEW,
        rows=lambda user, boards: ReportSection.objects.filter(report__in=_reports(user, boards)),
        words=[("report_section", "pk")], title="title", detail="report__title",
        board="report__board_id", text=("text",), args={"pk": "report_id", "key": "key"},
        url=page("reports:section-preview"), order=81,
    ),
]  # fmt: skip
