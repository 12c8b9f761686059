"""Invitations: an offer of a role by e-mail, taken up through a link that lets its reader in.

Only a hash of the link's token is kept. A new link replaces the one before.
"""

import hashlib
import secrets
from datetime import datetime
from typing import Any

from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from boards import emails
from boards.activity import change
from boards.authorization import ROLES, Scope, access_of, may_grant
from boards.errors import DomainError, NotReady
from boards.models import Agency, Board, Invitation, User
from boards.rules.invitations import (
    LIFETIME,
    SELF_RENEWAL,
    InvitationState,
    is_internal_path,
    state_of,
)
from boards.services import memberships, messages

KIND = "invitation"


class InvitationUnusable(DomainError):
    """The invitation is expired, withdrawn or waits for approval; `state` says which."""

    def __init__(self, message: str, state: InvitationState) -> None:
        super().__init__(message)
        self.state = state


def hash_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def state(invitation: Invitation, *, now: datetime | None = None) -> InvitationState:
    """Return where the invitation stands."""
    return state_of(
        accepted_at=invitation.accepted_at,
        withdrawn_at=invitation.withdrawn_at,
        expires_at=invitation.expires_at,
        needs_approval=ROLES[invitation.role].needs_two_people,
        approved_at=invitation.approved_at,
        now=now or timezone.now(),
    )


def roles_that_may_be_granted(*, by: User, board: Board, agency: Agency | None = None) -> list[str]:
    """Return the roles of the board (with an agency: of the agency) that the person may give."""
    held = _held(by, board, agency)
    scope = Scope.AGENCY if agency else Scope.BOARD
    return [slug for slug, role in ROLES.items() if role.scope is scope and may_grant(slug, held)]


def invite(
    *,
    email: str,
    role: str,
    by: User | None,
    board: Board | None,
    agency: Agency | None = None,
    name: str = "",
    landing_path: str = "",
    now: datetime | None = None,
) -> Invitation:
    """Offer a role to an e-mail address and write the e-mail; returns the invitation.

    `by` is None for whoever runs the installation's commands. An open invitation to the same role
    is renewed. A role that needs two people waits for `approve`, and no e-mail is written till
    then. Raises `DomainError` when the address is wrong or the role may not be given.
    """
    now = now or timezone.now()
    email = _clean_email(email)
    _check_scope(role, board, agency)
    _check_grant(email=email, role=role, by=by, board=board, agency=agency)
    if landing_path and not is_internal_path(landing_path):
        raise DomainError(_("The page to open first must be a page of this portal."))
    with transaction.atomic():
        invitation, is_new = _open_invitation(email, role, board, agency)
        invitation.name = name.strip()[:200] or invitation.name
        invitation.landing_path = landing_path or invitation.landing_path
        if is_new or not ROLES[role].needs_two_people:
            # Who asked first stays the one whom another must approve.
            invitation.invited_by, invitation.invited_at = by, now
        with change("invitations.invite", by=by, board=board, on=invitation):
            return _issue(invitation, now=now)


def approve(*, invitation: Invitation, by: User, now: datetime | None = None) -> Invitation:
    """Agree, as the second person, to a role that needs two; the e-mail goes out now."""
    now = now or timezone.now()
    with change("invitations.approve", by=by, board=invitation.board, on=invitation):
        invitation = Invitation.objects.select_for_update().get(pk=invitation.pk)
        if state(invitation, now=now) is not InvitationState.AWAITING_APPROVAL:
            raise DomainError(_("This invitation does not wait for approval any more."))
        if invitation.invited_by_id == by.pk:
            raise DomainError(_("You sent this invitation, so another person must approve it."))
        _check_grant(
            email=invitation.email, role=invitation.role, by=by,
            board=invitation.board, agency=invitation.agency,
        )  # fmt: skip
        invitation.approved_by, invitation.approved_at = by, now
        return _issue(invitation, now=now)


