"""The activity page's URLs."""

from pghistory.models import Context

from boards.activity import change
from boards.authorization import Permission as P
from tests.permissions import Row


def recorded(cast):
    with change("boards.edit", by=cast.board_manager, board=cast.board, on=cast.board):
        cast.board.version += 1
        cast.board.save()
    return {"pk": Context.objects.filter(metadata__board=cast.board.pk).latest("created_at").pk}


ROWS = [
    Row("boards:activity-list", "get", P.ACTIVITY_VIEW),
    Row("boards:activity-detail", "get", P.ACTIVITY_VIEW, args=recorded),
    Row("boards:refused-file-list", "get", P.ACTIVITY_VIEW),
]
