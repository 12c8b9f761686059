"""Tables as files, CSV and XLSX, from registries of columns, safe to open in a spreadsheet.

COLUMNS = [Column(_("Agency"), lambda row: row.name), Column(_("Due"), lambda row: row.due_on)]
return table_response("csv", Table("agencies", COLUMNS, rows))

Pages offer both formats by `boards.views.tables.TablePage`.
"""

import csv
import math
import re
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import chain, islice
from typing import IO, Any

from django.db.models import QuerySet
from django.http import StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

CSV, XLSX = "csv", "xlsx"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#: Rows of a queryset that are in memory at once.
CHUNK = 2000
#: Bytes of a workbook that are sent at once.
_PART = 64 * 1024
#: A cell that begins so may be run as a formula by a spreadsheet.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_PLAIN_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?%?")
BOM = "\ufeff"

#: Excel's own limits: characters of a cell, digits of a number, the year its calendar begins.
_LONGEST_TEXT = 32_767
_LARGEST_NUMBER = 10**15
_FIRST_YEAR = 1900
#: Control characters and halves of characters, which XML cannot hold.
_UNWRITABLE = re.compile(f"{ILLEGAL_CHARACTERS_RE.pattern}|[\ud800-\udfff\ufffe\uffff]")
#: Rows that are looked at for the width of columns, and the widths allowed, in characters.
_MEASURED_ROWS = 200
_NARROWEST, _WIDEST = 8, 60
_DAY, _MOMENT = "d mmm yyyy", "d mmm yyyy hh:mm"


@dataclass(frozen=True)
class Column:
    """A heading and how its cell is read from a row."""

    heading: str | Promise
    value: Callable[[Any], Any]


@dataclass(frozen=True)
class Table:
    """What a file has: its name without the ending, its columns, its rows.

    `rows` may be a queryset: it is read in chunks, whatever its size.
    """

    name: str
    columns: Sequence[Column]
    rows: Iterable[Any]


def table_response(file_format: str, table: Table) -> HttpResponseBase:
    """Return the table as a download in one of `FORMATS`."""
    return FORMATS[file_format](table)


def cell(value: Any) -> str:
    """Return the text of a CSV cell. What a spreadsheet would run as a formula gets an
    apostrophe.
    """
    text = _text(value)
    return f"'{text}" if _looks_like_formula(text) else text


def _looks_like_formula(text: str) -> bool:
    starts = text.lstrip(" ").startswith(_FORMULA_STARTS)
    return starts and not _PLAIN_NUMBER.fullmatch(text)


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, datetime):
        return _local(value).strftime("%Y-%m-%d %H:%M")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value, "f")
    # NUL ends the text for some programs, so it never gets there.
    return str(value).replace("\x00", "")


def _local(moment: datetime) -> datetime:
    """Return the time on the clocks of England, to the minute."""
    local = timezone.localtime(moment) if timezone.is_aware(moment) else moment
    return local.replace(second=0, microsecond=0)


class _Echo:
    """A file that hands back what is written to it, so that rows can be streamed."""

    def write(self, text: str) -> str:
        return text


def csv_lines(columns: Sequence[Column], rows: Iterable[Any]) -> Iterable[str]:
    """Return the lines of the file, the first with the mark by which Excel knows UTF-8."""
    writer = csv.writer(_Echo())
    yield BOM + writer.writerow([cell(column.heading) for column in columns])
    for row in _in_chunks(rows):
        yield writer.writerow([cell(column.value(row)) for column in columns])


def write_xlsx(table: Table, file: IO[bytes]) -> None:
    """Write the table as a workbook: one sheet, its headings bold and always in sight.

    Rows go to the disk as they are read, so that memory does not grow with their number. Dates and
    numbers are values of the spreadsheet; text is always text, however it begins.
    """
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("Table"))
    sheet.freeze_panes = "A2"
    lines = ([column.value(row) for column in table.columns] for row in _in_chunks(table.rows))
    first = list(islice(lines, _MEASURED_ROWS))
    headings = [str(column.heading) for column in table.columns]
    for number, values in enumerate(zip(headings, *first, strict=True), start=1):
        sheet.column_dimensions[get_column_letter(number)].width = _width(values)
    sheet.append([_heading_cell(sheet, heading) for heading in headings])
    for line in chain(first, lines):
        sheet.append([_typed_cell(sheet, value) for value in line])
    book.save(file)


