"""Chasing of a round: what will be sent to whom and when, its days, pausing, reminding now."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView, View

from audits import exports
from audits.forms.chasing import ChasingForm, PauseForm
from audits.queries import chasing as queries
from audits.rules.chasing import written
from audits.services import chasing as services
from audits.states import RoundStatus
from audits.views.rounds import PER_PAGE, FormPage, RoundPage
from boards.authorization import Permission
from boards.errors import DomainError
from boards.exports import Table
from boards.views.tables import TablePage


class ChasingPage(RoundPage):
    permission = Permission.ROUND_EDIT

    def chasing_url(self) -> str:
        return self.round_url("audits:round-chasing")

    def next_url(self) -> str:
        return self.chasing_url()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"cancel_url": self.chasing_url()}


class ChasingDetail(ChasingPage, TablePage, TemplateView):
    """What will be sent to whom and when, and what was sent."""

    template_name = "audits/rounds/chasing.html"

    def table(self) -> Table:
        today, chasing = timezone.localdate(), services.of_round(self.object)
        records = list(queries.outstanding(self.object))
        lines = queries.lines(self.object, chasing, records, today)
        return Table(f"{self.object.key}-chasing", exports.CHASING, lines)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today, chasing = timezone.localdate(), services.of_round(self.object)
        rows = queries.outstanding(self.object)
        page = Paginator(rows, PER_PAGE).get_page(self.request.GET.get("page"))
        is_alive = self.object.status in services.ALIVE
        return super().get_context_data(**kwargs) | {
            "page_title": _("Reminders"),
            "page_caption": self.object.title,
            "chasing": chasing,
            "before": written(chasing.before),
            "after": written(chasing.after),
            "is_draft": self.object.status == RoundStatus.DRAFT,
            "page": page,
            "lines": queries.lines(self.object, chasing, list(page), today) if is_alive else [],
            "timetable": queries.timetable(self.object, chasing, today) if is_alive else [],
        }


class ChasingSettings(ChasingPage, FormPage):
    """The days on which people are reminded."""

    form_class = ChasingForm
    page_title = gettext_lazy("When to remind people")
    done = gettext_lazy("Saved. Reminders follow the new days.")

    def get_form_kwargs(self) -> dict[str, Any]:
        row = services.of_round(self.object)
        initial = {
            "before": written(row.before),
            "after": written(row.after),
            "lead_after": row.lead_after,
            "board_after": row.board_after,
        }
        return super().get_form_kwargs() | {"initial": initial, "version": row.version}

    def save(self, form: ChasingForm) -> None:
        services.set_plan(
            round_record=self.object, plan=form.plan(),
            version=form.cleaned_data["version"], by=self.request.user,
        )  # fmt: skip


class ChasingPause(ChasingPage, FormPage):
    """Nobody is reminded until somebody resumes it."""

    form_class = PauseForm
    page_title = gettext_lazy("Pause reminders of this round")
    done = gettext_lazy("Reminders are paused.")

    def save(self, form: PauseForm) -> None:
        services.pause(
            round_record=self.object, reason=form.cleaned_data["reason"], by=self.request.user
        )


class ChasingResume(ChasingPage, View):
    http_method_names = ("post", "options")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        services.resume(round_record=self.object, by=self.request.user)
        messages.success(request, _("Reminders go out again."))
        return redirect(self.chasing_url())


class RemindNow(ChasingPage, View):
    """Remind the chosen agencies at once."""

    http_method_names = ("post", "options")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        chosen = {int(pk) for pk in request.POST.getlist("return") if pk.isdecimal()}
        if not chosen:
            messages.error(request, _("Select at least one agency to remind."))
            return redirect(self.chasing_url())
        try:
            count = services.remind_now(
                round_record=self.object, return_pks=chosen, by=self.request.user
            )
        except DomainError as error:
            messages.error(request, error.message)
        else:
            messages.success(request, self._said(count))
        return redirect(self.chasing_url())

    def _said(self, count: int) -> str:
        if not count:
            return _("They have been reminded today, so nothing more was sent.")
        return ngettext(
            "%(count)d agency is being reminded", "%(count)d agencies are being reminded", count
        ) % {"count": count}
