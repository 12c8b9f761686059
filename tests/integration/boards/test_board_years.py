"""The page with a board's years as files."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from boards.models import BoardPartner
from boards.services.board_years import export_board_year
from tests.world import MARKER


@pytest.fixture
def client(world):
    return world.client(world.north.board_manager)


@pytest.fixture
def address(north):
    return reverse("boards:board-year-list", kwargs={"board": north.board.slug})


@pytest.fixture
def text(north):
    """The board's year as a file, without the round that runs."""
    written = export_board_year(board=north.board, year=north.year)
    return written.split("audit_rounds:")[0]


def send(client, address, text):
    return client.post(address, {"file": SimpleUploadedFile("year.yaml", text.encode())})


def test_download_is_what_the_export_writes(north, client, address):
    page = client.get(address)
    url = reverse(
        "boards:board-year-download", kwargs={"board": north.board.slug, "pk": north.year.pk}
    )

    assert url in page.text
    assert client.get(url).text == export_board_year(board=north.board, year=north.year)


def test_upload_shows_what_would_change_and_stores_nothing(north, client, address, text):
    page = send(client, address, text.replace("Shire Police", "Heddlu <script>"))

    assert page.status_code == 200
    assert "Heddlu &lt;script&gt;" in page.text
    assert not BoardPartner.objects.filter(name__startswith="Heddlu").exists()


def test_confirming_stores_it(north, client, address, text):
    form = send(client, address, text.replace("Shire Police", "Heddlu")).context["form"]

    client.post(address, {"source": form["source"].value()})

    assert BoardPartner.objects.get(board=north.board, key="p0").name == "Heddlu"


def test_errors_of_file_and_database_are_told_together(north, client, address, text):
    wrong = text.replace("sector: police", "sector: nonsense")
    wrong += "audit_rounds:\n  - {key: s11, tool: section-11, title: Ours}\n"

    page = send(client, address, wrong)

    paths = [error.path for error in page.context["errors"]]
    assert page.status_code == 422
    assert "agencies[0].sector" in paths
    assert "audit_rounds[0].key" in paths


def test_a_file_of_another_board_is_refused(world, client, address):
    south = world.south
    page = send(client, address, export_board_year(board=south.board, year=south.year))

    assert [error.path for error in page.context["errors"]] == ["board.slug"]
    assert MARKER not in page.text


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b": : :"])
def test_a_file_that_is_none_is_refused(client, address, content):
    page = client.post(address, {"file": SimpleUploadedFile("year.yaml", content)})

    assert page.status_code == 422
