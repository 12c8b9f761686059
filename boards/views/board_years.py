"""Reporting years of a board: start one, download one, import one after seeing what it changes."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, View

from boards.authorization import Permission
from boards.board_year import BoardYearErrors
from boards.forms.board_years import (
    BoardYearConfirmForm,
    BoardYearStartForm,
    BoardYearUploadForm,
)
from boards.models import BoardYear
from boards.queries import board_years as queries
from boards.services import board_years
from boards.views.base import BoardView
from boards.views.changes import ChangePage


class BoardYears(BoardView, FormView):
    """The years with their files. An upload is checked, shown, and stored when confirmed."""

    permission = Permission.BOARD_YEAR_IMPORT
    template_name = "boards/board_years/list.html"

    def get_form_class(self) -> Any:
        return BoardYearConfirmForm if "source" in self.request.POST else BoardYearUploadForm

    def form_valid(self, form: Any) -> HttpResponse:
        confirmed = isinstance(form, BoardYearConfirmForm)
        source = form.cleaned_data["source" if confirmed else "file"]
        try:
            result = board_years.import_board_year(
                source=source, by=self.request.user, board=self.board, dry_run=not confirmed
            )
        except BoardYearErrors as error:
            context = self.get_context_data(form=BoardYearUploadForm(), errors=error.errors)
            return self.render_to_response(context, status=422)
        if not confirmed:
            confirm = BoardYearConfirmForm(initial={"source": source})
            return self.render_to_response(self.get_context_data(form=confirm, result=result))
        words = {"year": result.year.label, "count": len(result.changes)}
        messages.success(self.request, _("%(year)s is imported. Changes: %(count)d.") % words)
        return redirect(self.request.path)

    def form_invalid(self, form: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "page_title": _("Board years"),
            "years": self.board.years.order_by("-starts_on"),
            "can_start": self.can(Permission.BOARD_EDIT),
        }


class BoardYearStart(ChangePage):
    """Start the next reporting year; the page proposes the one after the last."""

    permission = Permission.BOARD_EDIT
    form_class = BoardYearStartForm
    page_title = gettext_lazy("Start a reporting year")
    page_intro = gettext_lazy("Rounds, attendance and the annual report belong to a year.")
    success_message = gettext_lazy("The year is started.")

    def get_initial(self) -> dict[str, Any]:
        proposed = queries.proposed_year(self.board, timezone.localdate())
        return {
            "label": proposed.label, "starts_on": proposed.starts_on,
            "ends_on": proposed.ends_on, "regime": self.board.regime_id,
        }  # fmt: skip

    def save(self, data: dict[str, Any]) -> BoardYear:
        return board_years.start(board=self.board, by=self.request.user, **data)

    def back_url(self) -> str:
        return reverse("boards:board-year-list", kwargs={"board": self.board.slug})


class BoardYearDownload(BoardView, View):
    """One year as a file, the same text every time."""

    permission = Permission.BOARD_YEAR_IMPORT

    def load_object(self) -> BoardYear:
        rows = BoardYear.objects.filter(board=self.board).select_related("board")
        return self.get_record(rows, pk=self.kwargs["pk"])  # type: ignore[no-any-return]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        text = board_years.export_board_year(board=self.board, year=self.object)
        name = f"{self.board.slug}-{self.object.label.replace('/', '-')}.yaml"
        response = HttpResponse(text, content_type="application/yaml; charset=utf-8")
        response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
        return response