def renew(
    *, invitation: Invitation, by: User | None = None, now: datetime | None = None
) -> Invitation:
    """Send the invitation again with a new link; the link before stops working.

    `by` is None when the invited person asks for it from an old link: that works for a while, and
    only as long as those who offered the role could still give it (`DomainError`). A role that
    needs two people waits for the second one anew once it has expired.
    """
    now = now or timezone.now()
    with change("invitations.renew", by=by, board=invitation.board, on=invitation):
        invitation = Invitation.objects.select_for_update().get(pk=invitation.pk)
        found = state(invitation, now=now)
        if found not in {InvitationState.OPEN, InvitationState.EXPIRED}:
            raise DomainError(
                _("This invitation is not open any more, so it cannot be sent again.")
            )
        if by is None:
            _check_still_offered(invitation, now)
        if not ROLES[invitation.role].needs_two_people:
            return _issue(invitation, now=now)
        if found is InvitationState.OPEN:
            return _issue(invitation, now=now, expires_at=invitation.expires_at)
        invitation.approved_by = invitation.approved_at = None
        invitation.save(update_fields=["approved_by", "approved_at"])
        return invitation


def withdraw(*, invitation: Invitation, by: User, now: datetime | None = None) -> Invitation:
    """Take the offer back: its link lets nobody in any more."""
    with change("invitations.withdraw", by=by, board=invitation.board, on=invitation):
        invitation = Invitation.objects.select_for_update().get(pk=invitation.pk)
        if invitation.accepted_at:
            raise DomainError(_("This invitation was accepted already. End the role instead."))
        if invitation.withdrawn_at is None:
            invitation.withdrawn_by, invitation.withdrawn_at = by, now or timezone.now()
            invitation.save(update_fields=["withdrawn_by", "withdrawn_at"])
            messages.cancel(dedupe_prefix=_messages_of(invitation))
    return invitation


def find(token: str) -> Invitation | None:
    """Return the invitation whose link this is; reading it changes nothing."""
    rows = Invitation.objects.select_related("board", "agency", "invited_by", "accepted_by")
    return rows.filter(token_hash=hash_of(token)).first()


def accept(*, token: str, name: str = "", now: datetime | None = None) -> Invitation:
    """Take the offer up: the person, their verified address and the role exist afterwards.

    Accepting again returns the same invitation. Raises `InvitationUnusable`, or `NotReady` when
    the person's name is wanted and missing.
    """
    now = now or timezone.now()
    with transaction.atomic():
        invitation = (
            Invitation.objects.select_for_update().filter(token_hash=hash_of(token)).first()
        )
        if invitation is None:
            raise DomainError(_("This link is not known any more."))
        found = state(invitation, now=now)
        if found is InvitationState.ACCEPTED:
            return invitation
        if found is not InvitationState.OPEN:
            raise InvitationUnusable(_("This invitation cannot be accepted."), found)
        user = _person(invitation, name)
        with change("invitations.accept", by=user, board=invitation.board, on=invitation):
            _verify_address(user, invitation.email)
            memberships.grant(
                user=user, role=invitation.role, board=invitation.board, agency=invitation.agency,
                by=invitation.invited_by, now=now,
            )  # fmt: skip
            invitation.accepted_by, invitation.accepted_at = user, now
            invitation.save(update_fields=["accepted_by", "accepted_at"])
    return invitation


def person_of(invitation: Invitation) -> User | None:
    """Return the person who has the invitation's address already."""
    return User.objects.filter(email__iexact=invitation.email).first()


def open_for(email: str, *, now: datetime | None = None) -> list[Invitation]:
    """Return the invitations that the address could still take up, expired ones too."""
    rows = Invitation.objects.filter(email__iexact=email, accepted_at=None, withdrawn_at=None)
    usable = {InvitationState.OPEN, InvitationState.EXPIRED}
    return [row for row in rows.select_related("board") if state(row, now=now) in usable]


def _check_still_offered(invitation: Invitation, now: datetime) -> None:
    """An invitation does not outlive the roles of those who stand behind it."""
    behind = [person for person in (invitation.invited_by, invitation.approved_by) if person]
    backed = all(
        person.is_active
        and may_grant(invitation.role, _held(person, invitation.board, invitation.agency))
        for person in behind
    )
    if now > invitation.invited_at + SELF_RENEWAL or not backed:
        raise DomainError(_("This invitation is too old. Ask the board for a new one."))


