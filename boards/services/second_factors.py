"""Removing somebody's second factors: one person asks, another agrees, the owner is told."""

from datetime import datetime

from django.db import IntegrityError
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from boards import emails
from boards.accounts import second_factor, sessions
from boards.activity import change
from boards.authorization import Permission, access_of
from boards.errors import DomainError
from boards.models import Board, Membership, SecondFactorReset, User
from boards.rules.digests import SECURITY
from boards.services import messages, notifications


def ask(
    *, user: User, board: Board, reason: str, by: User, now: datetime | None = None
) -> SecondFactorReset:
    """Ask for the removal of a person's second factors; nothing is removed yet.

    Raises `DomainError` for oneself, for people of other boards, and when a request waits already.
    """
    if not reason.strip():
        raise DomainError(_("Enter the reason"))
    if user.pk == by.pk:
        raise DomainError(_("You cannot reset your own second factor. Ask another manager."))
    _require_permission(by, board)
    if not Membership.objects.current().filter(user=user, board=board).exists():
        raise DomainError(_("This person has no role on the board."))
    waits = _("A reset for this person waits for approval already.")
    if SecondFactorReset.objects.waiting().filter(user=user).exists():
        raise DomainError(waits)
    try:
        with change("second_factors.ask", by=by, board=board, on=user):
            reset = SecondFactorReset.objects.create(
                user=user, board=board, reason=reason.strip(), requested_by=by,
                requested_at=now or timezone.now(),
            )  # fmt: skip
            for other in _who_may_approve(reset):
                notifications.tell(
                    user=other, board=board, by=by, kind=SECURITY,
                    text=_("A reset of somebody’s second factors waits for your approval."),
                    path=reverse("boards:person-list", kwargs={"board": board.slug}),
                )  # fmt: skip
    except IntegrityError as error:
        raise DomainError(waits) from error
    return reset


def approve(
    *, reset: SecondFactorReset, by: User, now: datetime | None = None
) -> SecondFactorReset:
    """Agree as the second person: factors go, all sessions end, the owner is told by e-mail."""
    now = now or timezone.now()
    _require_permission(by, reset.board)
    with change("second_factors.approve", by=by, board=reset.board, on=reset):
        row = _lock_waiting(reset)
        if by.pk == row.requested_by_id:
            raise DomainError(_("You asked for this, so another person must approve it."))
        if by.pk == row.user_id:
            raise DomainError(_("You cannot approve the reset of your own second factor."))
        row.approved_by, row.approved_at = by, now
        row.save(update_fields=["approved_by", "approved_at"])
        second_factor.remove_all(row.user)
        sessions.end_all(user=row.user)
        messages.write(
            kind="second_factor_reset", template="second_factor_reset", to_user=row.user,
            board=row.board, dedupe_key=f"second-factor-reset:{row.pk}",
            context={"url": emails.link_to(reverse("account_login"))},
        )  # fmt: skip
        notifications.tell(
            user=row.user, board=row.board, by=by, kind=SECURITY,
            text=_("Two people of the board removed your second factors. Set up a new one."),
            path=reverse("mfa_index"),
        )  # fmt: skip
    return row


def decline(
    *, reset: SecondFactorReset, by: User, now: datetime | None = None
) -> SecondFactorReset:
    """Refuse the request, or take one's own back; nothing is removed."""
    _require_permission(by, reset.board)
    with change("second_factors.decline", by=by, board=reset.board, on=reset):
        row = _lock_waiting(reset)
        row.declined_by, row.declined_at = by, now or timezone.now()
        row.save(update_fields=["declined_by", "declined_at"])
    return row


def _lock_waiting(reset: SecondFactorReset) -> SecondFactorReset:
    row = SecondFactorReset.objects.waiting().select_for_update().filter(pk=reset.pk).first()
    if row is None:
        raise DomainError(_("This request was answered already."))
    return row


def _require_permission(by: User, board: Board) -> None:
    if not access_of(by).can_board_wide(Permission.PEOPLE_INVITE, board=board):
        raise DomainError(_("Your role does not let you do this."))


def _who_may_approve(reset: SecondFactorReset) -> list[User]:
    rows = Membership.objects.granting(Permission.PEOPLE_INVITE).filter(board=reset.board)
    people = User.objects.filter(memberships__in=rows, is_active=True).distinct()
    return list(people.exclude(pk__in=[reset.user_id, reset.requested_by_id]))
