from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from boards.authorization import Permission
from boards.history import tracked
from boards.models.groups import OfBoardQuerySet
from performance.models.indicators import Indicator

if TYPE_CHECKING:
    from boards.models import User


class PublishedTableQuerySet(OfBoardQuerySet):
    permission = Permission.INDICATOR_VIEW


@tracked()
class PublishedTable(models.Model):
    """A table file that a department publishes year after year, each time as a new edition."""

    board = models.ForeignKey(
        "boards.Board", on_delete=models.PROTECT, related_name="published_tables"
    )
    title = models.CharField(max_length=200)
    version = models.PositiveIntegerField(default=1)

    objects = PublishedTableQuerySet.as_manager()

    class Meta:
        ordering = ["board", "title"]
        constraints = [
            models.UniqueConstraint(fields=["board", "title"], name="published_table_unique")
        ]

    def __str__(self) -> str:
        return self.title


class TableMatchQuerySet(models.QuerySet["TableMatch"]):
    def visible_to(self, user: User) -> TableMatchQuerySet:
        tables = PublishedTable.objects.visible_to(user)
        return self.filter(Exists(tables.filter(pk=OuterRef("table"))))


@tracked()
class TableMatch(models.Model):
    """Which column of a published table is which indicator: remembered for later editions."""

    table = models.ForeignKey(PublishedTable, on_delete=models.CASCADE, related_name="matches")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="matches")
    #: The column of the figure; may be empty where both parts are given.
    value_column = models.CharField(max_length=200, blank=True)
    numerator_column = models.CharField(max_length=200, blank=True)
    denominator_column = models.CharField(max_length=200, blank=True)
    #: Column → the value that a row must have there, as in {"category": "Total"}.
    filters = models.JSONField(default=dict, blank=True)
    #: Whether the rows of the board's own authorities are its figures: where no agency sends them.
    takes_own = models.BooleanField(default=False)

    objects = TableMatchQuerySet.as_manager()

    class Meta:
        ordering = ["table", "indicator__order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["table", "indicator"], name="table_match_unique"),
            models.CheckConstraint(
                condition=(Q(numerator_column="") & Q(denominator_column=""))
                | (~Q(numerator_column="") & ~Q(denominator_column="")),
                name="table_match_both_parts",
            ),
            models.CheckConstraint(
                condition=~Q(value_column="") | ~Q(numerator_column=""),
                name="table_match_some_column",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator}, {self.table}"


class TableDraft(models.Model):
    """An edition that was read and not taken over yet: the rows that concern the board."""

    table = models.OneToOneField(PublishedTable, on_delete=models.CASCADE, related_name="draft")
    #: What the person called the file: shown as text, never used as a path.
    file_name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)
    #: What the publisher calls the edition, and when it came out.
    edition = models.CharField(max_length=200)
    #: Columns that say neither where nor when.
    columns = models.JSONField(default=list, blank=True)
    #: Line of the file, whose row it is, both columns of time, then a cell for each column.
    rows = models.JSONField(default=list, blank=True)
    #: How many rows the file has, and how many times are of a sort that is not kept.
    rows_read = models.PositiveIntegerField(default=0)
    left_out = models.JSONField(default=dict, blank=True)
    by = models.ForeignKey("boards.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["table"]

    def __str__(self) -> str:
        return self.file_name
