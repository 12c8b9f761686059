from __future__ import annotations

from typing import TYPE_CHECKING

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

    def __str__(self) -> str:
        return self.label
