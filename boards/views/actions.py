"""The action tracker: the list, one action, and each thing that can be done to it."""

from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView

from boards.authorization import Permission
from boards.exports import Column
from boards.forms import actions as forms
from boards.forms.filters import FilterForm
from boards.models import Action, Evidence
from boards.queries import actions as queries
from boards.queries import history
from boards.queries import themes as theme_queries
from boards.services import actions
from boards.states import ActionStatus
from boards.views.base import BoardView
from boards.views.changes import ChangePage
from boards.views.files import evidence_file
from boards.views.lists import ListPage


class ActionList(ListPage):
    """Actions the person may see; the board's whole tracker for its own people."""

    permission = Permission.ACTION_VIEW
    template_name = "boards/actions/list.html"
    sorts = {
        "number": ("number",),
        "due": ("due_on",),
        "agency": ("agency__name", "due_on"),
        "status": ("status", "due_on"),
    }
    default_sort = "due"
    csv_name = "actions"

    def get_rows(self) -> QuerySet[Action]:
        return queries.listed(self.board, self.request.user)

    def get_filter_form(self) -> FilterForm:
        return forms.ActionFilters(self.request.GET, board=self.board, shown=self.get_rows())

    def filtered(self, rows: QuerySet[Action], data: dict[str, Any]) -> QuerySet[Action]:
        if data["status"] == "overdue":
            rows = rows.overdue(timezone.localdate())  # type: ignore[attr-defined]
        elif data["status"]:
            rows = rows.filter(status=data["status"])
        if data["agency"]:
            rows = rows.filter(agency=data["agency"].agency_id)
        if data["q"]:
            text = Q(title__icontains=data["q"]) | Q(description__icontains=data["q"])
            number = data["q"].upper().removeprefix("A")
            rows = rows.filter(text | Q(number=int(number)) if number.isdecimal() else text)
        if data["theme"]:
            rows = rows.filter(theme_links__theme=data["theme"])
        exact = {name: data[name] for name in ("owner", "source") if data[name]}
        return rows.filter(**exact)

    def columns(self) -> list[Column]:
        return [
            Column(_("Number"), lambda row: f"A{row.number}"),
            Column(_("Action"), lambda row: row.title),
            Column(_("Agency"), lambda row: row.agency),
            Column(_("Person"), lambda row: row.owner),
            Column(_("Due"), lambda row: row.due_on),
            Column(_("Status"), lambda row: row.get_status_display()),
            Column(_("How it goes"), lambda row: row.get_rating_display()),
            Column(_("Comes from"), lambda row: row.source_label or row.get_source_display()),
            Column(_("Themes"), lambda row: row.theme_names),
            Column(_("Completed"), lambda row: row.completed_at),
            Column(_("What shows it"), lambda row: row.completion_evidence),
            Column(_("Closed"), lambda row: row.closed_at),
            Column(_("Impact"), lambda row: row.impact),
            Column(_("How measured"), lambda row: row.impact_measure),
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        counts = queries.counts(self.all_rows, timezone.localdate())
        total = context["page"].paginator.count
        return context | {
            "tabs": self._tabs(counts),
            "counted": ngettext("%(n)d action", "%(n)d actions", total) % {"n": total},
            "any": sum(counts.values()) - counts["overdue"],
            "can_raise": self.request.access.can_board_wide(
                Permission.ACTION_RAISE, board=self.board
            ),
        }

    def _tabs(self, counts: dict[str, int]) -> list[dict[str, Any]]:
        now = self.request.GET.get("status", "")
        labels = [
            ("", _("All"), ""),
            ("open", _("Open"), counts["open"]),
            ("overdue", _("Late"), counts["overdue"]),
            ("complete", _("Waiting for the board"), counts["complete"]),
            ("closed", _("Closed"), counts["closed"]),
            ("withdrawn", _("Withdrawn"), counts["withdrawn"]),
        ]
        query = self.request.GET.copy()
        query.pop("page", None)
        tabs = []
        for value, label, count in labels:
            query["status"] = value
            url = f"?{query.urlencode()}"
            tabs.append({"label": label, "url": url, "current": now == value, "count": count})
        return tabs


class OfAction(BoardView):
    """A page about one action of the board that the person may see."""

    object: Action

    def load_object(self) -> Action:
        rows = Action.objects.visible_to(self.request.user).filter(board=self.board)
        links = rows.select_related(
            "board", "agency", "owner", "raised_by", "completed_by", "closed_by", "withdrawn_by"
        )
        action: Action = self.get_record(links, pk=self.kwargs["pk"])
        return action

    def here(self, name: str = "action-detail") -> str:
        return reverse(f"boards:{name}", kwargs={"board": self.board.slug, "pk": self.object.pk})


class ActionDetail(OfAction, TemplateView):
    """One action: what, who, when, its notes, its evidence, its history."""

    permission = Permission.ACTION_VIEW
    template_name = "boards/actions/detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        action = self.object
        is_open = action.status == ActionStatus.OPEN and not action.held_back
        own = self.request.access.agencies(Permission.ACTION_VIEW, board=self.board)
        is_complete = action.status == ActionStatus.COMPLETE
        can = {
            "progress": is_open and self.can(Permission.ACTION_PROGRESS),
            "arrange": is_open and self.can(Permission.ACTION_RAISE),
            "judge": is_complete and self.can(Permission.ACTION_CLOSE),
            "withdraw": (is_open or is_complete) and self.can(Permission.ACTION_CLOSE),
        }
        form = forms.ProgressForm(initial={"rating": action.rating}, version=action.version)
        return super().get_context_data(**kwargs) | {
            "action": action,
            "updates": queries.updates(action),
            "themes": theme_queries.of_action(action),
            "evidence": queries.evidence(action, self.request.access),
            "history": history.of_record(action, with_held_back=action.agency_id in own),
            "can": can,
            "progress_form": form if can["progress"] else None,
        }


class ActionEvidenceFile(OfAction):
    """A file that shows that an action was done: the board's to read, and its own agency's."""

    permission = Permission.ACTION_VIEW

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        rows = queries.evidence(self.object, self.request.access).filter(kind=Evidence.Kind.FILE)
        return evidence_file(request, self.get_record(rows, pk=self.kwargs["evidence"]))


class ActionNew(ChangePage):
    permission = Permission.ACTION_RAISE
    form_class = forms.ActionForm
    page_title = gettext_lazy("Raise an action")
    success_message = gettext_lazy("Action raised")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"board": self.board}

    def save(self, data: dict[str, Any]) -> Action:
        partner = data.pop("agency")
        return actions.raise_action(
            board=self.board,
            by=self.request.user,
            agency=partner.agency if partner else None,
            **data,
        )

    def back_url(self) -> str:
        return reverse("boards:action-list", kwargs={"board": self.board.slug})

    def done_url(self, result: Action) -> str:
        return reverse("boards:action-detail", kwargs={"board": self.board.slug, "pk": result.pk})


