"""What a data block of a report is: its name, what it reads, how it looks, its part of the data."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from boards.charts import Chart
from boards.queries.board_years import YearRecords, records_of
from performance.rules.publishing import Sensitive

if TYPE_CHECKING:
    from django.utils.functional import Promise

    from boards.models import BoardYear


class BlockContext:
    """What blocks are built from: the board's year, its records, the words of the report around."""

    def __init__(self, year: BoardYear, text: str = "") -> None:
        self.year = year
        self.text = text
        self._read: dict[str, Any] = {}

    def records(self) -> YearRecords:
        """Return the year's agencies, seats, groups and meetings, read once for all blocks."""
        records: YearRecords = self.once("records", lambda: records_of(self.year))
        return records

    def once(self, name: str, read: Callable[[], Any]) -> Any:
        """Return what `read` gives, asked once for all blocks of the report."""
        if name not in self._read:
            self._read[name] = read()
        return self._read[name]


@dataclass(frozen=True)
class Block:
    """A table or chart that writers insert by name.

    `build` returns plain data (a dataclass), or None when there is nothing to show. Its attribute
    `charts`, if it has one, lists the charts that the template draws.

    Reports are public: a block says what in it counts children (`sensitive`, with `for_public`), or
    what it counts instead (`counts_no_children`). One that says neither is not made.
    """

    name: str
    label: str | Promise
    build: Callable[[BlockContext], Any]
    template: str
    #: The block's part of report data; None for blocks that are not part of it.
    as_data: Callable[[Any], dict[str, Any]] | None = None
    #: Entries of the report's consistency check that the block's data gives rise to.
    consistency: Callable[[Any], list[dict[str, Any]]] | None = None
    #: What of that part counts children, without those indicators that the board knows to count
    #: none: small numbers are hidden there from the public.
    sensitive: Callable[[Any, Collection[str]], Sensitive] | None = None
    #: The block as it is printed for the public: from what `build` gave, and the block's part of
    #: the public report data. Every figure that it prints comes from the latter.
    for_public: Callable[[Any, dict[str, Any]], Any] | None = None
    #: What it counts instead: why nothing in it is hidden from the public.
    counts_no_children: str = ""
    help: str | Promise = ""

    def __post_init__(self) -> None:
        hides = self.sensitive and self.for_public and self.as_data
        if bool(hides) == bool(self.counts_no_children):
            message = f"Block {self.name}: say what counts children, or what it counts instead."
            raise ValueError(message)


@dataclass(frozen=True)
class BuiltBlock:
    """A block with its data, ready to be printed."""

    name: str
    label: str
    template: str
    data: Any
    charts: tuple[Chart, ...] = field(default=())

    def with_data(self, data: Any) -> BuiltBlock:
        """Return the block with these data, and with their charts."""
        return replace(self, data=data, charts=tuple(getattr(data, "charts", ())))
