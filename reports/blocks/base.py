"""What a data block of a report is: its name, what it reads, how it looks, its part of the data."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
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
    #: none: small numbers are hidden there from the public. None: nothing does.
    sensitive: Callable[[Any, Collection[str]], Sensitive] | None = None
    help: str | Promise = ""


@dataclass(frozen=True)
class BuiltBlock:
    """A block with its data, ready to be printed."""

    name: str
    label: str
    template: str
    data: Any
    charts: tuple[Chart, ...] = field(default=())
