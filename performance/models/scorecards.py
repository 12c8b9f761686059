from __future__ import annotations

from django.db import models

from boards.authorization import Permission
from boards.history import tracked
from boards.models.groups import OfBoardQuerySet
from performance.models.indicators import Indicator


class ScorecardQuerySet(OfBoardQuerySet):
    permission = Permission.INDICATOR_VIEW


@tracked()
class Scorecard(models.Model):
    """The indicators that the board or one of its groups looks at together."""

    board = models.ForeignKey("boards.Board", on_delete=models.PROTECT, related_name="scorecards")
    title = models.CharField(max_length=300)
    #: The group that reads it; empty: the board itself.
    group = models.ForeignKey(
        "boards.Group", null=True, blank=True, on_delete=models.PROTECT, related_name="scorecards"
    )
    order = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)

    objects = ScorecardQuerySet.as_manager()

    class Meta:
        ordering = ["board", "order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["board", "title"], name="scorecard_title_unique")
        ]

    def __str__(self) -> str:
        return self.title


@tracked()
class ScorecardIndicator(models.Model):
    """One indicator on a scorecard."""

    scorecard = models.ForeignKey(Scorecard, on_delete=models.CASCADE, related_name="lines")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="scorecards")
    order = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["scorecard", "order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["scorecard", "indicator"], name="scorecard_indicator_unique"
            )
        ]

    def __str__(self) -> str:
        return str(self.indicator)
