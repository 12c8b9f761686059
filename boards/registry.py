"""Where apps register what the shared ground gathers from all of them.

Arrows point down: `boards` knows no other app, so each app adds its own in `AppConfig.ready()`.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.utils.functional import Promise

if TYPE_CHECKING:
    from decimal import Decimal

    from django.db.models import QuerySet

    from boards.models import Agency, Board, User


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

    section: str | Promise
    label: str | Promise
    url_name: str
    permission: Any
    order: int = 100
    #: Key of a regime's word that takes the label's place, such as "annual_reports".
    word: str = ""


@dataclass(frozen=True)
class Panel:
    """A box on a home page. Links are `(label, url)`; the text is plain."""

    title: str
    text: str = ""
    links: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True)
class Figure:
    """A figure at a glance on a board's first page, with the page behind it.

    A value in words, such as "Download PDF", shows as a link below the figures.
    """

    label: str
    value: str | int
    url: str = ""
    hint: str = ""
    tone: str = ""


@dataclass(frozen=True)
class PrintedReport:
    """What a build of a report printed of one indicator: rows of the report data's block.

    `problem` says why that cannot be told of this build.
    """

    title: str
    build: int
    at: datetime | None
    url: str
    rows: Sequence[Mapping[str, Any]] = ()
    problem: str = ""


@dataclass(frozen=True)
class Takeover:
    """What an app does with open records when agencies of a board become another one."""

    #: Sentences about what would happen; the agency is None while it is still to be made.
    foresee: Callable[["Board", Sequence["Agency"], "Agency | None"], Iterable[str]]
    #: Does it, within the change of `boards.services.successions.replace`.
    carry_out: Callable[["Board", Sequence["Agency"], "Agency", "User"], None]


@dataclass(frozen=True)
class NotificationKind:
    """A kind of thing that people are told; each person chooses how they hear of it."""

    key: str
    label: str | Promise


@dataclass(frozen=True)
class SearchKind:
    """A kind of thing that can be found (boards/queries/search.py).

    Paths are field paths or expressions of the rows; `words` says whose search entries (kind, path
    to the record's key) hold the words of a row, several together if need be.
    """

    key: str
    #: Plural, as a heading.
    label: str | Promise
    #: What the page behind a result asks for.
    permission: Any
    #: The rows that the person may see on these boards (primary keys), from `visible_to`.
    rows: "Callable[[User, Collection[int]], QuerySet[Any]]"
    words: Sequence[tuple[str, str]]
    title: Any
    #: The page: slug of the board and `args` of the row in, address out.
    url: Callable[[str, Mapping[str, Any]], str]
    args: Mapping[str, Any] = field(default_factory=lambda: {"pk": "pk"})
    board: Any = "board_id"
    detail: Any = ""
    #: A date that tells rows of one name apart.
    day: str = ""
    #: Where words are looked for to be shown with what stands around them.
    text: Sequence[str] = ()
    order: int = 100


@dataclass(frozen=True)
class Parts:
    """A calculated share: its two parts, or the code of why there is none."""

    numerator: "int | Decimal"
    denominator: "int | Decimal"
    missing: str = ""


@dataclass(frozen=True)
class DerivedIndicator:
    """An indicator that an app calculates from its records, for boards that choose it."""

    #: Never changes: "audits.return-rate".
    key: str
    label: str | Promise
    definition: str | Promise
    numerator: str | Promise
    denominator: str | Promise
    #: How often: month, quarter, financial_year …
    frequency: str
    #: Board, first and last day of a closed period, today → its parts; None: nothing to say yet.
    calculate: "Callable[[Board, date, date, date], Parts | None]"
    theme: str = "governance"
    unit: str = "percent"
    polarity: str = "higher_better"


ToDoSource = Callable[["User", date], Iterable[ToDo]]


@dataclass
class Registry:
    #: What this person has to do, over all boards.
    todos: list[ToDoSource] = field(default_factory=list)
    #: What is owed to this board by its agencies, for its manager: the soonest due first, and no
    #: more than `boards.rules.todos.MOST` of each source.
    owed_to_board: list[Callable[["Board", "User", date], Iterable[ToDo]]] = field(
        default_factory=list
    )
    nav: list[NavItem] = field(default_factory=list)
    #: Boxes on the home page over all boards: the latest annual report of one's boards.
    home_panels: list[Callable[["User"], Iterable[Panel]]] = field(default_factory=list)
    #: Figures on a board's first page: how many returns are in.
    board_figures: list[Callable[["Board", "User", date], Iterable[Figure]]] = field(
        default_factory=list
    )
    #: Model label → name of the URL of a record's page, with arguments `board` and `pk`.
    record_urls: dict[str, str] = field(default_factory=dict)
    #: Labels of models whose field changes the board's activity page may open. Everything else
    #: shows as a sentence alone: an agency's draft must not leak through its history.
    open_history: set[str] = field(default_factory=set)
    #: Activities left out of the list unless asked for by kind, such as each answer of a return.
    quiet_activities: set[str] = field(default_factory=set)
    #: What apps do when an agency is replaced: unfinished returns go to its successor.
    takeovers: list[Takeover] = field(default_factory=list)
    #: Reference data of apps, loaded by `load_reference_data`.
    reference_loaders: list[Callable[[], None]] = field(default_factory=list)
    #: Demo data of apps: order → function, called by `demo_data` lowest first.
    demo_loaders: dict[int, Callable[[], None]] = field(default_factory=dict)
    #: Models with a `status` of background work, swept for stalled rows.
    jobs: list[type] = field(default_factory=list)
    #: Board-year sections: name → section handler (see boards/board_year).
    board_year_sections: dict[str, Any] = field(default_factory=dict)
    #: Indicators that apps calculate: key → how.
    derived_indicators: dict[str, DerivedIndicator] = field(default_factory=dict)
    #: Kinds of things that people are told, in the order of the settings page.
    notification_kinds: list[NotificationKind] = field(default_factory=list)
    #: Kinds of things that the search finds, in the order of the results page.
    search: list[SearchKind] = field(default_factory=list)
    #: What reports printed of an indicator, by its key, the latest build first.
    printed_figures: list[Callable[["Board", "User", str], Iterable[PrintedReport]]] = field(
        default_factory=list
    )
    #: Report blocks: name → block (see reports/blocks).
    report_blocks: dict[str, Any] = field(default_factory=dict)

    def derive(self, indicators: Iterable[DerivedIndicator]) -> None:
        """Add indicators that an app calculates."""
        self.derived_indicators |= {each.key: each for each in indicators}


registry = Registry()
