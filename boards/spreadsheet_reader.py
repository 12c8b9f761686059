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

from python_calamine import CalamineWorkbook, SheetTypeEnum

MOST_MEMORY = 1024**3
MOST_SECONDS = 20


def main() -> None:
    """Limit this process, then read. Ends with a status other than 0 when anything is wrong."""
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    workbook = CalamineWorkbook.from_filelike(BytesIO(sys.stdin.buffer.read()))
    sheets = [
        sheet_of(workbook, meta.name)
        for meta in workbook.sheets_metadata
        if meta.typ == SheetTypeEnum.WorkSheet
    ]
    json.dump(sheets, sys.stdout, default=as_json)


def sheet_of(workbook: CalamineWorkbook, name: str) -> dict[str, Any]:
    """Return one sheet: name, rows from A1, merged areas (first row, column, last row, column)."""
    sheet = workbook.get_sheet_by_name(name)
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
