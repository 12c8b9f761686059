"""The home pages."""

from boards.authorization import Permission as P
from boards.authorization import Public
from tests.permissions import Row

ROWS = [
    Row("home", "get", Public.SIGNED_IN, of_board=False),
    Row("board-home", "get", P.BOARD_VIEW),
]
