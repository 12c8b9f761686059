"""Questions of a draft: add, edit, delete, move within and between standards."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from dataclasses import fields as columns_of
from datetime import datetime
from typing import Any

from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from audits.models import Question, Scale, Standard, ToolVersion
from audits.queries.tools import fixed_keys
from audits.rules import tools as rules
from audits.services.tools import InUse, lock_draft, touch
from boards.activity import change
from boards.errors import DomainError
from boards.models import User
from boards.states import require_version


class KeyTaken(DomainError):
    """Another question of the version has this key."""


class KeyFixed(DomainError):
    """The key came from an earlier version; years are compared by it."""


class NotInThisVersion(DomainError):
    """A standard or question of another version was named."""


@dataclass(frozen=True)
class QuestionFields:
    """A question as it is written; an empty key is made from the text."""

    text: str
    kind: str = "graded"
    key: str = ""
    guidance: str = ""
    scale: Scale | None = None
    choices: Sequence[Mapping[str, str]] = ()
    is_essential: bool = False
    evidence_rule: str = "suggested"
    evidence_hint: str = ""
    impact_probe: str = ""
    sectors: Sequence[str] = ()
    follows: Question | None = None
    follows_when: Sequence[str] = ()


def add(
    *, standard: Standard, fields: QuestionFields, by: User, now: datetime | None = None
) -> Question:
    """Add a question at the end of a standard. Raises `KeyTaken`, `NotInThisVersion`."""
    tool_version = standard.tool_version
    with change("tools.edit", by=by, board=tool_version.tool.board, on=tool_version):
        draft = lock_draft(tool_version)
        key = _key(draft, fields, None)
        last = standard.questions.aggregate(last=Max("order"))["last"] or 0
        question = Question.objects.create(
            tool_version=draft, standard=standard, key=key, order=last + 1, **_values(draft, fields)
        )
        touch(draft, by=by, now=now)
        return question


def edit(
    *, question: Question, fields: QuestionFields, version: int, by: User,
    now: datetime | None = None,
) -> Question:  # fmt: skip
    """Change a question.

    Raises `StaleRecord` with the colleague's question, `KeyTaken`, `KeyFixed`, `NotInThisVersion`,
    `TransitionNotAllowed` (published).
    """
    tool_version = question.tool_version
    with change("tools.edit", by=by, board=tool_version.tool.board, on=tool_version):
        draft = lock_draft(tool_version)
        locked = Question.objects.select_for_update(of=("self",)).get(pk=question.pk)
        require_version(locked, version)
        values = _values(draft, fields) | {"key": _key(draft, fields, locked)}
        if values["follows"] == locked:
            raise NotInThisVersion(_("A question cannot follow itself. Select another one."))
        for name, value in values.items():
            setattr(locked, name, value)
        locked.version += 1
        locked.save(update_fields=[*values, "version"])
        touch(draft, by=by, now=now)
        return locked


def delete(*, question: Question, by: User, now: datetime | None = None) -> None:
    """Delete a question of a draft.

    Raises `InUse` when others follow it, `TransitionNotAllowed` when its version is published:
    agencies have answered it.
    """
    tool_version = question.tool_version
    with change("tools.edit", by=by, board=tool_version.tool.board, on=tool_version):
        draft = lock_draft(tool_version)
        if count := question.follow_ups.count():
            message = ngettext(
                "%(count)d question follows this one. Change or delete it first.",
                "%(count)d questions follow this one. Change or delete them first.",
                count,
            )
            raise InUse(message % {"count": count})
        if question.answers.exists():
            raise InUse(_("Agencies have answered this question, so it has to stay."))
        question.delete()
        touch(draft, by=by, now=now)


def move(
    *, question: Question, standard: Standard, position: int, by: User, now: datetime | None = None
) -> Question:
    """Put a question at the position (0 first, past the end last) of a standard of its version.

    Order is not part of a question's version: moving it does not refuse a colleague's words.
    """
    tool_version = question.tool_version
    with change("tools.edit", by=by, board=tool_version.tool.board, on=tool_version):
        draft = lock_draft(tool_version)
        if standard.tool_version_id != draft.pk:
            raise NotInThisVersion(_("Select a standard of this version"))
        _place(draft, Question.objects.get(pk=question.pk), standard, position)
        touch(draft, by=by, now=now)
        return Question.objects.select_related("standard").get(pk=question.pk)


def step(*, question: Question, by_one: int, by: User, now: datetime | None = None) -> Question:
    """Move a question one place up (-1) or down (+1), from the end of a standard into the next."""
    tool_version = question.tool_version
    with change("tools.edit", by=by, board=tool_version.tool.board, on=tool_version):
        draft = lock_draft(tool_version)
        standards = list(draft.standards.order_by("order", "pk"))
        groups: dict[int, list[int]] = {standard.pk: [] for standard in standards}
        for pk, standard_id in draft.questions.order_by("order", "pk").values_list(
            "pk", "standard_id"
        ):
            groups[standard_id].append(pk)
        here = next(n for n, s in enumerate(standards) if question.pk in groups[s.pk])
        place = groups[standards[here].pk].index(question.pk)
        sizes = [len(groups[s.pk]) for s in standards]
        group, position = rules.step(sizes, here, place, by_one)
        if (group, position) != (here, place):
            _place(draft, Question.objects.get(pk=question.pk), standards[group], position)
            touch(draft, by=by, now=now)
        return Question.objects.select_related("standard").get(pk=question.pk)


def _place(draft: ToolVersion, question: Question, standard: Standard, position: int) -> None:
    siblings = list(draft.questions.filter(standard=standard).order_by("order", "pk"))
    changed = []
    for order, item in enumerate(rules.moved(siblings, question, position), 1):
        if (item.order, item.standard_id) != (order, standard.pk):
            item.order, item.standard = order, standard
            changed.append(item)
    Question.objects.bulk_update(changed, ["order", "standard"])


def _key(draft: ToolVersion, fields: QuestionFields, question: Question | None) -> str:
    others = draft.questions.exclude(pk=question.pk) if question else draft.questions.all()
    taken = set(others.values_list("key", flat=True))
    wanted = fields.key.strip()
    if question is not None and question.key in fixed_keys(draft):
        if wanted and wanted != question.key:
            raise KeyFixed(
                _(
                    "This key came from an earlier version and cannot change: "
                    "years are compared by it"
                )
            )
        return question.key
    if not wanted:
        return question.key if question else rules.make_key(fields.text, taken)
    if not rules.KEY.fullmatch(wanted):
        raise KeyTaken(
            _("A key may only have letters, numbers, hyphens and underscores, at most 60")
        )
    if wanted in taken:
        message = _("Another question of this version has the key %(key)s. Enter another key.")
        raise KeyTaken(message % {"key": wanted})
    return wanted


def _values(draft: ToolVersion, given: QuestionFields) -> dict[str, Any]:
    """Return the columns to write; what another kind of question would have is left out."""
    values = {
        item.name: getattr(given, item.name) for item in columns_of(given) if item.name != "key"
    }
    if given.follows is not None and given.follows.tool_version_id != draft.pk:
        raise NotInThisVersion(_("Select an earlier question of this version"))
    if given.follows is not None and not given.follows_when:
        raise NotInThisVersion(_("Select the answers that show this question"))
    return values | {
        "scale": given.scale if given.kind == Question.Kind.GRADED else None,
        "choices": [dict(c) for c in given.choices] if given.kind == Question.Kind.CHOICE else [],
        "sectors": list(given.sectors),
        "follows_when": list(given.follows_when) if given.follows is not None else [],
    }
