"""A tool as a file: the same YAML as the shipped starters, out and in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import yaml
from django.db.models import Q
from django.utils.translation import gettext as _

from audits.models import Question, Scale, Standard, Tool, ToolKind, ToolVersion
from audits.rules.tools import KEY
from audits.services import tools
from audits.services.reference import content_of
from boards.activity import change
from boards.errors import NotReady, Problem
from boards.models import Board, Sector, User

LARGEST = 2 * 1024 * 1024


class _Loader(yaml.SafeLoader):
    """Plain values only; a file that refers to itself could grow without end."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.events.AliasEvent):
            raise yaml.YAMLError(_("the file may not use references (&, *)"))
        return super().compose_node(parent, index)


def write(tool_version: ToolVersion) -> str:
    """Return a version as YAML, in the format of `audits/reference/tools`."""
    content = content_of(tool_version)
    item = {
        "key": tool_version.tool.key,
        "title": tool_version.tool.title,
        "kind": tool_version.tool.kind,
        "regime": tool_version.regime_id,
        "scale": content["scale"],
        "introduction": content["introduction"],
        "sources": list(tool_version.sources),
        "standards": [
            standard | {"questions": [_question_out(q) for q in standard["questions"]]}
            for standard in content["standards"]
        ],
    }
    return yaml.safe_dump(item, sort_keys=False, allow_unicode=True, width=100)


def _question_out(question: Mapping[str, Any]) -> dict[str, Any]:
    item: dict[str, Any] = {name: question[name] for name in ("key", "text", "guidance", "kind")}
    if question["scale"]:
        item["scale"] = question["scale"]
    if question["choices"]:
        item["choices"] = question["choices"]
    if question["follows"]:
        item["follow_up"] = {"question": question["follows"], "when": question["follows_when"]}
    return item | {
        "essential": question["is_essential"],
        "evidence": question["evidence_rule"],
        "evidence_hint": question["evidence_hint"],
        "applies_to": question["sectors"],
        "impact_probe": question["impact_probe"],
    }


def create_from_file(*, text: str, board: Board, by: User, title: str = "") -> ToolVersion:
    """Start a tool of the board with the content of a file.

    Raises `NotReady` with every error of the file at once, `tools.TitleTaken`.
    """
    item = _parse(text)
    scales = _scales(board)
    problems = _Reader(scales, set(Sector.objects.values_list("key", flat=True))).read(item)
    if problems:
        raise NotReady(_("This file cannot be read"), [Problem(message) for message in problems])
    with change("tools.create", by=by, board=board, on=Tool(title=title or item["title"])):
        version = tools.create(
            board=board, title=(title or item["title"]).strip(), kind=item["kind"], by=by,
            scale=scales.get(item.get("scale") or ""),
        )  # fmt: skip
        version.introduction = (item.get("introduction") or "").strip()
        version.sources = [str(source) for source in item.get("sources") or []]
        version.save(update_fields=["introduction", "sources"])
        made: dict[str, Question] = {}
        for order, standard in enumerate(item["standards"], 1):
            _add_standard(version, standard, order, scales, made)
        return version


def _parse(text: str) -> dict[str, Any]:
    if len(text) > LARGEST:
        raise NotReady(_("This file cannot be read"), [Problem(_("The file is larger than 2 MB"))])
    try:
        item = yaml.load(text, Loader=_Loader)  # noqa: S506 - a safe loader, narrowed
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        line = _("line %(line)d: ") % {"line": mark.line + 1} if mark else ""
        message = _("The file is not a tool: %(line)sit is not written in YAML") % {"line": line}
        raise NotReady(_("This file cannot be read"), [Problem(message)]) from error
    if not isinstance(item, dict):
        raise NotReady(
            _("This file cannot be read"),
            [Problem(_("The file is not a tool: it has no title and standards"))],
        )
    return item


def _scales(board: Board) -> dict[str, Scale]:
    """Scales by key; the board's own win over shipped ones."""
    found = Scale.objects.filter(Q(board=board) | Q(board=None)).order_by("board")
    return {scale.key: scale for scale in sorted(found, key=lambda s: s.board_id is not None)}


