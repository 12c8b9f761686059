"""Two people edited one record: bring together what can be, show both where both wrote."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from audits.queries.tools import last_change
from audits.rules.tools import merged


@dataclass(frozen=True)
class Side:
    label: str
    mine: str
    theirs: str


@dataclass(frozen=True)
class Conflict:
    """What a stale save shows: who saved first, each field that both wrote, and the joined form."""

    by: str
    at: datetime | None
    sides: list[Side]
    fields: dict[str, Any]


def conflict_of(
    current: Any,
    mine: dict[str, Any],
    theirs: dict[str, Any],
    base: dict[str, Any] | None,
    form: Any,
) -> Conflict:
    """Bring my fields and theirs together; `form` is the class whose labels name the fields."""
    fields, names = merged(base, mine, theirs)
    change = last_change(current)
    sides = [
        Side(str(form.base_fields[name].label), _as_text(mine[name]), _as_text(theirs[name]))
        for name in names
    ]
    return Conflict(change.by or _("A colleague"), change.at, sides, fields)


def _as_text(value: Any) -> str:
    """Return a field's value as words."""
    if value is None or value == "" or value == []:
        return _("Empty")
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, list | tuple):
        return "\n".join(_as_text(item) for item in value)
    if isinstance(value, dict):
        return f"{value['key']} | {value['label']}"
    return str(value)
