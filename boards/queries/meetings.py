"""Meetings of a year and the sheet on which one is marked."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from boards.models import Attendance, Board, BoardYear, Meeting, Seat, SeatTerm, User


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
    return rows.filter(held_on__range=(year.starts_on, year.ends_on))


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
