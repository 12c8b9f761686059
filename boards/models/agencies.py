from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from boards.history import tracked
from boards.models.boards import Board
from boards.search import searchable

if TYPE_CHECKING:
    from boards.models.people import User


def _dates_in_order(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(starts_on=None) | Q(ends_on=None) | Q(ends_on__gte=F("starts_on")), name=name
    )


class AgencyQuerySet(models.QuerySet["Agency"]):
    def visible_to(self, user: User) -> AgencyQuerySet:
        """Agencies on a board of the person's (board-wide roles), and the person's own agencies."""
        from boards.models.people import Membership

        mine = Membership.objects.current().filter(user=user)
        on_board = BoardPartner.objects.filter(
            agency=OuterRef("pk"), board__in=mine.filter(agency=None).values("board")
        )
        return self.filter(Exists(on_board) | Exists(mine.filter(agency=OuterRef("pk"))))

    def working_with(self, board: Board, on: date) -> AgencyQuerySet:
        """The board's current partners and their sites: a trust's hospitals, its schools.

        One that was replaced stays until this board has let its partnership end.
        """
        partners = BoardPartner.objects.filter(board=board).current(on)
        here = Exists(partners.filter(agency=OuterRef("pk")))
        above = Exists(partners.filter(agency=OuterRef("parent")))
        two_above = Exists(partners.filter(agency=OuterRef("parent__parent")))
        was_here = Exists(BoardPartner.objects.filter(board=board, agency=OuterRef("pk")))
        # A site with a partnership of its own is on the board by that one's dates alone.
        return self.filter(here | (~was_here & (above | two_above)))

    def not_replaced(self) -> AgencyQuerySet:
        return self.filter(~Exists(AgencySuccession.objects.filter(old=OuterRef("pk"))))


@tracked()
@searchable("agency", title=("name",))
class Agency(models.Model):
    """A body that works with children: shared by all boards of the installation."""

    name = models.CharField(max_length=300)
    sector = models.ForeignKey("boards.Sector", on_delete=models.PROTECT, related_name="agencies")
    #: Trust → hospital, council → directorate, academy trust → school.
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="parts"
    )
    version = models.PositiveIntegerField(default=1)

    objects = AgencyQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "agencies"
        constraints = [
            models.CheckConstraint(condition=~Q(parent=F("pk")), name="agency_not_own_parent")
        ]

    def __str__(self) -> str:
        return self.name


@tracked()
@searchable("agency_name", title=("name",))
class AgencyName(models.Model):
    """A former name of an agency, until the day before it was renamed."""

    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="former_names")
    name = models.CharField(max_length=300)
    until = models.DateField()

    class Meta:
        ordering = ["agency", "until"]
        constraints = [
            models.UniqueConstraint(fields=["agency", "until"], name="agency_name_until_unique")
        ]

    def __str__(self) -> str:
        return self.name


@tracked()
class AgencySuccession(models.Model):
    """One agency took the place of another: several rows say that it was split, or that some
    merged.

    The day is the first of the new agency. The old one keeps its name and all that happened.
    """

    old = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="successions")
    new = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="predecessions")
    on = models.DateField()

    class Meta:
        ordering = ["on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["old", "new"], name="agency_succession_unique"),
            models.CheckConstraint(condition=~Q(old=F("new")), name="agency_succession_by_another"),
        ]

    def __str__(self) -> str:
        return f"{self.old} → {self.new}"


class BoardPartnerQuerySet(models.QuerySet["BoardPartner"]):
    def visible_to(self, user: User) -> BoardPartnerQuerySet:
        """Partners of a board for its board-wide people; its own row for an agency's people."""
        from boards.models.people import Membership

        mine = Membership.objects.current().filter(user=user, board=OuterRef("board"))
        return self.filter(Exists(mine.filter(Q(agency=None) | Q(agency=OuterRef("agency")))))

    def current(self, on: date) -> BoardPartnerQuerySet:
        return self.between(on, on)

    def between(self, start: date, end: date) -> BoardPartnerQuerySet:
        """Partners on the board on some day of the span, both days included."""
        return self.filter(
            Q(starts_on=None) | Q(starts_on__lte=end), Q(ends_on=None) | Q(ends_on__gte=start)
        )


@tracked()
@searchable("partner", title=("name",))
class BoardPartner(models.Model):
    """An agency on a board, from–to, under the name and sector that the board gives it."""

    board = models.ForeignKey(Board, on_delete=models.PROTECT, related_name="partners")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="partnerships")
    key = models.SlugField(max_length=60)
    name = models.CharField(max_length=300)
    sector = models.ForeignKey("boards.Sector", on_delete=models.PROTECT, related_name="+")
    is_statutory = models.BooleanField(default=False)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    order = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)

    objects = BoardPartnerQuerySet.as_manager()

    class Meta:
        ordering = ["board", "order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["board", "key"], name="board_partner_key_unique"),
            models.UniqueConstraint(fields=["board", "agency"], name="board_partner_agency_unique"),
            _dates_in_order("board_partner_dates"),
        ]

    def __str__(self) -> str:
        return self.name
