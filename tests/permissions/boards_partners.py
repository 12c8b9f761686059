"""URLs of a board's agencies."""

from boards.authorization import Permission as P
from boards.models import Agency, BoardPartner
from tests.permissions import Row


def health(cast):
    return {"pk": BoardPartner.objects.get(board=cast.board, agency=cast.health).pk}


def another(cast):
    return {"agency": Agency.objects.create(name="Shire Fire", sector=cast.police.sector).pk}


def both(name, args):
    return [
        Row(f"boards:partner-{name}", method, P.AGENCY_EDIT, args=args)
        for method in ("get", "post")
    ]


ROWS = [
    Row("boards:partner-list", "get", P.AGENCY_VIEW),
    Row("boards:partner-add", "get", P.AGENCY_EDIT),
    *both("join", another),
    *both("new", lambda cast: {}),
    Row(
        "boards:partner-detail", "get", P.AGENCY_VIEW, args=health, agency=lambda cast: cast.health
    ),
    *[
        Row(row.name, row.method, row.permission, args=health, agency=lambda cast: cast.health)
        for name in ("edit", "rename", "parent", "replace", "take-back", "end")
        for row in both(name, health)
    ],
]
