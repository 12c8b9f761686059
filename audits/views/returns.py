"""Pages of a return, for the agency that answers it."""

from typing import Any, ClassVar

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import FormView, TemplateView, View

from audits import exports
from audits.checks import returns as checks
from audits.forms.returns import ConfirmForm, ReturnFilters, SignOffForm
from audits.models import Return, Round
from audits.queries import returns as queries
from audits.queries.compliance import with_names
from audits.services import returns as services
from audits.states import EDITABLE
from boards.authorization import Permission
from boards.errors import DomainError
from boards.exports import Column
from boards.forms import VersionedForm
from boards.views.base import BoardView
from boards.views.lists import ListPage


class ReturnView(BoardView):
    """Base of pages about one return, for people of its agency."""

    permission = Permission.RETURN_ANSWER
    object: Return

    def load_object(self) -> Return:
        visible = Return.objects.visible_to(self.request.user).with_due()
        return self.get_record(
            visible.select_related("round__board", "round__tool_version__scale", "agency"),
            round__board=self.board,
            pk=self.kwargs["pk"],
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        record = self.object
        return super().get_context_data(**kwargs) | {
            "record": record,
            "is_editable": record.status in EDITABLE,
            "can": {
                "answer": self.can(Permission.RETURN_ANSWER) and record.status in EDITABLE,
                "sign_off": self.can(Permission.RETURN_SIGN_OFF),
                "submit": self.can(Permission.RETURN_SUBMIT),
                "invite": self.can(Permission.AGENCY_PEOPLE_INVITE),
            },
        }


class ReturnList(ListPage):
    """The returns of the person's agencies on this board, those due last first."""

    permission = Permission.RETURN_VIEW
    template_name = "audits/returns/list.html"
    sorts: ClassVar = {
        "due": ("due_on", "partner_name"),
        "agency": ("partner_name", "due_on"),
        "round": ("round__title", "partner_name"),
        "status": ("status", "due_on"),
    }
    default_sort = "-due"
    csv_name = "returns"

    @cached_property
    def agencies(self) -> Any:
        """The agencies that the person answers for; nothing for the board's own people."""
        return self.request.access.agencies(Permission.RETURN_ANSWER, board=self.board)

    def get_rows(self) -> QuerySet[Return]:
        visible = Return.objects.visible_to(self.request.user).filter(round__board=self.board)
        rows = with_names(visible.with_due(), self.board.pk).select_related("round", "agency")
        return rows.filter(agency__in=self.agencies) if self.agencies else rows

    def get_filter_form(self) -> ReturnFilters:
        shown = Round.objects.filter(pk__in=self.get_rows().order_by().values("round"))
        return ReturnFilters(self.request.GET, rounds=shown.order_by("-closes_on", "pk"))

    def filtered(self, rows: QuerySet[Return], data: dict[str, Any]) -> QuerySet[Return]:
        if data["q"]:
            rows = rows.filter(
                Q(partner_name__icontains=data["q"]) | Q(agency__name__icontains=data["q"])
            )
        if data["late"]:
            rows = rows.late(timezone.localdate())  # type: ignore[attr-defined]
        exact = {name: data[name] for name in ("round", "status") if data[name]}
        return rows.filter(**exact)

    def columns(self) -> list[Column]:
        return exports.RETURN_LIST

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        total = context["page"].paginator.count
        return context | {
            "is_agency": bool(self.agencies),
            "counted": ngettext("%(n)d return", "%(n)d returns", total) % {"n": total},
            "can_see_rounds": self.request.access.can_board_wide(
                Permission.ROUND_VIEW, board=self.board
            ),
        }


class ReturnArrive(BoardView, View):
    """Where an invitation leads: the return, or the list while its round is a draft.

    The list says nothing of the return, so whoever may not see it learns nothing either.
    """

    permission = Permission.RETURN_VIEW

    def get(self, request: HttpRequest, board: str, pk: int) -> HttpResponse:
        visible = Return.objects.visible_to(self.request.user)
        if visible.filter(round__board=self.board, pk=pk).exists():
            return redirect("audits:return-detail", board=board, pk=pk)
        return redirect("audits:return-list", board=board)


class ReturnDetail(ReturnView, TemplateView):
    """The return's own page: a task list with progress, dates, people, what to do next."""

    template_name = "audits/returns/detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        sheet = queries.sheet(self.object)
        return super().get_context_data(**kwargs) | {
            "sheet": sheet,
            "progress": sheet.progress,
            "next_standard": sheet.next_standard.standard if sheet.next_standard else None,
            "tasks": [{"title": "", "tasks": [self._task(item) for item in sheet.standards]}],
            "colleagues": queries.colleagues(self.object),
            "comment_count": sum(len(item.comments) for item in sheet.items),
        }

    def _task(self, item: queries.StandardItem) -> dict[str, Any]:
        done = item.progress
        state, label = "not_started", _("Not started")
        if item.rival_count:
            state, label = "waiting", _("Two texts to bring together")
        elif done.is_complete:
            state, label = "done", _("Done")
        elif done.carried:
            state, label = "waiting", _("Carried forward: check")
        elif done.done or done.started:
            state, label = "in_progress", _("In progress")
        url = reverse(
            "audits:return-standard",
            kwargs={"board": self.board.slug, "pk": self.object.pk, "standard": item.standard.key},
        )
        hint = _("%(done)d of %(asked)d answered") % {"done": done.done, "asked": done.asked}
        comments = sum(len(question.comments) for question in item.questions)
        if comments and self.object.status == Return.Status.SENT_BACK:
            hint += " · " + _("%(count)d comments from the board") % {"count": comments}
        return {
            "title": item.standard.title,
            "url": url,
            "hint": hint,
            "label": label,
            "state": state,
        }


class ReturnCheck(ReturnView, TemplateView):
    """All answers on one page, with what is still wanted: read before signing off, and printed."""

    template_name = "audits/returns/check.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        sheet = queries.sheet(self.object)
        return super().get_context_data(**kwargs) | {
            "sheet": sheet,
            "progress": sheet.progress,
            "next_standard": sheet.next_standard.standard if sheet.next_standard else None,
            "problems": checks.problems_of(sheet),
        }


class ReturnStep(ReturnView, FormView):
    """A step of a return: one form, one call of a service, back to the return."""

    form_class: type[VersionedForm] = ConfirmForm
    #: What the person reads when it is done.
    done: ClassVar[str | Promise]

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"version": self.object.version}

    def take(self, data: dict[str, Any]) -> None:
        """Call the service with what the form holds; raises `DomainError` when it refuses."""
        raise NotImplementedError

    def form_valid(self, form: VersionedForm) -> HttpResponse:
        try:
            self.take(form.cleaned_data)
        except DomainError as error:
            form.add_domain_error(error)
            return self.form_invalid(form)
        messages.success(self.request, str(self.done))
        return redirect("audits:return-detail", board=self.board.slug, pk=self.object.pk)


