"""What changed between two editions of a tool, question by question."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from typing import Any

from audits.rules.tools import Option, QuestionValues, ScaleValues, StandardValues, ToolValues


@dataclass(frozen=True)
class Segment:
    """Words that stayed (`same`), came (`added`) or went (`removed`)."""

    kind: str
    text: str


@dataclass(frozen=True)
class FieldChange:
    name: str
    before: str
    after: str
    segments: tuple[Segment, ...]


@dataclass(frozen=True)
class Item:
    """A question or standard of one edition with where it stands."""

    key: str
    text: str
    place: str


@dataclass(frozen=True)
class Changed:
    item: Item
    fields: tuple[FieldChange, ...]


@dataclass(frozen=True)
class Comparison:
    settings: tuple[FieldChange, ...]
    standards_added: tuple[Item, ...]
    standards_removed: tuple[Item, ...]
    standards_changed: tuple[Changed, ...]
    added: tuple[Item, ...]
    removed: tuple[Item, ...]
    changed: tuple[Changed, ...]
    same: int

    def is_empty(self) -> bool:
        return not any(
            (self.settings, self.standards_added, self.standards_removed, self.standards_changed,
             self.added, self.removed, self.changed)
        )  # fmt: skip


QUESTION_FIELDS = (
    "text", "guidance", "kind", "scale", "choices", "is_essential", "evidence_rule",
    "evidence_hint", "impact_probe", "sectors", "follows", "follows_when",
)  # fmt: skip
STANDARD_FIELDS = ("title", "intent", "source")


def compare(old: ToolValues, new: ToolValues) -> Comparison:
    """Compare two editions: standards and questions with the same key are the same ones."""
    before, after = _questions(old), _questions(new)
    changed, same = [], 0
    for key, (standard, question) in after.items():
        if key in before:
            was_in, was = before[key]
            fields = _changes(was, question, QUESTION_FIELDS)
            if was_in.key != standard.key:
                fields = (_change("standard", was_in.title, standard.title), *fields)
            if fields:
                changed.append(Changed(_item(question, standard), fields))
            else:
                same += 1
    old_standards = {standard.key: standard for standard in old.standards}
    new_standards = {standard.key: standard for standard in new.standards}
    return Comparison(
        settings=_changes(old, new, ("introduction", "scale", "sources")),
        standards_added=tuple(
            _heading(s) for k, s in new_standards.items() if k not in old_standards
        ),
        standards_removed=tuple(
            _heading(s) for k, s in old_standards.items() if k not in new_standards
        ),
        standards_changed=tuple(
            Changed(_heading(standard), fields)
            for key, standard in new_standards.items()
            if key in old_standards
            and (fields := _changes(old_standards[key], standard, STANDARD_FIELDS))
        ),
        added=tuple(_item(q, s) for key, (s, q) in after.items() if key not in before),
        removed=tuple(_item(q, s) for key, (s, q) in before.items() if key not in after),
        changed=tuple(changed),
        same=same,
    )


def _questions(tool: ToolValues) -> dict[str, tuple[StandardValues, QuestionValues]]:
    return {q.key: (standard, q) for standard in tool.standards for q in standard.questions}


def _item(question: QuestionValues, standard: StandardValues) -> Item:
    return Item(question.key, question.text, standard.title)


def _heading(standard: StandardValues) -> Item:
    return Item(standard.key, standard.title, "")


def _changes(old: Any, new: Any, names: tuple[str, ...]) -> tuple[FieldChange, ...]:
    found = []
    for name in names:
        before, after = _words(getattr(old, name)), _words(getattr(new, name))
        if before != after:
            found.append(_change(name, before, after))
    return tuple(found)


def _change(name: str, before: str, after: str) -> FieldChange:
    return FieldChange(name, before, after, tuple(segments(before, after)))


def _words(value: Any) -> str:
    """Return a field's value as a person would write it down."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, ScaleValues):
        return value.label
    if isinstance(value, tuple):
        return "\n".join(v.label if isinstance(v, Option) else str(v) for v in value)
    return str(value)


def segments(before: str, after: str) -> list[Segment]:
    """Return the words of both texts in one run, each marked as same, removed or added."""
    old, new = _split(before), _split(after)
    found: list[Segment] = []
    for op, a, b, c, d in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if op == "equal":
            found.append(Segment("same", "".join(old[a:b])))
            continue
        if a != b:
            found.append(Segment("removed", "".join(old[a:b])))
        if c != d:
            found.append(Segment("added", "".join(new[c:d])))
    return found


def _split(text: str) -> list[str]:
    """Words with the space after them; very long texts by line, to stay fast."""
    return re.findall(r"\S+\s*|\s+", text) if len(text) <= 4000 else text.splitlines(keepends=True)
