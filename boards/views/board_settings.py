"""A board's own details."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import FormView

from boards.authorization import Permission
from boards.errors import DomainError, StaleRecord
from boards.forms.boards import BoardForm
from boards.services import boards
from boards.views.base import BoardView

FIELDS = ("name", "short_name", "area", "colour", "regime")


class BoardEdit(BoardView, FormView):
    """Name, short name, area, colour, legal framework."""

    permission = Permission.BOARD_EDIT
    http_method_names = ["get", "head", "options", "post"]
    form_class = BoardForm
    template_name = "boards/settings/edit.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"version": self.board.version}

    def get_initial(self) -> dict[str, Any]:
        return {name: getattr(self.board, name) for name in FIELDS}

    def form_valid(self, form: BoardForm) -> HttpResponse:
        data = dict(form.cleaned_data)
        try:
            boards.edit(board=self.board, by=self.request.user, **data)
        except StaleRecord as error:
            form.add_domain_error(error)
            # The person has seen theirs now: saving again keeps what they typed.
            form.data = {**self.request.POST.dict(), "version": str(error.current.version)}
            return self.show(form, status=409, theirs=error.current)
        except DomainError as error:
            form.add_domain_error(error)
            return self.show(form, status=422)
        messages.success(self.request, _("The board’s details are saved."))
        return HttpResponseRedirect(reverse("boards:board-edit", kwargs={"board": self.board.slug}))

    def form_invalid(self, form: BoardForm) -> HttpResponse:
        return self.show(form, status=422)

    def show(self, form: BoardForm, *, status: int, theirs: Any = None) -> HttpResponse:
        return self.render_to_response(
            self.get_context_data(form=form, theirs=theirs), status=status
        )
