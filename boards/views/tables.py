"""Pages whose table can be taken as a file: `?format=csv`, `?format=xlsx`."""

from typing import Any

from django.http import HttpRequest, HttpResponseBase

from boards.exports import CSV, FORMATS, Table, table_response
from boards.views.base import BoardView


class TablePage(BoardView):
    """Put before the page's generic view. `table()` is the one declaration for every format."""

    def table(self) -> Table | None:
        """Return what the file holds: all rows that the filters leave. None offers no file."""
        return None

    def file_name(self, name: str) -> str:
        """Return a file's name that says whose table it is."""
        return f"{self.board.slug}-{name}"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        asked = request.GET.get("format", "")
        table = self.table() if asked in FORMATS else None
        if table is not None:
            return table_response(asked, table)
        page: HttpResponseBase = super().get(request, *args, **kwargs)  # type: ignore[misc]
        return page


class TableFile(BoardView):
    """A file that is not the table of its own page; CSV unless another format is asked for."""

    def table(self) -> Table:
        raise NotImplementedError

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        asked = request.GET.get("format", "")
        return table_response(asked if asked in FORMATS else CSV, self.table())
