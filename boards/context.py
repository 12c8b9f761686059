"""What every page of the frame needs: board, navigation, boards of the person, what they owe."""

from functools import cache
from typing import Any

from django.conf import settings
from django.db.models import Count, F, Subquery
from django.db.models.functions import Coalesce
from django.urls import NoReverseMatch, reverse

from boards.models import Board
from boards.prepared import AnyOf, Prepared, Slot
from boards.registry import ToDo, registry
from boards.requests import PortalRequest


def frame(request: PortalRequest) -> dict[str, Any]:
    """Context processor; what costs a query is lazy, so error pages and fragments ask nothing."""
    context: dict[str, Any] = {"demo": settings.IS_DEMO, "board": getattr(request, "board", None)}
    if not getattr(request, "user", None) or not request.user.is_authenticated:
        return context
    return context | {
        "nav": lambda: _navigation(request),
        "boards_of_user": lambda: _boards(request),
        "search_url": _search_url(context["board"]),
        "owed_url": reverse("home"),
        "owed_count": lambda: _owed_count(request),
        "unread_count": lambda: _unread_count(request),
    }


def _search_url(board: Board | None) -> str:
    return reverse("boards:search", kwargs={"board": board.slug}) if board else reverse("search")


def _navigation(request: PortalRequest) -> list[dict[str, Any]]:
    board = getattr(request, "board", None)
    if board is None:
        return []
    sections: dict[str, list[dict[str, Any]]] = {}
    for item in sorted(registry.nav, key=lambda i: i.order):
        if not request.access.can(item.permission, board=board):
            continue
        try:
            url = reverse(item.url_name, kwargs={"board": board.slug})
        except NoReverseMatch:
            continue
        current = request.path == url or (item.order and request.path.startswith(url))
        sections.setdefault(str(item.section), []).append(
            {
                "label": board.regime.word(item.word, str(item.label)),
                "url": url,
                "current": bool(current),
            }
        )
    return [{"label": label, "items": items} for label, items in sections.items()]


def _boards(request: PortalRequest) -> list[dict[str, Any]]:
    current = getattr(request, "board", None)
    return [
        {
            "name": board.name,
            "url": reverse("board-home", kwargs={"board": board.slug}),
            "current": board == current,
        }
        for board in boards_of(request)
    ]


def boards_of(request: PortalRequest) -> list[Board]:
    """Return the person's boards; read once a request, for the page's board and the switcher.

    Each knows how much the person has not read, over all boards: every page's top bar says it.
    """
    if not hasattr(request, "_boards"):
        pks = list(request.access.board_ids)
        rows = _boards_and_unread().rows(boards=pks, user=request.user.pk) if pks else []
        request._boards = rows  # type: ignore[attr-defined]
    return request._boards  # type: ignore[attr-defined, no-any-return]


@cache
def _boards_and_unread() -> Prepared[Board]:
    from boards.models import Notification

    unread = Notification.objects.filter(user=Slot("user"), read_at=None).order_by()
    counted = unread.values("user").annotate(n=Count("pk")).values("n")
    return Prepared(
        lambda: (
            Board.objects.select_related("regime")
            .filter(AnyOf(F("pk"), Slot("boards")))
            .annotate(unread=Coalesce(Subquery(counted), 0))
        )
    )


def owed(request: PortalRequest) -> list[ToDo]:
    """Return what the person owes; read once a request, so that page and top bar show one count."""
    from boards import owed as counts
    from boards.queries import todos

    if not hasattr(request, "_owed"):
        request._owed = todos.of(request.user)  # type: ignore[attr-defined]
        counts.remember(request.user, len(request._owed))  # type: ignore[attr-defined]
    return request._owed  # type: ignore[attr-defined, no-any-return]


def _owed_count(request: PortalRequest) -> int:
    from boards import owed as counts

    is_gathered = hasattr(request, "_owed")
    known = None if is_gathered else counts.known(request.user)
    return len(owed(request)) if known is None else known


def _unread_count(request: PortalRequest) -> int:
    from boards.models import Notification

    for board in boards_of(request):
        return board.unread  # type: ignore[attr-defined, no-any-return]  # annotated
    return Notification.objects.visible_to(request.user).filter(read_at=None).count()
