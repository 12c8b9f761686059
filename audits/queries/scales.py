"""Composed reads of grading scales."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from audits.models import Question, Scale, ToolVersion
from audits.queries.tools import last_change, scales_for
from audits.states import VersionStatus

if TYPE_CHECKING:
    from boards.models import Board, User


@dataclass(frozen=True)
class ScaleRow:
    """A scale with its grades; frozen ones can only be copied, used ones not deleted."""

    scale: Any
    is_frozen: bool
    is_used: bool


def rows(board: Board, user: User) -> list[ScaleRow]:
    """Return the scales, the board's own first."""
    published = VersionStatus.PUBLISHED
    versions = ToolVersion.objects.filter(scale=OuterRef("pk"))
    questions = Question.objects.filter(scale=OuterRef("pk"))
    scales = scales_for(board, user).annotate(
        in_version=Exists(versions),
        in_question=Exists(questions),
        in_published_version=Exists(versions.filter(status=published)),
        in_published_question=Exists(questions.filter(tool_version__status=published)),
    )
    return [
        ScaleRow(
            scale,
            scale.board_id is None or scale.in_published_version or scale.in_published_question,
            scale.in_version or scale.in_question,
        )
        for scale in scales
    ]


@dataclass(frozen=True)
class ScaleConflict:
    by: str
    at: datetime | None
    mine: str
    theirs: str


def conflict(current: Scale, mine: Sequence[Any]) -> ScaleConflict:
    """Return both versions of the grades as text, and who saved first."""
    change = last_change(current)
    return ScaleConflict(
        change.by or _("A colleague"), change.at, _lines(mine), _lines(current.points.all())
    )


def _lines(points: Any) -> str:
    words = {True: _("counts as met"), False: _("does not count as met"), None: _("left out")}
    return "\n\n".join(
        f"{point.label} ({words[point.is_met]})"
        + (f"\n{point.description}" if point.description else "")
        for point in points
    )
