from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from performance.models.returns import DataReturn


class DataDraft(models.Model):
    """What an agency has written down for a data return and not sent yet.

    Its lines are kept as they were typed or stand in the file, right or wrong: nobody loses a word.
    """

    class Via(models.TextChoices):
        FILE = "file", _("Uploaded file")
        TYPED = "typed", _("Typed in the portal")

    data_return = models.ForeignKey(DataReturn, on_delete=models.CASCADE, related_name="drafts")
    via = models.CharField(max_length=5, choices=Via.choices)
    #: What the person called the file: shown as text, never used as a path.
    file_name = models.CharField(max_length=255, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    #: The fields of `performance.rules.entries.Entry`, line by line.
    entries = models.JSONField(default=list, blank=True)
    #: Field → column counted from 0, so that a mistake can name its cell.
    columns = models.JSONField(default=dict, blank=True)
    by = models.ForeignKey("boards.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["data_return", "via"]
        constraints = [
            models.UniqueConstraint(fields=["data_return", "via"], name="data_draft_unique"),
            models.CheckConstraint(condition=Q(via__in=["file", "typed"]), name="data_draft_via"),
        ]

    def __str__(self) -> str:
        return self.file_name or self.get_via_display()
