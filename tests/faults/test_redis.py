"""Redis is away: people go on working, and what waits is done once when it is back."""

import pytest
from django.test import Client
from django.urls import reverse

from audits.models import Return
from boards.models import Message
from runtime.processes import wait_until
from tests.faults.conftest import Portal
from tests.faults.visitor import Visitor
from tests.integration.audits.test_returns import add_evidence, answer_everything

pytestmark = pytest.mark.faults


@pytest.fixture
def signed_off(portal: Portal) -> Return:
    """The police return, answered and signed off: one click from the board."""
    client = Client()
    client.force_login(portal.north.police_lead)
    answer_everything(client, portal.north)
    add_evidence(client, portal.north, link="https://example.org/policy")
    record = Return.objects.get(pk=portal.north.police_return.pk)
    data = {
        "signatory_name": "Jo Bright", "signatory_post": "Chief constable", "is_agreed": "on",
        "version": record.version,
    }  # fmt: skip
    client.post(page_of(portal, "return-sign-off"), data)
    record.refresh_from_db()
    assert record.status == "signed_off"
    return record


def page_of(portal: Portal, name: str) -> str:
    kwargs = {"board": portal.north.board.slug, "pk": portal.north.police_return.pk}
    return reverse(f"audits:{name}", kwargs=kwargs)


def test_return_is_sent_without_redis_and_its_mail_leaves_once_later(portal, signed_off):
    lead = Visitor(portal.server, portal.north.police_lead)
    submit = page_of(portal, "return-submit")
    portal.redis.stop()
    try:
        sent = lead.post(submit, {"version": str(signed_off.version)})
        after = lead.get(page_of(portal, "return-detail"))
        home = lead.get("/")
        health = lead.get("/health/ready")
    finally:
        portal.redis.start()

    assert (sent.status, after.status, home.status) == (302, 200, 200)
    assert health.json()["redis"] != "ok"
    signed_off.refresh_from_db()
    assert signed_off.status == "submitted"
    mails = Message.objects.filter(kind="return_submitted")
    assert mails.exists()
    assert {mail.status for mail in mails} == {"queued"}
    portal.sweep_until(lambda: not mails.exclude(fate="sent").exists(), hours=1)
    portal.after(hours=1)
    for mail in mails:
        letters = portal.server.mail_to(mail.to_email)
        assert len([letter for letter in letters if mail.message_id in letter]) == 1


def test_what_redis_forgot_is_asked_for_again(portal):
    """The broker lost everything; the clock was away for three days: nothing is done twice."""
    import redis

    portal.server.stop_worker()
    mail = Message.objects.create(
        kind="invitation", board=portal.north.board, to_email="three-days@example.org",
        subject="Waiting", body="Since three days",
    )  # fmt: skip
    portal.after(minutes=2)
    with redis.Redis.from_url(portal.redis.urls["REDIS_URL"]) as broker:
        broker.flushall()
    for day in (3, 3, 4):
        portal.after(days=day)
    portal.server.start_worker()

    assert wait_until(lambda: Message.objects.get(pk=mail.pk).fate == "sent", 60)
    portal.after(days=5)
    assert len(portal.server.mail_to("three-days@example.org")) == 1
    mail.refresh_from_db()
    assert mail.attempts == 1
