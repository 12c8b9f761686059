"""A missing figure is a value: its printed form stands wherever the figure would, never 0 or blank.

Pages, files and the report's block are looked at with each code in turn (PER-15).
"""

import csv
import io

import openpyxl
import pytest
from django.urls import reverse

from boards.board_year.periods import parse
from performance.models import Observation, period_fields
from performance.queries.indicators import page_of
from performance.rules.entries import read_missing
from performance.rules.figures import MISSING_PRINTED
from performance.services import data_files, scorecards
from tests.permissions.performance_returns import awaited, indicator
from tests.world import today

pytestmark = pytest.mark.django_db
CODES = list(Observation.Missing.values)


@pytest.fixture
def north(world):
    return world.north


def missing(cast, code, key="share", **more):
    row = indicator(
        cast, key, label="Share", unit="percent", kind="ratio", frequency="month",
        dimensions=["sex"],
    )  # fmt: skip
    parts = {"numerator": 0, "denominator": 0} if code == "zero_of_zero" else {}
    for month in ("2026-04", "2026-05"):
        for breakdown in ({}, {"sex": "female"}):
            Observation.objects.create(
                indicator=row, missing=code, breakdown=breakdown, via="typed", **parts, **more,
                **period_fields(parse(month)),
            )  # fmt: skip
    return row


def test_every_code_has_its_printed_form():
    assert set(CODES) == set(MISSING_PRINTED)
    assert all(str(words).strip() not in {"", "0", "–"} for words in MISSING_PRINTED.values())


@pytest.mark.parametrize("code", CODES)
def test_indicator_pages_print_the_code(north, code):
    row, words = missing(north, code), str(MISSING_PRINTED[code])
    found = page_of(row, north.data_analyst, today())
    assert (found.line.value, found.line.previous, found.line.change) == (words, words, "")
    assert [each.value for each in found.table.rows] == [words, words]
    assert found.parts[0].rows == [("female", words)]


@pytest.mark.parametrize("code", CODES)
def test_scorecard_and_its_file_print_the_code(world, north, code):
    row, words = missing(north, code), str(MISSING_PRINTED[code])
    empty = indicator(north, "empty", label="Empty")
    card = scorecards.make(
        board=north.board, title="Card", group=None, indicators=[row, empty],
        by=north.board_manager,
    )  # fmt: skip
    client = world.client(north.board_manager)
    address = reverse("performance:scorecard-detail", args=[north.board.slug, card.pk])
    assert f"<strong>{words}</strong>" in client.get(address).content.decode()
    answer = client.get(address, {"format": "csv"})
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    lines = {line["Key"]: line for line in csv.DictReader(io.StringIO(text))}
    assert (lines["share"]["Figure"], lines["share"]["Period before"]) == (words, words)
    assert lines["empty"]["Figure"] == "none yet"


@pytest.mark.parametrize("code", CODES)
def test_data_return_prints_the_code(world, north, code):
    row = awaited(north, indicator(north, "share", unit="percent", kind="ratio"))
    parts = {"numerator": 0, "denominator": 0} if code == "zero_of_zero" else {}
    Observation.objects.create(
        indicator=row.requirement.required.get().indicator, missing=code, agency=north.police,
        via="typed", **parts, **period_fields(row.period),
    )  # fmt: skip
    address = reverse("performance:data-return-detail", args=[north.board.slug, row.pk])
    html = world.client(north.police_lead).get(address).content.decode()
    assert f">{MISSING_PRINTED[code]}</td>" in html
    assert "not sent yet" not in html


def test_template_says_what_each_reason_means_and_which_signs_are_taken(north):
    row = awaited(north)
    book = openpyxl.load_workbook(io.BytesIO(data_files.template(row)))
    text = "\n".join(str(cell[0].value) for cell in book["How to fill it in"].iter_rows())
    for words in data_files.MISSING_MEANINGS:
        assert words in text
        assert read_missing(words) in CODES
    assert {read_missing(words) for words in data_files.MISSING_MEANINGS} == set(CODES)
    assert "A dash is not taken" in text
