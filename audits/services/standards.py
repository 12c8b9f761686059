"""Standards of a draft: add, edit, delete, move."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max
from django.utils.translation import ngettext

from audits.models import Question, Standard, ToolVersion
from audits.rules.tools import make_key, moved
from audits.services.tools import InUse, lock_draft, touch
from boards.activity import change
from boards.models import User
from boards.states import require_version


@dataclass(frozen=True)
class StandardFields:
    title: str
    intent: str = ""
    source: str = ""


def add(
    *, tool_version: ToolVersion, fields: StandardFields, by: User, now: datetime | None = None
) -> Standard:
    """Add a standard at the end of a draft."""
    with change("tools.edit", by=by, board=tool_version.tool.board, on=tool_version):
        locked = lock_draft(tool_version)
        taken = set(locked.standards.values_list("key", flat=True))
        last = locked.standards.aggregate(last=Max("order"))["last"] or 0
        standard = Standard.objects.create(
            tool_version=locked, key=make_key(fields.title, taken, fallback="standard"),
            title=fields.title, intent=fields.intent, source=fields.source, order=last + 1,
        )  # fmt: skip
        touch(locked, by=by, now=now)
        return standard


def edit(
    *,
    standard: Standard,
    fields: StandardFields,
    version: int,
    by: User,
    now: datetime | None = None,
) -> Standard:
    """Change a standard's words; raises `StaleRecord` when somebody else did meanwhile."""
    tool_version = standard.tool_version
    with change("tools.edit", by=by, board=tool_version.tool.board, on=tool_version):
        draft = lock_draft(tool_version)
        locked = Standard.objects.select_for_update().get(pk=standard.pk)
        require_version(locked, version)
        locked.title, locked.intent, locked.source = fields.title, fields.intent, fields.source
        locked.version += 1
        locked.save(update_fields=["title", "intent", "source", "version"])
        touch(draft, by=by, now=now)
        return locked


def delete(*, standard: Standard, by: User, now: datetime | None = None) -> None:
    """Delete a standard with its questions.

    Raises `InUse` when a question of another standard follows one of them.
    """
    tool_version = standard.tool_version
    with change("tools.edit", by=by, board=tool_version.tool.board, on=tool_version):
        draft = lock_draft(tool_version)
        followers = Question.objects.filter(follows__standard=standard).exclude(standard=standard)
        if count := followers.count():
            message = ngettext(
                "%(count)d question of another standard follows one of these. Change it first.",
                "%(count)d questions of other standards follow some of these. Change them first.",
                count,
            )
            raise InUse(message % {"count": count})
        # A question protects the one it follows, also when both go.
        standard.questions.exclude(follows=None).update(follows=None, follows_when=[])
        standard.delete()
        touch(draft, by=by, now=now)


def move(
    *, standard: Standard, position: int, by: User, now: datetime | None = None
) -> list[Standard]:
    """Put a standard at the position (0 first, past the end last); return all in new order."""
    tool_version = standard.tool_version
    with change("tools.edit", by=by, board=tool_version.tool.board, on=tool_version):
        draft = lock_draft(tool_version)
        before = list(draft.standards.order_by("order", "pk"))
        after = moved(before, standard, position)
        for order, item in enumerate(after, 1):
            item.order = order
        if after != before:
            Standard.objects.bulk_update(after, ["order"])
            touch(draft, by=by, now=now)
        return after


def step(
    *, standard: Standard, by_one: int, by: User, now: datetime | None = None
) -> list[Standard]:
    """Move a standard one place up (-1) or down (+1)."""
    siblings = list(
        Standard.objects.filter(tool_version=standard.tool_version_id)
        .order_by("order", "pk")
        .values_list("pk", flat=True)
    )
    return move(
        standard=standard, position=max(0, siblings.index(standard.pk) + by_one), by=by, now=now
    )
