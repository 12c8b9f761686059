"""A request as our middleware leaves it."""

from typing import TYPE_CHECKING

from django.http import HttpRequest

if TYPE_CHECKING:
    from boards.authorization import Access
    from boards.models import Board, User


class PortalRequest(HttpRequest):
    """For types only: Django makes the requests, our middleware adds to them.

    `user` is a person wherever a view asks for a permission: nobody else gets that far.
    """

    user: "User"  # type: ignore[assignment]
    access: "Access"
    board: "Board"
    id: str
