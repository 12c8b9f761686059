"""The people of the demonstration. All are invented; their addresses lead nowhere."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from allauth.account.models import EmailAddress
from django.utils import timezone
from django.utils.text import slugify

from boards.activity import change
from boards.authorization import ROLES, Scope
from boards.demo.when import told_at
from boards.models import Board, User
from boards.services import invitations, memberships

if TYPE_CHECKING:
    from boards.demo.living import Living

SYSTEM_ADMINISTRATOR = "Morgan Ashdown"
#: Roles began so many days ago.
IN_POST = 640


def address(name: str) -> str:
    """Return the e-mail address of a demonstration person."""
    first, _space, rest = name.replace("’", "").partition(" ")
    return f"{slugify(first)}.{slugify(rest)}@example.org"


def person(name: str) -> User:
    """Return the person of this name, made if there is none: the same on every board."""
    found = User.objects.filter(email=address(name)).first()
    if found is not None:
        return found
    with change("people.join", by=None):
        user = User.objects.create_user(email=address(name), name=name)
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def of_board(plan: dict[str, Any], board: Board) -> dict[str, User]:
    """Give the board's own roles, the manager's first; returns the people by name."""
    _system_administrator()
    found: dict[str, User] = {}
    manager: User | None = None
    for item in plan["people"]:
        user = found[item["name"]] = person(item["name"])
        memberships.grant(user=user, role=item["role"], board=board, by=manager, starts_on=_began())
        manager = manager or user
    return found


def of_agencies(living: Living, items: list[dict[str, Any]]) -> None:
    """Give each agency its lead and contributors."""
    for item in items:
        names = {item["lead"]: "agency_lead"} if "lead" in item else {}
        names |= dict.fromkeys(item.get("contributors", []), "agency_contributor")
        for name, role in names.items():
            living.people[name] = person(name)
            memberships.grant(
                user=living.people[name],
                role=role,
                board=living.board,
                agency=living.partners[item["key"]].agency,
                by=living.manager,
                starts_on=_began(),
            )


def invite(living: Living, items: list[dict[str, Any]]) -> None:
    """Invitations that are open, accepted, expired, or wait for a second person."""
    for item in items:
        partner = living.partners.get(item.get("partner", ""))
        moment = living.clock.moment(
            {"expired": 47, "accepted": 24, "waiting": 2}.get(item["state"], 4), 15, 20
        )
        with told_at(moment, living.clock.now):
            invitation = invitations.invite(
                email=address(item["name"]),
                name=item["name"],
                role=item["role"],
                by=living.manager,
                board=living.board,
                agency=partner.agency if partner else None,
                now=moment,
            )
        if item["state"] == "accepted":
            invitations.accept(
                token=invitation.token,  # type: ignore[attr-defined]
                now=moment + dt.timedelta(days=1),
            )


def _system_administrator() -> None:
    role = next(slug for slug, role in ROLES.items() if role.scope is Scope.INSTALLATION)
    memberships.grant(
        user=person(SYSTEM_ADMINISTRATOR), role=role, board=None, by=None, starts_on=_began()
    )


def _began() -> dt.date:
    return timezone.localdate() - dt.timedelta(days=IN_POST)
