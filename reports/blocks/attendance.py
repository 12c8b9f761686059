"""Attendance at the board's meetings in the three layouts that boards publish.

By person with the agency's figure, dots by meeting, ticks by meeting with the percentage. A section
prints the one whose block it has.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from boards.models import Attendance, Meeting
from boards.queries import attendance as queries
from boards.queries.attendance import GroupMeetings
from boards.rules import attendance as rules
from boards.rules.attendance import AgencyAttendance, SeatAttendance, SeatRow
from reports.blocks.base import Block, BlockContext

#: Capacity that needs no remark.
ORDINARY = "member"


@dataclass(frozen=True)
class Names:
    """Keys of report data → what is printed for them."""

    agencies: Mapping[str, str]
    seats: Mapping[str, str]
    capacities: Mapping[str, str]


@dataclass(frozen=True)
class SeatLine:
    title: str
    agency: str
    #: Capacity where it is not an ordinary member's, and that nobody held the seat.
    remark: str
    row: SeatAttendance


@dataclass(frozen=True)
class Sign:
    """A mark as it is printed, with the word that it stands for."""

    mark: str
    text: str
    word: str


@dataclass(frozen=True)
class AgencyLine:
    name: str
    row: AgencyAttendance
    signs: list[Sign]


@dataclass(frozen=True)
class SeatTable:
    group: str
    meetings: int
    lines: list[SeatLine]


@dataclass(frozen=True)
class MeetingTable:
    group: str
    #: Meetings as they are printed in the heading, two words at most.
    meetings: list[str]
    lines: list[AgencyLine]


@dataclass(frozen=True)
class AttendanceBySeat:
    tables: list[SeatTable]
    data: dict[str, Any]


@dataclass(frozen=True)
class AttendanceByMeeting:
    tables: list[MeetingTable]
    #: Every sign with its word, as the note below explains them.
    key: list[Sign]
    data: dict[str, Any]


def build_by_seat(context: BlockContext) -> AttendanceBySeat | None:
    """Return attendance of each seat, of the board and then of its groups."""
    names, groups = _read(context)
    if not groups:
        return None
    tables = [
        SeatTable(
            group=each.group.name,
            meetings=len(each.rows),
            lines=[_seat_line(row, names) for row in rules.by_seat(each.seats, each.rows)],
        )
        for each in groups
    ]
    return AttendanceBySeat(tables, _data(context, "attendance_by_seat"))


def build_ticks(context: BlockContext) -> AttendanceByMeeting | None:
    """Return a tick or a letter for each agency at each meeting, of the board and its groups."""
    return _build_by_meeting(context, rules.TICKS)


def build_dots(context: BlockContext) -> AttendanceByMeeting | None:
    """Return a dot with a letter for each agency at each meeting, of the board and its groups."""
    return _build_by_meeting(context, rules.LETTERS)


def _build_by_meeting(
    context: BlockContext, texts: Mapping[str, str]
) -> AttendanceByMeeting | None:
    names, groups = _read(context)
    if not groups:
        return None
    words = dict(Attendance.Mark.choices)
    signs = {mark: Sign(mark, text, str(words[mark])) for mark, text in texts.items()}
    tables = [
        MeetingTable(
            group=each.group.name,
            meetings=[_heading(meeting) for meeting in each.held],
            lines=[
                AgencyLine(_name(row, names), row, [signs[mark] for mark in row.marks])
                for row in rules.by_meeting(each.seats, each.rows)
            ],
        )
        for each in groups
    ]
    data = _data(context, "attendance_by_meeting")
    return AttendanceByMeeting(tables, list(signs.values()), data)


def _seat_line(row: SeatAttendance, names: Names) -> SeatLine:
    return SeatLine(
        title=names.seats[row.seat.key],
        agency=names.agencies.get(row.seat.agency or "", ""),
        remark=_remark(row.seat, names),
        row=row,
    )


def _remark(seat: SeatRow, names: Names) -> str:
    capacity = "" if seat.capacity == ORDINARY else names.capacities.get(seat.capacity or "", "")
    vacant = gettext("vacant all year") if seat.vacant else ""
    return ", ".join(filter(None, [capacity, vacant]))


def _read(context: BlockContext) -> tuple[Names, list[GroupMeetings]]:
    """Return names, and the groups that have met: the board first, nothing if it has not met."""
    records = context.records()
    names = Names(
        agencies={partner.key: partner.name for partner in records.partners},
        seats={seat.key: str(seat) for seat in records.seats},
        capacities={
            seat.capacity_id: seat.capacity.label for seat in records.seats if seat.capacity
        },
    )
    return names, queries.groups_met(records, today=timezone.localdate())


def _data(context: BlockContext, block: str) -> dict[str, Any]:
    data: dict[str, Any] = queries.blocks_of(context.records(), today=timezone.localdate())[block]
    return data


def _heading(meeting: Meeting) -> str:
    return date_format(meeting.held_on, "M Y" if meeting.is_month_only else "j M Y")


def _name(row: AgencyAttendance, names: Names) -> str:
    return names.agencies[row.agency] if row.agency is not None else names.seats[row.seat or ""]


BLOCKS = [
    Block(
        name="attendance_by_seat",
        label=_("Attendance by person"),
        build=build_by_seat,
        template="reports/blocks/attendance_by_seat.html",
        counts_no_children="meetings",
        as_data=lambda data: data.data,
        help=_("Each seat’s attendance, with that of its agency beside it."),
    ),
    Block(
        name="attendance_by_meeting",
        label=_("Attendance by meeting, ticks"),
        build=build_ticks,
        template="reports/blocks/attendance_by_meeting.html",
        counts_no_children="meetings",
        as_data=lambda data: data.data,
        help=_("A tick or a letter for each agency at each meeting, with its percentage."),
    ),
    Block(
        name="attendance_dots",
        label=_("Attendance by meeting, dots"),
        build=build_dots,
        template="reports/blocks/attendance_dots.html",
        counts_no_children="meetings",
        as_data=lambda data: data.data,
        help=_("A dot with a letter for each agency at each meeting, without percentages."),
    ),
]
