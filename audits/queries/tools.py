"""Composed reads of tools: the list, a version's outline, its content as plain values."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Prefetch, Q
from django.utils.safestring import SafeString
from django.utils.text import Truncator

from audits.models import Question, Round, Scale, Standard, Tool, ToolVersion
from audits.rules.tools import (
    Option,
    QuestionValues,
    ScaleValues,
    StandardValues,
    ToolValues,
    answers_to,
    asked_of,
)
from audits.states import VersionStatus
from boards.markdown import to_html
from boards.models import Sector

if TYPE_CHECKING:
    from boards.models import Board, User


def tools_of(board: Board, user: User) -> Any:
    """Tools that the board works with: its own and the shipped ones."""
    return Tool.objects.visible_to(user).filter(Q(board=board) | Q(board=None))


def versions_of(board: Board, user: User) -> Any:
    """Versions of the board's own tools and of the shipped ones."""
    return (
        ToolVersion.objects.visible_to(user)
        .filter(Q(tool__board=board) | Q(tool__board=None))
        .select_related("tool", "tool__board", "scale", "regime", "based_on__tool", "updated_by")
    )


@dataclass
class ToolRow:
    """A tool in the list with what people look for: state, versions, use, last change."""

    tool: Tool
    versions: list[ToolVersion]
    rounds: list[Round]

    @property
    def draft(self) -> ToolVersion | None:
        return next((v for v in self.versions if v.status == VersionStatus.DRAFT), None)

    @property
    def published(self) -> ToolVersion | None:
        return next((v for v in self.versions if v.status == VersionStatus.PUBLISHED), None)

    @property
    def latest(self) -> ToolVersion | None:
        return self.versions[0] if self.versions else None


def rows(board: Board, user: User, tools: Iterable[Tool] | None = None) -> list[ToolRow]:
    """Return the tools with their versions (newest first) and this board's rounds.

    Rounds of other boards that use the same shipped tool are nobody's business here.
    """
    queryset = tools_of(board, user) if tools is None else tools
    versions = (
        ToolVersion.objects.select_related("updated_by", "published_by", "regime")
        .annotate(question_count=Count("questions"))
        .order_by("-number")
    )
    rounds: dict[int, list[Round]] = {}
    used = Round.objects.visible_to(user).filter(board=board, tool_version__isnull=False)
    for round_ in used.select_related("year", "tool_version").order_by("-year__starts_on", "-pk"):
        rounds.setdefault(round_.tool_version.tool_id, []).append(round_)  # type: ignore[union-attr]
    return [
        ToolRow(tool, list(tool.versions.all()), rounds.get(tool.pk, []))
        for tool in queryset.prefetch_related(Prefetch("versions", versions)).order_by(
            "title", "pk"
        )
    ]


@dataclass
class QuestionRow:
    question: Question
    number: str
    sectors: list[str] = field(default_factory=list)
    #: The earlier question's number and the answers that show this one.
    follows_number: str = ""
    follows_answers: list[str] = field(default_factory=list)


@dataclass
class StandardRow:
    standard: Standard
    number: int
    questions: list[QuestionRow]


def outline(version: ToolVersion) -> list[StandardRow]:
    """Return the version's standards and questions as they are asked, with their numbers."""
    questions: dict[int, list[Question]] = {}
    for question in _questions(version):
        questions.setdefault(question.standard_id, []).append(question)
    labels = dict(Sector.objects.values_list("key", "label"))
    tool_scale = _scale(version.scale)
    numbers: dict[int, str] = {}
    by_pk: dict[int, Question] = {q.pk: q for group in questions.values() for q in group}
    found = []
    for number, standard in enumerate(version.standards.order_by("order", "pk"), 1):
        group = questions.get(standard.pk, [])
        for place, question in enumerate(group, 1):
            numbers[question.pk] = f"{number}.{place}"
        found.append(StandardRow(standard, number, [QuestionRow(q, numbers[q.pk]) for q in group]))
    for row in (row for standard_row in found for row in standard_row.questions):
        row.sectors = [labels.get(key, key) for key in row.question.sectors]
        if first := by_pk.get(row.question.follows_id or 0):
            answers = {o.key: o.label for o in answers_to(_question(first, {}), tool_scale)}
            row.follows_number = numbers[first.pk]
            row.follows_answers = [answers.get(key, key) for key in row.question.follows_when]
    return found


def _questions(version: ToolVersion) -> Any:
    return (
        version.questions.select_related("scale", "standard")
        .prefetch_related("scale__points")
        .order_by("standard__order", "standard__pk", "order", "pk")
    )


