from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from boards.authorization import Permission
from boards.history import tracked
from boards.models.agencies import BoardPartner, _dates_in_order
from boards.models.boards import Board
from boards.search import searchable

if TYPE_CHECKING:
    from boards.models.people import User


class OfBoardQuerySet(models.QuerySet[Any]):
    """Rows of a board, seen by those whose role carries `permission` on it."""

    permission: Permission

    def visible_to(self, user: User) -> Any:
        from boards.models.people import Membership

        return self.filter(
            Exists(
                Membership.objects.granting(self.permission, user).filter(board=OuterRef("board"))
            )
        )

    def between(self, start: date, end: date) -> Any:
        """Rows in being on some day of the span, both days included."""
        return self.filter(
            Q(starts_on=None) | Q(starts_on__lte=end), Q(ends_on=None) | Q(ends_on__gte=start)
        )


class GroupQuerySet(OfBoardQuerySet):
    permission = Permission.SEAT_VIEW


@tracked()
@searchable("group", title=("name",))
class Group(models.Model):
    """The board itself and its sub-groups, task-and-finish groups and panels."""

    class Kind(models.TextChoices):
        STANDING = "standing", _("Standing group")
        TASK_AND_FINISH = "task_and_finish", _("Task-and-finish group")

    board = models.ForeignKey(Board, on_delete=models.PROTECT, related_name="groups")
    key = models.SlugField(max_length=60)
    name = models.CharField(max_length=300)
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    #: Empty when the source does not say.
    status = models.CharField(max_length=20, choices=Kind.choices, blank=True)
    chair = models.ForeignKey(
        "boards.Seat", null=True, blank=True, on_delete=models.PROTECT, related_name="chairs"
    )
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    order = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)

    objects = GroupQuerySet.as_manager()

    class Meta:
        ordering = ["board", "order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["board", "key"], name="group_key_unique"),
            models.CheckConstraint(
                condition=Q(status__in=["", "standing", "task_and_finish"]), name="group_status"
            ),
            models.CheckConstraint(condition=~Q(parent=F("pk")), name="group_not_own_parent"),
            _dates_in_order("group_dates"),
        ]

    def __str__(self) -> str:
        return self.name


class SeatQuerySet(OfBoardQuerySet):
    permission = Permission.SEAT_VIEW

    def between(self, start: date, end: date) -> Any:
        """Seats with a term on some day of the span."""
        terms = SeatTerm.objects.filter(
            Q(ends_on=None) | Q(ends_on__gte=start), seat=OuterRef("pk"), starts_on__lte=end
        )
        return self.filter(Exists(terms))


@tracked()
@searchable("seat", title=("title",))
class Seat(models.Model):
    """A place at the board's table: of a partner or of its own, held in terms, sometimes vacant."""

    board = models.ForeignKey(Board, on_delete=models.PROTECT, related_name="seats")
    key = models.SlugField(max_length=60)
    title = models.CharField(max_length=300, blank=True)
    partner = models.ForeignKey(
        BoardPartner, null=True, blank=True, on_delete=models.PROTECT, related_name="seats"
    )
    #: Empty when the source does not say; counts for its agency then.
    capacity = models.ForeignKey(
        "boards.Capacity", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    #: A deputy deputises for a named seat.
    deputises_for = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="deputies"
    )
    order = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)

    objects = SeatQuerySet.as_manager()

    class Meta:
        ordering = ["board", "order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["board", "key"], name="seat_key_unique"),
            models.CheckConstraint(
                condition=Q(deputises_for=None)
                | (Q(capacity="deputy") & ~Q(deputises_for=F("pk"))),
                name="seat_only_deputies_deputise",
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.key


@tracked()
@searchable("seat_term", title=("holder_name",))
class SeatTerm(models.Model):
    """Who held a seat from–to. A vacancy is a term too: it is a record, not a gap."""

    seat = models.ForeignKey(Seat, on_delete=models.CASCADE, related_name="terms")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    is_vacant = models.BooleanField(default=False)
    holder = models.ForeignKey(
        "boards.User", null=True, blank=True, on_delete=models.PROTECT, related_name="seat_terms"
    )
    #: For holders without an account; published past years name nobody.
    holder_name = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["seat", "starts_on"]
        constraints = [
            models.UniqueConstraint(fields=["seat", "starts_on"], name="seat_term_start_unique"),
            models.UniqueConstraint(
                fields=["seat"], condition=Q(ends_on=None), name="seat_term_one_open"
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")), name="seat_term_dates"
            ),
            models.CheckConstraint(
                condition=Q(is_vacant=False) | Q(holder=None, holder_name=""),
                name="seat_term_vacant_has_no_holder",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.seat} {self.starts_on}"


class MeetingQuerySet(OfBoardQuerySet):
    permission = Permission.MEETING_VIEW


@tracked()
@searchable("meeting", title=("to_char({row}.held_on, 'FMDD FMMonth YYYY')",))
class Meeting(models.Model):
    """A meeting of a group, with who attended."""

    board = models.ForeignKey(Board, on_delete=models.PROTECT, related_name="meetings")
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="meetings")
    key = models.SlugField(max_length=60)
    held_on = models.DateField()
    #: Published reports sometimes give the month alone; `held_on` is its first day then.
    is_month_only = models.BooleanField(default=False)
    order = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        ordering = ["board", "held_on", "order", "pk"]
        constraints = [models.UniqueConstraint(fields=["board", "key"], name="meeting_key_unique")]

    def __str__(self) -> str:
        return f"{self.group} {date_format(self.held_on, 'F Y')}"


@tracked()
class Attendance(models.Model):
    """The mark of one seat at one meeting; a seat without a mark was not in post."""

    class Mark(models.TextChoices):
        PRESENT = "present", _("Present")
        APOLOGIES = "apologies", _("Apologies")
        ABSENT = "absent", _("Absent")
        NOT_REQUIRED = "not_required", _("Not required")
        NOT_IN_POST = "not_in_post", _("Not in post")

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="marks")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="marks")
    mark = models.CharField(max_length=12, choices=Mark.choices)

    class Meta:
        ordering = ["meeting", "pk"]
        verbose_name_plural = "attendance"
        constraints = [
            models.UniqueConstraint(fields=["meeting", "seat"], name="attendance_unique"),
            models.CheckConstraint(
                condition=Q(
                    mark__in=["present", "apologies", "absent", "not_required", "not_in_post"]
                ),
                name="attendance_mark",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.seat}: {self.get_mark_display()}"
