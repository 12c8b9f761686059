"""Agencies of a board: the list, one agency, joining, renaming, leaving."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView

from boards.authorization import Permission
from boards.exports import Column
from boards.forms import partners as forms
from boards.models import Action, Agency, BoardPartner
from boards.queries import history, successions
from boards.queries import partners as queries
from boards.queries import seats as seat_queries
from boards.services import partners
from boards.views.base import BoardView
from boards.views.changes import ChangePage
from boards.views.lists import ListPage


class PartnerList(ListPage):
    permission = Permission.AGENCY_VIEW
    template_name = "boards/partners/list.html"
    filter_form = forms.PartnerFilters
    sorts = {
        "place": ("order", "name"),
        "name": ("name",),
        "sector": ("sector__order", "name"),
        "people": ("people", "name"),
        "from": ("starts_on", "name"),
    }
    default_sort = "place"
    csv_name = "agencies"

    def get_rows(self) -> QuerySet[BoardPartner]:
        return queries.listed(self.board, self.request.user, timezone.localdate())

    def filtered(
        self, rows: QuerySet[BoardPartner], data: dict[str, Any]
    ) -> QuerySet[BoardPartner]:
        today = timezone.localdate()
        if data["when"] == "past":
            rows = rows.filter(ends_on__lt=today)
        elif data["when"] != "all":
            rows = rows.current(today)  # type: ignore[attr-defined]
        if data["q"]:
            rows = rows.filter(name__icontains=data["q"])
        return rows.filter(sector=data["sector"]) if data["sector"] else rows

    def columns(self) -> list[Column]:
        return [
            Column(_("Agency"), lambda row: row.name),
            Column(_("Sector"), lambda row: row.sector.label),
            Column(_("Part of"), lambda row: row.agency.parent),
            Column(_("Named by law"), lambda row: row.is_statutory),
            Column(_("First day"), lambda row: row.starts_on),
            Column(_("Last day"), lambda row: row.ends_on),
            Column(_("People"), lambda row: row.people),
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        total = context["page"].paginator.count
        return context | {
            "counted": ngettext("%(n)d agency", "%(n)d agencies", total) % {"n": total},
            "can_edit": self.can(Permission.AGENCY_EDIT),
        }


class OfPartner(BoardView):
    """A page about one agency of the board."""

    object: BoardPartner

    def load_object(self) -> BoardPartner:
        rows = BoardPartner.objects.visible_to(self.request.user).filter(board=self.board)
        links = rows.select_related("board", "agency__parent", "agency__sector", "sector")
        partner: BoardPartner = self.get_record(links, pk=self.kwargs["pk"])
        return partner


class PartnerDetail(OfPartner, TemplateView):
    permission = Permission.AGENCY_VIEW
    template_name = "boards/partners/detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today, user, partner = timezone.localdate(), self.request.user, self.object
        sees_people = self.can(Permission.PEOPLE_VIEW)
        actions = Action.objects.visible_to(user).filter(board=self.board, agency=partner.agency_id)
        seats = seat_queries.with_terms(self.board, user, today).filter(partner=partner)
        return super().get_context_data(**kwargs) | {
            "partner": partner,
            "former_names": partner.agency.former_names.order_by("-until"),
            "became": successions.became(partner),
            "was": successions.was(partner),
            "parts": queries.parts(partner),
            "other_boards": queries.other_boards(partner, user, today),
            "people": queries.people(partner, today) if sees_people else [],
            "sees_people": sees_people,
            "actions": actions.open().order_by("due_on")[:50],
            "seats": [seat_queries.line(seat) for seat in seats if seat.now],  # type: ignore[attr-defined]
            "history": history.of_record(partner),
            "can_edit": self.can(Permission.AGENCY_EDIT),
            "has_ended": partner.ends_on is not None and partner.ends_on < today,
        }


class PartnerAdd(BoardView, TemplateView):
    """Look for the agency first: the police of four boards are one agency."""

    permission = Permission.AGENCY_EDIT
    template_name = "boards/partners/add.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked = "q" in self.request.GET
        form = forms.PartnerSearchForm(self.request.GET if asked else None)
        text = form.cleaned_data["q"] if asked and form.is_valid() else ""
        return super().get_context_data(**kwargs) | {
            "form": form,
            "text": text,
            "found": queries.search(text, board=self.board) if text else [],
        }


class PartnerPage(ChangePage):
    """What joins or changes an agency of the board."""

    def back_url(self) -> str:
        if self.object is None:
            return reverse("boards:partner-list", kwargs={"board": self.board.slug})
        return self.page_of(self.object)

    def done_url(self, result: BoardPartner) -> str:
        return self.page_of(result)

    def page_of(self, partner: BoardPartner) -> str:
        kwargs = {"board": self.board.slug, "pk": partner.pk}
        return reverse("boards:partner-detail", kwargs=kwargs)


class PartnerJoin(PartnerPage):
    """Add an agency that is known already."""

    permission = Permission.AGENCY_EDIT
    form_class = forms.PartnerJoinForm
    page_title = gettext_lazy("Add an agency")
    success_message = gettext_lazy("Agency added")

    def load_object(self) -> None:
        # Agencies are shared by all boards: any of them may be invited to this one's table.
        rows = Agency.objects.not_replaced()
        self.agency = get_object_or_404(rows, pk=self.kwargs["agency"])

    def get_initial(self) -> dict[str, Any]:
        return {"sector": self.agency.sector_id}

    def save(self, data: dict[str, Any]) -> BoardPartner:
        return partners.add(board=self.board, by=self.request.user, agency=self.agency, **data)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"page_caption": self.agency.name}


class PartnerNew(PartnerPage):
    """Make a new agency, unless one like it is known already."""

    permission = Permission.AGENCY_EDIT
    form_class = forms.PartnerNewForm
    template_name = "boards/partners/new.html"
    page_title = gettext_lazy("Add a new agency")
    success_message = gettext_lazy("Agency added")

    def get_initial(self) -> dict[str, Any]:
        return {"name": self.request.GET.get("name", "")[:300]}

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"board": self.board}

    def get_form(self, form_class: Any = None) -> forms.PartnerNewForm:
        form: forms.PartnerNewForm = super().get_form(form_class)
        name = form.data.get("name", "") if form.is_bound else ""
        self.alike = queries.probable_duplicates(name) if name.strip() else []
        if not self.alike:
            form.hide_is_new()
        return form

    def form_valid(self, form: forms.PartnerNewForm) -> HttpResponse:
        if self.alike and not form.cleaned_data.pop("is_new"):
            form.add_error(
                "is_new", _("This may be an agency that is known already. Look at the list first.")
            )
            return self.form_invalid(form)
        return super().form_valid(form)

    def save(self, data: dict[str, Any]) -> BoardPartner:
        return partners.add(board=self.board, by=self.request.user, **data)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return context | {"alike": self.alike}


class PartnerEdit(OfPartner, PartnerPage):
    permission = Permission.AGENCY_EDIT
    form_class = forms.PartnerEditForm
    page_title = gettext_lazy("Change an agency")
    success_message = gettext_lazy("Agency changed")

    def initial_of(self, record: BoardPartner) -> dict[str, Any]:
        names = ("name", "is_statutory", "starts_on", "order")
        return {name: getattr(record, name) for name in names} | {"sector": record.sector_id}

    def save(self, data: dict[str, Any]) -> BoardPartner:
        return partners.edit(partner=self.object, by=self.request.user, **data)


class PartnerRename(OfPartner, PartnerPage):
    permission = Permission.AGENCY_EDIT
    form_class = forms.PartnerRenameForm
    page_title = gettext_lazy("Rename an agency")
    page_intro = gettext_lazy("The old name is kept for what happened under it.")
    success_message = gettext_lazy("Agency renamed")

    def get_form_kwargs(self) -> dict[str, Any]:
        everywhere = partners.may_change_everywhere(self.object.agency, self.request.user)
        return super().get_form_kwargs() | {"everywhere": everywhere}

    def initial_of(self, record: BoardPartner) -> dict[str, Any]:
        return {"name": record.name}

    def save(self, data: dict[str, Any]) -> BoardPartner:
        everywhere = data.pop("where") == "everywhere"
        return partners.rename(
            partner=self.object, by=self.request.user, everywhere=everywhere, **data
        )


class PartnerParent(OfPartner, PartnerPage):
    permission = Permission.AGENCY_EDIT
    form_class = forms.PartnerParentForm
    page_title = gettext_lazy("What the agency is part of")
    page_intro = gettext_lazy("All boards share this.")
    success_message = gettext_lazy("Agency changed")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"board": self.board, "agency": self.object.agency}

    def initial_of(self, record: BoardPartner) -> dict[str, Any]:
        return {"parent": record.agency.parent_id}

    def save(self, data: dict[str, Any]) -> BoardPartner:
        return partners.set_parent(partner=self.object, by=self.request.user, **data)


class PartnerEnd(OfPartner, PartnerPage):
    permission = Permission.AGENCY_EDIT
    form_class = forms.PartnerEndForm
    page_title = gettext_lazy("Record that an agency leaves the board")
    page_intro = gettext_lazy(
        "Its seats, returns and actions stay as they are. The keys of its systems stop working."
    )
    success_message = gettext_lazy("Last day recorded")

    def initial_of(self, record: BoardPartner) -> dict[str, Any]:
        return {"ends_on": record.ends_on}

    def save(self, data: dict[str, Any]) -> BoardPartner:
        return partners.end(partner=self.object, by=self.request.user, **data)
