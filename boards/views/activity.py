"""What happened on a board, as sentences that open to the fields that changed."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext as _
from django.views.generic import TemplateView
from pghistory.models import Context

from boards.authorization import Permission
from boards.exports import Column, Table
from boards.forms.activity import ActivityFilters
from boards.queries import activity, history
from boards.registry import registry
from boards.views.base import BoardView
from boards.views.tables import TablePage


class ActivityList(TablePage, TemplateView):
    permission = Permission.ACTIVITY_VIEW
    template_name = "boards/activity/list.html"

    def rows(self, form: ActivityFilters) -> QuerySet[Context]:
        values = form.values()
        return activity.filtered(
            activity.of_board(self.board),
            by=values["by"].pk if values["by"] else None,
            kind=values["kind"] or "",
            since=values["since"],
            until=values["until"],
        )

    def table(self) -> Table:
        columns = [
            Column(_("When"), lambda entry: entry.at),
            Column(_("Who"), lambda entry: entry.by_name),
            Column(_("What happened"), lambda entry: entry.sentence),
        ]
        rows = self.rows(ActivityFilters(self.request.GET, board=self.board))
        return Table(self.file_name("activity"), columns, activity.entries(self.board, rows))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = ActivityFilters(self.request.GET, board=self.board)
        rows = self.rows(form)
        page = activity.page(self.board, rows, after=self.request.GET.get("after", ""))
        query = self.request.GET.copy()
        query["after"] = page.older
        return super().get_context_data(**kwargs) | {
            "entries": page.entries,
            "older_url": f"?{query.urlencode()}" if page.older else "",
            "is_first": not self.request.GET.get("after"),
            "filter_form": form,
            "chips": form.chips(),
            "clear_url": self.request.path,
        }


class ActivityDetail(BoardView, TemplateView):
    """One change of this board, opened as far as the board may see it."""

    permission = Permission.ACTIVITY_VIEW
    template_name = "boards/activity/detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row: Context | None = activity.of_board(self.board).filter(pk=self.kwargs["pk"]).first()
        if row is None:
            raise Http404
        entry = activity.entry(self.board, row)
        return super().get_context_data(**kwargs) | {
            "entry": entry,
            "records": history.of_context(row.pk, labels=registry.open_history),
        }
