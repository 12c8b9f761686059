"""Meetings and who was there."""

from collections.abc import Mapping
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from boards.activity import change
from boards.errors import DomainError
from boards.models import Attendance, Board, Group, Meeting, Seat, User
from boards.rules.partners import free_key
from boards.states import require_version


class NotAtThisTable(DomainError):
    """A mark was given to a seat of another board."""


class MeetingKnown(DomainError):
    """The group already has a meeting on that day."""


def add(
    *, board: Board, by: User, group: Group, held_on: date, is_month_only: bool = False
) -> Meeting:
    """Add a meeting of a group; where only the month is known it is kept as the month's first
    day.
    """
    day = held_on.replace(day=1) if is_month_only else held_on
    meeting = Meeting(board=board, group=group, held_on=day, is_month_only=is_month_only)
    with change("meetings.add", by=by, board=board, on=meeting):
        Board.objects.select_for_update(no_key=True).get(pk=board.pk)
        _check_unknown(meeting)
        keys = set(Meeting.objects.filter(board=board).values_list("key", flat=True))
        stem = f"{group.key[:40]}-{day:%Y-%m}" if is_month_only else f"{group.key[:40]}-{day}"
        meeting.key = free_key(stem, keys, otherwise="meeting")
        meeting.save(force_insert=True)
    return meeting


def edit(
    *, meeting: Meeting, by: User, held_on: date, is_month_only: bool, version: int | None
) -> Meeting:
    """Correct the day of a meeting."""
    with change("meetings.edit", by=by, board=meeting.board, on=meeting):
        locked = _lock(meeting, version)
        locked.held_on = held_on.replace(day=1) if is_month_only else held_on
        locked.is_month_only = is_month_only
        _check_unknown(locked)
        locked.version += 1
        locked.save(update_fields=["held_on", "is_month_only", "version"])
    return locked


def mark(*, meeting: Meeting, by: User, marks: Mapping[int, str], version: int | None) -> Meeting:
    """Record the marks of seats (by primary key), all at once; an empty mark takes one away.

    Seats that are not named keep what they have. Raises `NotAtThisTable` for a seat of another
    board, `StaleRecord` when somebody else recorded marks meanwhile.
    """
    with change("meetings.mark", by=by, board=meeting.board, on=meeting):
        locked = _lock(meeting, version)
        known = set(
            Seat.objects.filter(board=locked.board_id, pk__in=marks).values_list("pk", flat=True)
        )
        if known != set(marks):
            raise NotAtThisTable(_("One of the seats is not a seat of this board."))
        have = {row.seat_id: row for row in Attendance.objects.filter(meeting=locked)}
        new, changed, gone = _differences(locked, marks, have)
        Attendance.objects.filter(pk__in=gone).delete()
        Attendance.objects.bulk_update(changed, ["mark"])
        Attendance.objects.bulk_create(new)
        locked.version += 1
        locked.save(update_fields=["version"])
    return locked


def _differences(
    meeting: Meeting, marks: Mapping[int, str], have: Mapping[int, Attendance]
) -> tuple[list[Attendance], list[Attendance], list[int]]:
    new: list[Attendance] = []
    changed: list[Attendance] = []
    gone: list[int] = []
    for seat, value in marks.items():
        row = have.get(seat)
        if not value:
            gone += [row.pk] if row else []
        elif row is None:
            new.append(Attendance(meeting=meeting, seat_id=seat, mark=Attendance.Mark(value)))
        elif row.mark != value:
            row.mark = Attendance.Mark(value)
            changed.append(row)
    return new, changed, gone


def _lock(meeting: Meeting, version: int | None) -> Meeting:
    rows = Meeting.objects.select_for_update(of=("self",), no_key=True)
    locked: Meeting = rows.select_related("board", "group").get(pk=meeting.pk)
    require_version(locked, version)
    return locked


def _check_unknown(meeting: Meeting) -> None:
    same = Meeting.objects.filter(
        group=meeting.group, held_on=meeting.held_on, is_month_only=meeting.is_month_only
    )
    if same.exclude(pk=meeting.pk).exists():
        day = date_format(meeting.held_on, "F Y" if meeting.is_month_only else "j F Y")
        message = _("%(group)s already has a meeting on %(day)s.")
        raise MeetingKnown(message % {"group": meeting.group, "day": day})
