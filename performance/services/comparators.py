"""With whom a board is compared: its authorities, and its sets of neighbours."""

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext as _

from boards.activity import change
from boards.errors import DomainError
from boards.models import Board, User
from boards.states import require_version
from performance import authorities as known
from performance.models import BoardArea, NeighbourSet


class SetRefused(DomainError):
    """This set of neighbours would contradict another, or itself."""


def set_area(*, board: Board, codes: Iterable[str], version: int, by: User | None) -> BoardArea:
    """Say which authorities the board is for. Version 0 is of a board that said nothing yet.

    Raises `StaleRecord`.
    """
    with change("comparators.area", by=by, board=board, on=board):
        Board.objects.select_for_update(no_key=True).get(pk=board.pk)
        row = BoardArea.objects.select_for_update().filter(board=board).first()
        if row is None:
            row = BoardArea(board=board, version=0)
        require_version(row, version)
        row.authorities = _in_order(codes)
        row.version += 1
        row.save()
    return row


def add_set(
    *, board: Board, codes: Iterable[str], starts_on: date, source: str, by: User | None
) -> NeighbourSet:
    """Choose the neighbours from a day on; the set before ends the day before.

    Raises `SetRefused`.
    """
    row = NeighbourSet(board=board)
    with change("comparators.neighbours", by=by, board=board, on=row):
        Board.objects.select_for_update(no_key=True).get(pk=board.pk)
        _write(row, codes, starts_on, source)
    return row


def edit_set(
    *,
    neighbours: NeighbourSet,
    codes: Iterable[str],
    starts_on: date,
    source: str,
    version: int,
    by: User,
) -> NeighbourSet:
    """Put a set right. Raises `SetRefused`, `StaleRecord`."""
    board = neighbours.board
    with change("comparators.neighbours", by=by, board=board, on=neighbours):
        Board.objects.select_for_update(no_key=True).get(pk=board.pk)
        row: NeighbourSet = NeighbourSet.objects.select_for_update(of=("self",)).get(
            pk=neighbours.pk
        )
        require_version(row, version)
        row.version += 1
        _write(row, codes, starts_on, source)
    return row


def _write(row: NeighbourSet, codes: Iterable[str], starts_on: date, source: str) -> None:
    row.authorities, row.starts_on, row.source = _in_order(codes), starts_on, source.strip()
    others = NeighbourSet.objects.filter(board=row.board, starts_on=starts_on)
    if others.exclude(pk=row.pk).exists():
        raise SetRefused(_("Another set begins on this day. Change that one, or choose a day."))
    area = BoardArea.objects.filter(board=row.board).first()
    own = set(area.authorities) & set(row.authorities) if area else set()
    if own:
        names = ", ".join(str(known.authority(code)) for code in sorted(own))
        raise SetRefused(_("%(names)s is the board’s own. Untick it.") % {"names": names})
    row.save()


def _in_order(codes: Iterable[str]) -> list[str]:
    """Return each code once, in the order of the list of authorities."""
    wanted = set(codes)
    order = [each.code for found in known.by_region().values() for each in found]
    return [code for code in order if code in wanted]
