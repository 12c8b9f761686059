"""What one person may do, read once a request: their current memberships."""

from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from django.utils import timezone

from boards.authorization.permissions import Permission
from boards.authorization.roles import ROLES
from boards.prepared import Prepared, Slot

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from boards.models import Agency, Board, User


@dataclass(frozen=True)
class Grant:
    board_id: int | None
    agency_id: int | None
    role: str


@dataclass(frozen=True)
class Access:
    """The grants of a person on a day; asks no question of the database."""

    grants: tuple[Grant, ...] = field(default=())

    def can(
        self,
        permission: Permission,
        *,
        board: "Board | int",
        agency: "Agency | int | None" = None,
    ) -> bool:
        """Return whether some role gives the permission on the board, and for the agency if named.

        A board-wide role counts for every agency of its board; an agency's role for that one.
        """
        board_id = board if isinstance(board, int) else board.pk
        agency_id = agency if isinstance(agency, int) or agency is None else agency.pk
        return any(
            permission in ROLES[grant.role].permissions
            for grant in self.grants
            if grant.board_id == board_id
            and (agency_id is None or grant.agency_id is None or grant.agency_id == agency_id)
        )

    def can_board_wide(self, permission: Permission, *, board: "Board | int") -> bool:
        """Return whether a board-wide role gives the permission (an agency's role does not)."""
        board_id = board if isinstance(board, int) else board.pk
        return any(
            permission in ROLES[g.role].permissions
            for g in self.grants
            if g.board_id == board_id and g.agency_id is None
        )

    def agencies(self, permission: Permission, *, board: "Board | int") -> set[int]:
        """Return the agencies for which an agency's role gives the permission on the board."""
        board_id = board if isinstance(board, int) else board.pk
        return {
            g.agency_id
            for g in self.grants
            if g.board_id == board_id
            and g.agency_id is not None
            and permission in ROLES[g.role].permissions
        }

    def roles(self, *, board: "Board | int | None") -> set[str]:
        board_id = board if isinstance(board, int) or board is None else board.pk
        return {g.role for g in self.grants if g.board_id == board_id}

    @property
    def board_ids(self) -> set[int]:
        return {g.board_id for g in self.grants if g.board_id is not None}

    @property
    def is_system_administrator(self) -> bool:
        return any(g.role == "system_administrator" for g in self.grants)

    @property
    def needs_second_factor(self) -> bool:
        return any(ROLES[g.role].needs_second_factor for g in self.grants)


def access_of(user: "User | AnonymousUser", *, on: date | None = None) -> Access:
    """Read the person's memberships of the day (today unless given): one query."""

    if not user.is_authenticated:
        return Access()
    rows = _grants().rows(user=user.pk, day=on or timezone.localdate())
    return Access(tuple(Grant(*row) for row in rows if row[2] in ROLES))


@cache
def _grants() -> Prepared[tuple[int | None, int | None, str]]:
    from boards.models import Membership

    return Prepared(
        lambda: (
            Membership.objects.current(on=Slot("day"))
            .filter(user=Slot("user"))
            .order_by()  # the default order would join the tables it goes by
            .values_list("board_id", "agency_id", "role")
        )
    )
