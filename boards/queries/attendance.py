"""Attendance of a reporting year, as blocks of report data."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from boards.models import BoardYear, Group, Meeting, Seat
from boards.queries.board_years import YearRecords, printed_date, records_of
from boards.rules.attendance import MeetingRow, SeatRow, attendance_blocks, seats_marked


@dataclass(frozen=True)
class GroupMeetings:
    """The held meetings of a group, with the seats that belong to it."""

    group: Group
    seats: list[SeatRow]
    rows: list[MeetingRow]
    held: list[Meeting]


def blocks(year: BoardYear, *, today: date) -> dict[str, Any]:
    """Return the blocks `attendance_by_seat` and `attendance_by_meeting` of a year.

    Empty when the board did not meet. A meeting after `today` has not been held yet.
    """
    return blocks_of(records_of(year), today=today)


def blocks_of(records: YearRecords, *, today: date) -> dict[str, Any]:
    """Return the same from records that have been read already."""
    met = groups_met(records, today=today)
    if not met:
        return {}
    board, *others = met
    return attendance_blocks(
        board.seats, board.rows, {each.group.key: each.rows for each in others}
    )


def groups_met(records: YearRecords, *, today: date) -> list[GroupMeetings]:
    """Return the groups that have met, the board first; none when the board itself has not."""
    seats, keys = seat_rows(records), {seat.pk: seat.key for seat in records.seats}
    held = [meeting for meeting in records.meetings if meeting.held_on <= today]
    met = []
    for group in sorted(records.groups, key=lambda group: group != records.root):
        of_group = [meeting for meeting in held if meeting.group_id == group.pk]
        rows = [
            MeetingRow(
                meeting.key,
                str(printed_date(meeting)),
                {keys[seat]: mark for seat, mark in records.marks[meeting.pk].items()},
            )
            for meeting in of_group
        ]
        if rows:
            marked = seats if group == records.root else seats_marked(seats, rows)
            met.append(GroupMeetings(group, marked, rows, of_group))
    return met if met and met[0].group == records.root else []


def seat_rows(records: YearRecords) -> list[SeatRow]:
    """Return the year's seats as the rules of attendance want them."""
    agencies = {partner.pk: partner.key for partner in records.partners}
    return [
        SeatRow(
            key=seat.key,
            agency=agencies[seat.partner_id] if seat.partner_id else None,
            capacity=seat.capacity_id,
            vacant=records.is_vacant(seat),
            counts=_counts(seat),
        )
        for seat in records.seats
    ]


def _counts(seat: Seat) -> bool:
    """Whether the seat represents its agency; one whose capacity is not known does."""
    return seat.capacity is None or seat.capacity.counts_for_agency
