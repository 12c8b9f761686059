"""Search: over one board, or over all boards of the person."""

from boards.authorization import Permission, Public
from tests.permissions import Row

ROWS = [
    Row("search", "get", Public.SIGNED_IN, of_board=False),
    Row("boards:search", "get", Permission.BOARD_VIEW),
]
