from __future__ import annotations

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.lookups import Regex

from boards.authorization import Permission
from boards.history import tracked
from boards.models.groups import OfBoardQuerySet


def _codes() -> Any:
    return ArrayField(models.CharField(max_length=9), default=list, blank=True)


def _codes_in_form(field: str, name: str) -> models.CheckConstraint:
    """Hold codes of English authorities only, or none at all."""
    joined = Func(F(field), Value(","), function="array_to_string", output_field=models.TextField())
    code = "E(06|08|09|10)[0-9]{6}"
    return models.CheckConstraint(
        condition=Q(Regex(joined, Value(f"^({code}(,{code})*)?$"))), name=name
    )


class BoardAreaQuerySet(OfBoardQuerySet):
    permission = Permission.INDICATOR_VIEW


@tracked()
class BoardArea(models.Model):
    """The authorities that a board is for: which rows of a published table are its own."""

    board = models.OneToOneField(
        "boards.Board", on_delete=models.PROTECT, related_name="comparator_area"
    )
    #: Codes of the Office for National Statistics; their region is the board's region.
    authorities = _codes()
    version = models.PositiveIntegerField(default=1)

    objects = BoardAreaQuerySet.as_manager()

    class Meta:
        ordering = ["board"]
        constraints = [_codes_in_form("authorities", "board_area_codes")]

    def __str__(self) -> str:
        return str(self.board)


class NeighbourSetQuerySet(OfBoardQuerySet):
    permission = Permission.INDICATOR_VIEW


@tracked()
class NeighbourSet(models.Model):
    """The authorities that a board is compared with, from a day until the next set begins."""

    board = models.ForeignKey(
        "boards.Board", on_delete=models.PROTECT, related_name="neighbour_sets"
    )
    #: Codes of the Office for National Statistics.
    authorities = _codes()
    starts_on = models.DateField()
    #: Where the choice comes from, such as the department's benchmarking tool.
    source = models.CharField(max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = NeighbourSetQuerySet.as_manager()

    class Meta:
        ordering = ["board", "-starts_on"]
        constraints = [
            models.UniqueConstraint(fields=["board", "starts_on"], name="neighbour_set_unique"),
            models.CheckConstraint(
                condition=Q(authorities__len__gt=0), name="neighbour_set_not_empty"
            ),
            _codes_in_form("authorities", "neighbour_set_codes"),
        ]

    def __str__(self) -> str:
        return f"{self.board}, {self.starts_on}"
