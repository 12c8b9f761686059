"""URLs of a board's years as files."""

from boards.authorization import Permission as P
from tests.permissions import Row

ROWS = [
    Row("boards:board-year-list", "get", P.BOARD_YEAR_IMPORT),
    Row("boards:board-year-list", "post", P.BOARD_YEAR_IMPORT),
    Row(
        "boards:board-year-download", "get", P.BOARD_YEAR_IMPORT, lambda cast: {"pk": cast.year.pk}
    ),
]
