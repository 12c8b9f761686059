"""The outbox: claimed, sent once, kept; what is not known waits for a person."""

import smtplib
from datetime import timedelta

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.utils import timezone

from boards import queue
from boards.errors import DomainError
from boards.models import Message
from boards.services import messages

pytestmark = pytest.mark.django_db


class Failing(EmailBackend):
    """A mail server that fails as told."""

    at_open: Exception | None = None
    at_send: Exception | None = None

    def open(self):
        if self.at_open:
            raise self.at_open

    def send_messages(self, email_messages):
        if self.at_send:
            raise self.at_send
        return super().send_messages(email_messages)


@pytest.fixture
def server(settings):
    settings.EMAIL_BACKEND = f"{__name__}.Failing"
    Failing.at_open = Failing.at_send = None
    yield Failing
    Failing.at_open = Failing.at_send = None


def write(world, **values) -> Message:
    given = {
        "kind": "invitation",
        "template": "invitation",
        "to_email": "somebody@example.org",
        "board": world.north.board,
        "context": {"expires_on": timezone.localdate()},
        "secrets": {"link": "https://portal.example/invitations/TOKEN/"},
    }
    return messages.write(**(given | values))


def test_deliver_sends_the_link_and_keeps_it_out_of_the_copy(world, server):
    message = write(world)

    messages.deliver(message.pk)

    (sent,) = mail.outbox
    assert "https://portal.example/invitations/TOKEN/" in sent.body
    assert sent.extra_headers["Message-ID"] == f"<{message.message_id}>"
    message.refresh_from_db()
    assert (message.fate, message.status, message.secrets) == ("sent", "ready", {})
    assert "TOKEN" not in message.body
    assert message.sent_at


def test_deliver_twice_sends_once(world, server):
    message = write(world)

    messages.deliver(message.pk)
    messages.deliver(message.pk)

    assert len(mail.outbox) == 1


def test_text_of_a_board_stays_text(world, server):
    world.north.board.name = "O'Brien & Sons <script>\nBoard"
    world.north.board.short_name = ""
    message = write(world)

    assert "O'Brien & Sons <script>" in message.body
    assert "\n" not in message.subject


def test_write_with_the_same_key_makes_one_message(world):
    first = write(world, dedupe_key="one")
    second = write(world, dedupe_key="one")

    assert first.pk == second.pk


def test_server_away_waits_longer_each_time_then_gives_up(world, server):
    server.at_open = ConnectionRefusedError()
    message = write(world)
    now = timezone.now()
    due = []
    for _attempt in range(6):
        messages.deliver(message.pk, now=now)
        message.refresh_from_db()
        due.append(message.queued_at)

    assert due[0] < due[1] < due[2]
    assert (message.status, message.fate, message.attempts) == ("failed", "waiting", 6)
    server.at_open = None
    messages.send_again(message=message, by=world.north.board_manager)
    messages.deliver(message.pk)
    assert len(mail.outbox) == 1


@pytest.mark.parametrize(
    ("error", "fate", "status"),
    [
        (smtplib.SMTPRecipientsRefused({"a@b": (550, b"no")}), "refused", "failed"),
        (smtplib.SMTPDataError(554, b"spam"), "refused", "failed"),
        (smtplib.SMTPDataError(451, b"later"), "waiting", "queued"),
        (smtplib.SMTPRecipientsRefused({"a@b": (450, b"busy")}), "waiting", "queued"),
        (smtplib.SMTPServerDisconnected("gone"), "unknown", "failed"),
        (TimeoutError(), "unknown", "failed"),
    ],
)
def test_what_the_server_says_decides_the_fate(world, server, error, fate, status):
    server.at_send = error
    message = write(world)

    messages.deliver(message.pk)

    message.refresh_from_db()
    assert (message.fate, message.status) == (fate, status)
    assert "a@b" not in message.error


def test_unknown_fate_is_never_sent_by_the_sweep(world, server):
    server.at_send = smtplib.SMTPServerDisconnected("gone")
    message = write(world)
    messages.deliver(message.pk)
    server.at_send = None

    queue.requeue_stalled([Message], now=timezone.now() + timedelta(days=2))
    messages.deliver(message.pk)

    assert mail.outbox == []


