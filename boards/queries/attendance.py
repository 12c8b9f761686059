"""Attendance of a reporting year, as blocks of report data."""

from collections.abc import Callable
from datetime import date
from typing import Any

from boards.models import BoardYear, Group, Meeting, Seat
from boards.queries.board_years import YearRecords, printed_date, records_of
from boards.rules.attendance import MeetingRow, SeatRow, attendance_blocks


def blocks(year: BoardYear, *, today: date) -> dict[str, Any]:
    """Return the blocks `attendance_by_seat` and `attendance_by_meeting` of a year.

    Empty when the board did not meet. A meeting after `today` has not been held yet.
    """
    return blocks_of(records_of(year), today=today)


def blocks_of(records: YearRecords, *, today: date) -> dict[str, Any]:
    """Return the same from records that have been read already."""
    held = [meeting for meeting in records.meetings if meeting.held_on <= today]
    root = records.root
    meetings = meetings_of(records, held)
    if root is None or not meetings(root):
        return {}
    others = {group.key: meetings(group) for group in records.groups if group != root}
    return attendance_blocks(seat_rows(records), meetings(root), others)


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


def meetings_of(records: YearRecords, held: list[Meeting]) -> Callable[[Group], list[MeetingRow]]:
    """Return a function that gives the held meetings of a group."""
    keys = {seat.pk: seat.key for seat in records.seats}

    def rows(group: Group) -> list[MeetingRow]:
        return [
            MeetingRow(
                meeting.key,
                str(printed_date(meeting)),
                {keys[seat]: mark for seat, mark in records.marks[meeting.pk].items()},
            )
            for meeting in held
            if meeting.group_id == group.pk
        ]

    return rows


def _counts(seat: Seat) -> bool:
    """Whether the seat represents its agency; one whose capacity is not known does."""
    return seat.capacity is None or seat.capacity.counts_for_agency
