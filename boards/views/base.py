"""Board in the URL → permission → a few lines: the base of every page of a board."""

from typing import Any, ClassVar

from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views import View

from boards.authorization import Access, Permission, Public
from boards.models import Board, User


class PortalRequest(HttpRequest):
    """A request as our middleware leaves it (for types only)."""

    user: User  # type: ignore[assignment]
    access: Access
    board: Board
    id: str


class BoardView(View):
    """Board in the person's scope (else 404) → record in their scope (else 404) → permission (else 403)."""

    #: What the page needs; views of a record check it for the record's agency too.
    permission: ClassVar[Permission | Public | None] = None
    request: PortalRequest
    board: Board

    def load_object(self) -> Any:
        """Return the record this page is about, from a `visible_to` queryset, or None."""
        return None

    def agency_id_of(self, record: Any) -> int | None:
        """Return the agency for which the permission is wanted; None for records of the board."""
        return getattr(record, "agency_id", None)

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        if self.permission is None:
            msg = f"{type(self).__name__} declares no permission"
            raise ImproperlyConfigured(msg)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.board = self.load_board()
        request.board = self.board  # type: ignore[attr-defined]
        self.object = self.load_object()
        if not self.has_permission():
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def load_board(self) -> Board:
        """Return the board of the URL; nothing is read for a person without a role on it."""
        if not self.request.access.board_ids:
            raise Http404
        return get_object_or_404(
            Board.objects.select_related("regime").filter(pk__in=self.request.access.board_ids),
            slug=self.kwargs["board"],
        )

    def has_permission(self) -> bool:
        assert isinstance(self.permission, Permission)  # noqa: S101 - narrows the type
        return self.can(self.permission)

    def can(self, permission: Permission) -> bool:
        """Return whether the person may do this here: for the page's record if it has one."""
        agency_id = self.agency_id_of(self.object) if self.object is not None else None
        return self.request.access.can(permission, board=self.board, agency=agency_id)

    def get_record(self, queryset: Any, **lookup: Any) -> Any:
        """Return one record of a `visible_to` queryset, or 404: not there and not yours look alike."""
        return get_object_or_404(queryset, **lookup)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs) if hasattr(super(), "get_context_data") else kwargs  # type: ignore[misc]
        return context | {"board": self.board, "object": self.object}


