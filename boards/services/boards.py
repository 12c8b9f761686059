"""Setting up a board and changing its details."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from boards.activity import change
from boards.errors import DomainError
from boards.models import RESERVED_SLUGS, Board, Regime, User
from boards.services import themes
from boards.states import require_version


def create(
    *,
    slug: str,
    name: str,
    regime: Regime,
    short_name: str = "",
    area: str = "",
    colour: str = "",
    by: User | None = None,
) -> Board:
    """Set up a board. Raises `DomainError` when the address is taken, reserved or misshapen."""
    if slug in RESERVED_SLUGS:
        raise DomainError(
            _("“%(slug)s” is kept for the portal itself. Choose another.") % {"slug": slug}
        )
    board = Board(
        slug=slug, name=name, short_name=short_name, area=area, regime=regime, colour=colour
    )
    try:
        board.full_clean()
    except ValidationError as error:
        raise DomainError(" ".join(error.messages)) from error
    with change("boards.create", by=by, board=None, on=board):
        board.save()
        themes.begin(board=board, by=by)
    return board


def edit(
    *,
    board: Board,
    version: int,
    name: str,
    short_name: str,
    area: str,
    colour: str,
    regime: Regime,
    by: User,
) -> Board:
    """Change the board's details. Raises `StaleRecord` when somebody did so meanwhile."""
    with change("boards.edit", by=by, board=board, on=board):
        row = Board.objects.select_for_update().get(pk=board.pk)
        require_version(row, version)
        row.name, row.short_name, row.area = name, short_name, area
        row.colour, row.regime = colour, regime
        row.version += 1
        row.save()
    return row
