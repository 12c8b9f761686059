"""Where apps register what the shared ground gathers from all of them.

Arrows point down: `boards` knows no other app, so each app adds its own in `AppConfig.ready()`.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from boards.models import Board, User


@dataclass(frozen=True)
class ToDo:
    """Something that somebody owes: shown on the home page, counted in the top bar."""

    kind: str
    title: str
    url: str
    board: "Board"
    due_on: date | None = None
    agency_name: str = ""
    detail: str = ""


@dataclass(frozen=True)
class NavItem:
    """A page of the left navigation; shown to those who have `permission`."""

    section: str
    label: str
    url_name: str
    permission: Any
    order: int = 100


ToDoSource = Callable[["User", date], Iterable[ToDo]]


@dataclass
class Registry:
    #: What this person has to do, over all boards.
    todos: list[ToDoSource] = field(default_factory=list)
    #: What is owed to this board by its agencies, for its manager.
    owed_to_board: list[Callable[["Board", "User", date], Iterable[ToDo]]] = field(default_factory=list)
    nav: list[NavItem] = field(default_factory=list)
    #: Reference data of apps, loaded by `load_reference_data`.
    reference_loaders: list[Callable[[], None]] = field(default_factory=list)
    #: Demo data of apps: order → function, called by `demo_data` lowest first.
    demo_loaders: dict[int, Callable[[], None]] = field(default_factory=dict)
    #: Models with a `status` of background work, swept for stalled rows.
    jobs: list[type] = field(default_factory=list)
    #: Board-year sections: name → section handler (see boards/board_year).
    board_year_sections: dict[str, Any] = field(default_factory=dict)
    #: Report blocks: name → block (see reports/blocks).
    report_blocks: dict[str, Any] = field(default_factory=dict)


registry = Registry()
