from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from boards.history import tracked

if TYPE_CHECKING:
    from boards.models.people import User

#: First path segments that the portal keeps for itself: no board may be called so.
RESERVED_SLUGS = frozenset(
    {
        "accounts", "admin", "api", "boards", "components", "health", "help", "home", "invitations",
        "live", "metrics", "notifications", "public", "ready", "search", "static", "media",
        "people",
        "installation", "outbox", "privacy", "accessibility", "cookies",
    }
)  # fmt: skip


class BoardQuerySet(models.QuerySet["Board"]):
    def visible_to(self, user: User) -> BoardQuerySet:
        """Boards on which the person has a current role."""
        from boards.models.people import Membership

        return self.filter(
            Exists(Membership.objects.current().filter(user=user, board=OuterRef("pk")))
        )


@tracked()
class Board(models.Model):
    """A safeguarding children board or partnership.

    Everything but agencies and tools belongs to one.
    """

    slug = models.SlugField(max_length=50, unique=True)
    name = models.CharField(max_length=300)
    short_name = models.CharField(max_length=40, blank=True)
    area = models.CharField(max_length=200, blank=True)
    regime = models.ForeignKey("boards.Regime", on_delete=models.PROTECT, related_name="boards")
    #: The thin band beside the board's name and on its report's cover.
    colour = models.CharField(
        max_length=7,
        blank=True,
        validators=[RegexValidator(r"^#[0-9a-fA-F]{6}$", _("Enter a colour such as #0b6b6b"))],
    )
    created_at = models.DateTimeField(auto_now_add=True)
    version = models.PositiveIntegerField(default=1)

    objects = BoardQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(slug__in=sorted(RESERVED_SLUGS)), name="board_slug_not_reserved"
            )
        ]

    def __str__(self) -> str:
        return self.short_name or self.name


@tracked()
class BoardYear(models.Model):
    """A reporting year of a board, with the regime it worked under then."""

    board = models.ForeignKey(Board, on_delete=models.PROTECT, related_name="years")
    label = models.CharField(max_length=20)
    starts_on = models.DateField()
    ends_on = models.DateField()
    regime = models.ForeignKey("boards.Regime", on_delete=models.PROTECT, related_name="+")
    #: Name and short name as the board printed them that year; empty means today's.
    board_name = models.CharField(max_length=300, blank=True)
    board_short_name = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ["board", "-starts_on"]
        constraints = [
            models.UniqueConstraint(fields=["board", "label"], name="board_year_label_unique"),
            models.UniqueConstraint(fields=["board", "starts_on"], name="board_year_start_unique"),
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("starts_on")), name="board_year_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return self.label
