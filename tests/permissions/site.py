"""Pages of the frame: health, home, the gallery of components."""

from boards.authorization import Permission, Public
from tests.permissions import Row

ROWS = [
    Row("health-live", "get", Public.ANYBODY, allowed=(200,), of_board=False),
    Row("health-ready", "get", Public.ANYBODY, allowed=(200,), of_board=False),
    Row("home", "get", Public.SIGNED_IN, allowed=(200,), of_board=False),
    Row("board-home", "get", Permission.BOARD_VIEW, allowed=(200,)),
    Row("gallery", "get", Public.ANYBODY, allowed=(200,), of_board=False),
    Row("gallery-forms", "get", Public.ANYBODY, allowed=(200,), of_board=False),
    Row("gallery-visit", "get", Public.ANYBODY, allowed=(200,), of_board=False),
]
