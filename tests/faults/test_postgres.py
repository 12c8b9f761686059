"""PostgreSQL is restarted under the page: a kind answer meanwhile, then everything goes on."""

import re
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connections
from django.urls import reverse
from playwright.sync_api import Browser, expect

from audits.models import Answer
from runtime.processes import wait_until
from tests.faults.conftest import Portal
from tests.faults.visitor import Visitor
from tests.functional.browser import signed_in

pytestmark = pytest.mark.faults


@contextmanager
def database_away(portal: Portal) -> Any:
    """Stop PostgreSQL for the block; start it again on the same port."""
    portal.postgres.stop()
    try:
        yield
    finally:
        portal.postgres.restart()
        for connection in connections.all():
            connection.close()


def standard_page(portal: Portal) -> str:
    north = portal.north
    kwargs = {"board": north.board.slug, "pk": north.health_return.pk, "standard": "leadership"}
    return reverse("audits:return-standard", kwargs=kwargs)


def test_requests_while_it_is_away_and_after(portal):
    lead = Visitor(portal.server, portal.north.health_lead)
    page = standard_page(portal)
    for _request in range(8):  # every thread of every process has a connection
        assert lead.get(page).status == 200

    with database_away(portal):
        away = lead.get(page)
        lead.cookies.clear()  # those who watch the portal have no session
        alive = lead.get("/health/live")
        ready = lead.get("/health/ready")

    assert away.status == 503
    assert "cannot be reached for a moment" in away.text
    assert away.headers["X-Request-Id"] in away.text
    assert "Retry-After" in away.headers
    assert (alive.status, ready.status) == (200, 503)
    lead = Visitor(portal.server, portal.north.health_lead)
    assert [lead.get(page).status for _request in range(8)] == [200] * 8


def test_restart_between_two_requests_is_not_noticed(portal):
    lead = Visitor(portal.server, portal.north.health_lead)
    page = standard_page(portal)
    assert lead.get(page).status == 200

    with database_away(portal):
        pass

    assert [lead.get(page).status for _request in range(8)] == [200] * 8


def test_worker_takes_work_again(portal):
    from boards.models import Message

    with database_away(portal):
        pass
    mail = Message.objects.create(
        kind="invitation", board=portal.north.board, to_email="restart@example.org",
        subject="After the restart", body="Hello",
    )  # fmt: skip
    portal.after(minutes=2)
    assert wait_until(lambda: Message.objects.get(pk=mail.pk).fate == "sent", 60)


@pytest.mark.functional
def test_typed_text_outlives_the_restart(portal, browser: Browser):
    user = portal.north.health_lead
    with signed_in(browser, portal.server.url, user) as page:
        page.goto(standard_page(portal))
        answer = page.locator("[data-answer]").first
        with database_away(portal):
            answer.get_by_label("How do you know?").fill("Typed while nothing could be saved")
            expect(answer).to_contain_text("Not saved")
            expect(answer).to_contain_text("Your words are kept")
        saved = re.compile(r"^\s*Saved \d\d:\d\d by you")
        expect(answer.locator("[data-status]")).to_contain_text(saved, timeout=30_000)
        page.reload()
        box = page.locator("[data-answer]").first.get_by_label("How do you know?")
        expect(box).to_have_value("Typed while nothing could be saved")
    stored = Answer.objects.get(return_record=portal.north.health_return)
    assert stored.commentary == "Typed while nothing could be saved"
