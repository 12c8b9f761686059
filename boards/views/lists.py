"""A page with a list: filters, order, pages and a file of what is shown."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.views.generic import TemplateView

from boards.exports import Column, Table
from boards.forms.filters import FilterForm
from boards.views.tables import TablePage


class ListPage(TablePage, TemplateView):
    """Subclasses say where the rows come from; `?sort=`, `?page=`, `?format=` do the rest."""

    page_size: ClassVar[int] = 50
    filter_form: ClassVar[type[FilterForm]]
    #: Key of `?sort=` → fields; `-key` turns the first of them round.
    sorts: ClassVar[dict[str, Sequence[str]]] = {}
    default_sort: ClassVar[str] = ""
    #: What the file of the list is called after the board; empty: it has none.
    csv_name: ClassVar[str] = ""

    def get_rows(self) -> QuerySet[Any]:
        """Return all rows the person may see here, from a `visible_to` queryset."""
        raise NotImplementedError

    def filtered(self, rows: QuerySet[Any], data: dict[str, Any]) -> QuerySet[Any]:
        """Return the rows that the filters leave; `data` has each filter's value or an empty
        one.
        """
        return rows

    def columns(self) -> list[Column]:
        """Return the columns of the file."""
        return []

    def get_filter_form(self) -> FilterForm:
        return self.filter_form(self.request.GET)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.filters = self.get_filter_form()
        self.all_rows = self.get_rows()
        self.rows = self.sorted(self.filtered(self.all_rows, self.filters.values()))
        return super().get(request, *args, **kwargs)

    def table(self) -> Table | None:
        if not self.csv_name:
            return None
        return Table(self.file_name(self.csv_name), self.columns(), self.rows)

    def sorted(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        asked = self.request.GET.get("sort") or self.default_sort
        fields = self.sorts.get(asked.removeprefix("-")) or self.sorts.get(self.default_sort, ())
        if not fields:
            return rows
        first = f"-{fields[0]}" if asked.startswith("-") else fields[0]
        return rows.order_by(first, *fields[1:], "pk")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page = Paginator(self.rows, self.page_size).get_page(self.request.GET.get("page"))
        return super().get_context_data(**kwargs) | {
            "page": page,
            "filter_form": self.filters,
            "chips": self.filters.chips(),
            "clear_url": self.request.path,
            "has_file": bool(self.csv_name),
        }
