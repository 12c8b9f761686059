"""Rounds: the list, one round with its returns, drafting, opening, closing."""

from typing import Any, ClassVar

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import F, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, TemplateView

from audits import exports
from audits.forms.rounds import OpenRoundForm, RoundForm
from audits.models import Round
from audits.queries import leads
from audits.queries import rounds as queries
from audits.services import rounds as services
from audits.services.rounds import RoundFields
from audits.states import RoundStatus
from boards.authorization import Permission
from boards.errors import DomainError
from boards.exports import Table
from boards.views.base import BoardView
from boards.views.tables import TableFile, TablePage

PER_PAGE = 50
#: Agencies without anybody who could answer that are named before a round opens.
UNREACHABLE = 30
STAGE_LABELS = {
    "not_started": gettext_lazy("Not started"),
    "started": gettext_lazy("In progress"),
    "signed_off": gettext_lazy("Signed off, not sent"),
    "submitted": gettext_lazy("To be read"),
    "sent_back": gettext_lazy("Sent back"),
    "accepted": gettext_lazy("Accepted"),
}
SORTS = {
    "agency": "partner_name",
    "status": "stage",
    "due": "due_on",
    "activity": "last_activity_at",
}


class RoundsPage(BoardView):
    """Pages of the board's office: an agency's role never opens them."""

    permission = Permission.ROUND_VIEW

    def load_object(self) -> Any:
        assert isinstance(self.permission, Permission)  # noqa: S101 - narrows the type
        if not self.request.access.can_board_wide(self.permission, board=self.board):
            raise PermissionDenied
        return self.load_record()

    def load_record(self) -> Any:
        return None

    def has_permission(self) -> bool:
        return True  # `load_object` has asked

    def can_here(self, permission: Permission) -> bool:
        return self.request.access.can_board_wide(permission, board=self.board)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "can": {
                "edit": self.can_here(Permission.ROUND_EDIT),
                "read_returns": self.can_here(Permission.RETURN_VIEW),
                "review": self.can_here(Permission.RETURN_REVIEW),
                "invite": self.can_here(Permission.PEOPLE_INVITE),
            },
            "today": timezone.localdate(),
        }

    def list_crumb(self) -> tuple[str, str]:
        return _("Rounds"), reverse("audits:round-list", kwargs={"board": self.board.slug})


class RoundPage(RoundsPage):
    """Base of pages about one round. A draft is seen by those who may edit it."""

    object: Round

    def load_record(self) -> Round:
        rows = Round.objects.visible_to(self.request.user).live().filter(board=self.board)
        if not self.can_here(Permission.ROUND_EDIT):
            rows = rows.exclude(status=RoundStatus.DRAFT)
        rows = rows.select_related("board", "year", "tool_version__tool", "previous__year")
        return self.get_record(rows, pk=self.kwargs["pk"])  # type: ignore[no-any-return]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        crumbs = [self.list_crumb(), (self.object.title, self.round_url())]
        return {"crumbs": crumbs} | super().get_context_data(**kwargs) | {"round": self.object}

    def without_lead(self, **only: bool) -> Any:
        """Return a page of the returns that nobody could sign off, for the office to mend."""
        rows = leads.without_lead(self.object, **only)
        if not self.can_here(Permission.ROUND_EDIT):
            rows = rows.none()
        return Paginator(rows, UNREACHABLE).page(1)

    def round_url(self, name: str = "audits:round-detail") -> str:
        return reverse(name, kwargs={"board": self.board.slug, "pk": self.object.pk})

    def to_round(self) -> HttpResponse:
        return redirect(self.round_url())


