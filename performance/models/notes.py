from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from boards.history import tracked
from performance.models.indicators import Indicator


@tracked()
class IndicatorNote(models.Model):
    """What people say about an indicator: what it means, or what happened on a day."""

    class Kind(models.TextChoices):
        COMMENTARY = "commentary", _("Commentary")
        ANNOTATION = "annotation", _("Event")

    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="notes")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    text = models.TextField()
    #: The day that an event happened on; for commentary the last day that it speaks of.
    on = models.DateField()
    #: An event after which the figures are another process: control limits begin anew.
    starts_anew = models.BooleanField(default=False)
    by = models.ForeignKey(
        "boards.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-on", "-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["commentary", "annotation"]), name="indicator_note_kind"
            ),
            models.CheckConstraint(condition=~Q(text=""), name="indicator_note_text"),
        ]

    def __str__(self) -> str:
        return self.text[:80]


@tracked()
class IndicatorAction(models.Model):
    """The action that a figure leads to."""

    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="action_links")
    action = models.OneToOneField(
        "boards.Action", on_delete=models.PROTECT, related_name="indicator_link"
    )

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.action)
