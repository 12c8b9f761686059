"""Pages that are nobody's: health, the gallery of components."""

from boards.authorization import Public
from tests.permissions import Row

ROWS = [
    Row("words", "get", Public.ANYBODY, allowed=(200,), of_board=False),
    Row("health-live", "get", Public.ANYBODY, allowed=(200,), of_board=False),
    Row("health-ready", "get", Public.ANYBODY, allowed=(200,), of_board=False),
    # Not there without the token.
    Row("metrics", "get", Public.ANYBODY, allowed=(404,), of_board=False),
    Row("gallery", "get", Public.ANYBODY, allowed=(200,), of_board=False),
    Row("gallery-forms", "get", Public.ANYBODY, allowed=(200,), of_board=False),
    Row("gallery-visit", "get", Public.ANYBODY, allowed=(200,), of_board=False),
]
