"""Attendance at a group's meetings, in the layouts that boards publish: by person, by meeting.

Source: board-year format, rules of calculation. What counts is the mark, not the dates of a term:
a seat without a mark was not in post. A seat without agency stands for itself.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from boards.rules.rounding import whole_percent


class Mark(StrEnum):
    """A mark, in the order in which one seat's mark goes before another's for their agency."""

    PRESENT = "present"
    APOLOGIES = "apologies"
    ABSENT = "absent"
    NOT_REQUIRED = "not_required"
    NOT_IN_POST = "not_in_post"


#: Meetings with these marks do not count as held for the seat.
NOT_HELD = frozenset({Mark.NOT_REQUIRED, Mark.NOT_IN_POST})
#: What is printed for a mark where meetings stand side by side: never told by colour alone.
LETTERS: Mapping[str, str] = {
    Mark.PRESENT: "P",
    Mark.APOLOGIES: "A",
    Mark.ABSENT: "X",
    Mark.NOT_REQUIRED: "N",
    Mark.NOT_IN_POST: "–",
}
TICKS: Mapping[str, str] = {**LETTERS, Mark.PRESENT: "✓"}
_PRECEDENCE = {mark: position for position, mark in enumerate(Mark)}


@dataclass(frozen=True)
class SeatRow:
    """A seat; `counts` says whether its agency is represented by it (not officers, observers)."""

    key: str
    agency: str | None = None
    capacity: str | None = None
    vacant: bool = False
    counts: bool = True


@dataclass(frozen=True)
class MeetingRow:
    """A meeting as printed: `2016-06-15`, or the month where the day is not known."""

    key: str
    date: str | None
    marks: Mapping[str, str] = field(default_factory=dict)

    def mark(self, seat: SeatRow) -> Mark:
        """Return the mark of a seat; without one it was not in post."""
        return Mark(self.marks.get(seat.key, Mark.NOT_IN_POST))


@dataclass(frozen=True)
class Share:
    """Meetings attended of those held, and the whole percentage; None where none was held."""

    attended: int
    held: int

    @property
    def percent(self) -> int | None:
        return whole_percent(self.attended, self.held)


@dataclass(frozen=True)
class SeatAttendance:
    """One row of the layout by seat. `agency_share` is None for officers and observers."""

    seat: SeatRow
    share: Share
    agency_share: Share | None

    def as_data(self) -> dict[str, Any]:
        """Return the row of report data."""
        return {
            "seat": self.seat.key,
            "agency": self.seat.agency,
            "capacity": self.seat.capacity,
            "attended": self.share.attended,
            "held": self.share.held,
            "percent": self.share.percent,
            "agency_percent": self.agency_share.percent if self.agency_share else None,
        }


@dataclass(frozen=True)
class AgencyAttendance:
    """One row of the layout by meeting: an agency, or a seat that has none."""

    agency: str | None
    seat: str | None
    marks: tuple[Mark, ...]
    share: Share

    def as_data(self) -> dict[str, Any]:
        """Return the row of report data."""
        of_seat = {} if self.seat is None else {"seat": self.seat}
        return {
            "agency": self.agency,
            **of_seat,
            "marks": [mark.value for mark in self.marks],
            "attended": self.share.attended,
            "held": self.share.held,
            "percent": self.share.percent,
        }


def by_seat(seats: Sequence[SeatRow], meetings: Sequence[MeetingRow]) -> list[SeatAttendance]:
    """Return a row per seat, in the order given.

    Seat: present ÷ marks other than not required and not in post. Agency: meetings at which a seat
    of the agency that counts was present ÷ meetings less those where all of them were not required
    or not in post. A vacant seat has attended nothing of the year's meetings.
    """
    shares = {
        standing: _share(group, meetings)
        for standing, group in _standing_together(seat for seat in seats if seat.counts).items()
    }
    return [
        SeatAttendance(
            seat=seat,
            share=_share([seat], meetings),
            agency_share=shares[_standing(seat)] if seat.counts else None,
        )
        for seat in seats
    ]


def by_meeting(seats: Sequence[SeatRow], meetings: Sequence[MeetingRow]) -> list[AgencyAttendance]:
    """Return a row per agency in the order of its first seat, and per seat without agency.

    The agency's mark is the first of present, apologies, absent, not required, not in post that one
    of its seats has, whatever the seat's capacity.
    """
    return [
        AgencyAttendance(
            agency=group[0].agency,
            seat=group[0].key if group[0].agency is None else None,
            marks=tuple(_marks(group, meetings)),
            share=_share(group, meetings),
        )
        for group in _standing_together(seats).values()
    ]


def seats_marked(seats: Sequence[SeatRow], meetings: Sequence[MeetingRow]) -> list[SeatRow]:
    """Return the seats with a mark at one of the meetings: who belongs to a sub-group."""
    marked = {key for meeting in meetings for key in meeting.marks}
    return [seat for seat in seats if seat.key in marked]


def attendance_blocks(
    seats: Sequence[SeatRow],
    meetings: Sequence[MeetingRow],
    groups: Mapping[str, Sequence[MeetingRow]] | None = None,
) -> dict[str, Any]:
    """Return the blocks `attendance_by_seat` and `attendance_by_meeting` of report data.

    `meetings` are those of the board; `groups` those of its other groups by key. The rows of a
    group are the seats that have a mark there: the format does not say who belongs to it.
    """
    blocks = _blocks(seats, meetings)
    others = {
        key: _blocks(seats_marked(seats, held), held)
        for key, held in (groups or {}).items()
        if held
    }
    if others:
        for name, block in blocks.items():
            block["groups"] = {key: other[name] for key, other in others.items()}
    return blocks


def _blocks(seats: Sequence[SeatRow], meetings: Sequence[MeetingRow]) -> dict[str, dict[str, Any]]:
    return {
        "attendance_by_seat": {
            "meetings": len(meetings),
            "rows": [row.as_data() for row in by_seat(seats, meetings)],
        },
        "attendance_by_meeting": {
            "meetings": [meeting.date for meeting in meetings],
            "rows": [row.as_data() for row in by_meeting(seats, meetings)],
        },
    }


Standing = tuple[str | None, str | None]


def _standing(seat: SeatRow) -> Standing:
    """Return what a seat stands for: its agency, else itself."""
    return (seat.agency, None) if seat.agency is not None else (None, seat.key)


def _standing_together(seats: Iterable[SeatRow]) -> dict[Standing, list[SeatRow]]:
    together: dict[Standing, list[SeatRow]] = {}
    for seat in seats:
        together.setdefault(_standing(seat), []).append(seat)
    return together


def _marks(seats: Sequence[SeatRow], meetings: Sequence[MeetingRow]) -> list[Mark]:
    """Return per meeting the mark that goes first among these seats'."""
    return [
        min((meeting.mark(seat) for seat in seats), key=lambda mark: _PRECEDENCE[mark])
        for meeting in meetings
    ]


def _share(seats: Sequence[SeatRow], meetings: Sequence[MeetingRow]) -> Share:
    if all(seat.vacant for seat in seats):
        return Share(attended=0, held=len(meetings))
    marks = _marks(seats, meetings)
    return Share(
        attended=marks.count(Mark.PRESENT), held=sum(mark not in NOT_HELD for mark in marks)
    )
