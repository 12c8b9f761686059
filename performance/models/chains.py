from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from boards.authorization import Permission
from boards.history import tracked
from boards.models.groups import OfBoardQuerySet
from performance.models.indicators import Indicator


class ChainQuerySet(OfBoardQuerySet):
    permission = Permission.INDICATOR_VIEW


@tracked()
class Chain(models.Model):
    """Indicators whose figures have to hang together: a funnel or a roll-forward."""

    class Kind(models.TextChoices):
        FUNNEL = "funnel", _("Funnel: each step comes out of the one before")
        ROLL_FORWARD = "roll_forward", _("Roll-forward: opening + starts − ends = closing")

    board = models.ForeignKey("boards.Board", on_delete=models.PROTECT, related_name="chains")
    title = models.CharField(max_length=300)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    #: Key in the starter library, where it came from there.
    library_key = models.SlugField(max_length=60, blank=True)
    order = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)

    objects = ChainQuerySet.as_manager()

    class Meta:
        ordering = ["board", "order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["board", "title"], name="chain_title_unique"),
            models.UniqueConstraint(
                fields=["board", "library_key"],
                condition=~Q(library_key=""),
                name="chain_library_key_unique",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["funnel", "roll_forward"]), name="chain_kind"
            ),
        ]

    def __str__(self) -> str:
        return self.title


@tracked()
class ChainStep(models.Model):
    """One indicator of a chain, and what it is in it."""

    class Role(models.TextChoices):
        STEP = "step", _("Step")
        OPENING = "opening", _("Opening")
        START = "start", _("Starts")
        END = "end", _("Ends")
        CLOSING = "closing", _("Closing")

    chain = models.ForeignKey(Chain, on_delete=models.CASCADE, related_name="steps")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="chain_steps")
    role = models.CharField(max_length=7, choices=Role.choices)
    #: Why this step of a funnel may be larger than the one before: then it wants no comment.
    reason = models.CharField(max_length=300, blank=True)
    order = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["chain", "order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["chain", "indicator"], name="chain_step_unique"),
            models.UniqueConstraint(
                fields=["chain", "role"],
                condition=Q(role__in=["opening", "closing"]),
                name="chain_step_one_opening_and_closing",
            ),
            models.CheckConstraint(
                condition=Q(role__in=["step", "opening", "start", "end", "closing"]),
                name="chain_step_role",
            ),
            models.CheckConstraint(
                condition=Q(reason="") | Q(role="step"), name="chain_step_reason_of_a_step"
            ),
        ]

    def __str__(self) -> str:
        return str(self.indicator)
