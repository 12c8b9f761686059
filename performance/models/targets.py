from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from boards.history import tracked
from performance.models.indicators import Indicator
from performance.models.numbers import ExactNumberField


@tracked()
class Target(models.Model):
    """Where an indicator should be by a day, in a line from where it set out."""

    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="targets")
    value = ExactNumberField()
    due_on = models.DateField()
    #: Where it stood when the target was set; empty: the target holds from the first day.
    start_value = ExactNumberField(null=True, blank=True)
    starts_on = models.DateField()
    #: How far behind the line is still amber, in the indicator's unit.
    tolerance = ExactNumberField(default=0)
    #: Whose ambition it is and why: shown beside the line.
    note = models.CharField(max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["indicator", "starts_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["indicator", "starts_on"], name="target_unique"),
            models.CheckConstraint(condition=Q(due_on__gt=F("starts_on")), name="target_dates"),
            models.CheckConstraint(condition=Q(tolerance__gte=0), name="target_tolerance"),
        ]

    def __str__(self) -> str:
        return f"{self.indicator}: {self.value} by {self.due_on}"
