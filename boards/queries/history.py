"""Recorded changes opened to what they did: field by field, before and after."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from typing import Any

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import connection, models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from pghistory.models import Event
from psycopg2 import sql

from boards.activity import sentence
from boards.queries.history_words import label, noun
from boards.rules.text_changes import Piece, word_changes

#: Fields that say nothing to a reader.
_SILENT = frozenset({"id", "version", "key", "order"})
#: Parts of the names of fields that are never shown, whatever records them.
_NEVER = ("token", "hash", "secret", "password", "sha256", "cipher")
#: Texts longer than this, before or after, are shown word by word.
_LONG = 60


@dataclass(frozen=True)
class FieldChange:
    """One field of one record. Long texts have `pieces`; short values stand beside each other."""

    label: str
    before: str
    after: str
    pieces: list[Piece] = field(default_factory=list)


@dataclass(frozen=True)
class RecordChange:
    """What happened to one record: `kind` is insert, update or delete."""

    kind: str
    model_label: str
    noun: str
    name: str
    fields: list[FieldChange]


@dataclass(frozen=True)
class Change:
    """One recorded change of a record: the sentence, who, when, and the fields."""

    sentence: str
    by_name: str
    at: datetime
    records: list[RecordChange]


@dataclass(frozen=True)
class _Row:
    model: type[models.Model]
    kind: str
    pk: int
    after: dict[str, Any]
    before: dict[str, Any]


@cache
def _event_models() -> dict[type[models.Model], type[models.Model]]:
    """Return tracked model → its event model."""
    return {
        model.pgh_tracked_model: model
        for model in apps.get_models()
        if issubclass(model, Event) and not model._meta.abstract and model._meta.managed
        and getattr(model, "pgh_tracked_model", None) is not None
    }  # fmt: skip


def events_of(model: type[models.Model]) -> models.QuerySet[Any]:
    """Return the recorded states of a tracked model's rows; `pgh_obj_id` is the row's key.

    Nothing is checked: the caller begins at a row that the person may see.
    """
    return _event_models()[model]._default_manager.all()


def of_record(
    record: models.Model, *, limit: int = 50, with_held_back: bool = False
) -> list[Change]:
    """Return what happened to a record, newest first: two queries and one per kind of link in
    it. What happened while it was held back is its agency's own.
    """
    event_model = _event_models()[type(record)]
    events = list(
        event_model._default_manager.filter(pgh_obj_id=record.pk)
        .select_related("pgh_context")
        .order_by("-pgh_id")[: limit + 1]
    )
    names = [
        f.attname for f in type(record)._meta.concrete_fields if hasattr(event_model, f.attname)
    ]
    rows = []
    for position, event in enumerate(events[:limit]):
        older = events[position + 1] if position + 1 < len(events) else None
        after = {name: getattr(event, name) for name in names}
        before = {name: getattr(older, name) for name in names} if older is not None else {}
        rows.append(_Row(type(record), event.pgh_label, record.pk, after, before))
    described = _describe(rows)
    return [
        _change(event, one)
        for event, one in zip(events, described, strict=False)
        if one is not None and (with_held_back or not getattr(event, "held_back", False))
    ]


def _change(event: Any, record: RecordChange) -> Change:
    metadata = event.pgh_context.metadata if event.pgh_context else {}
    said = sentence(metadata) if metadata.get("activity") else _("Changed")
    return Change(said, metadata.get("by_name", ""), event.pgh_created_at, [record])


def of_context(context_id: Any, *, labels: Iterable[str], limit: int = 200) -> list[RecordChange]:
    """Return what one change did to records of the models named by `labels`: one query for all.

    Records that are held back from the board are left out.
    pghistory's own view over all tables reads them whole, so this asks each by its index.
    """
    chosen = {
        model: event for model, event in _event_models().items() if model._meta.label in set(labels)
    }
    if not chosen:
        return []
    branch = (
        "SELECT {label} AS label, e.pgh_label, e.pgh_obj_id, e.pgh_id, to_jsonb(e), "
        "(SELECT to_jsonb(p) FROM {table} p WHERE p.pgh_obj_id = e.pgh_obj_id "
        "AND p.pgh_id < e.pgh_id ORDER BY p.pgh_id DESC LIMIT 1) "
        "FROM {table} e WHERE e.pgh_context_id = {context}"
    )
    union = sql.SQL(" UNION ALL ").join(
        sql.SQL(branch).format(
            label=sql.Literal(model._meta.label),
            table=sql.Identifier(event._meta.db_table),
            context=sql.Literal(str(context_id)),
        )
        for model, event in chosen.items()
    )
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL("{} ORDER BY 1, 4 LIMIT {}").format(union, sql.Literal(limit)))
        found = cursor.fetchall()
    rows = [
        _Row(apps.get_model(label), kind, pk, _from_json(label, after), _from_json(label, before))
        for label, kind, pk, _event_id, after, before in found
    ]
    shown = [row for row in rows if not row.after.get("held_back")]
    return [record for record in _describe(shown) if record is not None]


def _from_json(label: str, data: Any) -> dict[str, Any]:
    """Return column values as the model's fields understand them."""
    data = json.loads(data) if isinstance(data, str) else data
    values: dict[str, Any] = {}
    for item in apps.get_model(label)._meta.concrete_fields:
        if data and item.column in data:
            value = data[item.column]
            simple = isinstance(item, models.JSONField | ArrayField) or item.is_relation
            values[item.attname] = value if simple else item.to_python(value)
    return values


