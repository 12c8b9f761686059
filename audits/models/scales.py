from __future__ import annotations

from typing import TYPE_CHECKING

import pgtrigger
from django.db import models
from django.db.models import Exists, OuterRef, Q

from boards.authorization import Permission
from boards.history import tracked

if TYPE_CHECKING:
    from boards.models import User


class ScaleQuerySet(models.QuerySet["Scale"]):
    def visible_to(self, user: User) -> ScaleQuerySet:
        """Shipped scales, and those of the person's boards."""
        from boards.models import Membership

        granting = Membership.objects.granting(Permission.TOOL_VIEW, user)
        return self.filter(Q(board=None) | Exists(granting.filter(board=OuterRef("board"))))


def _frozen_once_published(name: str, scale_id: str) -> pgtrigger.Trigger:
    """Refuse changes of a board's own scale that a published tool version grades by.

    Shipped scales are left to their loader, which adds and never rewrites.
    """
    return pgtrigger.Trigger(
        name=name,
        operation=pgtrigger.Update | pgtrigger.Delete
        if scale_id == "id"
        else pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        when=pgtrigger.Before,
        declare=[("graded_by", "BIGINT")],
        func=f"""
            IF TG_OP = 'INSERT' THEN graded_by := NEW.{scale_id}; ELSE graded_by := OLD.{scale_id}; END IF;
            IF EXISTS (
                SELECT 1 FROM audits_scale s WHERE s.id = graded_by AND s.board_id IS NOT NULL AND (
                    EXISTS (
                        SELECT 1 FROM audits_toolversion v
                        WHERE v.scale_id = s.id AND v.status = 'published'
                    ) OR EXISTS (
                        SELECT 1 FROM audits_question q
                        JOIN audits_toolversion v ON v.id = q.tool_version_id
                        WHERE q.scale_id = s.id AND v.status = 'published'
                    )
                )
            ) THEN
                RAISE EXCEPTION 'a scale of a published tool cannot change' USING ERRCODE = 'check_violation';
            END IF;
            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
            RETURN NEW;
        """,  # noqa: S608 - a column's name of our own
    )


@tracked()
class Scale(models.Model):
    """A grading scale: shipped (no board) or a board's own."""

    board = models.ForeignKey(
        "boards.Board", null=True, blank=True, on_delete=models.PROTECT, related_name="scales"
    )
    key = models.SlugField(max_length=40)
    label = models.CharField(max_length=120)
    valid_from = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = ScaleQuerySet.as_manager()

    class Meta:
        ordering = ["board", "label"]
        constraints = [
            models.UniqueConstraint(
                fields=["board", "key"], nulls_distinct=False, name="scale_key_unique"
            )
        ]
        triggers = [_frozen_once_published("scale_is_frozen", "id")]

    def __str__(self) -> str:
        return self.label


@tracked()
class ScalePoint(models.Model):
    """A grade of a scale. `is_met` says whether it counts as met; None does not count at all."""

    scale = models.ForeignKey(Scale, on_delete=models.CASCADE, related_name="points")
    key = models.SlugField(max_length=40)
    label = models.CharField(max_length=120)
    description = models.TextField(blank=True)
    order = models.PositiveSmallIntegerField()
    #: Better is higher; heat maps and changes since last round are worked out on it.
    rank = models.SmallIntegerField(default=0)
    is_met = models.BooleanField(null=True)

    class Meta:
        ordering = ["scale", "order"]
        constraints = [
            models.UniqueConstraint(fields=["scale", "key"], name="scale_point_key_unique"),
        ]
        triggers = [_frozen_once_published("scale_point_is_frozen", "scale_id")]

    def __str__(self) -> str:
        return self.label
