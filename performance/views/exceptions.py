"""Exception reports: on the screen for any scorecard and period, and as PDF to take along."""

from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from boards.authorization import Permission
from boards.charts import drawing
from boards.downloads import attachment
from boards.states import JobStatus
from boards.views.base import BoardView
from performance.forms import exceptions as forms
from performance.models import ExceptionReport
from performance.queries import exceptions as queries
from performance.rules.periods import in_words
from performance.services import exceptions as services

#: Built PDFs that the page lists; older ones are a period's own.
MOST_LISTED = 10
#: Charts that the page draws; of more a person looks at the runs, or takes the PDF.
MOST_DRAWN = 12


def page_of(board: Any, scorecard: Any, period: Any) -> str:
    """Return the address of a report on the screen."""
    query = {"scorecard": scorecard.pk if scorecard else "", "period": period.printed}
    return f"{reverse('performance:exception-page', args=[board.slug])}?{urlencode(query)}"


class ExceptionPage(BoardView, TemplateView):
    """What needs looking at, as it stands now."""

    permission = Permission.ENQUIRY_VIEW
    template_name = "performance/exceptions/page.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        filters = forms.ExceptionFilters(self.request.GET, board=self.board)
        chosen = filters.values()
        period = chosen["period"] or filters.first_period
        shown = queries.contents(
            self.board, chosen["scorecard"], period, user=self.request.user, now=timezone.now()
        )
        drawings = drawing.draw_all(shown.charts[:MOST_DRAWN])
        built = ExceptionReport.objects.visible_to(self.request.user).filter(
            board=self.board, scorecard=chosen["scorecard"], period_start=period.start,
            period_end=period.end,
        )  # fmt: skip
        return super().get_context_data(**kwargs) | {
            "page_title": _("Exception report"),
            "page_caption": _("%(subject)s, %(period)s")
            % {"subject": shown.subject, "period": shown.period_words},
            "filter_form": filters,
            "shown": shown,
            "drawn": [(each, drawings.get(each.chart.sha256)) for each in shown.exceptions],
            "built": built.select_related("requested_by")[:MOST_LISTED],
            "can_build": self.can(Permission.ENQUIRY_EDIT),
        }


class ExceptionBuild(BoardView):
    """Ask for the PDF of what the page shows. A second click finds the one under way."""

    permission = Permission.ENQUIRY_EDIT
    http_method_names = ("post",)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = forms.BuildForm(request.POST, board=self.board)
        if not form.is_valid():
            messages.error(request, _("Choose a scorecard and a period of the lists."))
            return redirect("performance:exception-page", board=self.board.slug)
        scorecard, period = form.cleaned_data["scorecard"], form.cleaned_data["period"]
        services.request(board=self.board, scorecard=scorecard, period=period, by=self.request.user)
        return redirect(page_of(self.board, scorecard, period) + "#files")


class OfExceptionReport(BoardView):
    """A page of one PDF that the person may see."""

    object: ExceptionReport

    def load_object(self) -> ExceptionReport:
        rows = ExceptionReport.objects.visible_to(self.request.user).filter(board=self.board)
        found: ExceptionReport = self.get_record(
            rows.select_related("board", "scorecard", "requested_by"), pk=self.kwargs["pk"]
        )
        return found


class ExceptionDetail(OfExceptionReport, TemplateView):
    """How far a build is; asked again every second by the page until it ends."""

    permission = Permission.ENQUIRY_VIEW
    template_name = "performance/exceptions/built.html"

    def get_template_names(self) -> list[str]:
        is_fragment = "HX-Request" in self.request.headers
        return ["performance/exceptions/_built.html"] if is_fragment else [self.template_name]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        record = self.object
        return super().get_context_data(**kwargs) | {
            "row": record,
            "page_title": _("Exception report as PDF"),
            "page_caption": f"{record.scorecard or _('All indicators')}, {in_words(record.period)}",
            "back_url": page_of(self.board, record.scorecard, record.period),
        }


class ExceptionDownload(OfExceptionReport):
    """The PDF, as an attachment. Who asks is checked each time."""

    permission = Permission.ENQUIRY_VIEW
    http_method_names = ("get", "head")

    def load_object(self) -> ExceptionReport:
        record = super().load_object()
        rows = ExceptionReport.objects.filter(status=JobStatus.READY)
        found: ExceptionReport = self.get_record(rows, pk=record.pk)
        return found

    def get(self, request: HttpRequest, **kwargs: Any) -> FileResponse:
        record = self.object
        words = f"{self.board.slug} exception report {record.scorecard or ''} {record.period}"
        return attachment(
            record.file, file_name=f"{slugify(words)[:120]}.pdf", content_type="application/pdf"
        )
