"""People of a board with their roles, and the invitations that are open."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Case, F, IntegerField, Q, QuerySet, Value, When
from django.utils import timezone

from boards.accounts import second_factor
from boards.authorization import ROLES, Access
from boards.models import Agency, Board, Invitation, Membership, SecondFactorReset, User
from boards.rules.invitations import InvitationState
from boards.services import invitations, memberships


@dataclass(frozen=True)
class PersonRow:
    membership: Membership
    has_second_factor: bool
    needs_second_factor: bool
    may_end: bool
    is_self: bool

    @property
    def is_later(self) -> bool:
        starts: date | None = self.membership.starts_on
        return starts is not None and starts > timezone.localdate()


@dataclass(frozen=True)
class InvitationRow:
    invitation: Invitation
    state: InvitationState
    may_approve: bool


@dataclass(frozen=True)
class ResetRow:
    reset: SecondFactorReset
    may_approve: bool


def roles_of_board(
    board: Board, *, agency: Agency | None = None, q: str = "", person: str = ""
) -> QuerySet[Membership]:
    """Return the roles that are held or will be, in the order of roles.

    `q` finds names; `person` is the primary key of the one whose roles are wanted.
    """
    order = [When(role=slug, then=Value(number)) for number, slug in enumerate(ROLES)]
    rows = (
        Membership.objects.filter(board=board)
        .filter(Q(ends_on=None) | Q(ends_on__gte=timezone.localdate()))
        .select_related("user", "agency")
        .alias(place=Case(*order, default=Value(len(ROLES)), output_field=IntegerField()))
        .order_by("place", F("agency__name").asc(nulls_first=True), "user__name", "pk")
    )
    if agency is not None:
        rows = rows.filter(agency=agency)
    if person:
        rows = rows.filter(user=int(person) if person.isdecimal() and len(person) < 10 else None)
    if q:
        rows = rows.filter(
            Q(user__name__icontains=q) | Q(user__email__icontains=q) | Q(agency__name__icontains=q)
        )
    return rows


def person_rows(page: list[Membership], *, by: User, access: Access) -> list[PersonRow]:
    """Return what the page says of each role: one query, for the second factors."""
    with_factor = second_factor.users_with_factor(row.user_id for row in page)
    endable = memberships.endable(page, access=access)
    return [
        PersonRow(
            membership=row,
            has_second_factor=row.user_id in with_factor,
            needs_second_factor=ROLES[row.role].needs_second_factor,
            may_end=row.pk in endable,
            is_self=row.user_id == by.pk,
        )
        for row in page
    ]


def open_invitations(
    board: Board, *, by: User, agency: Agency | None = None, now: datetime | None = None
) -> list[InvitationRow]:
    """Return the invitations not taken up yet, with what the person may do about them."""
    rows = Invitation.objects.visible_to(by).filter(
        board=board, accepted_at=None, withdrawn_at=None
    )
    if agency is not None:
        rows = rows.filter(agency=agency)
    return [
        InvitationRow(
            invitation=row,
            state=invitations.state(row, now=now),
            may_approve=row.invited_by_id != by.pk and row.email.lower() != by.email.lower(),
        )
        for row in rows.select_related("agency", "invited_by")
    ]


def waiting_resets(board: Board, *, by: User) -> list[ResetRow]:
    rows = SecondFactorReset.objects.visible_to(by).waiting().filter(board=board)
    return [
        ResetRow(reset=row, may_approve=by.pk not in {row.requested_by_id, row.user_id})
        for row in rows.select_related("user", "requested_by")
    ]