def _issue(
    invitation: Invitation, *, now: datetime, expires_at: datetime | None = None
) -> Invitation:
    """Give the invitation a new link and, when nobody else has to agree, write its e-mail."""
    token = secrets.token_urlsafe(32)
    invitation.token_hash, invitation.expires_at = hash_of(token), expires_at or now + LIFETIME
    invitation.save()
    messages.cancel(dedupe_prefix=_messages_of(invitation))
    if state(invitation, now=now) is InvitationState.OPEN:
        path = reverse("invitation", kwargs={"token": token})
        messages.write(
            kind=KIND, template="invitation", to_email=invitation.email, board=invitation.board,
            context={"expires_on": timezone.localdate(invitation.expires_at)},
            secrets={"link": emails.link_to(path)},
            dedupe_key=f"{_messages_of(invitation)}{invitation.token_hash[:16]}",
        )  # fmt: skip
        # For commands that print it and for tests; a row read again does not have it.
        invitation.token = token  # type: ignore[attr-defined]
    return invitation


def _messages_of(invitation: Invitation) -> str:
    return f"invitation:{invitation.pk}:"


def _open_invitation(
    email: str, role: str, board: Board | None, agency: Agency | None
) -> tuple[Invitation, bool]:
    key: dict[str, Any] = {"role": role, "board": board, "agency": agency}
    there = (
        Invitation.objects.select_for_update()
        .filter(email__iexact=email, accepted_at=None, withdrawn_at=None, **key)
        .first()
    )
    return (there, False) if there else (Invitation(email=email, **key), True)


def _clean_email(email: str) -> str:
    email = email.strip().lower()
    try:
        validate_email(email)
    except ValidationError as error:
        message = _("Enter an e-mail address in the right form, like name@example.org")
        raise DomainError(message) from error
    return email


def _check_scope(role: str, board: Board | None, agency: Agency | None) -> None:
    if role not in ROLES:
        raise DomainError(_("Select a role."))
    wanted = ROLES[role].scope
    given = Scope.INSTALLATION if board is None else Scope.AGENCY if agency else Scope.BOARD
    if wanted is not given:
        message = {
            Scope.AGENCY: _("Select the agency: this role is held for one."),
            Scope.BOARD: _("This role is held for the whole board: leave the agency empty."),
            Scope.INSTALLATION: _("This role is not held on a board."),
        }
        raise DomainError(message[wanted])
    if board is None or agency is None:
        return
    here = Agency.objects.working_with(board, timezone.localdate())
    if not here.filter(pk=agency.pk).exists():
        raise DomainError(_("This agency is not on the board."))


def _held(by: User, board: Board | None, agency: Agency | None) -> set[str]:
    """Return the roles of the person that count here: an agency's role only for that agency."""
    return {
        grant.role
        for grant in access_of(by).grants
        if grant.board_id is None
        or (
            board is not None
            and grant.board_id == board.pk
            and (grant.agency_id is None or (agency is not None and grant.agency_id == agency.pk))
        )
    }


def _check_grant(
    *, email: str, role: str, by: User | None, board: Board | None, agency: Agency | None
) -> None:
    if by is None:
        return
    if not may_grant(role, _held(by, board, agency)):
        raise DomainError(_("Your role does not let you give this role to somebody."))
    own = EmailAddress.objects.filter(user=by, email__iexact=email)
    if by.email.lower() == email or own.exists():
        raise DomainError(_("You cannot give a role to yourself. Ask another manager."))


def _person(invitation: Invitation, name: str) -> User:
    user = person_of(invitation)
    if user is not None:
        if not user.is_active:
            raise DomainError(_("This account is closed. Ask the board to open it again."))
        return user
    name = " ".join((name or invitation.name).split())[:200]
    if not name:
        raise NotReady(_("Enter your name"), [])
    with change("people.join", by=None, board=invitation.board):
        return User.objects.create_user(email=invitation.email, name=name)


def _verify_address(user: User, email: str) -> None:
    """The link came to this mailbox, so the address is theirs."""
    address = EmailAddress.objects.filter(user=user, email__iexact=email).first()
    if address is None:
        primary = not EmailAddress.objects.filter(user=user, primary=True).exists()
        EmailAddress.objects.create(user=user, email=email, verified=True, primary=primary)
    elif not address.verified:
        address.verified = True
        address.save(update_fields=["verified"])
