"""A mail server that dies while it is spoken to: a person is told, nothing is sent twice."""

import socketserver
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import reverse

from boards.models import Message
from runtime.processes import wait_until
from tests.faults.conftest import Portal
from tests.faults.visitor import Visitor

pytestmark = pytest.mark.faults


class Mailbox(socketserver.ThreadingTCPServer):
    """A mail server that takes a message and dies before it says so, or says nothing at all."""

    allow_reuse_address = daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Conversation)
        self.taken: list[bytes] = []
        self.callers = 0
        self.silent = False
        self.dies_after_data = True

    def handle_error(self, *_args: Any) -> None:
        """The worker was killed: that is the test."""


class _Conversation(socketserver.StreamRequestHandler):
    server: Mailbox

    def handle(self) -> None:
        self.server.callers += 1
        if self.server.silent:
            self.rfile.read()
            return
        self.say(b"220 here")
        while line := self.rfile.readline():
            verb = line[:4].upper()
            if verb == b"DATA":
                self.say(b"354 go on")
                self.server.taken.append(b"".join(iter(self.rfile.readline, b".\r\n")))
                if self.server.dies_after_data:
                    return
            self.say(b"221 bye" if verb == b"QUIT" else b"250 fine")

    def say(self, words: bytes) -> None:
        self.wfile.write(words + b"\r\n")


@pytest.fixture(scope="module")
def mailbox(portal: Portal) -> Iterator[Mailbox]:
    """A mail server to which the worker sends, instead of into files."""
    with Mailbox() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        before = dict(portal.server.env)
        portal.server.stop_worker()
        portal.server.env.update(
            EMAIL_BACKEND="django.core.mail.backends.smtp.EmailBackend",
            EMAIL_HOST="127.0.0.1", EMAIL_PORT=str(server.server_address[1]),
        )  # fmt: skip
        portal.server.start_worker()
        yield server
        portal.server.stop_worker()
        portal.server.env.update(before)
        portal.server.start_worker()
        server.shutdown()


def write(portal: Portal, address: str) -> Message:
    return Message.objects.create(
        kind="invitation", board=portal.north.board, to_email=address, subject=f"To {address}",
        body="Hello",
    )  # fmt: skip


def shown(portal: Portal, mail: Message) -> str:
    kwargs = {"board": portal.north.board.slug, "message": mail.pk}
    manager = Visitor(portal.server, portal.north.board_manager)
    return manager.get(reverse("boards:message-detail", kwargs=kwargs)).text


def fate(mail: Message) -> str:
    return Message.objects.get(pk=mail.pk).fate


def test_server_that_dies_after_data_leaves_it_to_a_person(portal, mailbox):
    mail = write(portal, "perhaps@example.org")
    portal.after(minutes=2)
    assert wait_until(lambda: fate(mail) == "unknown", 60)
    portal.after(hours=5)
    portal.after(days=3)

    assert len(mailbox.taken) == 1
    assert "Not known" in shown(portal, mail)

    mailbox.dies_after_data = False
    kwargs = {"board": portal.north.board.slug, "message": mail.pk}
    manager = Visitor(portal.server, portal.north.board_manager)
    manager.post(
        reverse("boards:message-send-again", kwargs=kwargs), {},
        page=reverse("boards:message-detail", kwargs=kwargs),
    )  # fmt: skip
    assert wait_until(lambda: fate(mail) == "sent", 60)
    assert len(mailbox.taken) == 2
    ids = {line for text in mailbox.taken for line in text.splitlines() if b"Message-ID" in line}
    assert len(ids) == 1  # so that a mail server can tell a repetition


def test_worker_killed_between_claim_and_send_leaves_it_to_a_person(portal, mailbox):
    mailbox.silent = True
    callers = mailbox.callers
    mail = write(portal, "claimed@example.org")
    portal.after(minutes=2)
    assert wait_until(lambda: mailbox.callers > callers, 60)
    portal.kill_workers()
    mailbox.silent = mailbox.dies_after_data = False

    assert "Waiting" in shown(portal, mail)
    portal.after(minutes=5)
    portal.after(days=1)

    assert fate(mail) == "unknown"
    assert "Not known" in shown(portal, mail)
    assert not [text for text in mailbox.taken if b"claimed@example.org" in text]
