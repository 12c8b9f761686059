"""Somebody else's records by their own numbers, and files by their names.

Wherever an address has an id, the other board's is put instead. Stage and marker are those of
test_isolation.py: everything of the other board carries the marker.
"""

from typing import Any

import pytest
from django.db import transaction
from django.urls import reverse

from boards.authorization import Public
from tests.integration.test_isolation import body_of, stage
from tests.integration.test_permissions import ALL_ROWS, Stage, permitted
from tests.permissions import Row
from tests.world import MARKER

__all__ = ["stage"]

GONE = 404
#: Addresses where another board's number is no way in, and why they do not answer 404.
SHARED = {
    "audits:evidence-download": "the police's files are theirs on both boards",
    "audits:evidence-edit": "the police's files are theirs on both boards",
    "audits:evidence-withdraw": "the police's files are theirs on both boards",
    "audits:return-arrive": "leads to the person's own list, whatever return is asked for",
    "boards:partner-join": "agencies are shared, any of them may join a board",
}
OF_BOARD = [row for row in ALL_ROWS if row.of_board and not isinstance(row.permission, Public)]


def row_id(row: Row) -> str:
    return f"{row.method} {row.name}"


def forgotten(row: Row, stage: Stage) -> dict[str, Any]:
    """The row's arguments on our board, without the records that were made for them."""
    with transaction.atomic():
        args = row.args(stage.north)
        transaction.set_rollback(True)
    return args


@pytest.mark.parametrize("row", [r for r in OF_BOARD if r.name not in SHARED], ids=row_id)
def test_foreign_id_in_the_address(stage: Stage, row: Row) -> None:
    person = permitted(row, stage.north)
    with transaction.atomic():
        own, foreign = forgotten(row, stage), row.args(stage.south)
        asked = own | {k: v for k, v in foreign.items() if isinstance(v, int) and own[k] != v}
        if asked == own:
            transaction.set_rollback(True)
            pytest.skip("has no id, or that of an agency on both boards")
        url = reverse(row.name, kwargs={"board": stage.north.board.slug} | asked)
        response = getattr(stage.client(person), row.method)(url, row.data(stage.north))
        body = body_of(response).lower()
        transaction.set_rollback(True)

    assert response.status_code == GONE
    assert MARKER not in body


@pytest.mark.parametrize("path", ["media/evidence/x", "evidence/x", "northshire/evidence/x"])
def test_no_file_has_an_address_of_its_own(stage: Stage, path: str) -> None:
    assert stage.client(stage.north.board_manager).get(f"/{path}").status_code == GONE