class ActionChange(OfAction, ChangePage):
    """Something that is done to one action."""

    def back_url(self) -> str:
        return self.here()

    @property
    def on(self) -> dict[str, Any]:
        return {"action": self.object, "by": self.request.user}


class ActionEdit(ActionChange):
    permission = Permission.ACTION_RAISE
    form_class = forms.ActionEditForm
    page_title = gettext_lazy("Change the words of an action")
    success_message = gettext_lazy("Action changed")

    def get_form_kwargs(self) -> dict[str, Any]:
        tagged = theme_queries.of_action(self.object)
        return super().get_form_kwargs() | {"board": self.board, "tagged": tagged}

    def initial_of(self, record: Action) -> dict[str, Any]:
        return {
            "themes": theme_queries.of_action(record),
            "title": record.title,
            "description": record.description,
            "success_measure": record.success_measure,
        }

    def save(self, data: dict[str, Any]) -> Action:
        return actions.edit(**self.on, **data)


class ActionProgress(ActionChange):
    permission = Permission.ACTION_PROGRESS
    form_class = forms.ProgressForm
    page_title = gettext_lazy("Write progress")
    success_message = gettext_lazy("Progress saved")

    def initial_of(self, record: Action) -> dict[str, Any]:
        return {"rating": record.rating}

    def save(self, data: dict[str, Any]) -> Action:
        return actions.progress(**self.on, **data)


