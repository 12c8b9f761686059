"""Data returns: the list, one return, and what the board decides about it."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView

from boards.authorization import Permission
from boards.exports import Column
from boards.views.base import BoardView
from boards.views.changes import ChangePage
from boards.views.lists import ListPage
from performance.forms import data_returns as forms
from performance.models import DataReturn
from performance.queries import data_returns as queries
from performance.queries.chains import breaks_of_return
from performance.rules.periods import in_words
from performance.services import data_returns as services
from performance.states import DataReturnStatus

OPEN = (DataReturnStatus.AWAITED, DataReturnStatus.SENT_BACK)


class DataReturnList(ListPage):
    """What agencies owe and have sent; an agency's people see their own."""

    permission = Permission.DATA_RETURN_VIEW
    template_name = "performance/data_returns/list.html"
    sorts = {
        "due": ("due", "agency__name"),
        "agency": ("agency__name", "due"),
        "period": ("period_end", "agency__name"),
        "status": ("status", "due"),
    }
    default_sort = "-due"
    csv_name = "data-returns"

    def get_rows(self) -> QuerySet[DataReturn]:
        return queries.listed(self.board, self.request.user)

    def get_filter_form(self) -> forms.DataReturnFilters:
        return forms.DataReturnFilters(self.request.GET, board=self.board, shown=self.get_rows())

    def filtered(self, rows: QuerySet[Any], data: dict[str, Any]) -> QuerySet[Any]:
        if data["q"]:
            rows = rows.filter(requirement__title__icontains=data["q"])
        if data["agency"]:
            rows = rows.filter(agency=data["agency"].agency_id)
        if data["status"] == "late":
            return rows.late(timezone.localdate())  # type: ignore[attr-defined,no-any-return]
        return rows.filter(status=data["status"]) if data["status"] else rows

    def columns(self) -> list[Column]:
        return [
            Column(_("Figures"), lambda row: row.requirement.title),
            Column(_("Agency"), lambda row: row.agency),
            Column(_("Period"), lambda row: str(row.period)),
            Column(_("Due"), lambda row: row.due),
            Column(_("Status"), lambda row: row.get_status_display()),
            Column(_("Received"), lambda row: row.submitted_at),
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        total = context["page"].paginator.count
        for row in context["page"].object_list:
            row.in_words = in_words(row.period)
        return context | {
            "counted": ngettext("%(n)d return", "%(n)d returns", total) % {"n": total},
            "can_ask": self.request.access.can_board_wide(
                Permission.INDICATOR_EDIT, board=self.board
            ),
            "can_compare": self.request.access.can_board_wide(self.permission, board=self.board),
            "any": self.all_rows.exists() if not total else True,
        }


class OfDataReturn(BoardView):
    """A page about one data return that the person may see."""

    object: DataReturn

    def load_object(self) -> DataReturn:
        rows = queries.listed(self.board, self.request.user)
        found: DataReturn = self.get_record(
            rows.select_related("board", "sent_back_by", "accepted_by"), pk=self.kwargs["pk"]
        )
        return found

    def here(self, name: str = "data-return-detail") -> str:
        return reverse(
            f"performance:{name}", kwargs={"board": self.board.slug, "pk": self.object.pk}
        )

    def back_url(self) -> str:
        return self.here()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        listed = reverse("performance:data-return-list", kwargs={"board": self.board.slug})
        return super().get_context_data(**kwargs) | {
            "record": self.object,
            "period": in_words(self.object.period),
            "crumbs": [(_("Data returns"), listed), (str(self.object), self.here())],
            "page_caption": f"{self.object.agency} · {self.object.requirement.title}",
        }


class DataReturnDetail(OfDataReturn, TemplateView):
    """One return: its figures beside those of the period before, and what was sent."""

    permission = Permission.DATA_RETURN_VIEW
    template_name = "performance/data_returns/detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        record = self.object
        is_received = record.status == DataReturnStatus.SUBMITTED
        may_send = self.can(Permission.DATA_RETURN_SEND)
        may_review = self.can(Permission.DATA_RETURN_REVIEW)
        context = super().get_context_data(**kwargs)
        return context | {
            "crumbs": context["crumbs"][:1],
            "lines": queries.lines(record),
            "breaks": breaks_of_return(record),
            "submissions": record.submissions.select_related("by"),
            "draft": record.drafts.filter(via="typed").select_related("by").first()
            if may_send
            else None,
            "can": {
                "send": may_send and record.status != DataReturnStatus.ACCEPTED,
                "extend": may_review and record.status in OPEN,
                "accept": may_review and is_received,
                "send_back": may_review and record.status != DataReturnStatus.AWAITED
                and record.status != DataReturnStatus.SENT_BACK,
            },
        }  # fmt: skip


class Extend(OfDataReturn, ChangePage):
    permission = Permission.DATA_RETURN_REVIEW
    form_class = forms.ExtendForm
    page_title = gettext_lazy("Give more time")
    success_message = gettext_lazy("The agency has more time.")

    def save(self, data: dict[str, Any]) -> DataReturn:
        return services.extend(data_return=self.object, by=self.request.user, **data)


class SendBack(OfDataReturn, ChangePage):
    permission = Permission.DATA_RETURN_REVIEW
    form_class = forms.SendBackForm
    page_title = gettext_lazy("Send the figures back")
    page_intro = gettext_lazy(
        "The agency is told, and can send corrected figures. Until then these stay as they are."
    )
    success_message = gettext_lazy("The figures went back to the agency.")

    def save(self, data: dict[str, Any]) -> DataReturn:
        return services.send_back(data_return=self.object, by=self.request.user, **data)


class Accept(OfDataReturn, ChangePage):
    permission = Permission.DATA_RETURN_REVIEW
    form_class = forms.AcceptForm
    page_title = gettext_lazy("Accept the figures")
    page_intro = gettext_lazy(
        "They can then only change when you send the return back for a correction."
    )
    success_message = gettext_lazy("The figures are accepted.")

    def save(self, data: dict[str, Any]) -> DataReturn:
        return services.accept(data_return=self.object, by=self.request.user, **data)