class ReturnSignOff(ReturnStep):
    """The agency lead records the executive's sign-off."""

    permission = Permission.RETURN_SIGN_OFF
    form_class = SignOffForm
    template_name = "audits/returns/sign_off.html"
    done = gettext_lazy("Signed off. Now send it to the board.")

    def take(self, data: dict[str, Any]) -> None:
        services.sign_off(
            return_record=self.object,
            signatory_name=data["signatory_name"],
            signatory_post=data["signatory_post"],
            version=data["version"],
            by=self.request.user,
        )


class ReturnTakeBack(ReturnStep):
    """Open the answers again after a sign-off that was not sent yet."""

    permission = Permission.RETURN_SIGN_OFF
    template_name = "audits/returns/take_back.html"
    done = gettext_lazy("The sign-off was taken back. The answers are open again.")

    def take(self, data: dict[str, Any]) -> None:
        services.take_back_sign_off(
            return_record=self.object, version=data["version"], by=self.request.user
        )


class ReturnSubmit(ReturnStep):
    """Send the signed-off return to the board."""

    permission = Permission.RETURN_SUBMIT
    template_name = "audits/returns/submit.html"
    done = gettext_lazy("Sent to the board. You will be told when it has been read.")

    def take(self, data: dict[str, Any]) -> None:
        services.submit(return_record=self.object, version=data["version"], by=self.request.user)
