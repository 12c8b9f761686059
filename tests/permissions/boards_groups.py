"""URLs of groups."""

from boards.authorization import Permission as P
from tests.permissions import Row


def group(cast):
    return {"pk": cast.group.pk}


ROWS = [
    Row("boards:group-list", "get", P.SEAT_VIEW),
    Row("boards:group-new", "get", P.SEAT_EDIT),
    Row("boards:group-new", "post", P.SEAT_EDIT),
    Row("boards:group-edit", "get", P.SEAT_EDIT, args=group),
    Row("boards:group-edit", "post", P.SEAT_EDIT, args=group),
]
