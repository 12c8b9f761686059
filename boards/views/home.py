"""Home: what do I owe, over all boards; and a board's own first page."""

from typing import Any

from django.views.generic import TemplateView

from boards.authorization import Permission, Public
from boards.queries import todos
from boards.views.base import BoardView, PortalView


class Home(PortalView, TemplateView):
    """Everything due from the person, over all their boards."""

    permission = Public.SIGNED_IN
    template_name = "boards/home/index.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"todos": todos.of(self.request.user)}


class BoardHome(BoardView, TemplateView):
    """A board's first page."""

    permission = Permission.BOARD_VIEW
    template_name = "boards/home/board.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"todos": todos.of(self.request.user)}
