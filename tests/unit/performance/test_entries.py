"""Reading what agencies write as numbers, reasons and periods."""

from decimal import Decimal

import pytest

from performance.rules import periods
from performance.rules.entries import Entry, read_missing, read_number, read_period, usual_period

APRIL = periods.parse("2026-04")


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("12", "12"), ("12.50", "12.50"), ("1,240", "1240"), ("1 240 000", "1240000"),
        (" 7 ", "7"), ("£300", "300"), ("-4", "-4"), ("0", "0"), ("1,240.5", "1240.5"),
    ],
)  # fmt: skip
def test_read_number(text, number):
    assert str(read_number(text)) == str(Decimal(number))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("n/a", "not applicable"), ("c", "means suppressed"), ("..", "means not available"),
        ("[z]", "means not applicable"), ("-", "No figure because"), ("nil", "Write 0"),
        ("<5", "exact number"), ("5 or fewer", "exact number"), ("12%", "without %"),
        ("1,5", "12.5"), ("about 20", "figures only"), ("1e5", "figures only"),
        ("NaN", "figures only"), ("Infinity", "figures only"), ("1234567890123", "too long"),
        ("0.1234567", "too long"), ("12,34,567", "figures only"), ("²", "figures only"),
    ],
)  # fmt: skip
def test_read_number_says_what_to_write_instead(text, words):
    with pytest.raises(ValueError, match=words):
        read_number(text)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("not available", "not_available"), ("Not_Provided", "not_provided"),
        ("c", "suppressed"), ("[x]", "not_available"), ("..", "not_available"),
        ("z", "not_applicable"), ("N/A", "not_applicable"),
        (" suppressed ", "suppressed"), ("0 of 0", "zero_of_zero"),
    ],
)  # fmt: skip
def test_read_missing(text, code):
    assert read_missing(text) == code


@pytest.mark.parametrize("text", ["-", "–", "*", "<5", ""])
def test_a_sign_of_two_meanings_is_not_guessed(text):
    with pytest.raises(ValueError, match="not one of the reasons"):
        read_missing(text)


def test_read_missing_lists_the_reasons():
    with pytest.raises(ValueError, match="under review"):
        read_missing("don't know")


@pytest.mark.parametrize(
    "text", ["", "2026-04", "April 2026", "Apr 2026", "01/04/2026", "2026-04-30", "30 April 2026"]
)
def test_read_period_of_a_month(text):
    assert read_period(text, APRIL) == APRIL


@pytest.mark.parametrize("text", ["2026-04-30", "30/04/2026"])
def test_read_period_of_a_snapshot(text):
    assert read_period(text, usual_period("snapshot", APRIL)) == periods.parse("2026-04-30")


def test_read_period_gives_the_usual_one_as_an_example():
    with pytest.raises(ValueError, match="2026-04"):
        read_period("last month", APRIL)


def test_place_of_a_cell_and_of_a_line():
    columns = {"value": 2}
    assert Entry(sheet="Figures", row=6, columns=columns).place("value") == "Figures, C7"
    assert Entry(row=6, columns=columns).place("value") == "line 7"
    assert Entry().place("value") == ""