def test_worker_that_died_while_sending_leaves_the_fate_unknown(world, server):
    message = write(world)
    queue.take(Message, message.pk, now=timezone.now() - timedelta(minutes=10))

    queue.requeue_stalled([Message])

    message.refresh_from_db()
    assert (message.fate, message.status) == ("unknown", "failed")
    messages.deliver(message.pk)
    assert mail.outbox == []


def test_send_again_keeps_the_message_id(world, server):
    message = write(world)
    queue.take(Message, message.pk, now=timezone.now() - timedelta(minutes=10))
    queue.requeue_stalled([Message])
    message.refresh_from_db()

    messages.send_again(message=message, by=world.north.board_manager)
    messages.deliver(message.pk)

    assert mail.outbox[0].extra_headers["Message-ID"] == f"<{message.message_id}>"
    with pytest.raises(DomainError):
        messages.send_again(message=message, by=world.north.board_manager)


def test_code_whose_fate_is_unknown_is_forgotten(world, server):
    server.at_send = smtplib.SMTPServerDisconnected("gone")
    message = write(
        world, kind="sign_in_code", template="sign_in_code", secrets={"code": "ABC123"},
        context={"minutes": 15},
    )  # fmt: skip

    messages.deliver(message.pk)

    message.refresh_from_db()
    assert message.secrets == {}
    with pytest.raises(DomainError):
        messages.send_again(message=message, by=world.north.board_manager)


def test_demo_keeps_the_link_for_its_outbox(world, server, settings):
    settings.IS_DEMO = True
    message = write(world)

    messages.deliver(message.pk)

    message.refresh_from_db()
    assert message.fate == "sent"
    assert "TOKEN" in message.secrets["link"]


def test_outbox_page_shows_state_and_never_the_link(world, server):
    cast = world.north
    sent, waiting = write(world), write(world, to_email="other@example.org")
    messages.deliver(sent.pk)
    client = world.client(cast.board_manager)

    page = client.get("/northshire/outbox/").content.decode()
    assert "somebody@example.org" in page
    assert "other@example.org" in page
    only = client.get("/northshire/outbox/?state=sent").content.decode()
    assert "other@example.org" not in only
    for row in (sent, waiting):
        detail = client.get(f"/northshire/outbox/{row.pk}/").content.decode()
        assert "TOKEN" not in detail
    assert (
        world.client(world.south.board_manager).get(f"/southshire/outbox/{sent.pk}/").status_code
        == 404
    )
    assert world.client(cast.board_member).get("/northshire/outbox/").status_code == 403


def test_send_again_button_for_an_unknown_fate(world, server):
    message = write(world)
    queue.take(Message, message.pk, now=timezone.now() - timedelta(minutes=10))
    queue.requeue_stalled([Message])
    client = world.client(world.north.board_manager)

    assert "Send again" in client.get(f"/northshire/outbox/{message.pk}/").content.decode()
    client.post(f"/northshire/outbox/{message.pk}/send-again/")

    message.refresh_from_db()
    assert (message.status, message.fate) == ("queued", "waiting")


def test_worker_that_comes_back_late_changes_nothing_of_the_next_attempt(world, server):
    """Taken for dead, its message was sent again by a person: its own failure is old news."""
    message = write(world, secrets={}, kind="return_submitted")
    late = queue.take(Message, message.pk, now=timezone.now() - timedelta(minutes=5))
    queue.requeue_stalled([Message])
    message.refresh_from_db()
    assert message.fate == "unknown"
    Message.objects.filter(pk=message.pk).update(body="Hello", secrets={})
    message.refresh_from_db()
    messages.send_again(message=message, by=world.north.board_manager)

    messages._finish(late, Message.Fate.UNKNOWN, error="late")
    messages._try_later(late, ConnectionRefusedError(), now=None)
    message.refresh_from_db()
    assert (message.status, message.fate) == ("queued", "waiting")
    messages.deliver(message.pk)
    messages._finish(late, Message.Fate.UNKNOWN, error="late")
    message.refresh_from_db()
    assert (message.status, message.fate) == ("ready", "sent")
    assert len(mail.outbox) == 1


def test_outbox_says_to_whom_in_which_role(world):
    people = [world.north.board_manager, world.north.police_lead]
    for person in people:
        write(world, to_user=person, to_email="")
    client = world.client(world.north.board_manager)

    page = client.get(f"/{world.north.board.slug}/outbox/").text

    assert all(person.name in page for person in people)
    assert "Shire Police" in page
