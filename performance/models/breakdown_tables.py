from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from boards.authorization import Permission
from boards.history import tracked
from boards.models.groups import OfBoardQuerySet
from performance.models.indicators import Indicator


class BreakdownTableQuerySet(OfBoardQuerySet):
    permission = Permission.INDICATOR_VIEW


@tracked()
class BreakdownTable(models.Model):
    """A table of figures as reports print it: by outcome, month by month, by age and sex."""

    class Kind(models.TextChoices):
        MONTH = "month", _("Month")
        QUARTER = "quarter", _("Quarter")
        HALF = "half", _("Half year")
        FINANCIAL_YEAR = "financial_year", _("Financial year")

    board = models.ForeignKey(
        "boards.Board", on_delete=models.PROTECT, related_name="breakdown_tables"
    )
    title = models.CharField(max_length=300)
    description = models.TextField(blank=True)
    #: "indicator", or a dimension of the one indicator that the table has.
    rows_by = models.SlugField(max_length=60)
    #: "" for one period, "period", or a dimension other than that of the rows.
    columns_by = models.SlugField(max_length=60, blank=True)
    #: The period that one figure of the table covers.
    period_kind = models.CharField(max_length=14, choices=Kind.choices)
    with_shares = models.BooleanField(default=True)
    with_previous = models.BooleanField(default=False)
    #: Key in performance/reference/breakdown_tables.yaml, where it came from there.
    starter_key = models.SlugField(max_length=60, blank=True)
    order = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)

    objects = BreakdownTableQuerySet.as_manager()

    class Meta:
        ordering = ["board", "order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["board", "title"], name="breakdown_title_unique"),
            models.UniqueConstraint(
                fields=["board", "starter_key"], condition=~Q(starter_key=""),
                name="breakdown_starter_unique",
            ),
            models.CheckConstraint(
                condition=~Q(rows_by__in=["", "period"])
                & ~Q(columns_by="indicator")
                & ~Q(columns_by=F("rows_by")),
                name="breakdown_axes",
            ),
            models.CheckConstraint(
                condition=Q(period_kind__in=["month", "quarter", "half", "financial_year"]),
                name="breakdown_period_kind",
            ),
            models.CheckConstraint(
                condition=Q(with_previous=False) | Q(columns_by=""), name="breakdown_previous"
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.title


@tracked()
class BreakdownTableIndicator(models.Model):
    """One indicator of a breakdown table."""

    table = models.ForeignKey(BreakdownTable, on_delete=models.CASCADE, related_name="lines")
    indicator = models.ForeignKey(
        Indicator, on_delete=models.PROTECT, related_name="breakdown_tables"
    )
    order = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["table", "order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["table", "indicator"], name="breakdown_indicator_unique"
            )
        ]

    def __str__(self) -> str:
        return str(self.indicator)
