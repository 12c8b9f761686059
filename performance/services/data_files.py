"""The spreadsheet of a data return: the template that an agency fills in, and reading it back.

One sheet, one line per figure. Lines may be added for breakdowns and for earlier periods.
"""

import hashlib
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from boards import spreadsheets
from boards.errors import DomainError
from boards.exports import cell
from boards.spreadsheets import Sheet
from performance.models import DataReturn
from performance.queries import data_returns as queries
from performance.rules.entries import Entry
from performance.rules.submissions import Asked, Mistake

#: Heading of each column → the field of an entry. "By" headings are breakdowns: "By sex".
HEADINGS: dict[str, str] = {
    "key": "indicator",
    "indicator": "",
    "unit": "",
    "period": "period",
    "value": "value",
    "numerator": "numerator",
    "denominator": "denominator",
    "no figure because": "missing",
    "comment": "comment",
}
_BY = "by "
#: What may be written in the column "No figure because" → what it says.
MISSING_MEANINGS = {
    "not available": _lazy("we do not have this figure"),
    "not provided": _lazy("we have it and do not send it"),
    "not applicable": _lazy("it does not apply to us or to this period"),
    "zero of zero": _lazy("a share of none: there was nobody to count"),
    "under review": _lazy("it is being checked and will follow"),
    "suppressed": _lazy("we may not send it because the number is small"),
    "no response": _lazy("we asked for it and got no answer"),
}
#: Rows from the top in which the headings are looked for: people put titles above them.
_HEADING_ROWS = 20
_WIDTHS = {"key": 24, "indicator": 48, "no figure because": 24, "comment": 48}


@dataclass(frozen=True)
class DataFile:
    """What a file says. With mistakes its shape is wrong; figures are checked elsewhere."""

    entries: list[Entry]
    columns: dict[str, int]
    mistakes: list[Mistake]
    sha256: str


