"""CSV files from registries of columns, safe to open in a spreadsheet.

COLUMNS = [Column(_("Agency"), lambda row: row.name), Column(_("Due"), lambda row: row.due_on)]
return csv_response("agencies.csv", COLUMNS, rows)
"""

import csv
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.http import StreamingHttpResponse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

#: A cell that begins so may be run as a formula by a spreadsheet.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_PLAIN_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?%?")
BOM = "\ufeff"


@dataclass(frozen=True)
class Column:
    """A heading and how its cell is read from a row."""

    heading: str | Promise
    value: Callable[[Any], Any]


def cell(value: Any) -> str:
    """Return the text of a cell. What a spreadsheet would run as a formula gets an apostrophe."""
    text = _text(value)
    if text.lstrip(" ").startswith(_FORMULA_STARTS) and not _PLAIN_NUMBER.fullmatch(text):
        return f"'{text}"
    return text


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, datetime):
        local = timezone.localtime(value) if timezone.is_aware(value) else value
        return local.strftime("%Y-%m-%d %H:%M")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value, "f")
    # NUL ends the text for some programs, so it never gets there.
    return str(value).replace("\x00", "")


class _Echo:
    """A file that hands back what is written to it, so that rows can be streamed."""

    def write(self, text: str) -> str:
        return text


def csv_lines(columns: Sequence[Column], rows: Iterable[Any]) -> Iterable[str]:
    """Return the lines of the file, the first with the mark by which Excel knows UTF-8."""
    writer = csv.writer(_Echo())
    yield BOM + writer.writerow([cell(column.heading) for column in columns])
    for row in rows:
        yield writer.writerow([cell(column.value(row)) for column in columns])


def csv_response(
    filename: str, columns: Sequence[Column], rows: Iterable[Any]
) -> StreamingHttpResponse:
    """Return the rows as a CSV download. `rows` may be a queryset: it is read in chunks."""
    lines = csv_lines(columns, rows)
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = content_disposition_header(True, filename) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
