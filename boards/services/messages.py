"""The outbox: every e-mail is a row, claimed before it is sent, kept as it was sent.

Nothing is sent twice by itself. A message that may have left (the connection broke, the worker
died) has the fate *unknown* and waits for a person to decide.
"""

import contextlib
import logging
import smtplib
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from boards import emails, queue
from boards.activity import change
from boards.errors import DomainError
from boards.models import Board, Message, User
from boards.states import JOB_TRANSITIONS, JobStatus, check_transition

logger = logging.getLogger(__name__)

#: Wait after the first, second, … failure to reach the mail server; then the message has failed.
RETRIES = [timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240)]
#: From this SMTP reply code on the server has refused for good.
PERMANENT = 500


def write(
    *,
    kind: str,
    template: str,
    context: Mapping[str, Any] | None = None,
    to_user: User | None = None,
    to_email: str = "",
    board: Board | None = None,
    secrets: Mapping[str, str] | None = None,
    dedupe_key: str | None = None,
) -> Message:
    """Put an e-mail into the outbox and ask for it to be sent after the commit.

    Put nothing personal into the context beyond the board's name and a link. `secrets` are put in
    place of `{{name}}` while sending and wiped afterwards. The same `dedupe_key` makes one message:
    the one that is there is returned.
    """
    if dedupe_key and (there := Message.objects.filter(dedupe_key=dedupe_key).first()):
        return there
    secrets = dict(secrets or {})
    subject, body = emails.render(template, {"board": board, **(context or {})}, secrets)
    values = {
        "kind": kind, "board": board, "to_user": to_user,
        "to_email": to_email or (to_user.email if to_user else ""),
        "subject": subject, "body": body, "secrets": secrets,
    }  # fmt: skip
    try:
        with transaction.atomic():
            message = Message.objects.create(dedupe_key=dedupe_key, **values)
    except IntegrityError:
        # Somebody wrote the same occasion's message a moment ago.
        return Message.objects.get(dedupe_key=dedupe_key)
    queue.enqueue(message)
    return message


def deliver(pk: int, *, now: datetime | None = None) -> None:
    """Send one waiting message, if no other worker has it, and record what is known of it."""
    message = queue.take(Message, pk, now=now)
    if not isinstance(message, Message):
        return
    connection = get_connection()
    try:
        connection.open()
    except (OSError, smtplib.SMTPException) as error:
        _try_later(message, error, now=now)
        return
    try:
        _email(message, connection).send()
    except smtplib.SMTPRecipientsRefused as error:
        code = max((reply[0] for reply in error.recipients.values()), default=PERMANENT)
        _answered(message, code, error, now=now)
    except smtplib.SMTPResponseException as error:
        _answered(message, error.smtp_code, error, now=now)
    except (OSError, smtplib.SMTPException) as error:
        # The server may have it already: only a person may decide to send it again.
        _finish(message, Message.Fate.UNKNOWN, error=_describe(error), now=now)
    else:
        _finish(message, Message.Fate.SENT, now=now)
    finally:
        # What was sent is sent, whatever goes wrong while saying goodbye.
        with contextlib.suppress(OSError, smtplib.SMTPException):
            connection.close()


def send_again(*, message: Message, by: User) -> Message:
    """Send a message whose fate is unknown, or that failed, once more. Raises `DomainError`."""
    with change("messages.send_again", by=by, board=message.board, on=message):
        message = Message.objects.select_for_update().get(pk=message.pk)
        check_transition(JOB_TRANSITIONS, message.status, JobStatus.QUEUED, _("The message"))
        if lacks_secrets(message):
            raise DomainError(
                _("The link or code in this message is no longer kept. Ask for a new one instead.")
            )
        message.status, message.fate, message.attempts = JobStatus.QUEUED, Message.Fate.WAITING, 0
        message.queued_at, message.error = timezone.now(), ""
        message.save(update_fields=["status", "fate", "attempts", "queued_at", "error"])
        queue.enqueue(message)
    return message


def lacks_secrets(message: Message) -> bool:
    """Return whether the text has a placeholder of a secret that is wiped."""
    names = ("link", "code")
    return any(
        emails.placeholder(name) in message.body and name not in message.secrets for name in names
    )


def cancel(*, dedupe_prefix: str) -> None:
    """Keep messages whose link is replaced from leaving; forget the links of failed ones."""
    rows = Message.objects.filter(dedupe_key__startswith=dedupe_prefix)
    rows.filter(status=JobStatus.QUEUED).update(
        status=JobStatus.CANCELLED, secrets={}, finished_at=timezone.now()
    )
    rows.filter(status=JobStatus.FAILED).update(secrets={})


def _email(message: Message, connection: Any) -> EmailMessage:
    return EmailMessage(
        subject=message.subject,
        body=emails.filled(message.body, message.secrets),
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[message.to_email],
        # The same in every attempt, so that a mail server can tell a repetition.
        headers={"Message-ID": f"<{message.message_id}>", "Auto-Submitted": "auto-generated"},
        connection=connection,
    )


def _answered(message: Message, code: int, error: Exception, *, now: datetime | None) -> None:
    if code >= PERMANENT:
        _finish(message, Message.Fate.REFUSED, error=_describe(error), now=now)
    else:
        _try_later(message, error, now=now)


def _try_later(message: Message, error: Exception, *, now: datetime | None) -> None:
    """The message has certainly not left: wait longer each time, then give up."""
    now = now or timezone.now()
    if message.attempts > len(RETRIES):
        _finish(message, Message.Fate.WAITING, error=_describe(error), now=now)
        return
    if not _is_ours(message):
        return
    message.status, message.error = JobStatus.QUEUED, _describe(error)
    # The sweep asks for rows that wait longer than `STALLED_QUEUED`.
    message.queued_at = now + RETRIES[message.attempts - 1] - queue.STALLED_QUEUED
    message.save(update_fields=["status", "queued_at", "error"])


def _finish(
    message: Message, fate: Message.Fate, *, error: str = "", now: datetime | None = None
) -> None:
    now = now or timezone.now()
    sent = fate == Message.Fate.SENT
    if not sent and not _is_ours(message):
        return
    message.status = JobStatus.READY if sent else JobStatus.FAILED
    message.fate, message.error, message.finished_at = fate, error, now
    message.sent_at = now if sent else None
    # A demo has no mailbox: there the outbox is where links and codes are read.
    if (sent or message.kind in Message.SHORT_LIVED) and not settings.IS_DEMO:
        message.secrets = {}
    message.save()
    if error:
        logger.warning("mail not sent", extra={"mail": message.pk, "fate": str(fate)})


def _is_ours(message: Message) -> bool:
    """Return whether what this attempt found out still counts.

    A worker that was taken for dead may come back when somebody has had the message sent again.
    """
    rows = Message.objects.filter(pk=message.pk, started_at=message.started_at)
    return rows.exclude(status__in=[JobStatus.QUEUED, JobStatus.READY]).exists()


def _describe(error: Exception) -> str:
    """Say what happened without the address, which some servers repeat."""
    code = getattr(error, "smtp_code", None)
    return f"{type(error).__name__} {code}" if code else type(error).__name__
