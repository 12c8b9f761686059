"""The board's recorded changes as sentences, newest first."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.db.models.fields.json import KT
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from pghistory.models import Context

from boards.activity import KINDS, SENTENCES, sentence
from boards.models import Board
from boards.registry import registry

PAGE = 50


@dataclass(frozen=True)
class Entry:
    """One recorded change of a board."""

    pk: Any
    sentence: str
    by_name: str
    at: datetime
    kind: str
    record_url: str


@dataclass(frozen=True)
class Page:
    """A page of entries; `older` is the cursor of the next one, empty at the end."""

    entries: list[Entry]
    older: str


def of_board(board: Board) -> QuerySet[Context]:
    """Return the changes of a board, found by the index on its number in the metadata."""
    return Context.objects.annotate(of=KT("metadata__board")).filter(of=str(board.pk))


def filtered(
    rows: QuerySet[Context],
    *,
    by: int | None = None,
    kind: str = "",
    since: date | None = None,
    until: date | None = None,
) -> QuerySet[Context]:
    """Narrow changes to a person, a kind (`actions`, the first word of a label) and days."""
    rows = rows.annotate(activity=KT("metadata__activity"))
    if kind:
        rows = rows.filter(activity__startswith=f"{kind}.")
    elif registry.quiet_activities:
        rows = rows.exclude(activity__in=registry.quiet_activities)
    if by is not None:
        rows = rows.filter(metadata__by=by)
    if since:
        rows = rows.filter(created_at__gte=_start_of(since))
    if until:
        rows = rows.filter(created_at__lte=_end_of(until))
    return rows


def page(board: Board, rows: QuerySet[Context], *, after: str = "", size: int = PAGE) -> Page:
    """Return a page of entries older than the cursor `after` (the newest without one): one
    query.
    """
    rows = rows.order_by("-created_at", "-id")
    if cursor := _read_cursor(after):
        at, pk = cursor
        rows = rows.filter(Q(created_at__lt=at) | Q(created_at=at, id__lt=pk))
    found = list(rows[: size + 1])
    shown = found[:size]
    older = f"{shown[-1].created_at.isoformat()}|{shown[-1].pk}" if len(found) > size else ""
    entries = [entry(board, row) for row in shown]
    return Page(entries, base64.urlsafe_b64encode(older.encode()).decode() if older else "")


def entries(board: Board, rows: QuerySet[Context]) -> Iterator[Entry]:
    """Yield every entry, the newest first, without holding them all."""
    for row in rows.order_by("-created_at", "-id").iterator(chunk_size=2000):
        yield entry(board, row)


def recent(board: Board, *, size: int = 8) -> list[Entry]:
    """Return the newest entries, for the board's first page."""
    return page(board, filtered(of_board(board)), size=size).entries


def entry(board: Board, row: Context) -> Entry:
    metadata = row.metadata or {}
    return Entry(
        pk=row.pk,
        sentence=sentence(metadata),
        by_name=metadata.get("by_name", ""),
        at=row.created_at,
        kind=metadata.get("activity", "").split(".")[0],
        record_url=record_url(board, metadata.get("on")),
    )


def record_url(board: Board, on: str | None) -> str:
    """Return the page of the record that a change was about, empty when it has none."""
    label, _sep, pk = (on or "").partition(":")
    name = registry.record_urls.get(label)
    if name is None or not pk:
        return ""
    try:
        return reverse(name, kwargs={"board": board.slug, "pk": pk})
    except NoReverseMatch:
        return ""


def kinds() -> list[tuple[str, str]]:
    """Return the kinds of changes there are, the first words of their labels, with their names."""
    words = {label.split(".")[0] for label in SENTENCES}
    named = [(word, str(KINDS.get(word) or word.replace("_", " ").capitalize())) for word in words]
    return sorted(named, key=lambda kind: kind[1])


def _read_cursor(text: str) -> tuple[datetime, str] | None:
    """Return the place a cursor names; a cursor that somebody made up is the first page."""
    try:
        at, _sep, pk = base64.urlsafe_b64decode(text.encode()).decode().partition("|")
        return (datetime.fromisoformat(at), str(Context._meta.pk.to_python(pk))) if pk else None
    except (ValueError, binascii.Error, ValidationError):
        return None


def _start_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _end_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.max))
