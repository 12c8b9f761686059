"""Seats, who holds them, vacancies and deputies."""

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from boards.authorization import Permission
from boards.exports import Column, Table
from boards.forms import seats as forms
from boards.models import Seat
from boards.queries import history
from boards.queries import seats as queries
from boards.services import seats
from boards.views.base import BoardView
from boards.views.changes import ChangePage
from boards.views.tables import TablePage


class SeatList(TablePage, TemplateView):
    permission = Permission.SEAT_VIEW
    template_name = "boards/seats/list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = timezone.localdate()
        groups = queries.by_partner(self.board, self.request.user, today)
        lines = [line for group in groups for line in group.seats]
        lines += [deputy for line in lines for deputy in line.deputies]
        return super().get_context_data(**kwargs) | {
            "groups": groups,
            "total": len(lines),
            "vacant": [line for line in lines if line.term and line.term.is_vacant],
            "can_edit": self.request.access.can_board_wide(Permission.SEAT_EDIT, board=self.board),
        }

    def table(self) -> Table:
        rows = queries.with_terms(self.board, self.request.user, timezone.localdate())
        lines = [queries.line(seat) for seat in rows if seat.now]  # type: ignore[attr-defined]
        columns = [
            Column(_("Agency"), lambda line: line.seat.partner),
            Column(_("Seat"), lambda line: line.seat),
            Column(_("Capacity"), lambda line: line.seat.capacity),
            Column(_("Deputises for"), lambda line: line.seat.deputises_for),
            Column(_("Holder"), lambda line: line.term.holder or line.term.holder_name),
            Column(_("Vacant"), lambda line: line.term.is_vacant),
            Column(_("Since"), lambda line: line.term.starts_on),
        ]
        return Table(self.file_name("seats"), columns, lines)


class OfSeat(BoardView):
    object: Seat

    def load_object(self) -> Seat:
        rows = Seat.objects.visible_to(self.request.user).filter(board=self.board)
        links = rows.select_related("board", "partner", "capacity", "deputises_for")
        seat: Seat = self.get_record(links, pk=self.kwargs["pk"])
        return seat


class SeatDetail(OfSeat, TemplateView):
    permission = Permission.SEAT_VIEW
    template_name = "boards/seats/detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        seat = self.object
        terms = list(seat.terms.select_related("holder").order_by("-starts_on"))
        sees_all = self.request.access.can_board_wide(Permission.SEAT_VIEW, board=self.board)
        return super().get_context_data(**kwargs) | {
            "seat": seat,
            "terms": terms,
            "open_term": next((term for term in terms if term.ends_on is None), None),
            "deputies": seat.deputies.order_by("order", "pk"),
            "history": history.of_record(seat) if sees_all else None,
            "can_edit": self.request.access.can_board_wide(Permission.SEAT_EDIT, board=self.board),
        }


class SeatPage(ChangePage):
    def back_url(self) -> str:
        if self.object is None:
            return reverse("boards:seat-list", kwargs={"board": self.board.slug})
        return self.page_of(self.object)

    def page_of(self, seat: Seat) -> str:
        return reverse("boards:seat-detail", kwargs={"board": self.board.slug, "pk": seat.pk})

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"board": self.board}


class SeatNew(SeatPage):
    permission = Permission.SEAT_EDIT
    form_class = forms.SeatForm
    page_title = gettext_lazy("Add a seat")
    success_message = gettext_lazy("Seat added")

    def save(self, data: dict[str, Any]) -> Seat:
        return seats.add(board=self.board, by=self.request.user, **data)

    def done_url(self, result: Seat) -> str:
        return self.page_of(result)


class SeatEdit(OfSeat, SeatPage):
    permission = Permission.SEAT_EDIT
    form_class = forms.SeatEditForm
    page_title = gettext_lazy("Change a seat")
    success_message = gettext_lazy("Seat changed")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"seat": self.object}

    def initial_of(self, record: Seat) -> dict[str, Any]:
        names = ("partner", "capacity", "deputises_for")
        links = {name: getattr(record, f"{name}_id") for name in names}
        return links | {"title": record.title, "order": record.order}

    def save(self, data: dict[str, Any]) -> Seat:
        return seats.edit(seat=self.object, by=self.request.user, **data)


class TermStart(OfSeat, SeatPage):
    permission = Permission.SEAT_EDIT
    form_class = forms.TermForm
    page_title = gettext_lazy("Record who holds the seat")
    page_intro = gettext_lazy("Whoever holds it now leaves the day before.")
    success_message = gettext_lazy("Term recorded")

    def save(self, data: dict[str, Any]) -> Any:
        return seats.start_term(seat=self.object, by=self.request.user, **data)


class TermEnd(OfSeat, SeatPage):
    permission = Permission.SEAT_EDIT
    form_class = forms.TermEndForm
    page_title = gettext_lazy("End the term")
    success_message = gettext_lazy("Term ended")

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs = super().get_form_kwargs()
        del kwargs["board"]
        return kwargs

    def save(self, data: dict[str, Any]) -> Any:
        stays = data.pop("then") == "vacant"
        return seats.end_term(seat=self.object, by=self.request.user, stays=stays, **data)
