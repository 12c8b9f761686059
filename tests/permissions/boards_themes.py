"""URLs of themes."""

from boards.authorization import Permission as P
from boards.services import themes
from tests.permissions import Row


def theme(cast):
    made = themes.add(board=cast.board, label=f"Neglect {cast.board.slug}", by=cast.board_manager)
    return {"pk": made.pk}


ROWS = [
    Row("boards:theme-list", "get", P.ACTION_VIEW),
    Row("boards:theme-new", "get", P.BOARD_EDIT),
    Row("boards:theme-new", "post", P.BOARD_EDIT, data=lambda cast: {"label": "Snow"}),
    Row("boards:theme-begin", "post", P.BOARD_EDIT),
    Row("boards:theme-edit", "get", P.BOARD_EDIT, args=theme),
    Row("boards:theme-edit", "post", P.BOARD_EDIT, args=theme),
    Row("boards:theme-retire", "post", P.BOARD_EDIT, args=theme),
    Row("boards:theme-bring-back", "post", P.BOARD_EDIT, args=theme),
]