def _heading_cell(sheet: Any, heading: str) -> Cell:
    made = _text_cell(sheet, heading)
    made.font = Font(bold=True)
    made.alignment = Alignment(wrap_text=True, vertical="top")
    return made


def _typed_cell(sheet: Any, value: Any) -> Cell | None:
    if value is None or value == "":
        return None
    if isinstance(value, date) and value.year >= _FIRST_YEAR:
        return _dated_cell(sheet, value)
    if _is_number(value):
        return WriteOnlyCell(sheet, value)
    return _text_cell(sheet, _text(value))


def _is_number(value: Any) -> bool:
    """Return whether Excel can hold the value as a number without losing a digit."""
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return False
    return math.isfinite(value) and -_LARGEST_NUMBER < value < _LARGEST_NUMBER


def _dated_cell(sheet: Any, value: date) -> Cell:
    if isinstance(value, datetime):
        made = WriteOnlyCell(sheet, _local(value).replace(tzinfo=None))
        made.number_format = _MOMENT
    else:
        made = WriteOnlyCell(sheet, value)  # type: ignore[arg-type]  # the stubs forget dates
        made.number_format = _DAY
    return made


def _text_cell(sheet: Any, text: str) -> Cell:
    text = _UNWRITABLE.sub("", text)
    if len(text) > _LONGEST_TEXT:
        note = _("… (Excel holds no more: the CSV file has all of it)")
        text = text[: _LONGEST_TEXT - len(note)] + note
    made = WriteOnlyCell(sheet, text)
    # "=1+1" and "#N/A" are taken for a formula and an error otherwise.
    made.data_type = "s"
    if _looks_like_formula(text):
        # The mark by which it stays text when somebody edits the cell.
        made.quotePrefix = True
    return made


def _width(values: Iterable[Any]) -> int:
    longest = max(len(line) for value in values for line in _text(value).split("\n"))
    return min(max(longest + 2, _NARROWEST), _WIDEST)


def _in_chunks(rows: Iterable[Any]) -> Iterator[Any]:
    if isinstance(rows, QuerySet):
        return rows.iterator(chunk_size=CHUNK)
    return iter(rows)


def csv_response(
    filename: str, columns: Sequence[Column], rows: Iterable[Any]
) -> StreamingHttpResponse:
    """Return the rows as a CSV download. `rows` may be a queryset: it is read in chunks."""
    lines = csv_lines(columns, rows)
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    return _as_attachment(response, filename)


def _csv_file(table: Table) -> HttpResponseBase:
    return csv_response(f"{_file_name(table.name)}.csv", table.columns, table.rows)


def _xlsx_file(table: Table) -> HttpResponseBase:
    # Larger ones go to the disk; who reads it to the end closes it.
    file = tempfile.SpooledTemporaryFile(max_size=2**20)  # noqa: SIM115
    write_xlsx(table, file)
    response = StreamingHttpResponse(_parts(file), content_type=XLSX_TYPE)
    response["Content-Length"] = str(file.tell())
    return _as_attachment(response, f"{_file_name(table.name)}.xlsx")


def _parts(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        file.seek(0)
        yield from iter(lambda: file.read(_PART), b"")


def _file_name(name: str) -> str:
    """Return the name without what a file system or a header could stumble over."""
    return re.sub(r"[^\w-]+", "-", name).strip("-")[:100] or "table"


def _as_attachment(response: Any, file_name: str) -> Any:
    response["Content-Disposition"] = content_disposition_header(True, file_name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


FORMATS: dict[str, Callable[[Table], HttpResponseBase]] = {CSV: _csv_file, XLSX: _xlsx_file}
