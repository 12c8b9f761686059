"""URLs of meetings."""

from boards.authorization import Permission as P
from boards.models import Meeting
from tests.permissions import Row
from tests.world import today


def meeting(cast):
    made, _created = Meeting.objects.get_or_create(
        board=cast.board, group=cast.group, key="board-today", held_on=today()
    )
    return {"pk": made.pk}


ROWS = [
    Row("boards:meeting-list", "get", P.MEETING_VIEW),
    Row("boards:meeting-new", "get", P.MEETING_EDIT),
    Row("boards:meeting-new", "post", P.MEETING_EDIT),
    Row("boards:meeting-detail", "get", P.MEETING_VIEW, args=meeting),
    *[
        Row(f"boards:meeting-{name}", method, P.MEETING_EDIT, args=meeting)
        for name in ("edit", "mark")
        for method in ("get", "post")
    ],
    Row("boards:attendance-year", "get", P.MEETING_VIEW, args=lambda cast: {"year": cast.year.pk}),
]
