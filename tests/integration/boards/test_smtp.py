"""E-mail over the wire: a real SMTP server with STARTTLS and a password."""

import ssl
from collections.abc import Iterator
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message as MessageHandler
from aiosmtpd.smtp import AuthResult, LoginPassword
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.utils import timezone

from boards.models import Message
from boards.services import messages
from runtime.processes import free_port

pytestmark = pytest.mark.django_db


class Inbox(MessageHandler):
    """Keeps what it was sent."""

    def __init__(self) -> None:
        super().__init__(EmailMessage)
        self.received: list[Any] = []

    def handle_message(self, message: Any) -> None:
        self.received.append(message)


def own_certificate(directory: Path) -> ssl.SSLContext:
    """A certificate for localhost that nobody else signed."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = timezone.now()
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    (directory / "cert.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    (directory / "key.pem").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(directory / "cert.pem", directory / "key.pem")
    return context


@pytest.fixture
def inbox(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Inbox]:
    handler = Inbox()

    def known(_server: Any, _session: Any, _envelope: Any, _mechanism: str, who: Any) -> AuthResult:
        return AuthResult(success=who == LoginPassword(b"portal", b"s3cret"))

    server = Controller(
        handler, hostname="localhost", port=free_port(), tls_context=own_certificate(tmp_path),
        require_starttls=True, authenticator=known, auth_required=True,
    )  # fmt: skip
    server.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "localhost", server.port
    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "portal", "s3cret"
    settings.EMAIL_USE_TLS = True
    # The machine believes this certificate, as it would a council's own.
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "cert.pem"))
    yield handler
    server.stop()


def waiting() -> Message:
    return messages.write(
        kind="sign_in_code", template="sign_in_code", to_email="a@example.org",
        context={"minutes": 15}, secrets={"code": "ABC123"},
    )  # fmt: skip


def test_mail_arrives_by_tls_with_its_code(inbox: Inbox) -> None:
    message = waiting()

    messages.deliver(message.pk)

    message.refresh_from_db()
    assert message.fate == Message.Fate.SENT
    [mail] = inbox.received
    assert mail["To"] == "a@example.org"
    assert message.message_id in mail["Message-ID"]
    assert "ABC123" in mail.get_payload()


def test_wrong_password_waits_and_sends_nothing(inbox: Inbox, settings: Any) -> None:
    settings.EMAIL_HOST_PASSWORD = "wrong"
    message = waiting()

    messages.deliver(message.pk)

    message.refresh_from_db()
    assert message.fate == Message.Fate.WAITING
    assert not inbox.received


def test_certificate_that_nobody_knows_is_not_believed(
    inbox: Inbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    message = waiting()

    messages.deliver(message.pk)

    message.refresh_from_db()
    assert message.fate == Message.Fate.WAITING
    assert not inbox.received