class FormPage(FormView):
    """A form whose service may refuse: what was typed stays, and the answer is 422."""

    http_method_names: ClassVar[list[str]] = ["get", "post", "head", "options"]
    template_name = "audits/rounds/form.html"
    page_title: ClassVar[Any] = ""
    #: What is said after it was done.
    done: ClassVar[Any] = ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"page_title": self.page_title}

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            said = self.save(form)
        except DomainError as error:
            form.add_domain_error(error)
            return self.form_invalid(form)
        messages.success(self.request, said or self.done)
        return redirect(self.next_url())

    def form_invalid(self, form: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def save(self, form: Any) -> str | None:
        """Call the service; return what to say, or None for `done`."""
        raise NotImplementedError

    def next_url(self) -> str:
        return self.round_url()  # type: ignore[attr-defined,no-any-return]


class RoundList(RoundsPage, TablePage, TemplateView):
    """All rounds: live ones first, then the counts that reports of past years printed."""

    template_name = "audits/rounds/list.html"

    def rows(self) -> QuerySet[Round]:
        return queries.of_board(self.board, with_drafts=self.can_here(Permission.ROUND_EDIT))

    def table(self) -> Table:
        items = queries.items(self.rows(), timezone.localdate())
        return Table(self.file_name("rounds"), exports.ROUNDS, items)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page = Paginator(self.rows(), PER_PAGE).get_page(self.request.GET.get("page"))
        items = queries.items(page.object_list, timezone.localdate())
        return super().get_context_data(**kwargs) | {
            "page_title": _("Rounds"),
            "page": page,
            "live": [i for i in items if i.round.status != RoundStatus.PUBLISHED],
            "past": [i for i in items if i.round.status == RoundStatus.PUBLISHED],
        }


class RoundDetail(RoundPage, TablePage, TemplateView):
    """One round: how many returns are in, and where each agency is."""

    template_name = "audits/rounds/detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = timezone.localdate()
        rate, sectors = queries.rates(self.object, today)
        rows, chosen = self.filtered()
        page = Paginator(rows, PER_PAGE).get_page(self.request.GET.get("page"))
        records = list(page.object_list)
        progress = queries.progress_of(self.object, records)
        labels = {sector.key: sector.label for sector in sectors}
        return super().get_context_data(**kwargs) | {
            "crumbs": [self.list_crumb()],
            "page_title": self.object.title,
            "rate": rate,
            "sectors": sectors,
            "waiting": queries.next_to_read(self.board),
            "without_lead": self.without_lead(),
            "page": page,
            "lines": [
                {"record": r, "progress": progress[r.pk], "label": STAGE_LABELS[r.stage],
                 "sector": labels.get(r.sector_key, r.sector_key)}
                for r in records
            ],
            "chosen": chosen,
            "is_filtered": any(chosen.values()),
            "stages": STAGE_LABELS.items(),
        }  # fmt: skip

    def table(self) -> Table:
        rows, _chosen = self.filtered()
        lines = exports.lines_of(self.object, rows, STAGE_LABELS)
        return Table(f"{self.object.key}-returns", exports.RETURNS, lines)

    def filtered(self) -> tuple[Any, dict[str, str]]:
        """Return the round's returns as the page's filters and order ask for them."""
        asked = self.request.GET
        chosen = {
            name: asked.get(name, "").strip()[:100] for name in ("q", "stage", "sector", "late")
        }
        rows = queries.returns_of(self.object, timezone.localdate())
        if chosen["q"]:
            rows = rows.filter(
                Q(partner_name__icontains=chosen["q"]) | Q(agency__name__icontains=chosen["q"])
            )
        if chosen["stage"] in STAGE_LABELS:
            rows = rows.filter(stage=chosen["stage"])
        if chosen["sector"]:
            rows = rows.filter(sector_key=chosen["sector"])
        if chosen["late"]:
            rows = rows.filter(is_late=True)
        sort = asked.get("sort", "")
        column = F(SORTS.get(sort.removeprefix("-"), "partner_name"))
        order = (
            column.desc(nulls_last=True) if sort.startswith("-") else column.asc(nulls_last=True)
        )
        return rows.order_by(order, "partner_name", "pk"), chosen


class RoundRate(RoundPage, TemplateView):
    """The return rate alone: the round's page asks for it while it is looked at."""

    template_name = "audits/rounds/_rate.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rate, sectors = queries.rates(self.object, timezone.localdate())
        return super().get_context_data(**kwargs) | {"rate": rate, "sectors": sectors}


class RoundAnswers(RoundPage, TableFile):
    """Every answer of the returns that the board may read, as a file."""

    permission = Permission.RETURN_VIEW

    def table(self) -> Table:
        rows = exports.answers_of(self.object)
        return Table(f"{self.object.key}-answers", exports.ANSWERS, rows)


class RoundCreate(RoundsPage, FormPage):
    """Draft a round."""

    permission = Permission.ROUND_EDIT
    form_class = RoundForm
    template_name = "audits/rounds/edit.html"
    page_title = gettext_lazy("New round")
    done = gettext_lazy("The round is drafted. Now choose its agencies.")
    made: Round

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"board": self.board, "version": 0}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "crumbs": [self.list_crumb()],
            "cancel_url": self.list_crumb()[1],
            "has_tools": queries.tool_versions(self.board).exists(),
            "has_years": self.board.years.exists(),
            "can_start_years": self.can_here(Permission.BOARD_YEAR_IMPORT),
        }

    def save(self, form: Any) -> None:
        self.made = services.create(board=self.board, fields=fields_of(form), by=self.request.user)

    def next_url(self) -> str:
        return reverse(
            "audits:round-agencies", kwargs={"board": self.board.slug, "pk": self.made.pk}
        )


class RoundEdit(RoundPage, FormPage):
    """Change a round: all of a draft, the words and the closing day of an open one."""

    permission = Permission.ROUND_EDIT
    template_name = "audits/rounds/edit.html"
    page_title = gettext_lazy("Edit the round")
    done = gettext_lazy("Saved.")

    def get_form_class(self) -> type[Any]:
        return RoundForm if self.object.status == RoundStatus.DRAFT else OpenRoundForm

    def get_form_kwargs(self) -> dict[str, Any]:
        names = self.get_form_class().base_fields  # type: ignore[attr-defined]
        initial = {name: getattr(self.object, name) for name in names if name != "version"}
        found = super().get_form_kwargs() | {"initial": initial, "version": self.object.version}
        if self.object.status == RoundStatus.DRAFT:
            found |= {"board": self.board, "round_record": self.object}
        return found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "cancel_url": self.round_url(), "has_tools": True, "has_years": True,
        }  # fmt: skip

    def save(self, form: Any) -> None:
        services.edit(
            round_record=self.object, fields=fields_of(form, self.object),
            version=form.cleaned_data["version"], by=self.request.user,
        )  # fmt: skip


def fields_of(form: Any, of: Round | None = None) -> RoundFields:
    """Return what the form says; what it does not ask stays as the round has it."""
    names = ("title", "year", "tool_version", "opens_on", "closes_on", "introduction", "previous")
    data = form.cleaned_data
    return RoundFields(
        **{name: data[name] if name in data else getattr(of, name) for name in names}
    )
