"""Home: what do I owe, over all boards; and a board's own first page."""

from typing import Any

from django.core.paginator import Paginator
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from boards.authorization import Permission, Public
from boards.context import boards_of, owed
from boards.queries import activity, home, todos
from boards.registry import ToDo
from boards.rules.todos import MOST, Band
from boards.views.base import BoardView, PortalView

#: Agencies on one page of what is owed to a board.
AGENCIES = 25


def _groups(found: list[ToDo]) -> list[dict[str, Any]]:
    """Return the groups of the page that hold something, with their headings."""
    titles = {
        Band.LATE: _("Late"),
        Band.WAITING: _("Whenever you can: waiting for you"),
        Band.SOON: _("In the next seven days"),
        Band.LATER: _("Later"),
    }
    grouped = home.by_band(found, timezone.localdate())
    return [
        {"band": str(name), "title": titles[name], "todos": rows}
        for name, rows in grouped.items()
        if rows
    ]


class Home(PortalView, TemplateView):
    """Everything due from the person or their agency, over all their boards."""

    permission = Public.SIGNED_IN
    template_name = "boards/home/index.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = owed(self.request)
        return super().get_context_data(**kwargs) | {
            "todos": found,
            "groups": _groups(found),
            "boards": boards_of(self.request),
            "panels": home.panels(self.request.user),
        }


class BoardHome(BoardView, TemplateView):
    """A board's first page: what is owed to it, what I owe it, its figures, what happened."""

    permission = Permission.BOARD_VIEW
    template_name = "boards/home/board.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = timezone.localdate()
        access, user = self.request.access, self.request.user
        mine = [todo for todo in owed(self.request) if todo.board == self.board]
        sees_actions = access.can(Permission.ACTION_VIEW, board=self.board)
        sees_all = access.can_board_wide(Permission.ACTION_VIEW, board=self.board)
        sees_activity = access.can_board_wide(Permission.ACTIVITY_VIEW, board=self.board)
        manages = access.can_board_wide(Permission.AGENCY_EDIT, board=self.board)
        owed_to_us = todos.owed_to(self.board, user) if manages or sees_activity else []
        agencies = Paginator(home.by_agency(owed_to_us, today), AGENCIES)
        figures = home.figures(self.board, user, today) if sees_actions else []
        return super().get_context_data(**kwargs) | {
            "todos": mine,
            "groups": _groups(mine),
            "owed_to_us": agencies.get_page(self.request.GET.get("page")),
            "is_cut": len(owed_to_us) >= MOST,
            "shows_owed_to_us": manages or sees_activity,
            "figures": [figure for figure in figures if not home.in_words(figure)],
            "papers": [figure for figure in figures if home.in_words(figure)],
            "of_agency": sees_actions and not sees_all,
            "recent": activity.recent(self.board) if sees_activity else [],
            "shows_recent": sees_activity,
        }