def _describe(rows: list[_Row]) -> list[RecordChange | None]:
    names = _linked_names(rows)
    return [_record_change(row, names) for row in rows]


def _record_change(row: _Row, names: dict[Any, str]) -> RecordChange | None:
    before = {} if row.kind == "insert" else row.before
    after = {} if row.kind == "delete" else row.after
    fields = []
    for item in shown_fields(row.model):
        old, new = before.get(item.attname), after.get(item.attname)
        if old == new or (old in (None, "") and new in (None, "")):
            continue
        fields.append(_field_change(item, old, new, names, updated=row.kind == "update"))
    return RecordChange(
        kind=row.kind, model_label=row.model._meta.label,
        noun=noun(row.model), name=_name_of(row), fields=fields,
    )  # fmt: skip


def _field_change(
    item: Any, old: Any, new: Any, names: dict[Any, str], *, updated: bool
) -> FieldChange:
    before, after = _words(item, old, names), _words(item, new, names)
    is_text = isinstance(item, models.TextField | models.CharField) and not item.choices
    long = updated and is_text and max(len(before), len(after)) > _LONG
    pieces = word_changes(before, after) if long else []
    return FieldChange(label(item), before, after, pieces)


def shown_fields(model: type[models.Model]) -> list[Any]:
    """Return the fields of a model whose changes are shown to a reader."""
    return [
        item
        for item in model._meta.concrete_fields
        if item.name not in _SILENT and not any(part in item.name for part in _NEVER)
    ]


def _words(item: Any, value: Any, names: dict[Any, str]) -> str:
    if value in (None, ""):
        return ""
    if item.is_relation:
        return names.get((item.related_model, value), _("record %(pk)s") % {"pk": value})
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if item.choices:
        return str(dict(item.flatchoices).get(value, value))
    if isinstance(value, datetime):
        return date_format(timezone.localtime(value), "j F Y, H:i")
    return date_format(value, "j F Y") if isinstance(value, date) else str(value)


def _linked_names(rows: list[_Row]) -> dict[Any, str]:
    """Return names of everything that changed fields link to: one query per kind of record."""
    wanted: dict[type[models.Model], set[Any]] = defaultdict(set)
    for row in rows:
        for item in shown_fields(row.model):
            if item.is_relation:
                ends = (row.before.get(item.attname), row.after.get(item.attname))
                wanted[item.related_model].update(end for end in ends if end is not None)
    names: dict[Any, str] = {}
    for model, keys in wanted.items():
        for record in _named(model).filter(pk__in=keys):
            names[(model, record.pk)] = str(record)
    return names


def _named(model: type[models.Model]) -> Any:
    """Return the records of a model with what their names are made of, so that naming asks
    nothing.
    """
    links = [
        item.name for item in model._meta.concrete_fields if item.is_relation and not item.null
    ]
    return model._default_manager.select_related(*links) if links else model._default_manager.all()


def _name_of(row: _Row) -> str:
    """Return what the record was called then, if it has a name of its own."""
    values = row.after or row.before
    for attribute in ("title", "name", "label", "holder_name"):
        if values.get(attribute):
            return str(values[attribute])
    return ""
