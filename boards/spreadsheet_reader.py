"""Reads one workbook from standard input and writes its cells as JSON; run as a program.

A process of its own, because what people send may be made to harm: a workbook of one cell in the
last corner makes the reader ask for 500 GB and abort, which would take the web process with it.
Here it takes nothing but itself. Imports nothing of the portal, so it starts in a blink.
"""

import datetime as dt
import json
import resource
import sys
from io import BytesIO
from typing import Any

from python_calamine import CalamineSheet, CalamineWorkbook, SheetTypeEnum

MOST_MEMORY = 1024**3
MOST_SECONDS = 20
#: Cells of all sheets, empty ones within its edges included: one in a far corner makes millions.
MOST_CELLS = 2_000_000
#: The status with which a workbook of more cells ends this program.
TOO_MANY_CELLS = 3


def main() -> None:
    """Limit this process, then read. Ends with a status other than 0 when anything is wrong."""
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    workbook = CalamineWorkbook.from_filelike(BytesIO(sys.stdin.buffer.read()))
    found: list[dict[str, Any]] = []
    cells = 0
    for meta in workbook.sheets_metadata:
        if meta.typ != SheetTypeEnum.WorkSheet:
            continue
        sheet = workbook.get_sheet_by_name(meta.name)
        cells += cells_of(sheet)
        if cells > MOST_CELLS:
            sys.exit(TOO_MANY_CELLS)
        found.append(as_rows(sheet, meta.name))
    json.dump(found, sys.stdout, default=as_json)


def cells_of(sheet: CalamineSheet) -> int:
    """Return how many cells lie between A1 and the last one: asked before any of them is made."""
    last_row, last_column = sheet.end or (-1, -1)
    return (last_row + 1) * (last_column + 1)


def as_rows(sheet: CalamineSheet, name: str) -> dict[str, Any]:
    """Return one sheet: name, rows from A1, merged areas (first row, column, last row, column)."""
    merged = [[*first, *last] for first, last in sheet.merged_cell_ranges or []]
    return {"name": name, "rows": sheet.to_python(skip_empty_area=False), "merged": merged}


def as_json(value: object) -> Any:
    """Return a day as a pair that `boards.spreadsheets` knows again, other times as text."""
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        value = value.date()
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return ["day", value.isoformat()]
    return str(value)


if __name__ == "__main__":
    main()
