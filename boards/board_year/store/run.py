"""One import of a board-year file: what the sections share while it runs."""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeVar

from django.db import models, transaction
from django.utils.text import slugify

from boards.board_year.errors import Errors
from boards.board_year.order import merged
from boards.board_year.schema import BoardYearFile
from boards.board_year.spans import Span, Years
from boards.models import Board, BoardPartner, BoardYear, Group, Seat
from boards.queries.board_years import YearRecords, records_of

M = TypeVar("M", bound=models.Model)
R = TypeVar("R")

#: The activity under which imports are recorded; rows made by it may be taken away by it.
ACTIVITY = "board_years.import"

#: What fields are called in a file, where the models call them otherwise; `section.field` where
#: only one section does.
_SHOWN = {
    "capacity_id": "capacity",
    "chair": "chair",
    "ends_on": "to",
    "is_vacant": "vacant",
    "audit_rounds.kind": "tool",
    "partner": "agency",
    "regime_id": "regime",
    "sector_id": "sector",
    "starts_on": "from",
}
#: Fields that say the same again, or nothing to a person.
_SILENT = {"version", "order", "held_on", "is_month_only"}


@dataclass
class ImportRun:
    """What is imported into what, and what came of it so far."""

    file: BoardYearFile
    board: Board
    year: BoardYear
    years: Years
    errors: Errors = field(default_factory=Errors)
    #: A sentence per change, as in `seats.lay-1.to: nothing → 2017-01-31`.
    changes: list[str] = field(default_factory=list)
    #: What was left as it is although the file says otherwise, and why.
    notes: list[str] = field(default_factory=list)
    partners: dict[str, BoardPartner] = field(default_factory=dict)
    groups: dict[str, Group] = field(default_factory=dict)
    seats: dict[str, Seat] = field(default_factory=dict)
    #: Groups that the file's meetings are of without being named in it.
    meeting_groups: set[str] = field(default_factory=set)
    #: Paths of rows that this import made: what is set on them later is no change of its own.
    added: set[str] = field(default_factory=set)

    def create(self, model: type[M], path: str, **values: Any) -> M:
        """Make a row, and say that it was added."""
        row = model._default_manager.create(**values)
        self.changes.append(f"{path}: added")
        self.added.add(path)
        return row

    def update(self, row: models.Model, path: str, **values: Any) -> None:
        """Write the values that differ, and say which; a row that is right is not touched."""
        changed = {name: value for name, value in values.items() if getattr(row, name) != value}
        if not changed:
            return
        for name, value in changed.items():
            if name not in _SILENT:
                where = f"{path}.{_written(path, name)}"
                self.note_change(where, getattr(row, name), value, of=path)
            setattr(row, name, value)
        if hasattr(row, "version"):
            row.version += 1
            changed["version"] = row.version
        row.save(update_fields=list(changed))

    def in_later_year(self, row: Any) -> bool:
        """Whether a row with from–to reaches into a later year of the board."""
        return self.years.only(span_of(row)).after is not None

    def describe(self, row: models.Model, path: str, *, in_later: bool, **values: Any) -> None:
        """Write what a record is, unless a later year has it too: then that year's file decides.

        Names, parents and the like are kept once, not for each year: an old year must not rename
        what a board works with today.
        """
        if not in_later or path in self.added:
            self.update(row, path, **values)
            return
        for name, value in values.items():
            if getattr(row, name) != value:
                where, now = f"{path}.{_written(path, name)}", show(getattr(row, name))
                self.notes.append(f"{where}: {show(value)} in this file, {now} in a later year")

    def note_change(self, path: str, before: Any, after: Any, *, of: str = "") -> None:
        """Say that a value changed, unless the row at `of` is new: then that was said."""
        if before != after and of not in self.added:
            self.changes.append(f"{path}: {show(before)} → {show(after)}")

    def delete(self, row: models.Model, path: str) -> bool:
        """Take a row away unless something depends on it; say which of both."""
        try:
            with transaction.atomic():
                row.delete()
        except models.ProtectedError:
            self.notes.append(f"{path}: not in the file, but kept, because other records need it")
            return False
        self.changes.append(f"{path}: removed")
        return True

    def put_in_order(self, rows: Iterable[Any], given: Sequence[str], section: str) -> None:
        """Number rows so that the given keys stand in the order given; others stay beside."""
        kept = sorted(rows, key=lambda row: (row.order, row.pk))
        by_key = {row.key: row for row in kept}
        wanted = merged([row.key for row in kept], given)
        if wanted == list(by_key) and len({row.order for row in kept}) == len(kept):
            return
        moved: list[Any] = []
        for position, key in enumerate(wanted):
            if by_key[key].order != position:
                by_key[key].order = position
                moved.append(by_key[key])
        if moved:
            type(moved[0])._default_manager.bulk_update(moved, ["order"])
        old = [row.key for row in kept if f"{section}.{row.key}" not in self.added]
        if old != [key for key in wanted if key in set(old)]:
            self.changes.append(f"{section}: put in the order of the file")


@dataclass
class ExportRun:
    """One export of a board year; its records are read once for all sections."""

    year: BoardYear

    @cached_property
    def records(self) -> YearRecords:
        return records_of(self.year)


@dataclass(frozen=True)
class BoardYearSection:
    """How one section of a file is kept; registered in `registry.board_year_sections`."""

    #: Write what the file has.
    store: Callable[[ImportRun], None]
    #: Return the section as it is stored.
    export: Callable[["ExportRun"], Any]
    #: Note what the stored year refuses, of a file that may have other errors too.
    check: Callable[[BoardYearFile, BoardYear, Errors], None] | None = None
    #: Write what refers to records of later sections.
    link: Callable[[ImportRun], None] | None = None
    #: Take away what the file no longer has; runs in reverse order, after all is stored.
    tidy: Callable[[ImportRun], None] | None = None


def keyed(rows: Sequence[R], name: Callable[[R], str | None], noun: str) -> list[tuple[str, R]]:
    """Return rows with their keys; a row without one gets one from its name.

    Nothing in the file refers to a row without key, but what is stored needs a name of its own,
    the same one every time.
    """
    taken = {row.key for row in rows if row.key}  # type: ignore[attr-defined]
    result = []
    for row in rows:
        key = row.key or _free(slugify(name(row) or "")[:50] or noun, taken)  # type: ignore[attr-defined]
        taken.add(key)
        result.append((key, row))
    return result


def made_by_import(rows: Sequence[M]) -> set[Any]:
    """Return the primary keys of those rows that an import made, according to their history."""
    if not rows:
        return set()
    events = type(rows[0]).pgh_event_model.objects  # type: ignore[attr-defined]
    return set(
        events.filter(
            pgh_obj_id__in=[row.pk for row in rows],
            pgh_label="insert",
            pgh_context__metadata__activity=ACTIVITY,
        ).values_list("pgh_obj_id", flat=True)
    )


def span_of(row: Any) -> Span:
    """Return from–to of a row that has both."""
    return Span(row.starts_on, row.ends_on)


def show(value: Any) -> str:
    """Return a value as it is shown in a list of changes."""
    if value is None or value == "":
        return "nothing"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, models.Model):
        return str(getattr(value, "key", value))
    return str(value)


def _written(path: str, name: str) -> str:
    """Return what a field is called in the section of the file that the path begins with."""
    section = path.partition(".")[0]
    return _SHOWN.get(f"{section}.{name}", _SHOWN.get(name, name))


def _free(wanted: str, taken: set[Any]) -> str:
    key, number = wanted, 2
    while key in taken:
        key, number = f"{wanted}-{number}", number + 1
    return key
