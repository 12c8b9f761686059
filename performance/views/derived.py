"""Indicators that the portal calculates: chosen by the board, calculated at once or each night."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView, View

from boards.authorization import Permission
from boards.errors import DomainError
from boards.views.base import BoardView
from boards.views.changes import ChangePage
from performance.forms.derived import RecordedForm
from performance.models import Derivation
from performance.queries import derived as queries
from performance.services import derived as services


class DerivedPage(BoardView):
    permission = Permission.INDICATOR_EDIT

    def list_url(self) -> str:
        return reverse("performance:derived-list", args=[self.board.slug])


class DerivedList(DerivedPage, TemplateView):
    """What is calculated, when it last was, and what else could be."""

    permission = Permission.INDICATOR_VIEW
    template_name = "performance/derived/list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        can_edit = self.can(Permission.INDICATOR_EDIT)
        return super().get_context_data(**kwargs) | {
            "page_title": _("Calculated by the portal"),
            "crumbs": [
                (_("Indicators"), reverse("performance:indicator-list", args=[self.board.slug]))
            ],
            "adopted": queries.adopted(self.board, self.request.user),
            "offered": queries.offered(self.board) if can_edit else [],
            "can_edit": can_edit,
        }


class DerivedAdopt(DerivedPage, View):
    """Choose one of those that the portal calculates."""

    http_method_names = ("post", "options")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            row = services.adopt(
                board=self.board, key=request.POST.get("key", ""), by=self.request.user,
                on=timezone.localdate(),
            )  # fmt: skip
        except DomainError as error:
            messages.error(request, error.message)
        else:
            messages.success(request, _("The board measures it now: %(name)s") % {"name": row})
        return redirect(self.list_url())


class RecordedAdopt(DerivedPage, ChangePage):
    form_class = RecordedForm
    page_title = gettext_lazy("Measure how completely something is recorded")
    success_message = gettext_lazy("The board measures it now.")

    def get_form_kwargs(self) -> dict[str, Any]:
        offered = queries.recordable(self.board, timezone.localdate())
        return super().get_form_kwargs() | {"offered": offered}

    def form_valid(self, form: Any) -> HttpResponse:
        self.source, self.dimension = form.chosen
        return super().form_valid(form)

    def save(self, data: dict[str, Any]) -> Derivation:
        return services.adopt_recorded(
            source=self.source, dimension=self.dimension, by=self.request.user,
            on=timezone.localdate(),
        )  # fmt: skip

    def back_url(self) -> str:
        return self.list_url()


class DerivedCalculate(DerivedPage, View):
    """Calculate now what is calculated each night."""

    http_method_names = ("post", "options")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        count = services.calculate(board=self.board, by=self.request.user)
        said = ngettext("%(n)d figure is new.", "%(n)d figures are new.", count) % {"n": count}
        messages.success(
            request, said if count else _("Calculated: every figure is as it was before.")
        )
        return redirect(self.list_url())
