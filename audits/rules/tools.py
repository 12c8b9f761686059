"""A tool's content as plain values, and what can be decided on it without a database."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.utils.text import slugify
from django.utils.translation import gettext as _

T = TypeVar("T")

#: What a key may look like.
KEY = re.compile(r"[-a-zA-Z0-9_]{1,60}")

#: Kinds whose answer is one of a list, so that a follow-up can hang on it.
LISTED_KINDS = frozenset({"graded", "yes_no", "choice"})
#: Longest key made from a text; the column takes 60, the rest is for a number.
KEY_LENGTH = 50


@dataclass(frozen=True)
class Option:
    """An answer that can be picked: a point of a scale or a choice."""

    key: str
    label: str


@dataclass(frozen=True)
class ScaleValues:
    key: str
    label: str
    points: tuple[Option, ...] = ()


@dataclass(frozen=True)
class QuestionValues:
    pk: int
    key: str
    text: str
    kind: str = "graded"
    guidance: str = ""
    #: A scale of its own; None means the tool's.
    scale: ScaleValues | None = None
    choices: tuple[Option, ...] = ()
    is_essential: bool = False
    evidence_rule: str = "suggested"
    evidence_hint: str = ""
    impact_probe: str = ""
    sectors: tuple[str, ...] = ()
    #: Key of the earlier question, and its answers that show this one.
    follows: str | None = None
    follows_when: tuple[str, ...] = ()


@dataclass(frozen=True)
class StandardValues:
    pk: int
    key: str
    title: str
    intent: str = ""
    source: str = ""
    questions: tuple[QuestionValues, ...] = ()


@dataclass(frozen=True)
class ToolValues:
    title: str
    introduction: str = ""
    scale: ScaleValues | None = None
    standards: tuple[StandardValues, ...] = ()
    sources: tuple[str, ...] = ()

    def questions(self) -> Iterator[QuestionValues]:
        """All questions in the order in which they are asked."""
        for standard in self.standards:
            yield from standard.questions

    def by_key(self) -> dict[str, QuestionValues]:
        return {question.key: question for question in self.questions()}


def answers_to(question: QuestionValues, tool_scale: ScaleValues | None) -> tuple[Option, ...]:
    """Return the answers that can be picked for the question; none for text, number and date."""
    if question.kind == "graded":
        scale = question.scale or tool_scale
        return scale.points if scale else ()
    if question.kind == "yes_no":
        return (Option("yes", _("Yes")), Option("no", _("No")))
    return question.choices if question.kind == "choice" else ()


def make_key(text: str, taken: Collection[str], *, fallback: str = "question") -> str:
    """Return a short key made of the text's words that is not in `taken`.

    It keeps whole words, at most seven, and numbers itself when another has the same words.
    """
    words = [word for word in slugify(text).split("-") if word][:7]
    key = ""
    for word in words:
        longer = f"{key}-{word}" if key else word[:KEY_LENGTH]
        if len(longer) > KEY_LENGTH:
            break
        key = longer
    base = key or fallback
    key, number = base, 2
    while key in taken:
        key, number = f"{base}-{number}", number + 1
    return key


@dataclass
class ParsedChoices:
    choices: list[dict[str, str]] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


def parse_choices(text: str, known: Mapping[str, str] | None = None) -> ParsedChoices:
    """Read choices, one per line: `Label` or `key | Label`.

    `known` maps labels to the keys they had, so that a line typed again keeps its key. All errors
    are returned at once, each with its line's number.
    """
    parsed = ParsedChoices()
    lines = [(number, line.strip()) for number, line in enumerate(text.splitlines(), 1)]
    split = [(number, *_split_choice(line)) for number, line in lines if line]
    taken = {key for _number, key, _label in split if key}
    keys: set[str] = set()
    labels: set[str] = set()
    for number, given, label in split:
        key = given or _key_of_choice(label, known or {}, taken | keys)
        if error := _choice_error(given, label, key in keys, label.casefold() in labels):
            parsed.errors.append(
                _("Line %(number)d: %(error)s") % {"number": number, "error": error}
            )
            continue
        keys.add(key)
        labels.add(label.casefold())
        parsed.choices.append({"key": key, "label": label})
    return parsed


def _split_choice(line: str) -> tuple[str, str]:
    before, bar, after = line.partition("|")
    return (before.strip(), after.strip()) if bar else ("", line)


def _key_of_choice(label: str, known: Mapping[str, str], taken: Collection[str]) -> str:
    before = known.get(label, "")
    if before and before not in taken:
        return before
    return make_key(label, taken, fallback="choice")


def _choice_error(given: str, label: str, same_key: bool, same_label: bool) -> str:
    if not label:
        return _("enter the words people will see after the “|”")
    if len(label) > 200:
        return _("use 200 characters or fewer")
    if given and (not KEY.fullmatch(given)):
        return _("a key may only have letters, numbers, hyphens and underscores, at most 60")
    if same_key:
        return _("another line has the same key")
    return _("another line says the same") if same_label else ""


def format_choices(choices: Iterable[Mapping[str, Any]]) -> str:
    """Return choices as `parse_choices` reads them, keys included, so that they stay."""
    return "\n".join(f"{choice['key']} | {choice['label']}" for choice in choices)


def moved(items: Sequence[T], item: T, position: int) -> list[T]:
    """Return the items with this one at the position (0 first); past the end means last."""
    rest = [other for other in items if other != item]
    position = max(0, min(position, len(rest)))
    return [*rest[:position], item, *rest[position:]]


def step(sizes: Sequence[int], group: int, position: int, by: int) -> tuple[int, int]:
    """Return group and position one step up (-1) or down (+1) from here.

    At the end of its group an item goes on into the next one; at the very top or bottom it stays.
    """
    there = position + by
    if 0 <= there < sizes[group]:
        return group, there
    next_group = group + by
    if not 0 <= next_group < len(sizes):
        return group, position
    return next_group, (sizes[next_group] if by < 0 else 0)


def asked_of(question: QuestionValues, sector: str) -> bool:
    """Whether agencies of the sector are asked; a question without sectors is for all."""
    return not question.sectors or sector in question.sectors


def merged(
    base: Mapping[str, Any] | None, mine: Mapping[str, Any], theirs: Mapping[str, Any]
) -> tuple[dict[str, Any], list[str]]:
    """Bring two people's changes of one record together; return the fields and the real conflicts.

    A field that I left as I found it takes their value; one that only I changed keeps mine. A field
    that both changed keeps mine and is named as a conflict. Without `base` every difference is one.
    """
    fields: dict[str, Any] = {}
    conflicts: list[str] = []
    for name, my_value in mine.items():
        their_value = theirs[name]
        unknown = base is None
        if my_value == their_value or (not unknown and base[name] == their_value):  # type: ignore[index]
            fields[name] = my_value
        elif not unknown and base[name] == my_value:  # type: ignore[index]
            fields[name] = their_value
        else:
            fields[name] = my_value
            conflicts.append(name)
    return fields, conflicts
