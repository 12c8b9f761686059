"""The people of a demonstration, by board, for those who want to be one of them."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from boards.authorization import ROLES
from boards.models import Membership


@dataclass(frozen=True)
class DemoPerson:
    user_id: int
    name: str
    role: str
    agency: str
    email: str


@dataclass
class DemoBoard:
    """A board of the demo: somebody of each main role first, then the others by role."""

    name: str
    slug: str
    first: list[DemoPerson] = field(default_factory=list)
    others: list[DemoPerson] = field(default_factory=list)


#: Roles whose pages differ most. One of each is enough to look round, and fits on a screen.
MAIN = frozenset(
    {"board_manager", "independent_chair", "agency_lead", "agency_contributor",
     "system_administrator"}
)  # fmt: skip


def by_board(limit: int = 60) -> list[DemoBoard]:
    """Return the boards with people who hold a role there: one of each main role, and at most
    `limit` of the others; two queries at most."""
    order = {slug: number for number, slug in enumerate(ROLES)}
    rows = (
        Membership.objects.current()
        .filter(user__is_active=True)
        .select_related("user", "board", "agency")
    )
    boards: dict[str, DemoBoard] = {}
    shown: set[tuple[str, str]] = set()
    for row in sorted(rows, key=lambda m: (order.get(m.role, 99), m.user.name)):
        slug = row.board.slug if row.board else ""
        name = row.board.name if row.board else _("The installation")
        board = boards.setdefault(slug, DemoBoard(name=name, slug=slug))
        if row.role in MAIN and (slug, row.role) not in shown:
            shown.add((slug, row.role))
            board.first.append(_person(row))
        elif len(board.others) < limit:
            board.others.append(_person(row))
    return sorted(boards.values(), key=lambda b: (not b.slug, b.name))


def _person(row: Membership) -> DemoPerson:
    return DemoPerson(
        user_id=row.user_id,
        name=row.user.name,
        role=str(ROLES[row.role].label),
        agency=row.agency.name if row.agency else "",
        email=row.user.email,
    )
