"""Reference data that the law or the field sets; loaded from `reference/*.yaml`, dated, never
code.
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from boards.history import tracked


@tracked()
class Regime(models.Model):
    """The law a board works under: vocabulary, due dates, recipients of its annual report."""

    key = models.SlugField(primary_key=True, max_length=40)
    label = models.CharField(max_length=120)
    guidance = models.CharField(max_length=200, blank=True)
    statutory_source = models.TextField(blank=True)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    #: The regime's own words: body, chair, members, annual_report, partners…
    words = models.JSONField(default=dict)
    report_due_month = models.PositiveSmallIntegerField(null=True, blank=True)
    report_due_day = models.PositiveSmallIntegerField(null=True, blank=True)
    recipients = ArrayField(models.CharField(max_length=200), default=list, blank=True)

    class Meta:
        ordering = ["valid_from", "key"]

    def __str__(self) -> str:
        return self.label

    def word(self, key: str, otherwise: str) -> str:
        """Return what this law calls a thing; `otherwise` where it has no word of its own."""
        return str(self.words.get(key) or otherwise)


@tracked()
class Sector(models.Model):
    """What kind of body an agency is; questions can be asked of some sectors only."""

    key = models.SlugField(primary_key=True, max_length=40)
    label = models.CharField(max_length=120)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "key"]

    def __str__(self) -> str:
        return self.label


@tracked()
class Capacity(models.Model):
    """How somebody sits on a board; officers and observers do not count for their agency."""

    key = models.SlugField(primary_key=True, max_length=40)
    label = models.CharField(max_length=120)
    counts_for_agency = models.BooleanField(default=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "key"]
        verbose_name_plural = "capacities"

    def __str__(self) -> str:
        return self.label
