"""A board's report and the error pages say nothing of another board.

Stage and marker are those of test_isolation.py: everything of the other board carries the marker.
"""

import io
from collections.abc import Callable
from typing import Any

import pypdf
import pytest
from django.core.cache import cache
from django.db import transaction
from django.urls import reverse

from boards.accounts import limits
from boards.views import errors
from reports.models import ReportFile
from reports.services import building, reports
from tests.integration.test_isolation import body_of, stage
from tests.integration.test_permissions import Stage
from tests.world import MARKER

__all__ = ["stage"]


@pytest.mark.slow
def test_report_says_nothing_of_another_board(stage: Stage) -> None:
    cast = stage.north
    with transaction.atomic():
        report = reports.create(board=cast.board, year=cast.year, by=cast.board_manager)
        contents = building.build(report, list(report.sections.all())).contents
        transaction.set_rollback(True)

    for name in (ReportFile.Format.PDF, ReportFile.Format.PUBLIC_PDF):
        pages = pypdf.PdfReader(io.BytesIO(contents[name])).pages
        contents[name] = "".join(page.extract_text() for page in pages).encode()
    for made in contents.values():
        words = made.decode().lower()
        assert cast.board.slug in words
        assert MARKER not in words


def settings_data(stage: Stage, **changed: Any) -> dict[str, Any]:
    board = stage.north.board
    fields = ("name", "short_name", "area", "colour", "version")
    values = {name: getattr(board, name) for name in fields}
    return values | {"regime": board.regime_id} | changed


def missing(stage: Stage) -> Any:
    url = reverse("audits:review-detail", kwargs={"board": "northshire",
                                                  "pk": stage.south.police_return.pk})  # fmt: skip
    return stage.client(stage.north.board_manager).get(url)


def forbidden(stage: Stage) -> Any:
    return stage.client(stage.north.board_member).get("/northshire/settings/")


def conflict(stage: Stage) -> Any:
    client = stage.client(stage.north.board_manager)
    client.post("/northshire/settings/", settings_data(stage, name="Saved by a colleague"))
    return client.post("/northshire/settings/", settings_data(stage, name="Typed meanwhile"))


def refused_form(stage: Stage) -> Any:
    data = settings_data(stage, name="", regime=MARKER.split("-")[0])
    return stage.client(stage.north.board_manager).post("/northshire/settings/", data)


def too_many(stage: Stage) -> Any:
    manager = stage.north.board_manager
    [(invited, _subject)] = limits.INVITATIONS
    for _number in range(invited.amount):
        invited.wait(str(manager.pk))
    data = {"email": "new@example.org", "name": "", "role": "board_member"}
    answer = stage.client(manager).post("/northshire/people/invite/", data)
    cache.clear()
    return answer


def failed(stage: Stage) -> Any:
    """The page that a fault while the manager looks at the home page would give."""
    request = stage.client(stage.north.board_manager).get("/northshire/").wsgi_request
    return errors.server_error(request)


@pytest.mark.parametrize(
    ("status", "ask"),
    [(404, missing), (403, forbidden), (409, conflict), (422, refused_form), (429, too_many),
     (500, failed)],
)  # fmt: skip
def test_error_page_says_nothing_of_another_board(
    stage: Stage, status: int, ask: Callable[[Stage], Any]
) -> None:
    with transaction.atomic():
        answer = ask(stage)
        transaction.set_rollback(True)

    assert answer.status_code == status
    assert MARKER not in body_of(answer).lower()
