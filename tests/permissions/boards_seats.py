"""URLs of seats."""

from boards.authorization import Permission as P
from tests.permissions import Row


def seat(cast):
    return {"pk": cast.seats["police-lead"].pk}


ROWS = [
    Row("boards:seat-list", "get", P.SEAT_VIEW),
    Row("boards:seat-new", "get", P.SEAT_EDIT),
    Row("boards:seat-new", "post", P.SEAT_EDIT),
    Row("boards:seat-detail", "get", P.SEAT_VIEW, args=seat),
    *[
        Row(f"boards:seat-{name}", method, P.SEAT_EDIT, args=seat)
        for name in ("edit", "term-start", "term-end")
        for method in ("get", "post")
    ],
]
