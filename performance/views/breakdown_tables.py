"""Breakdown tables: listed, shown with chart and file, laid out, adopted, taken away."""

from dataclasses import fields as dataclass_fields
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView

from boards.authorization import Permission
from boards.exports import Column, Table
from boards.views.base import BoardView
from boards.views.changes import ChangePage
from boards.views.tables import TablePage
from performance import starter_tables
from performance.forms import breakdown_tables as forms
from performance.models import BreakdownTable, Indicator
from performance.queries import breakdown_tables as queries
from performance.rules.breakdowns import Grid, Row
from performance.services import breakdown_tables as services
from performance.services.breakdown_tables import TableFields
from performance.views.scorecards import ScorecardChange


class OneTable(BoardView):
    """Base of pages about one table."""

    object: BreakdownTable

    def load_object(self) -> BreakdownTable:
        rows = BreakdownTable.objects.visible_to(self.request.user).filter(board=self.board)
        found: BreakdownTable = self.get_record(rows.select_related("board"), pk=self.kwargs["pk"])
        return found

    def table_url(self) -> str:
        return reverse("performance:breakdown-detail", args=[self.board.slug, self.kwargs["pk"]])


class TableList(BoardView, TemplateView):
    permission = Permission.INDICATOR_VIEW
    template_name = "performance/breakdown_tables/list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "page_title": _("Breakdown tables"),
            "page_intro": _("Figures as reports print them: counts with shares, month by month."),
            "tables": queries.tables_of(self.board, self.request.user),
            "can_edit": self.can(Permission.INDICATOR_EDIT),
        }


class TableDetail(OneTable, TablePage, TemplateView):
    permission = Permission.INDICATOR_VIEW
    template_name = "performance/breakdown_tables/detail.html"

    def page(self) -> queries.TablePage:
        wanted = self.request.GET.get("on", "")
        return queries.page_of(self.object, timezone.localdate(), wanted)

    def table(self) -> Table:
        grid = self.page().grid
        return Table(self.file_name(f"table-{self.object.pk}"), columns(grid), grid.rows)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        url = reverse("performance:breakdown-list", args=[self.board.slug])
        return super().get_context_data(**kwargs) | {
            "page_title": self.object.title,
            "page_intro": self.object.description,
            "crumbs": [(_("Breakdown tables"), url)],
            "table": self.object,
            "shown": self.page(),
            "can_edit": self.can(Permission.INDICATOR_EDIT),
        }


def columns(grid: Grid) -> list[Column]:
    """Return the columns of a table's file: figures and their shares apart."""
    found = [Column(_("Row"), lambda row: row.label)]
    for at, heading in enumerate(grid.columns):
        found.append(Column(heading, _main_of(at)))
        if any(row.cells[at].second for row in grid.rows):
            beside = _("%(column)s: share or parts") % {"column": heading}
            found.append(Column(beside, _second_of(at)))
    return found


def _main_of(at: int) -> Any:
    def main(row: Row) -> Any:
        cell = row.cells[at]
        return cell.amount.value if cell.amount.value is not None else cell.main

    return main


def _second_of(at: int) -> Any:
    return lambda row: row.cells[at].second


class TableStarters(BoardView, TemplateView):
    """Tables that most boards print: adopted by a tick."""

    permission = Permission.INDICATOR_EDIT
    template_name = "performance/breakdown_tables/starters.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        had = set(self.board.breakdown_tables.values_list("starter_key", flat=True))
        url = reverse("performance:breakdown-list", args=[self.board.slug])
        return super().get_context_data(**kwargs) | {
            "page_title": _("Tables that most boards print"),
            "page_intro": _("Tick what you need. Indicators that they are made of come with them."),
            "crumbs": [(_("Breakdown tables"), url)],
            "starters": starter_tables.shipped(),
            "had": had,
        }

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        keys = request.POST.getlist("keys")
        if not keys:
            context = self.get_context_data(error=_("Tick the tables that you want to add."))
            return self.render_to_response(context, status=422)
        made = services.adopt(
            board=self.board, keys=keys, by=self.request.user, on=timezone.localdate()
        )
        said = ngettext("%(n)s table added.", "%(n)s tables added.", len(made))
        messages.success(request, said % {"n": len(made)})
        return redirect("performance:breakdown-list", board=self.board.slug)


class TableChange(ScorecardChange):
    """Layout in the form, indicators ticked by theme below it."""

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs = super().get_form_kwargs()
        del kwargs["board"]
        return kwargs

    def layout(self, data: dict[str, Any]) -> TableFields:
        return TableFields(**{each.name: data[each.name] for each in dataclass_fields(TableFields)})

    def done_url(self, result: Any) -> str:
        return reverse("performance:breakdown-detail", args=[self.board.slug, result.pk])


class TableNew(TableChange):
    form_class = forms.TableForm
    page_title = gettext_lazy("Make a breakdown table")
    success_message = gettext_lazy("Table made")

    def get_initial(self) -> dict[str, Any]:
        return {"with_shares": True, "period_kind": "quarter", "columns_by": "period"}

    def save(self, data: dict[str, Any]) -> BreakdownTable:
        return services.make(
            board=self.board, fields=self.layout(data), indicators=self.ordered(data),
            by=self.request.user,
        )  # fmt: skip

    def back_url(self) -> str:
        return reverse("performance:breakdown-list", args=[self.board.slug])


class TableEdit(OneTable, TableChange):
    form_class = forms.TableEditForm
    page_title = gettext_lazy("Change a breakdown table")
    success_message = gettext_lazy("Table changed")

    def initial_of(self, record: BreakdownTable) -> dict[str, Any]:
        values = {each.name: getattr(record, each.name) for each in dataclass_fields(TableFields)}
        return values | {"indicators": self.chosen()}

    def ordered(self, data: dict[str, Any]) -> list[Indicator]:
        """Keep the order that the table has; what is new comes last."""
        places = {pk: at for at, pk in enumerate(self.chosen())}
        return sorted(super().ordered(data), key=lambda each: places.get(each.pk, len(places)))

    def save(self, data: dict[str, Any]) -> BreakdownTable:
        return services.edit(
            table=self.object, fields=self.layout(data), indicators=self.ordered(data),
            version=data["version"], by=self.request.user,
        )  # fmt: skip

    def back_url(self) -> str:
        return self.table_url()


class TableRemove(OneTable, ChangePage):
    permission = Permission.INDICATOR_EDIT
    form_class = forms.TableRemoveForm
    page_title = gettext_lazy("Take a breakdown table away")
    page_intro = gettext_lazy("Its indicators and their figures stay.")
    success_message = gettext_lazy("Table taken away")

    def save(self, data: dict[str, Any]) -> None:
        services.remove(table=self.object, version=data["version"], by=self.request.user)

    def back_url(self) -> str:
        return self.table_url()

    def done_url(self, result: None) -> str:
        return reverse("performance:breakdown-list", args=[self.board.slug])