class ActionExtend(ActionChange):
    permission = Permission.ACTION_RAISE
    form_class = forms.ExtendForm
    page_title = gettext_lazy("Move the due date")
    success_message = gettext_lazy("Due date moved")

    def initial_of(self, record: Action) -> dict[str, Any]:
        return {"due_on": record.due_on}

    def save(self, data: dict[str, Any]) -> Action:
        return actions.extend(**self.on, **data)


class ActionReassign(ActionChange):
    permission = Permission.ACTION_RAISE
    form_class = forms.ReassignForm
    page_title = gettext_lazy("Reassign an action")
    success_message = gettext_lazy("Action reassigned")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"board": self.board}

    def initial_of(self, record: Action) -> dict[str, Any]:
        partner = self.board.partners.filter(agency=record.agency_id).first()
        return {"agency": partner, "owner": record.owner}

    def save(self, data: dict[str, Any]) -> Action:
        partner = data.pop("agency")
        return actions.reassign(**self.on, agency=partner.agency if partner else None, **data)


class ActionComplete(ActionChange):
    permission = Permission.ACTION_PROGRESS
    form_class = forms.CompleteForm
    page_title = gettext_lazy("Mark an action as complete")
    page_intro = gettext_lazy("The board looks at what you write here before it closes the action.")
    success_message = gettext_lazy("Marked as complete. The board will check its impact.")

    def get_form_kwargs(self) -> dict[str, Any]:
        own = self.request.access.agencies(Permission.EVIDENCE_EDIT, board=self.board)
        offered = Evidence.objects.visible_to(self.request.user).usable()
        offered = offered.filter(agency=self.object.agency_id)[:100]
        return super().get_form_kwargs() | {
            "offered": Evidence.objects.filter(pk__in=[item.pk for item in offered]),
            "own": self.object.agency_id in own,
        }

    def initial_of(self, record: Action) -> dict[str, Any]:
        return {"completion_evidence": record.completion_evidence}

    def save(self, data: dict[str, Any]) -> Action:
        return actions.complete(**self.on, **data)


class ActionReopen(ActionChange):
    permission = Permission.ACTION_CLOSE
    form_class = forms.ReopenForm
    page_title = gettext_lazy("Send an action back")
    success_message = gettext_lazy("Sent back as not complete")

    def save(self, data: dict[str, Any]) -> Action:
        return actions.reopen(**self.on, **data)


class ActionClose(ActionChange):
    permission = Permission.ACTION_CLOSE
    form_class = forms.CloseForm
    template_name = "boards/actions/close.html"
    page_title = gettext_lazy("Check the impact and close")
    page_intro = gettext_lazy(
        "No action closes without saying what changed, and how that was measured."
    )
    success_message = gettext_lazy("Action closed")

    def save(self, data: dict[str, Any]) -> Action:
        return actions.close(**self.on, **data)


class ActionWithdraw(ActionChange):
    permission = Permission.ACTION_CLOSE
    form_class = forms.WithdrawForm
    page_title = gettext_lazy("Withdraw an action")
    page_intro = gettext_lazy("It stays in the list as withdrawn, with your reason.")
    success_message = gettext_lazy("Action withdrawn")

    def save(self, data: dict[str, Any]) -> Action:
        return actions.withdraw(**self.on, **data)
