"""Every page with a list gives its table as CSV and as XLSX, with the same cells."""

import csv
import io

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from boards.activity import change
from boards.models import Agency, Evidence
from tests.world import World

BOARD_LISTS = [
    "boards:action-list",
    "boards:activity-list",
    "boards:group-list",
    "boards:meeting-list",
    "boards:message-list",
    "boards:partner-list",
    "boards:person-list",
    "boards:seat-list",
    "audits:return-list",
    "audits:round-list",
    "audits:tool-list",
    "performance:enquiry-list",
    "reports:report-list",
    "performance:context",
]


def csv_rows(response):
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline="")))


def xlsx_rows(response):
    file = io.BytesIO(b"".join(response.streaming_content))
    return CalamineWorkbook.from_filelike(file).get_sheet_by_index(0).to_python()


def address(cast, name, **kwargs):
    return reverse(name, kwargs={"board": cast.board.slug, **kwargs})


@pytest.mark.parametrize("name", BOARD_LISTS)
def test_list_offers_both_files(world: World, name: str) -> None:
    north = world.north
    with change("groups.edit", by=north.board_manager, board=north.board, on=north.group):
        pass
    client = world.client(north.board_manager)
    url = address(north, name)

    lines = csv_rows(client.get(url, {"format": "csv"}))
    cells = xlsx_rows(client.get(url, {"format": "xlsx"}))

    assert cells[0] == lines[0]
    assert len(cells) == len(lines)


@pytest.mark.parametrize("name", ["boards:partner-list", "boards:person-list", "audits:round-list"])
def test_page_links_to_both_files(world: World, name: str) -> None:
    page = world.client(world.north.board_manager).get(address(world.north, name), {"q": "e"}).text

    assert "?q=e&amp;format=csv" in page
    assert "?q=e&amp;format=xlsx" in page


def test_unknown_format_is_the_page(world: World) -> None:
    client = world.client(world.north.board_manager)

    answer = client.get(address(world.north, "boards:seat-list"), {"format": "exe"})

    assert "text/html" in answer["Content-Type"]


def test_names_of_agencies_are_never_formulas(world: World) -> None:
    north = world.north
    name = "=HYPERLINK(1) " + "Ŵ" * 280
    Agency.objects.filter(pk=north.police.pk).update(name=name)
    north.board.partners.filter(agency=north.police).update(name=name)
    client = world.client(north.board_manager)

    lines = csv_rows(client.get(address(north, "boards:partner-list"), {"format": "csv"}))
    cells = xlsx_rows(client.get(address(north, "boards:partner-list"), {"format": "xlsx"}))

    assert f"'{name}" in [line[0] for line in lines]
    assert name in [line[0] for line in cells]


def test_returns_of_a_round_keep_dates_and_numbers(world: World) -> None:
    north = world.north
    client = world.client(north.board_manager)

    url = address(north, "audits:round-detail", pk=north.round.pk)
    heading, *rows = xlsx_rows(client.get(url, {"format": "xlsx"}))

    row = dict(zip(heading, rows[0], strict=True))
    assert row["Due"] == north.round.closes_on
    assert row["Questions answered"] == 0.0


def test_files_ask_the_same_for_many_rows(world: World, assert_constant_queries) -> None:
    north = world.north
    client = world.client(north.board_manager)
    url = address(north, "audits:round-detail", pk=north.round.pk)

    def grow():
        for number in range(10):
            agency = Agency.objects.create(name=f"Ysgol {number}", sector=north.health.sector)
            north.round.returns.create(agency=agency)

    assert_constant_queries(lambda: xlsx_rows(client.get(url, {"format": "xlsx"})), grow)


def test_evidence_of_the_agency_only(world: World) -> None:
    north = world.north
    for agency in (north.police, north.health):
        Evidence.objects.create(
            agency=agency, kind="link", link="https://example.org/",
            title=f"Policy of {agency}", uploaded_by=north.police_lead,
        )  # fmt: skip

    url = address(north, "audits:evidence-list")
    rows = xlsx_rows(world.client(north.police_lead).get(url, {"format": "xlsx"}))

    assert [row[0] for row in rows[1:]] == [f"Policy of {north.police}"]
