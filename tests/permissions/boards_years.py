"""URLs of a board's years."""

from boards.authorization import Permission as P
from tests.permissions import Row

START = {
    "label": "2055/56", "starts_on": "2055-04-01", "ends_on": "2056-03-31",
    "regime": "partnership-2023",
}  # fmt: skip

ROWS = [
    Row("boards:board-year-start", "get", P.BOARD_EDIT),
    Row("boards:board-year-start", "post", P.BOARD_EDIT, data=lambda cast: START, allowed=(302,)),
    Row("boards:board-year-list", "get", P.BOARD_YEAR_IMPORT),
    Row("boards:board-year-list", "post", P.BOARD_YEAR_IMPORT),
    Row(
        "boards:board-year-download", "get", P.BOARD_YEAR_IMPORT, lambda cast: {"pk": cast.year.pk}
    ),
]
