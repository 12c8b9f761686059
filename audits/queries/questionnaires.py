"""A tool version as every return of it reads it: standards, questions, grades.

A published version never changes (triggers refuse it, for the scales it grades by too), so each
process reads it once and keeps it. Drafts are read anew every time.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from django.db.models import Q

from audits.models import Question, Round, ScalePoint, Standard, ToolVersion
from audits.rules.answers import Asked

#: Published versions kept in a process: more than are in use at once, and a few megabytes.
KEPT = 64


@dataclass(frozen=True)
class Questionnaire:
    """Read by many requests at once: what it holds is not to be changed by any of them."""

    standards: tuple[Standard, ...]
    #: In the order of the standards.
    questions: tuple[Question, ...]
    #: The questions as the rules see them, by key.
    asked: dict[str, Asked]
    #: The grades that a question offers, by its primary key; empty where it is not graded.
    grades: dict[int, list[ScalePoint]]
    #: Every grade of its scales by primary key.
    points: dict[int, ScalePoint]


def questionnaire(version: ToolVersion) -> Questionnaire:
    """Return what the version asks: three queries, none when it is published and known here."""
    if version.published_at is None:
        return _read(version.pk)
    return _published(version.pk, version.published_at)


def asked_in(round_record: Round) -> Questionnaire:
    """Return what a live round asks; one of published counts alone asks nothing and has no
    returns.
    """
    assert round_record.tool_version is not None  # noqa: S101 - a live round has its tool
    return questionnaire(round_record.tool_version)


@lru_cache(maxsize=KEPT)
def _published(pk: int, _published_at: datetime) -> Questionnaire:
    # With its time, so that a database restored under a running process is not mistaken for
    # the old one.
    return _read(pk)


def _read(pk: int) -> Questionnaire:
    standards = {row.pk: row for row in Standard.objects.filter(tool_version=pk)}
    questions = list(Question.objects.filter(tool_version=pk).select_related("tool_version"))
    for question in questions:
        question.standard = standards[question.standard_id]
    keys = {question.pk: question.key for question in questions}
    grades = _grades(questions)
    return Questionnaire(
        standards=tuple(standards.values()),
        questions=tuple(questions),
        asked={question.key: asked_of(question, keys) for question in questions},
        grades=grades,
        points={point.pk: point for points in grades.values() for point in points},
    )


def asked_of(question: Question, keys: dict[int, str]) -> Asked:
    """Return the question as the rules see it; `keys` are the version's keys by primary key."""
    return Asked(
        key=question.key,
        kind=question.kind,
        sectors=tuple(question.sectors),
        follows=keys[question.follows_id] if question.follows_id else None,
        follows_when=tuple(question.follows_when),
        is_essential=question.is_essential,
        evidence_rule=question.evidence_rule,
    )


def _grades(questions: list[Question]) -> dict[int, list[ScalePoint]]:
    """Return the grades of each question: of its own scale, of yes or no, or of the tool's."""
    scales = {question.pk: _scale(question) for question in questions}
    rows = ScalePoint.objects.select_related("scale").filter(
        Q(scale__in=[pk for pk in scales.values() if pk])
        | Q(scale__board=None, scale__key="yes_no")
    )
    by_scale: dict[int | None, list[ScalePoint]] = defaultdict(list)
    for point in rows.order_by("scale", "order"):
        by_scale[point.scale_id].append(point)
        if point.scale.key == "yes_no" and point.scale.board_id is None:
            by_scale[YES_NO].append(point)
    return {pk: by_scale[scale] for pk, scale in scales.items()}


#: Stands for the shipped scale of yes and no, whatever its primary key.
YES_NO = 0


def _scale(question: Question) -> int | None:
    if question.kind == Question.Kind.YES_NO:
        return YES_NO
    if question.kind == Question.Kind.GRADED:
        return question.scale_id or question.tool_version.scale_id
    return None
