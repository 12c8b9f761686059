"""Reading what people send as a spreadsheet."""

import io
import zipfile
from datetime import date

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from boards import spreadsheets
from boards.spreadsheets import SpreadsheetRefused


def workbook(cells: dict[str, object], *, merged: str = "") -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Figures"
    for place, value in cells.items():
        sheet[place] = value
    if merged:
        sheet.merge_cells(merged)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def read(content: bytes, name: str = "figures.xlsx") -> list[spreadsheets.Sheet]:
    return spreadsheets.read(SimpleUploadedFile(name, content))


def refusal(content: bytes, name: str = "figures.xlsx") -> str:
    with pytest.raises(SpreadsheetRefused) as refused:
        read(content, name)
    return refused.value.message


def test_read_a_workbook_keeps_what_cells_are():
    (sheet,) = read(
        workbook({"A1": "Key", "B3": 12, "C3": 0.5, "D3": date(2026, 4, 1), "E3": "Siân"})
    )
    assert sheet.cell(0, 0) == "Key"
    assert [sheet.cell(2, n) for n in range(1, 5)] == [12, 0.5, date(2026, 4, 1), "Siân"]
    assert sheet.is_empty(1)
    assert sheet.cell(99, 99) == ""
    assert sheet.address(2, 1) == "Figures, B3"


def test_read_tells_merged_areas():
    (sheet,) = read(workbook({"B2": "x"}, merged="B2:C4"))
    assert sheet.merged == [(1, 1, 3, 2)]


@pytest.mark.parametrize("corner", ["XFD1000", "AZ50000"])
def test_a_cell_in_a_far_corner_is_refused_before_its_millions_are_made(corner):
    assert "far more cells" in refusal(workbook({corner: 1}))


def test_a_list_of_empty_columns_is_refused():
    assert "far more cells" in refusal(("," * 100 + "\n").encode() * 20_100, "figures.csv")


def test_read_takes_a_formula_at_its_stored_value_and_never_runs_it():
    (sheet,) = read(workbook({"A1": "x", "B1": '=HYPERLINK("https://example.org")'}))
    assert sheet.cell(0, 1) == ""


@pytest.mark.parametrize(
    "content", ["Key;Value\nplans;1,5\n".encode("utf-8-sig"), b"Key\tValue\nplans\t1,5\n"]
)
def test_read_a_csv_in_any_of_its_forms(content):
    (sheet,) = read(content, "figures.csv")
    assert sheet.rows == [["Key", "Value"], ["plans", "1,5"]]
    assert sheet.address(1, 0) == "line 2, column 1"


def test_read_a_csv_of_windows():
    (sheet,) = read("Key,Note\nplans,Siân – late\n".encode("cp1252"), "figures.csv")
    assert sheet.rows[1][1] == "Siân – late"


@pytest.mark.parametrize(
    ("value", "text"),
    [(12.0, "12"), (0.5, "0.5"), (12, "12"), ("\u00a0 x ", "x"), (None, ""), (True, "Yes")],
)
def test_text_of(value, text):
    assert spreadsheets.text_of(value) == text


@pytest.mark.parametrize(("column", "name"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ")])
def test_letters(column, name):
    assert spreadsheets.letters(column) == name


def test_read_refuses_an_old_workbook_under_a_new_name():
    assert "something else" in refusal(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"", "figures.xlsx", "empty"),
        (b"%PDF-1.7", "figures.pdf", "not a spreadsheet"),
        (b"PK\x03\x04 not a workbook", "figures.xlsx", "damaged"),
        (b"a\x00b", "figures.csv", "something else"),
        (b"x" * (spreadsheets.MOST_BYTES + 1), "figures.csv", "larger than 10 MB"),
        (b"a\n" * (spreadsheets.MOST_ROWS + 1), "figures.csv", "more than 50000 rows"),
    ],
)
def test_read_refuses_with_a_reason(content, name, words):
    assert words in refusal(content, name)


def test_read_refuses_one_cell_in_the_last_corner():
    assert "damaged" in refusal(workbook({"A1": "x", "XFD1048576": "y"}))


def test_read_refuses_what_unpacks_to_far_more():
    file = io.BytesIO()
    with (
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("xl/worksheets/sheet1.xml", "w") as member,
    ):
        for _n in range(300):
            member.write(b" " * 1024 * 1024)
    assert "unpacks" in refusal(file.getvalue())


def test_read_refuses_macros():
    file = io.BytesIO(workbook({"A1": "x"}))
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"macro")
    assert "macros" in refusal(file.getvalue())
