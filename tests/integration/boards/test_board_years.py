"""A board's years: starting one, and years as files."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from boards.models import BoardPartner, Membership
from boards.queries import todos
from boards.services import boards
from boards.services.board_years import export_board_year
from reports.services import reports
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


def test_starting_the_proposed_year(north, client, address):
    url = reverse("boards:board-year-start", kwargs={"board": north.board.slug})
    assert url in client.get(address).text
    proposed = client.get(url).context["form"].initial

    answer = client.post(url, proposed, follow=True)

    assert proposed["label"] in answer.text
    assert north.board.years.count() == 2


def test_year_that_overlaps_keeps_what_was_typed(north, client):
    url = reverse("boards:board-year-start", kwargs={"board": north.board.slug})
    data = {
        "label": "Cyfnod", "starts_on": str(north.year.starts_on),
        "ends_on": str(north.year.ends_on), "regime": "partnership-2023",
    }  # fmt: skip

    answer = client.post(url, data)

    assert answer.status_code == 422
    assert "These days are part of the year" in answer.text
    assert "Cyfnod" in answer.text
    assert north.board.years.count() == 1


def owed_year(user, day):
    return [todo for todo in todos.of(user, on=day) if todo.kind == "year"]


def test_who_runs_the_board_owes_a_year_once_the_last_one_ended(north, south):
    last = north.year.ends_on
    (todo,) = owed_year(north.board_manager, last + timedelta(days=1))

    assert (todo.board, todo.due_on) == (north.board, last + timedelta(days=1))
    assert not owed_year(north.board_manager, last)
    assert not owed_year(north.police_lead, last + timedelta(days=1))


def test_new_board_is_told_to_start_its_first_year(north):
    board = boards.create(slug="newshire", name="Newshire", regime=north.board.regime)
    Membership.objects.create(user=north.board_manager, board=board, role="board_manager")

    (todo,) = owed_year(north.board_manager, north.year.starts_on)

    assert (todo.board, todo.due_on) == (board, None)
    page = Client()
    page.force_login(north.board_manager)
    assert "No reporting years yet" in page.get(f"/{board.slug}/reports/").text


def test_report_page_when_every_year_has_one(north, client):
    reports.create(board=north.board, year=north.year, by=north.board_manager)

    page = client.get(reverse("reports:report-new", kwargs={"board": north.board.slug}))

    assert "Every year has its report" in page.text
    assert reverse("boards:board-year-start", kwargs={"board": north.board.slug}) in page.text
