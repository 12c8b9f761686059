"""Roles of people, with dates. Roles are given by invitation; here they begin and end."""

from collections.abc import Iterable
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from boards.activity import change
from boards.authorization import Access, access_of, may_grant
from boards.errors import DomainError
from boards.models import Agency, Board, Membership, User


def grant(
    *,
    user: User,
    role: str,
    board: Board | None,
    agency: Agency | None = None,
    by: User | None,
    starts_on: date | None = None,
    now: datetime | None = None,
) -> Membership:
    """Give a role from a day on (today unless given); one that is held already is returned.

    Who may give it is decided when it is offered (`invitations.invite`). A role that was to end is
    held again without an end.
    """
    now = now or timezone.now()
    day = starts_on or timezone.localdate(now)
    with change("memberships.grant", by=by, board=board):
        held = Membership.objects.select_for_update(of=("self",)).filter(
            user=user, role=role, board=board, agency=agency
        )
        row = held.filter(ends_on=None).first() or held.filter(ends_on__gte=day).first()
        if row is None:
            return Membership.objects.create(
                user=user, role=role, board=board, agency=agency, starts_on=day,
                granted_by=by if by != user else None, granted_at=now,
            )  # fmt: skip
        if row.ends_on is not None:
            row.ends_on = None
            row.save(update_fields=["ends_on"])
    return row


def end(
    *, membership: Membership, by: User, ends_on: date, now: datetime | None = None
) -> Membership:
    """Let a role end at the end of a day, which may be past. Raises `DomainError`.

    Who may give a role may end it. The board's last manager stays: somebody must be able to
    invite the next one.
    """
    today = timezone.localdate(now)
    with change("memberships.end", by=by, board=membership.board, on=membership):
        row = Membership.objects.select_for_update().get(pk=membership.pk)
        if not may_end(membership=row, by=by):
            raise DomainError(_("Your role does not let you end this role."))
        if row.starts_on and ends_on < row.starts_on:
            raise DomainError(_("The role cannot end before it began."))
        if row.ends_on and row.ends_on < today:
            raise DomainError(_("This role has ended already."))
        if row.role == "board_manager" and _is_last_manager(row, ends_on):
            raise DomainError(_("This is the board’s only manager. Invite another one first."))
        row.ends_on = ends_on
        row.save(update_fields=["ends_on"])
    return row


def may_end(*, membership: Membership, by: User) -> bool:
    """Return whether the person's roles let them end this role."""
    return membership.pk in endable([membership], access=access_of(by))


def endable(rows: Iterable[Membership], *, access: Access) -> set[int]:
    """Return which of the roles a person with this access may end."""
    grants = access.grants
    found = set()
    for row in rows:
        held = {
            grant.role
            for grant in grants
            if grant.board_id is None
            or (grant.board_id == row.board_id and grant.agency_id in {None, row.agency_id})
        }
        if may_grant(row.role, held):
            found.add(row.pk)
    return found


def _is_last_manager(row: Membership, ends_on: date) -> bool:
    # Locked in one order, so that two managers cannot end each other's role at once.
    managers = Membership.objects.select_for_update().filter(board=row.board, role="board_manager")
    later = [m for m in managers.order_by("pk") if m.ends_on is None or m.ends_on > ends_on]
    return all(m.pk == row.pk for m in later)
