"""Board in the URL → permission → a few lines: the base of every page of a board."""

from typing import TYPE_CHECKING, Any, ClassVar

from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404

from boards.authorization import Permission, Public
from boards.context import boards_of
from boards.models import Board
from boards.requests import PortalRequest
from boards.views import errors

if TYPE_CHECKING:
    # Pages mix ours with Django's generic views, whose `request` has Django's type: to the checker
    # ours come after them, so that `self.request` has `access`, `board` and a person as `user`.
    from django.views.generic import TemplateView as View
else:
    from django.views import View


class PortalView(View):
    """A page outside any board. Only its types are ours; middleware asks who it is."""

    permission: ClassVar[Permission | Public | None] = None
    request: PortalRequest


class BoardView(PortalView):
    """A board, a record (else 404), a permission (else 403): all within the person's scope."""

    #: What the page needs; views of a record check it for the record's agency too.
    permission: ClassVar[Permission | Public | None] = None
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

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.board = self.load_board()
        self.request.board = self.board
        self.object = self.load_object()
        if not self.has_permission():
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def http_method_not_allowed(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        """Say so in words: somebody opened the address of a button, from a bookmark or a link."""
        refusal = super().http_method_not_allowed(request, *args, **kwargs)
        return errors.not_a_page(request, allow=refusal["Allow"])

    def load_board(self) -> Board:
        """Return the board of the URL; nothing is read for a person without a role on it."""
        for board in boards_of(self.request):
            if board.slug == self.kwargs["board"]:
                return board
        raise Http404

    def has_permission(self) -> bool:
        assert isinstance(self.permission, Permission)  # noqa: S101 - narrows the type
        return self.can(self.permission)

    def can(self, permission: Permission) -> bool:
        """Return whether the person may do this here: for the page's record if it has one."""
        agency_id = self.agency_id_of(self.object) if self.object is not None else None
        if agency_id is None and hasattr(self.object, "agency_id"):
            # It could be an agency's and is the board's own: a role at some agency gives nothing.
            return self.request.access.can_board_wide(permission, board=self.board)
        return self.request.access.can(permission, board=self.board, agency=agency_id)

    def get_record(self, queryset: Any, **lookup: Any) -> Any:
        """Return one record of a `visible_to` queryset, or 404: absent and not yours look alike."""
        return get_object_or_404(queryset, **lookup)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        inherited = getattr(super(), "get_context_data", None)
        context = inherited(**kwargs) if inherited else kwargs
        return context | {"board": self.board, "object": self.object}
