"""Spreadsheets that people send: read safely, as rows of cells that know their address.

Excel (.xlsx, .xls), OpenDocument (.ods) and CSV files. Nothing in a file is run: formulas count
with the value that was stored with them, and files with macros are refused.
"""

import csv
import io
import json
import subprocess
import sys
import zipfile
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from boards import spreadsheet_reader
from boards.errors import DomainError

MOST_BYTES = 10 * 1024 * 1024
MOST_ROWS = 50_000
#: A workbook of that many rows unpacks to far less; more is an archive bomb.
_MOST_UNPACKED = 200 * 1024 * 1024
_EXTENSIONS = ("xlsx", "xls", "ods", "csv")
_BEGINNINGS = {"xlsx": b"PK\x03\x04", "ods": b"PK\x03\x04", "xls": b"\xd0\xcf\x11\xe0"}

#: What a cell says: a text, a number, yes or no, or a day.
Value = str | float | bool | date


class SpreadsheetRefused(DomainError):
    """The file cannot be read at all; the message says why and what to do."""


@dataclass(frozen=True)
class Sheet:
    """One sheet. Rows count from 0; `address` says where a cell is as a spreadsheet would."""

    name: str
    rows: list[list[Value]]
    #: Merged areas as (first row, first column, last row, last column).
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)

    def cell(self, row: int, column: int) -> Value:
        """Return what stands in a cell; an empty text beyond the sheet's edge."""
        cells = self.rows[row] if row < len(self.rows) else []
        return cells[column] if column < len(cells) else ""

    def is_empty(self, row: int) -> bool:
        return all(text_of(value) == "" for value in self.rows[row])

    def address(self, row: int, column: int) -> str:
        """Return the place of a cell: "Figures, C7"."""
        return f"{self.name}, {letters(column)}{row + 1}" if self.name else _in_csv(row, column)


def read(upload: "UploadedFile[bytes]") -> list[Sheet]:
    """Return the sheets of a file that a person sent. Raises `SpreadsheetRefused`."""
    name = (upload.name or "").lower()
    extension = name.rsplit(".", 1)[-1] if "." in name else ""
    if extension not in _EXTENSIONS:
        raise SpreadsheetRefused(
            _("This is not a spreadsheet that can be read. Save it as Excel (.xlsx) or CSV.")
        )
    if not upload.size:
        raise SpreadsheetRefused(_("This file is empty. Open it to check, then choose it again."))
    if upload.size > MOST_BYTES:
        raise SpreadsheetRefused(
            _("This file is larger than %(limit)d MB. Send the figures without pictures.")
            % {"limit": MOST_BYTES // 1024 // 1024}
        )
    upload.seek(0)
    content = upload.read()
    sheets = _of_csv(content) if extension == "csv" else _of_workbook(content, extension)
    if sum(len(row) for sheet in sheets for row in sheet.rows) > spreadsheet_reader.MOST_CELLS:
        raise SpreadsheetRefused(_too_many_cells())
    if sum(len(sheet.rows) for sheet in sheets) > MOST_ROWS:
        raise SpreadsheetRefused(
            _("This file has more than %(most)d rows. Send it in parts.") % {"most": MOST_ROWS}
        )
    return sheets


def text_of(value: Value) -> str:
    """Return a cell as text: whole numbers without ".0", everything else without outer spaces."""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, float):
        return f"{value:.0f}" if value.is_integer() else repr(value)
    return str(value).replace("\u00a0", " ").strip() if value is not None else ""


def letters(column: int) -> str:
    """Return a column's letters as a spreadsheet shows them: 0 is A, 26 is AA."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def _in_csv(row: int, column: int) -> str:
    return _("line %(line)d, column %(column)d") % {"line": row + 1, "column": column + 1}


def _of_csv(content: bytes) -> list[Sheet]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")  # what Excel in Windows still writes
    if "\x00" in text:
        raise SpreadsheetRefused(_wrong_content("csv"))
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    try:
        rows: list[list[Value]] = [
            [*line] for line in csv.reader(io.StringIO(text), delimiter=delimiter)
        ]
    except csv.Error as error:
        raise SpreadsheetRefused(_damaged()) from error
    return [Sheet("", rows)]


def _of_workbook(content: bytes, extension: str) -> list[Sheet]:
    if not content.startswith(_BEGINNINGS[extension]):
        raise SpreadsheetRefused(_wrong_content(extension))
    if extension != "xls":
        _check_archive(content)
    try:
        done = subprocess.run(  # noqa: S603 - our own program, nothing of the person's in its words
            [sys.executable, "-I", spreadsheet_reader.__file__],
            input=content,
            capture_output=True,
            timeout=2 * spreadsheet_reader.MOST_SECONDS,
            check=True,
        )
    except subprocess.SubprocessError as error:
        if getattr(error, "returncode", 0) == spreadsheet_reader.TOO_MANY_CELLS:
            raise SpreadsheetRefused(_too_many_cells()) from error
        raise SpreadsheetRefused(_damaged()) from error
    return [_sheet(found) for found in json.loads(done.stdout)]


def _sheet(found: dict[str, Any]) -> Sheet:
    rows = [[_day(value) if isinstance(value, list) else value for value in row]
            for row in found["rows"]]  # fmt: skip
    return Sheet(found["name"], rows, [tuple(area) for area in found["merged"]])


def _day(value: list[str]) -> date:
    return date.fromisoformat(value[1])


def _check_archive(content: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise SpreadsheetRefused(_damaged()) from error
    if any(member.filename.lower().endswith("vbaproject.bin") for member in members):
        raise SpreadsheetRefused(
            _("This file has macros in it. Save it as an Excel workbook without macros (.xlsx).")
        )
    if sum(member.file_size for member in members) > _MOST_UNPACKED:
        raise SpreadsheetRefused(_("This file unpacks to far more than a spreadsheet should."))


def _too_many_cells() -> str:
    return _(
        "This file has far more cells than it has figures. Delete what stands outside the table, "
        "or copy the table into a new workbook."
    )


def _damaged() -> str:
    return _("This file is damaged or locked with a password. Save it again and choose it anew.")


def _wrong_content(extension: str) -> str:
    return _(
        "This file is called .%(extension)s but its content is something else. Open it and save it "
        "again as an Excel workbook (.xlsx) or CSV."
    ) % {"extension": extension}
