"""Seats, groups and meetings of a living board."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from boards.models import Attendance, Capacity, Meeting, Seat
from boards.services import groups, meetings, seats

if TYPE_CHECKING:
    from boards.demo.living import Living

Mark = Attendance.Mark
#: Groups were set up so many days ago, where the file does not say otherwise.
IN_BEING = 1100


def lay(living: Living, plan: dict[str, Any]) -> None:
    """Put seats round the table, groups under the board, and marks beside their meetings."""
    for item in plan["seats"]:
        living.seats[item["key"]] = _seat(living, item)
    for item in plan["groups"]:
        living.groups[item["key"]] = groups.add(
            board=living.board,
            by=living.manager,
            name=item["name"],
            parent=living.groups.get(item.get("parent", "")),
            status=item.get("status", ""),
            chair=living.seats.get(item.get("chair", "")),
            # With a first day: a group that always was would be one of the published year too.
            starts_on=living.clock.day(item.get("days", IN_BEING)),
        )
    for item in plan["meetings"]:
        _meeting(living, item, plan["seats"])


def _seat(living: Living, item: dict[str, Any]) -> Seat:
    """A seat with whoever holds it, or the vacancy that somebody left behind."""
    days_vacant = item.get("vacant_days")
    before = item.get("before", "")
    first: Any = item.get("days", days_vacant)
    seat = seats.add(
        board=living.board,
        by=living.manager,
        title=item["title"],
        starts_on=living.clock.day(first),
        partner=living.partners.get(item.get("partner", "")),
        capacity=Capacity.objects.get(key=item["capacity"]),
        deputises_for=living.seats.get(item.get("for", "")),
        holder=living.people[item["holder"]] if "holder" in item else None,
        holder_name=before,
    )
    if days_vacant and before:
        seats.end_term(
            seat=seat,
            by=living.manager,
            ends_on=living.clock.day(days_vacant + 1),
            version=seat.version,
        )
    return seat


def _meeting(living: Living, item: dict[str, Any], seats_written: list[dict[str, Any]]) -> Meeting:
    meeting = meetings.add(
        board=living.board,
        by=living.manager,
        group=living.groups[item["group"]],
        held_on=living.clock.day(item["days_ago"]),
    )
    marks = {
        living.seats[seat["key"]].pk: mark
        for seat in seats_written
        if seat["key"] in item.get("only", living.seats)
        and (mark := mark_of(seat, item)) is not None
    }
    return meetings.mark(meeting=meeting, by=living.manager, marks=marks, version=meeting.version)


def mark_of(seat: dict[str, Any], meeting: dict[str, Any]) -> str | None:
    """Return a seat's mark; None when it was not in being. Deputies come for an absent member."""
    ago = meeting["days_ago"]
    if seat.get("days", seat.get("vacant_days", 0)) < ago:
        return None
    if ago < seat.get("vacant_days", 0):
        return Mark.NOT_IN_POST
    if seat["key"] in meeting.get("apologies", []):
        return Mark.APOLOGIES
    if seat["key"] in meeting.get("absent", []):
        return Mark.ABSENT
    if "for" in seat and "only" not in meeting:
        away = [*meeting.get("apologies", []), *meeting.get("absent", [])]
        return Mark.PRESENT if seat["for"] in away else Mark.NOT_REQUIRED
    return Mark.PRESENT
