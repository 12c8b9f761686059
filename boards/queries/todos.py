"""What a person owes and what is owed to a board: gathered from all apps."""

from datetime import date

from django.utils import timezone

from boards.models import Board, User
from boards.registry import ToDo, registry


def _by_due(todo: ToDo) -> tuple[bool, date, str]:
    return (todo.due_on is None, todo.due_on or date.max, todo.title)


def of(user: User, *, on: date | None = None) -> list[ToDo]:
    """Return everything due from the person, over all boards and apps, soonest first."""
    day = on or timezone.localdate()
    return sorted((todo for source in registry.todos for todo in source(user, day)), key=_by_due)


def owed_to(board: Board, user: User, *, on: date | None = None) -> list[ToDo]:
    """Return what agencies owe the board, soonest first; of each source no more than `MOST`."""
    day = on or timezone.localdate()
    return sorted(
        (todo for source in registry.owed_to_board for todo in source(board, user, day)),
        key=_by_due,
    )
