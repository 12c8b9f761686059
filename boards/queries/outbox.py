"""What the outbox shows: state of each e-mail in one word, and those that need a person."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from boards import emails
from boards.models import Board, Membership, Message
from boards.states import JobStatus

KINDS = {
    "invitation": _("Invitation"),
    "sign_in_code": _("Sign-in code"),
    "account_notice": _("Account changed"),
    "second_factor_reset": _("Second factors removed"),
    "unknown_account": _("Address not known"),
    "round_opened": _("Round opened"),
    "return_reminder": _("Reminder of a return"),
    "return_more_time": _("More time for a return"),
    "return_late": _("Late return, to the agency’s lead"),
    "digest": _("Digest"),
    "notification": _("News"),
    "return_submitted": _("Return came in"),
    "return_sent_back": _("Return sent back"),
    "return_accepted": _("Return accepted"),
}
#: State on the page → rows.
STATES = {
    "waiting": Q(status__in=[JobStatus.QUEUED, JobStatus.RUNNING]),
    "sent": Q(fate="sent"),
    "refused": Q(fate="refused"),
    "unknown": Q(fate="unknown"),
    "failed": Q(fate="waiting", status=JobStatus.FAILED),
    "cancelled": Q(status=JobStatus.CANCELLED),
}
#: Those that wait for a person.
STATES["stuck"] = STATES["refused"] | STATES["unknown"] | STATES["failed"]
STATE_LABELS = {
    "waiting": _("Waiting"),
    "sent": _("Sent"),
    "refused": _("Refused"),
    "unknown": _("Not known"),
    "failed": _("Not sent"),
    "cancelled": _("Replaced"),
}


@dataclass(frozen=True)
class Letter:
    to: str
    subject: str
    body: str
    link: str
    at: datetime


@dataclass(frozen=True)
class OutboxRow:
    message: Message
    kind: str
    state: str
    label: str
    tone: str
    #: Their roles on the board, which tell e-mails of one occasion apart; empty for outsiders.
    roles: str = ""


TONES = {
    "waiting": "blue",
    "sent": "green",
    "refused": "red",
    "unknown": "amber",
    "failed": "red",
    "cancelled": "grey",
}


def rows_of(board: Board, messages: Collection[Message]) -> list[OutboxRow]:
    """Return the rows of a page of e-mails, with the roles of those they went to: one query."""
    roles: dict[int | None, list[str]] = defaultdict(list)
    held = Membership.objects.current().filter(
        board=board, user__in={message.to_user_id for message in messages}
    )
    for row in held.select_related("agency").order_by("pk"):
        role = row.get_role_display()
        roles[row.user_id].append(f"{role}, {row.agency}" if row.agency else role)
    return [row_of(message, roles="; ".join(roles[message.to_user_id])) for message in messages]


def row_of(message: Message, *, roles: str = "") -> OutboxRow:
    state = state_of(message)
    return OutboxRow(
        message=message, kind=kind_label(message.kind), state=state,
        label=str(STATE_LABELS[state]), tone=TONES[state], roles=roles,
    )  # fmt: skip


def kind_label(kind: str) -> str:
    return str(KINDS.get(kind, kind.replace("_", " ").capitalize()))


def state_of(message: Message) -> str:
    """Return the word for where the e-mail is (a key of `STATES`)."""
    if message.status == JobStatus.CANCELLED:
        return "cancelled"
    if message.status in {JobStatus.QUEUED, JobStatus.RUNNING}:
        return "waiting"
    if message.fate == Message.Fate.WAITING:
        return "failed"
    return str(message.fate)


def is_stuck(message: Message) -> bool:
    """Return whether only a person can move it on."""
    return state_of(message) in {"refused", "unknown", "failed"}


def kinds(board: Board) -> list[tuple[str, str]]:
    """Return the kinds of e-mail that the board's outbox has."""
    rows = Message.objects.filter(board=board).order_by().values_list("kind", flat=True).distinct()
    return sorted(((kind, kind_label(kind)) for kind in rows), key=lambda pair: pair[1])


def filtered(rows: QuerySet[Message], *, kind: str, state: str) -> QuerySet[Message]:
    if kind:
        rows = rows.filter(kind=kind)
    return rows.filter(STATES[state]) if state in STATES else rows


def stuck(board: Board) -> int:
    """Return how many e-mails of the board wait for a person."""
    return Message.objects.filter(STATES["stuck"], board=board).count()


def shows_secrets() -> bool:
    return bool(settings.IS_DEMO)


def demo_letters(limit: int = 50) -> list[Letter]:
    """Return the newest e-mails of a demo with their links and codes."""
    if not shows_secrets():
        return []
    return [
        Letter(
            to=row.to_email, subject=row.subject, body=emails.filled(row.body, row.secrets),
            link=row.secrets.get("link", ""), at=row.queued_at,
        )
        for row in Message.objects.all()[:limit]
    ]  # fmt: skip
