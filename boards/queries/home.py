"""The home pages: what I owe by nearness, what agencies owe a board, figures at a glance."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from boards.models import Board, User
from boards.registry import Figure, Panel, ToDo, registry
from boards.rules.todos import Band, band


@dataclass
class AgencyOwes:
    """How much one agency owes the board."""

    agency_name: str
    todos: list[ToDo] = field(default_factory=list)
    late: int = 0
    waiting: int = 0
    soon: int = 0
    later: int = 0

    @property
    def total(self) -> int:
        return len(self.todos)


def by_band(todos: Iterable[ToDo], on: date) -> dict[Band, list[ToDo]]:
    """Return to-dos by how near they are, all groups there, in the order of the page."""
    found: dict[Band, list[ToDo]] = {name: [] for name in Band}
    for todo in todos:
        found[band(todo.due_on, on)].append(todo)
    return found


def by_agency(todos: Iterable[ToDo], on: date) -> list[AgencyOwes]:
    """Return what each agency owes, those with most lateness first."""
    found: dict[str, AgencyOwes] = {}
    for todo in todos:
        row = found.setdefault(todo.agency_name, AgencyOwes(todo.agency_name))
        row.todos.append(todo)
        near = band(todo.due_on, on)
        setattr(row, near, getattr(row, near) + 1)
    return sorted(
        found.values(), key=lambda row: (-row.late, -row.soon, row.agency_name.casefold())
    )


def panels(user: User) -> list[Panel]:
    return [panel for source in registry.home_panels for panel in source(user)]


def in_words(figure: Figure) -> bool:
    """Return whether the value says something to open, and is nothing to measure."""
    return isinstance(figure.value, str) and not any(sign.isdigit() for sign in figure.value)


def figures(board: Board, user: User, on: date) -> list[Figure]:
    return [figure for source in registry.board_figures for figure in source(board, user, on)]
