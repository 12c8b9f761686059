"""CSV files: formulas are made harmless, everything else stays as it is."""

import csv
import io
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from boards.exports import Column, cell, csv_response


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+cmd|' /C calc'!A0",
        "-2+3",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "  =1+1",
        "-",
        "＝1+1",
        "\n=1",
    ],
)
def test_cell_makes_formulas_harmless(text):
    assert cell(text) == f"'{text}"


@pytest.mark.parametrize("text", ["-5", "+44", "-3.25", "12%", "-12%", "Cyngor Môn", "a=b", ""])
def test_cell_leaves_numbers_and_words(text):
    assert cell(text) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (True, "Yes"),
        (False, "No"),
        (0, "0"),
        (-4, "-4"),
        (Decimal("1E+2"), "100"),
        (date(2026, 6, 1), "2026-06-01"),
        (datetime(2026, 6, 1, 12, 0, tzinfo=UTC), "2026-06-01 13:00"),
    ],
)
def test_cell_of_values(value, text):
    assert cell(value) == text


def test_csv_response_reads_back():
    columns = [Column("Name, of it", lambda row: row[0]), Column("Note", lambda row: row[1])]

    response = csv_response("naïve name.csv", columns, [("Heddlu “Gwent”", 'a "b",\nc'), ("=1", 2)])

    text = b"".join(response.streaming_content).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text, newline="")))
    assert rows == [["Name, of it", "Note"], ["Heddlu “Gwent”", 'a "b",\nc'], ["'=1", "2"]]
    assert response["Content-Disposition"].startswith("attachment")
