from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from boards.authorization import Permission
from boards.history import tracked
from boards.models.boards import Board
from boards.models.groups import OfBoardQuerySet
from boards.search import searchable


class ThemeQuerySet(OfBoardQuerySet):
    permission = Permission.ACTION_VIEW

    def current(self) -> ThemeQuerySet:
        """Themes that something new can be tagged with."""
        rows: ThemeQuerySet = self.filter(retired_on=None)
        return rows


@tracked()
@searchable("theme", title=("label",))
class Theme(models.Model):
    """What several things are about, such as neglect: a tag that each board keeps for itself."""

    board = models.ForeignKey(Board, on_delete=models.PROTECT, related_name="themes")
    #: Stays when the name changes; that of an indicator's theme where they mean the same.
    key = models.SlugField(max_length=60)
    label = models.CharField(_("name"), max_length=200)
    #: From this day on nothing new is tagged with it; what is tagged stays so.
    retired_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = ThemeQuerySet.as_manager()

    class Meta:
        ordering = ["label", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["board", "key"], name="theme_key_unique"),
            models.UniqueConstraint(
                "board", models.functions.Lower("label"), name="theme_label_unique"
            ),
            models.CheckConstraint(condition=~models.Q(label=""), name="theme_label"),
        ]

    def __str__(self) -> str:
        return self.label
