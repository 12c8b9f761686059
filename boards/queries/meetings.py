"""Meetings of a year and the sheet on which one is marked."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.formats import date_format

from boards.models import (
    Attendance,
    Board,
    BoardPartner,
    BoardYear,
    Capacity,
    Group,
    Meeting,
    Seat,
    SeatTerm,
    User,
)
from boards.queries import attendance as attendance_queries
from boards.queries.board_years import meetings_in


@dataclass(frozen=True)
class MarkLine:
    """A seat on the sheet: who held it then, and its mark so far (empty for none)."""

    seat: Seat
    holder: str
    is_vacant: bool
    mark: str


def listed(board: Board, user: User) -> QuerySet[Meeting]:
    """Return meetings with how many were present of those marked, the latest first."""
    return (
        Meeting.objects.visible_to(user)
        .filter(board=board)
        .select_related("group")
        .annotate(
            present=Count("marks", filter=Q(marks__mark="present")),
            marked=Count("marks"),
        )
        .order_by("-held_on", "-order", "-pk")
    )


def in_year(rows: QuerySet[Meeting], year: BoardYear) -> QuerySet[Meeting]:
    """Return the meetings of a reporting year, those known by their month too."""
    return rows.filter(pk__in=meetings_in(year).values("pk"))


def span(meeting: Meeting) -> tuple[date, date]:
    """Return the days the meeting may have been on: one, or the month where only that is known."""
    if not meeting.is_month_only:
        return meeting.held_on, meeting.held_on
    last = monthrange(meeting.held_on.year, meeting.held_on.month)[1]
    return meeting.held_on, meeting.held_on.replace(day=last)


def sheet(meeting: Meeting) -> list[MarkLine]:
    """Return all seats in being that day, and any that has a mark already: three queries."""
    start, end = span(meeting)
    marks = {row.seat_id: row.mark for row in Attendance.objects.filter(meeting=meeting)}
    terms: dict[int, SeatTerm] = {}
    held = SeatTerm.objects.filter(seat__board=meeting.board_id, starts_on__lte=end)
    held = held.filter(Q(ends_on=None) | Q(ends_on__gte=start)).select_related("holder")
    for term in held.order_by("starts_on"):
        terms[term.seat_id] = term
    seats = (
        Seat.objects.filter(board=meeting.board_id, pk__in=set(marks) | set(terms))
        .select_related("partner", "capacity")
        .order_by("partner__order", "order", "pk")
    )
    return [_line(seat, terms.get(seat.pk), marks.get(seat.pk, "")) for seat in seats]


def _line(seat: Seat, term: SeatTerm | None, mark: str) -> MarkLine:
    holder = "" if term is None else str(term.holder or term.holder_name)
    return MarkLine(seat, holder, bool(term and term.is_vacant), mark)


@dataclass(frozen=True)
class YearAttendance:
    """Attendance of one group in a year, in both published layouts, with names instead of keys.

    `by_seat` and `by_meeting` are rows of `boards.queries.attendance` with `label` and
    `agency_label`.
    """

    dates: list[str]
    by_seat: list[dict[str, Any]]
    by_meeting: list[dict[str, Any]]


def attendance(year: BoardYear, group: Group | None, *, today: date) -> YearAttendance:
    """Return the attendance of the board itself (no group) or of another group in the year."""
    blocks = attendance_queries.blocks(year, today=today)
    seats = blocks.get("attendance_by_seat", {})
    meetings = blocks.get("attendance_by_meeting", {})
    if group is not None and group.parent_id is not None:
        seats = seats.get("groups", {}).get(group.key, {})
        meetings = meetings.get("groups", {}).get(group.key, {})
    agencies = dict(BoardPartner.objects.filter(board=year.board_id).values_list("key", "name"))
    titles = {seat.key: str(seat) for seat in Seat.objects.filter(board=year.board_id)}
    capacities = dict(Capacity.objects.values_list("key", "label"))

    def named(row: dict[str, Any]) -> dict[str, Any]:
        agency = agencies.get(row.get("agency") or "", "")
        seat = titles.get(row.get("seat") or "", "")
        capacity = capacities.get(row.get("capacity") or "", "")
        return row | {"agency_label": agency, "label": seat or agency, "capacity_label": capacity}

    return YearAttendance(
        [_day(text) for text in meetings.get("meetings", [])],
        [named(row) for row in seats.get("rows", [])],
        [named(row) for row in meetings.get("rows", [])],
    )


def _day(printed: str) -> str:
    """Return "15 June 2016" for 2016-06-15 and "June 2016" for 2016-06."""
    parts = [int(part) for part in printed.split("-")]
    if len(parts) == 3:
        return date_format(date(*parts), "j F Y")
    return date_format(date(parts[0], parts[1], 1), "F Y")
