"""XLSX files: typed cells, text that stays text, any number of rows in little memory."""

import io
import tracemalloc
from datetime import UTC, date, datetime
from decimal import Decimal
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from boards.exports import Column, Table, table_response, write_xlsx

#: What a spreadsheet would run, or take for an error, if it were not written as text.
HOSTILE = [
    "=1+1",
    "=HYPERLINK('http://x')",
    "+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(A1)",
    "\t=1",
    "  =1+1",
    "＝1+1",
    "#N/A",
    "=",
    "<script>alert(1)</script>",
]


def written(columns, rows, name="table"):
    file = io.BytesIO()
    write_xlsx(Table(name, columns, rows), file)
    return file


def cells_of(file):
    (sheet,) = load_workbook(file).worksheets
    return sheet


def lines_of(file):
    file.seek(0)
    return CalamineWorkbook.from_filelike(file).get_sheet_by_index(0).to_python()


def one(value):
    """Return the value as a reader of the file finds it."""
    return lines_of(written([Column("A", lambda row: row)], [value, "end"]))[1][0]


@pytest.mark.parametrize("text", HOSTILE)
def test_text_stays_text(text):
    file = written([Column("A", lambda row: row)], [text])

    assert lines_of(file) == [["A"], [text]]
    made = cells_of(file)["A2"]
    assert made.data_type == "s" or made.data_type == "inlineStr"
    assert b"<f>" not in ZipFile(file).read("xl/worksheets/sheet1.xml")


@pytest.mark.parametrize("text", ["=1+1", "@SUM(A1)", "\t=1", "-2+3"])
def test_formula_like_text_is_marked_so_that_editing_leaves_it_text(text):
    assert cells_of(written([Column("A", lambda row: row)], [text]))["A2"].quotePrefix


def test_plain_text_has_no_mark():
    assert not cells_of(written([Column("A", lambda row: row)], ["Heddlu"]))["A2"].quotePrefix


@pytest.mark.parametrize(
    ("value", "found"),
    [
        (None, ""),
        (True, "Yes"),
        (False, "No"),
        (0, 0.0),
        (-4, -4.0),
        (76, 76.0),
        (Decimal("12.5"), 12.5),
        (1234567890123456, "1234567890123456"),
        (float("nan"), "nan"),
        (date(2026, 6, 1), date(2026, 6, 1)),
        (date(1850, 6, 1), "1850-06-01"),
        (datetime(2026, 6, 1, 12, 0, 31, 5, tzinfo=UTC), datetime(2026, 6, 1, 13, 0)),  # noqa: DTZ001 - a cell has no zone
        ("0117", "0117"),
        ("+44", "+44"),
        ("Ysgol Gynradd Tŷ Ffynnon", "Ysgol Gynradd Tŷ Ffynnon"),
        ("a\x00b\x08c\ud83d", "abc"),
        ("two\nlines", "two\nlines"),
    ],
)
def test_values_keep_their_type(value, found):
    assert one(value) == found


def test_long_names_are_whole_and_columns_no_wider_than_reading_allows():
    file = written([Column("Agency", lambda row: row), Column("N", lambda _row: 1)], ["Ŵ" * 300])

    assert lines_of(file)[1][0] == "Ŵ" * 300
    widths = cells_of(file).column_dimensions
    assert (widths["A"].width, widths["B"].width) == (60, 8)


def test_text_beyond_the_limit_of_excel_says_where_the_rest_is():
    text = one("x" * 40_000)

    assert len(text) == 32_767
    assert text.endswith("… (Excel holds no more: the CSV file has all of it)")


def test_headings_are_bold_and_stay_in_sight():
    sheet = cells_of(written([Column("Agency", str), Column("=1", str)], ["a"]))

    assert sheet.freeze_panes == "A2"
    assert [each.font.bold for each in sheet[1]] == [True, True]
    assert sheet["B1"].data_type != "f"


def test_table_without_rows_has_its_headings():
    assert lines_of(written([Column("Agency", str), Column("Due", str)], [])) == [["Agency", "Due"]]


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("north-actions", "north-actions"),
        ("attendance 2016/17", "attendance-2016-17"),
        ("../../etc/passwd", "etc-passwd"),
        ('a"; filename=b\r\nX: y', "a-filename-b-X-y"),
        ("", "table"),
        ("a" * 300, "a" * 100),
    ],
)
@pytest.mark.parametrize("file_format", ["csv", "xlsx"])
def test_file_names_are_safe(name, shown, file_format):
    response = table_response(file_format, Table(name, [Column("A", str)], ["a"]))

    assert response["Content-Disposition"] == f'attachment; filename="{shown}.{file_format}"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "private, no-store"
    assert b"".join(response.streaming_content)


def test_memory_does_not_grow_with_the_rows():
    columns = [Column(f"Column {n}", lambda row, n=n: f"Ysgol {row} {n}") for n in range(4)]

    def peak(count):
        tracemalloc.start()
        response = table_response("xlsx", Table("schools", columns, iter(range(count))))
        size = sum(len(part) for part in response.streaming_content)
        used = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return used, size

    few, _size = peak(300)
    many, size = peak(6_000)
    assert size > 50_000
    assert many < few + 1_000_000
