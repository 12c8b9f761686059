"""Every page that is read asks the database at most fifteen times, whoever reads it.

The rows of the permission table are asked as everybody they are for, on a board with work for all
of them. That the number does not grow with the rows of a page, each page's own tests say.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import override_settings
from django.test.utils import CaptureQueriesContext

from boards import owed
from boards.registry import registry
from tests.integration.test_isolation import fill_governance, fill_people
from tests.integration.test_permissions import Stage, address, expected, one_of_each
from tests.permissions import Row, all_rows
from tests.permissions.audits_reviews import sent
from tests.permissions.reports import ready_file
from tests.world import make_world

MOST = 15
#: What every page asks: the session, the person, their roles, their boards.
FRAME = 4
#: Pages that may ask more, and why they have to.
MORE: dict[str, tuple[int, str]] = {
    "home": (
        FRAME + 1 + len(registry.todos) + len(registry.home_panels),
        "asks each app once what the person owes",
    ),
    "board-home": (
        FRAME + 1 + len([*registry.todos, *registry.owed_to_board, *registry.board_figures]),
        "asks each app once what is owed by the person, and to the board",
    ),
    "boards:attendance-year": (17, "a whole year: each of its nouns is read once"),
    "boards:board-year-download": (18, "a file of a whole year: each of its nouns is read once"),
    "boards:partner-detail": (18, "everything about one agency, with its history"),
    "audits:question-update": (18, "a form that checks a draft of a tool as a whole"),
    "reports:report-detail": (16, "asks each app what the year's report would say"),
}

READ_ROWS = [row for row in all_rows() if row.method == "get" and 200 in row.allowed]


@pytest.fixture(scope="module")
def stage(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Stage]:
    media = tmp_path_factory.mktemp("media")
    with django_db_blocker.unblock(), override_settings(MEDIA_ROOT=media), transaction.atomic():
        world = make_world()
        # Work for everybody, but what the rows make by themselves: its titles are taken once.
        fill_governance(world.north)
        fill_people(world.north)
        sent(world.north)
        ready_file(world.north)
        yield Stage(world)
        transaction.set_rollback(True)


@pytest.mark.parametrize("row", READ_ROWS, ids=lambda row: row.name)
def test_page_asks_little(stage: Stage, row: Row) -> None:
    most = max(MOST, MORE.get(row.name, (MOST, ""))[0])
    people = one_of_each(stage.north.people)
    readers = [p for key, p in people.items() if expected(row, key, stage.north) == row.allowed]

    # The first look reads what is kept for a while: what the person owes, what never changes.
    asked = {str(person): queries_of(stage, row, person) for person in readers}

    too_many = {name: sql for name, sql in asked.items() if len(sql) > most}
    assert not too_many, {name: (len(sql), sql) for name, sql in too_many.items()}


def queries_of(stage: Stage, row: Row, person: Any) -> list[str]:
    """Return what a person's second look at a page asks; what it is about is made before."""
    client = stage.client(person)
    with transaction.atomic():
        url, data = address(row, stage.north), row.data(stage.north)
        owed.forget(person)  # else what an earlier test left might end between the two looks
        b"".join(client.get(url, data))
        with CaptureQueriesContext(connection) as asked:
            response = client.get(url, data)
        b"".join(response)  # a file is closed when it has been read
        assert response.status_code in row.allowed
        transaction.set_rollback(True)
    return [q["sql"][:300] for q in asked.captured_queries if "SAVEPOINT" not in q["sql"]]
