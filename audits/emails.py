"""E-mails and notifications about returns: a link each, nothing of what was answered."""

from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from audits.models import Return
from boards.authorization import Permission
from boards.models import Membership, User
from boards.services import notifications
from boards.services.notifications import Mail


def return_submitted(record: Return) -> None:
    """Tell those who review the board's returns that one has come in."""
    path = _path("audits:review-detail", record)
    text = _("%(agency)s sent “%(round)s”.") % {"agency": record.agency, "round": record.round}
    for user in _people(Permission.RETURN_REVIEW, record, agency=False):
        _tell(record, user, "return_submitted", text, path)


def return_decided(record: Return, kind: str) -> None:
    """Tell the agency's people that the board sent their return back, or accepted it.

    `kind` is `return_sent_back` or `return_accepted`.
    """
    path = _path("audits:return-detail", record)
    words = {
        "return_sent_back": _("The board sent back “%(round)s”: answer again by %(day)s."),
        "return_accepted": _("The board accepted “%(round)s”."),
    }
    due_on = record.extended_to or record.round.closes_on
    assert due_on is not None  # noqa: S101 - a live round has its dates
    text = words[kind] % {"round": record.round, "day": date_format(due_on, "j F Y")}
    for user in _people(Permission.RETURN_ANSWER, record, agency=True):
        _tell(record, user, kind, text, path, due_on=due_on)


def _tell(record: Return, user: User, kind: str, text: str, path: str, **context: Any) -> None:
    notifications.tell(
        user=user, board=record.round.board, text=text, path=path, kind="return",
        mail=Mail(
            # Sending the same version of a return twice is one occasion.
            template=kind, dedupe_key=f"{kind}:{record.pk}:{record.version}:{user.pk}",
            context=context,
        ),
    )  # fmt: skip


def _path(name: str, record: Return) -> str:
    return reverse(name, kwargs={"board": record.round.board.slug, "pk": record.pk})


def _people(permission: Permission, record: Return, *, agency: bool) -> list[User]:
    rows = Membership.objects.granting(permission).filter(
        board=record.round.board_id, agency=record.agency_id if agency else None
    )
    return list(User.objects.filter(pk__in=rows.values("user"), is_active=True))
