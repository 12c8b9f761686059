"""The board's structure: the board itself, its sub-groups, task-and-finish groups and panels."""

from datetime import date

from django.db.models import Max
from django.utils.translation import gettext as _

from boards.activity import change
from boards.errors import DomainError
from boards.models import Board, Group, Seat, User
from boards.rules.partners import free_key, makes_a_loop
from boards.states import require_version


class GroupLoop(DomainError):
    """A group cannot stand under itself or under one of its own groups."""


class DatesOutOfOrder(DomainError):
    """It ends before it starts."""


def add(
    *,
    board: Board,
    by: User,
    name: str,
    parent: Group | None = None,
    status: str = "",
    chair: Seat | None = None,
    starts_on: date | None = None,
    ends_on: date | None = None,
) -> Group:
    """Set up a group under another one, or at the top."""
    group = Group(board=board, name=_named(name), parent=parent, status=status, chair=chair)
    group.starts_on, group.ends_on = _in_order(starts_on, ends_on)
    with change("groups.add", by=by, board=board, on=group):
        Board.objects.select_for_update(no_key=True).get(pk=board.pk)
        rows = Group.objects.filter(board=board)
        group.key = free_key(group.name, set(rows.values_list("key", flat=True)), otherwise="group")
        last: int | None = rows.aggregate(last=Max("order"))["last"]
        group.order = 0 if last is None else last + 1
        group.save(force_insert=True)
    return group


def edit(
    *,
    group: Group,
    by: User,
    name: str,
    parent: Group | None,
    status: str,
    chair: Seat | None,
    starts_on: date | None,
    ends_on: date | None,
    order: int,
    version: int | None,
) -> Group:
    """Change a group. Raises `GroupLoop` when its new parent stands under it."""
    with change("groups.edit", by=by, board=group.board, on=group):
        # All groups of the board are locked: two moves at once must not make a loop together.
        rows = Group.objects.select_for_update(no_key=True).filter(board=group.board_id)
        of_board = {row.pk: row for row in rows.order_by("pk")}
        locked: Group = of_board[group.pk]
        require_version(locked, version)
        parents = {pk: row.parent_id for pk, row in of_board.items()}
        if parent is not None and makes_a_loop(locked.pk, parent.pk, parents):
            raise GroupLoop(_("A group cannot stand under itself or under one of its own groups."))
        locked.name, locked.parent, locked.status, locked.chair = (
            _named(name),
            parent,
            status,
            chair,
        )
        locked.starts_on, locked.ends_on = _in_order(starts_on, ends_on)
        locked.order = order
        locked.version += 1
        locked.save()
    return locked


def _named(name: str) -> str:
    if not name.strip():
        raise DomainError(_("Enter the name of the group."))
    return name.strip()[:300]


def _in_order(starts_on: date | None, ends_on: date | None) -> tuple[date | None, date | None]:
    if starts_on and ends_on and ends_on < starts_on:
        raise DatesOutOfOrder(_("The last day must be on or after the first day."))
    return starts_on, ends_on