def _scale(scale: Scale | None) -> ScaleValues | None:
    if scale is None:
        return None
    points = sorted(scale.points.all(), key=lambda point: (point.order, point.pk))
    return ScaleValues(scale.key, scale.label, tuple(Option(p.key, p.label) for p in points))


def _question(question: Question, keys: dict[int, str]) -> QuestionValues:
    return QuestionValues(
        pk=question.pk,
        key=question.key,
        text=question.text,
        kind=question.kind,
        guidance=question.guidance,
        scale=_scale(question.scale),
        choices=tuple(Option(c["key"], c["label"]) for c in question.choices),
        is_essential=question.is_essential,
        evidence_rule=question.evidence_rule,
        evidence_hint=question.evidence_hint,
        impact_probe=question.impact_probe,
        sectors=tuple(question.sectors),
        follows=keys.get(question.follows_id) if question.follows_id else None,
        follows_when=tuple(question.follows_when),
    )


def values_of(version: ToolVersion) -> ToolValues:
    """Return the version's content as plain values, for rules and checks."""
    questions = list(_questions(version))
    keys = {question.pk: question.key for question in questions}
    return ToolValues(
        title=version.tool.title,
        introduction=version.introduction,
        scale=_scale(version.scale),
        sources=tuple(version.sources),
        standards=tuple(
            StandardValues(
                standard.pk, standard.key, standard.title, standard.intent, standard.source,
                tuple(_question(q, keys) for q in questions if q.standard_id == standard.pk),
            )
            for standard in version.standards.order_by("order", "pk")
        ),
    )  # fmt: skip


@dataclass(frozen=True)
class Earlier:
    """A question that another may follow, with its answers."""

    pk: int
    standard: str
    label: str
    answers: tuple[Option, ...]


def earlier_questions(
    version: ToolVersion, before: Question | None, standard: Standard
) -> list[Earlier]:
    """Return the questions answered from a list before this one (or the end of the standard)."""
    found: list[Earlier] = []
    tool_scale = _scale(version.scale)
    for row in outline(version):
        for question_row in row.questions:
            question = question_row.question
            if before is not None and question.pk == before.pk:
                return found
            answers = answers_to(_question(question, {}), tool_scale)
            if answers:
                label = f"{question_row.number} {Truncator(question.text).chars(90)}"
                found.append(
                    Earlier(question.pk, f"{row.number}. {row.standard.title}", label, answers)
                )
        if before is None and row.standard.pk == standard.pk:
            return found
    return found


def fixed_keys(version: ToolVersion) -> set[str]:
    """Keys that came from an earlier version: answers of several years are compared by them."""
    if version.based_on_id is None:
        return set()
    return set(
        Question.objects.filter(tool_version=version.based_on_id).values_list("key", flat=True)
    )


@dataclass(frozen=True)
class LastChange:
    by: str
    at: datetime | None


def last_change(record: Any) -> LastChange:
    """Return who last changed the record and when, from its history."""
    event = record.events.select_related("pgh_context").order_by("-pgh_id").first()
    if event is None:
        return LastChange("", None)
    metadata = event.pgh_context.metadata if event.pgh_context else {}
    return LastChange(metadata.get("by_name", ""), event.pgh_created_at)


def as_it_was(record: Any, version: int) -> Any:
    """Return the record as it was in that version (a row of its history), or None."""
    return record.events.filter(version=version).order_by("-pgh_id").first()


@dataclass(frozen=True)
class PreviewQuestion:
    row: QuestionRow
    guidance: SafeString
    answers: tuple[Option, ...]


@dataclass(frozen=True)
class PreviewStandard:
    row: StandardRow
    questions: list[PreviewQuestion]


def preview(version: ToolVersion, sector: str) -> list[PreviewStandard]:
    """Return what an agency of the sector is asked; standards that ask it nothing are left out."""
    tool_scale = _scale(version.scale)
    found = []
    for row in outline(version):
        asked = []
        for question_row in row.questions:
            values = _question(question_row.question, {})
            if sector and not asked_of(values, sector):
                continue
            asked.append(
                PreviewQuestion(
                    question_row,
                    to_html(values.guidance, top_level=4),
                    answers_to(values, tool_scale),
                )
            )
        if asked:
            found.append(PreviewStandard(row, asked))
    return found


def scales_for(board: Board, user: User) -> Any:
    """Shipped scales and the board's own, with their points."""
    return (
        Scale.objects.visible_to(user)
        .filter(Q(board=board) | Q(board=None))
        .prefetch_related("points")
        .order_by("board", "label")
    )
