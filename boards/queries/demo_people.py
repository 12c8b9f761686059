"""The people of a demonstration, by board, for those who want to be one of them."""

from dataclasses import dataclass, field

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
    name: str
    slug: str
    people: list[DemoPerson] = field(default_factory=list)


def by_board(limit: int = 40) -> list[DemoBoard]:
    """Return the boards with people who hold a role there, in the order of roles; two queries
    at most, and at most `limit` people of a board."""
    order = {slug: number for number, slug in enumerate(ROLES)}
    rows = (
        Membership.objects.current()
        .filter(user__is_active=True)
        .select_related("user", "board", "agency")
    )
    boards: dict[str, DemoBoard] = {}
    for row in sorted(rows, key=lambda m: (order.get(m.role, 99), m.user.name)):
        slug = row.board.slug if row.board else ""
        name = row.board.name if row.board else "Installation"
        board = boards.setdefault(slug, DemoBoard(name=name, slug=slug))
        if len(board.people) < limit:
            board.people.append(
                DemoPerson(
                    user_id=row.user_id, name=row.user.name, role=str(ROLES[row.role].label),
                    agency=row.agency.name if row.agency else "", email=row.user.email,
                )
            )  # fmt: skip
    return sorted(boards.values(), key=lambda b: (not b.slug, b.name))