def template(data_return: DataReturn) -> bytes:
    """Return the workbook to fill in: a line for each indicator that is asked for."""
    asked = queries.asked(data_return)
    headings = _headings(asked)
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("Figures"))
    sheet.freeze_panes = "A2"
    for number, heading in enumerate(headings, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = _WIDTHS.get(heading.lower(), 14)
    sheet.append([_heading(sheet, heading) for heading in headings])
    for item in asked:
        line = {
            "key": item.measure.key, "indicator": cell(item.label),
            "unit": _unit(item), "period": str(item.period),
        }  # fmt: skip
        sheet.append([line.get(heading.lower(), "") for heading in headings])
    _explain(book)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def read(upload: "UploadedFile[bytes]") -> DataFile:
    """Read a file. Raises `SpreadsheetRefused`, or `DomainError` when it has no such headings."""
    sheets = spreadsheets.read(upload)
    upload.seek(0)
    digest = hashlib.sha256(upload.read()).hexdigest()
    for sheet in sheets:
        found = _find_headings(sheet)
        if found is not None:
            row, columns = found
            mistakes = [*_unknown_headings(sheet, row, columns), *_merged(sheet, row, columns)]
            return DataFile(list(_entries(sheet, row, columns)), columns, mistakes, digest)
    raise DomainError(
        _(
            'No sheet has the headings "Key" and "Value". Download the template of this return, '
            "fill it in, and send that file."
        )
    )


def _headings(asked: Sequence[Asked]) -> list[str]:
    dimensions = dict.fromkeys(name for item in asked for name in item.dimensions)
    divided = [_BY + name.replace("_", " ") for name in dimensions]
    names = ["key", "indicator", "unit", "period", *divided, "value", "numerator", "denominator",
             "no figure because", "comment"]  # fmt: skip
    return [name.capitalize() for name in names]


def _heading(sheet: Any, text: str) -> Any:
    made = WriteOnlyCell(sheet, value=text)
    made.font = Font(bold=True)
    made.fill = PatternFill("solid", fgColor="E8F1F1")
    made.alignment = Alignment(wrap_text=True, vertical="top")
    return made


def _unit(item: Asked) -> str:
    return _("two parts") if item.measure.is_ratio else item.measure.unit.replace("_", " ")


def _explain(book: Workbook) -> None:
    sheet = book.create_sheet(_("How to fill it in"))
    sheet.column_dimensions["A"].width = 100
    for text in (
        _("One line is one figure. Leave the columns Key and Period as they are."),
        _("Where the unit is “two parts”, write the numerator and the denominator and no value."),
        _("Where there is no figure, write why in the column “No figure because”."),
        *(f"    {words}: {meaning}" for words, meaning in MISSING_MEANINGS.items()),
        _(
            "There also the signs of published tables can be written: c for suppressed, z or n/a "
            "for not applicable, x, .. or : for not available. A dash is not taken: it may mean "
            "none, almost none or not known. For none write 0. Instead of <5 write the number."
        ),
        _("To divide a figure, copy its line and fill in the column “By …”, such as By sex."),
        _("To correct an earlier period, copy the line and write that period, such as 2026-04."),
        _("Write exact numbers. The board hides small numbers in everything it publishes."),
    ):
        sheet.append([text])


def _find_headings(sheet: Sheet) -> tuple[int, dict[str, int]] | None:
    """Return the row of the headings and the column of each field, None if there are none."""
    for row in range(min(_HEADING_ROWS, len(sheet.rows))):
        names = [spreadsheets.text_of(value).lower() for value in sheet.rows[row]]
        if "key" in names and ("value" in names or "numerator" in names):
            return row, dict(_columns(names))
    return None


def _columns(names: Sequence[str]) -> Iterator[tuple[str, int]]:
    for column, name in enumerate(names):
        if name.startswith(_BY):
            yield name.removeprefix(_BY).strip().replace(" ", "_"), column
        elif HEADINGS.get(name):
            yield HEADINGS[name], column


def _unknown_headings(sheet: Sheet, row: int, columns: Mapping[str, int]) -> Iterator[Mistake]:
    seen: set[str] = set()
    for column, value in enumerate(sheet.rows[row]):
        name = spreadsheets.text_of(value).lower()
        if name in seen:
            yield Mistake(sheet.address(row, column), _("This heading stands here twice."), name)
        elif name and name not in HEADINGS and not name.startswith(_BY):
            yield Mistake(
                sheet.address(row, column),
                _("This column is not part of the template. Delete it."),
                name,
            )
        seen.add(name)
    seen.discard("")
    if any(not spreadsheets.text_of(name) for name in columns):
        yield Mistake(sheet.address(row, 0), _("A heading “By” does not say by what."))


def _merged(sheet: Sheet, heading: int, columns: Mapping[str, int]) -> Iterator[Mistake]:
    """Cells that are merged say one thing in several places: which is meant cannot be known."""
    used = set(columns.values())
    for top, left, bottom, right in sheet.merged:
        if bottom >= heading and used & set(range(left, right + 1)):
            yield Mistake(
                f"{sheet.address(top, left)}:{sheet.address(bottom, right).rpartition(' ')[2]}",
                _("These cells are merged. Unmerge them and fill in each one."),
                spreadsheets.text_of(sheet.cell(top, left)),
            )


def _entries(sheet: Sheet, heading: int, columns: dict[str, int]) -> Iterator[Entry]:
    plain = {name: column for name, column in columns.items() if name in HEADINGS.values()}
    divided = {name: column for name, column in columns.items() if name not in plain}
    for row in range(heading + 1, len(sheet.rows)):
        if sheet.is_empty(row):
            continue
        texts = {name: _text(sheet, row, column) for name, column in plain.items()}
        breakdown = {name: _text(sheet, row, column) for name, column in divided.items()}
        yield Entry(
            **texts,
            breakdown={name: text for name, text in breakdown.items() if text},
            sheet=sheet.name, row=row, columns=columns,
        )  # fmt: skip


def _text(sheet: Sheet, row: int, column: int) -> str:
    value = sheet.cell(row, column)
    return value.isoformat() if isinstance(value, date) else spreadsheets.text_of(value)
