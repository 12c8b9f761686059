"""Search: over one board, or over all boards of the person."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import TemplateView

from boards.authorization import Permission, Public
from boards.context import boards_of
from boards.models import Board
from boards.queries import search
from boards.requests import PortalRequest
from boards.rules.search import LONGEST, Problem
from boards.views.base import BoardView, PortalView

#: A person's own words come back to them; a pasted page does not.
SHOWN_BACK = 500


class SearchPage(TemplateView):
    """What was asked for, what was found by kind, and one kind on its own."""

    template_name = "boards/search/results.html"
    request: PortalRequest

    def boards(self) -> Sequence[Board]:
        """Return the boards to search, all of them the person's."""
        raise NotImplementedError

    def address(self, **query: str) -> str:
        kept = {"q": self.text} | query
        return f"{self.request.path}?{urlencode({k: v for k, v in kept.items() if v})}"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        self.text = self.request.GET.get("q", "").replace("\0", "")[:SHOWN_BACK].strip()
        kind = self.request.GET.get("kind", "")
        found = search.find(
            self.text, user=self.request.user, access=self.request.access, boards=self.boards(),
            kind=kind, page=self.request.GET.get("page"),
        )  # fmt: skip
        return super().get_context_data(**kwargs) | {
            "page_title": _("Search"),
            "search_text": self.text,
            "found": found,
            "problem": _problem(found.problem),
            "said": _said(found),
            "groups": [(group, self.address(kind=group.kind.key)) for group in found.groups],
            "tabs": self._tabs(found, kind),
            "chosen": next((g for g in found.groups if g.kind.key == kind), None),
            "shows_board": len(self.boards()) > 1,
        }

    def _tabs(self, found: search.Found, kind: str) -> list[dict[str, Any]]:
        if not found.groups:
            return []
        everything = {"label": _("Everything"), "url": self.address(), "count": found.count,
                      "current": found.page is None}  # fmt: skip
        return [
            everything,
            *(
                {
                    "label": group.kind.label,
                    "url": self.address(kind=group.kind.key),
                    "count": group.count,
                    "current": found.page is not None and group.kind.key == kind,
                }
                for group in found.groups
            ),
        ]


def _problem(problem: Problem | None) -> str:
    return {
        Problem.TOO_LONG: _("Search for fewer words: at most %(count)s letters.")
        % {"count": LONGEST},
        Problem.NO_WORDS: _("Write a word or a number: signs alone cannot be searched for."),
    }.get(problem, "")  # type: ignore[arg-type]


def _said(found: search.Found) -> str:
    """Return how much was found, in one sentence."""
    return ngettext(
        "%(count)s result for “%(text)s”", "%(count)s results for “%(text)s”", found.count
    ) % {"count": found.count, "text": found.text}


class BoardSearch(BoardView, SearchPage):
    """Search one board."""

    permission = Permission.BOARD_VIEW

    def boards(self) -> Sequence[Board]:
        return [self.board]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        others = len(boards_of(self.request)) > 1
        context = super().get_context_data(**kwargs)
        everywhere = f"{reverse('search')}?{urlencode({'q': self.text})}"
        return context | {"everywhere_url": everywhere if others else ""}


class SiteSearch(PortalView, SearchPage):
    """Search all boards of the person."""

    permission = Public.SIGNED_IN

    def boards(self) -> Sequence[Board]:
        return boards_of(self.request)
