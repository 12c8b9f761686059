from datetime import date

import pytest

from reports.rules.due import due_on
from reports.rules.text import abbreviations, cover_colour, word_count


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", 0),
        ("  \n\n ", 0),
        ("One two three", 3),
        ("## A heading\n\n- one\n- two", 4),
        ("1. First\n2. Second", 2),
        ("**Bold** and *italic*", 3),
        ("Ŷsbyty Gŵyl–Ddewi", 2),
    ],
)
def test_word_count(text, words):
    assert word_count(text) == words


def test_abbreviations_finds_plurals_and_mixed_case():
    known = ["CCG", "DfE", "Ofsted", "NHS"]

    assert abbreviations("Three CCGs and the DfE met the NHS.", known) == ["CCG", "DfE", "NHS"]


def test_abbreviations_leaves_words_alone():
    assert abbreviations("The school met. A nurse came.", ["CCG"]) == []


@pytest.mark.parametrize(
    ("ends_on", "month", "day", "due"),
    [
        (date(2026, 3, 31), 9, 30, date(2026, 9, 30)),
        (date(2026, 12, 31), 9, 30, date(2027, 9, 30)),
        (date(2026, 3, 31), None, None, None),
    ],
)
def test_due_on(ends_on, month, day, due):
    assert due_on(ends_on, month, day) == due


@pytest.mark.parametrize("bad", ["", "red", "#12345", "#123456;} body{", "</style>"])
def test_cover_colour_when_no_colour(bad):
    assert cover_colour(bad) == "#0b5a64"


def test_cover_colour_keeps_the_boards():
    assert cover_colour("#7A1f5c") == "#7A1f5c"