@dataclass
class _Reader:
    """Looks through a file for everything that is wrong in it."""

    scales: Mapping[str, Scale]
    sectors: set[str]

    def read(self, item: dict[str, Any]) -> list[str]:
        """Return all errors, in the file's order."""
        errors = [
            *self._text(item, "title", _("The tool"), 300, required=True),
            *self._text(item, "introduction", _("The tool"), 20_000),
            *self._one_of(item, "kind", _("The tool"), ToolKind.values, required=True),
            *self._one_of(item, "scale", _("The tool"), self.scales),
        ]
        sources = item.get("sources") or []
        if not isinstance(sources, list) or any(len(str(source)) > 500 for source in sources):
            errors.append(
                _("The tool: “sources” must be a list of lines of 500 characters at most")
            )
        standards = item.get("standards")
        if not isinstance(standards, list) or not all(isinstance(s, dict) for s in standards):
            return [*errors, _("The tool: “standards” must be a list")]
        seen: list[Any] = []
        for number, standard in enumerate(standards, 1):
            errors += self._standard(standard, number, seen)
        errors += self._twice([s.get("key") for s in standards], _("Two standards"))
        return errors + self._twice([q.get("key") for q in seen], _("Two questions"))

    def _standard(self, standard: dict[str, Any], number: int, seen: list[Any]) -> list[str]:
        where = _("Standard %(number)d") % {"number": number}
        errors = [
            *self._key(standard, where),
            *self._text(standard, "title", where, 300, required=True),
            *self._text(standard, "intent", where, 20_000),
            *self._text(standard, "source", where, 500),
        ]
        questions = standard.get("questions") or []
        if not isinstance(questions, list) or not all(isinstance(q, dict) for q in questions):
            return [*errors, _("%(where)s: “questions” must be a list") % {"where": where}]
        for place, question in enumerate(questions, 1):
            name = _("Question %(number)d.%(place)d") % {"number": number, "place": place}
            errors += self._question(question, name, [q.get("key") for q in seen])
            seen.append(question)
        return errors

    def _question(self, question: dict[str, Any], where: str, earlier: list[Any]) -> list[str]:
        errors = [
            *self._key(question, where),
            *self._text(question, "text", where, 20_000, required=True),
            *(e for n in ("guidance", "evidence_hint", "impact_probe")
              for e in self._text(question, n, where, 20_000)),
            *self._one_of(question, "kind", where, Question.Kind.values, required=True),
            *self._one_of(question, "evidence", where, Question.EvidenceRule.values),
            *self._one_of(question, "scale", where, self.scales),
        ]  # fmt: skip
        sectors = question.get("applies_to") or []
        if not isinstance(sectors, list) or not {str(s) for s in sectors} <= self.sectors:
            errors.append(
                _("%(where)s: “applies_to” names a sector that is not known") % {"where": where}
            )
        choices = question.get("choices") or []
        if not isinstance(choices, list) or not all(
            isinstance(c, dict) and c.get("key") and c.get("label") for c in choices
        ):
            errors.append(_("%(where)s: each choice needs a key and a label") % {"where": where})
        return errors + self._follow_up(question, where, earlier)

    def _follow_up(self, question: dict[str, Any], where: str, earlier: list[Any]) -> list[str]:
        follow_up = question.get("follow_up")
        if not follow_up:
            return []
        if not isinstance(follow_up, dict) or not isinstance(follow_up.get("when"), list):
            return [
                _("%(where)s: “follow_up” needs a question and a list “when”") % {"where": where}
            ]
        if not follow_up["when"]:
            return [_("%(where)s: “follow_up” needs the answers that show it") % {"where": where}]
        if follow_up.get("question") not in earlier:
            return [
                _("%(where)s: it follows a question that does not come before it")
                % {"where": where}
            ]
        return []

    def _key(self, item: dict[str, Any], where: str) -> list[str]:
        if KEY.fullmatch(str(item.get("key") or "")):
            return []
        message = _(
            "%(where)s: “key” must have letters, numbers, hyphens or underscores, at most 60"
        )
        return [message % {"where": where}]

    def _text(
        self, item: dict[str, Any], name: str, where: str, longest: int, *, required: bool = False
    ) -> list[str]:
        value = item.get(name)
        names = {"where": where, "name": name, "longest": longest}
        if value is None or value == "":
            return [_("%(where)s: “%(name)s” is missing") % names] if required else []
        if not isinstance(value, str):
            return [_("%(where)s: “%(name)s” must be text") % names]
        if "\x00" in value:
            return [_("%(where)s: “%(name)s” has a character that cannot be kept") % names]
        if len(value) > longest:
            return [_("%(where)s: “%(name)s” must be %(longest)d characters or fewer") % names]
        return []

    def _one_of(
        self, item: dict[str, Any], name: str, where: str, known: Any, *, required: bool = False
    ) -> list[str]:
        value = item.get(name)
        if value is None and not required:
            return []
        if isinstance(value, str) and value in known:
            return []
        message = _("%(where)s: “%(name)s” must be one of %(known)s")
        return [message % {"where": where, "name": name, "known": ", ".join(known)}]

    def _twice(self, keys: list[Any], what: str) -> list[str]:
        counts = Counter(str(key) for key in keys if key)
        message = _("%(what)s have the key %(key)s")
        return [message % {"what": what, "key": key} for key, n in counts.items() if n > 1]


def _add_standard(
    version: ToolVersion, item: dict[str, Any], order: int, scales: Mapping[str, Scale],
    made: dict[str, Question],
) -> None:  # fmt: skip
    standard = Standard.objects.create(
        tool_version=version, key=item["key"], title=item["title"].strip(), order=order,
        intent=(item.get("intent") or "").strip(), source=item.get("source") or "",
    )  # fmt: skip
    for place, question in enumerate(item.get("questions") or [], 1):
        follow_up = question.get("follow_up") or {}
        made[question["key"]] = Question.objects.create(
            tool_version=version, standard=standard, order=place, key=question["key"],
            text=question["text"].strip(), guidance=(question.get("guidance") or "").strip(),
            kind=question["kind"], scale=scales.get(question.get("scale") or ""),
            choices=[
                {"key": str(c["key"]), "label": str(c["label"])}
                for c in question.get("choices") or []
            ],
            is_essential=bool(question.get("essential")),
            evidence_rule=question.get("evidence") or Question.EvidenceRule.SUGGESTED,
            evidence_hint=(question.get("evidence_hint") or "").strip(),
            impact_probe=(question.get("impact_probe") or "").strip(),
            sectors=[str(sector) for sector in question.get("applies_to") or []],
            follows=made.get(follow_up.get("question", "")),
            follows_when=[str(answer) for answer in follow_up.get("when") or []],
        )  # fmt: skip
