"""A board's own grading scales: make, copy, change, delete."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from audits.models import Question, Scale, ScalePoint, ToolVersion
from audits.rules.tools import make_key
from audits.states import VersionStatus
from boards.activity import change
from boards.errors import DomainError
from boards.models import Board, User
from boards.states import require_version


class ScaleFrozen(DomainError):
    """A published version grades by the scale, or it is shipped: it cannot change."""


class ScaleInUse(DomainError):
    """A draft uses the scale, so it cannot be deleted."""


class LabelTaken(DomainError):
    """The board has a scale with this name already."""


@dataclass(frozen=True)
class PointFields:
    """A grade as it is written; `key` names the point it was before, empty for a new one."""

    label: str
    description: str = ""
    #: None: does not count at all.
    is_met: bool | None = None
    key: str = ""


def create(*, board: Board, label: str, points: Sequence[PointFields], by: User) -> Scale:
    """Make a scale of the board; the best grade comes first. Raises `LabelTaken`."""
    with change("scales.create", by=by, board=board, on=Scale(label=label)):
        Board.objects.select_for_update().get(pk=board.pk)
        _require_free_label(board, label)
        taken = set(Scale.objects.filter(board=board).values_list("key", flat=True))
        key = make_key(label, taken, fallback="scale")[:40]
        scale = Scale.objects.create(board=board, key=key, label=label)
        _write_points(scale, points)
        return scale


def edit(
    *, scale: Scale, label: str, points: Sequence[PointFields], version: int, by: User
) -> Scale:
    """Replace a scale's label and points; points named by their key keep it.

    Raises `ScaleFrozen`, `LabelTaken`, `StaleRecord`.
    """
    with change("scales.edit", by=by, board=scale.board, on=scale):
        locked = _lock(scale)
        require_version(locked, version)
        if locked.label.casefold() != label.casefold():
            _require_free_label(locked.board, label, but=locked)
        locked.label = label
        locked.version += 1
        locked.save(update_fields=["label", "version"])
        _write_points(locked, points)
        return locked


def delete(*, scale: Scale, by: User) -> None:
    """Delete a scale that nothing uses. Raises `ScaleFrozen`, `ScaleInUse`."""
    with change("scales.delete", by=by, board=scale.board, on=scale):
        locked = _lock(scale)
        if locked.tool_versions.exists() or locked.questions.exists():
            raise ScaleInUse(_("A draft uses this scale. Select another scale there first."))
        locked.delete()


def is_frozen(scale: Scale) -> bool:
    """Whether the scale cannot change: shipped, or a published version grades by it."""
    if scale.board_id is None:
        return True
    published = Q(status=VersionStatus.PUBLISHED)
    return (
        ToolVersion.objects.filter(published, scale=scale).exists()
        or Question.objects.filter(
            scale=scale, tool_version__status=VersionStatus.PUBLISHED
        ).exists()
    )


def _lock(scale: Scale) -> Scale:
    locked = Scale.objects.select_for_update(of=("self",)).get(pk=scale.pk)
    if locked.board_id is None:
        raise ScaleFrozen(
            _("This scale came with the portal and cannot change. Make a copy of it.")
        )
    if is_frozen(locked):
        raise ScaleFrozen(
            _("A published tool grades by this scale, so it cannot change. Make a copy of it.")
        )
    return locked


def _require_free_label(board: Board | None, label: str, *, but: Scale | None = None) -> None:
    same = Scale.objects.filter(board=board, label__iexact=label)
    if (same.exclude(pk=but.pk) if but else same).exists():
        message = _("There is a scale called “%(label)s” already. Give this one another name.")
        raise LabelTaken(message % {"label": label})


def _write_points(scale: Scale, points: Sequence[PointFields]) -> None:
    existing = {point.key: point for point in scale.points.all()}
    wanted = {point.key for point in points if point.key}
    for key in existing.keys() - wanted:
        existing.pop(key).delete()
    taken = set(existing) | wanted
    for order, fields in enumerate(points, 1):
        values = {
            "label": fields.label, "description": fields.description, "is_met": fields.is_met,
            "order": order, "rank": len(points) - order,
        }  # fmt: skip
        point = existing.get(fields.key)
        if point is not None:
            ScalePoint.objects.filter(pk=point.pk).update(**values)
            continue
        key = make_key(fields.label, taken, fallback="point")[:40]
        taken.add(key)
        ScalePoint.objects.create(scale=scale, key=key, **values)
