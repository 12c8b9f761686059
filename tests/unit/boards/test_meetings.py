"""Meetings and marks."""

from datetime import date

import pytest

from boards.errors import StaleRecord
from boards.models import Attendance
from boards.services import meetings


def add_one(cast, day=date(2026, 6, 15), **values):
    return meetings.add(
        board=cast.board, by=cast.board_manager, group=cast.group, held_on=day, **values
    )


def test_add_month_only_is_the_first_of_the_month(world):
    meeting = add_one(world.north, is_month_only=True)

    assert (meeting.held_on, meeting.key) == (date(2026, 6, 1), "board-2026-06")


def test_add_twice_on_a_day(world):
    add_one(world.north)

    with pytest.raises(meetings.MeetingKnown):
        add_one(world.north)


def test_mark_adds_changes_and_takes_away(world):
    north = world.north
    meeting, (lead, deputy) = add_one(north), (
        north.seats["police-lead"].pk, north.seats["police-deputy"].pk,
    )  # fmt: skip
    first = {lead: "present", deputy: "absent"}
    meetings.mark(meeting=meeting, by=north.board_manager, marks=first, version=1)

    second = {lead: "apologies", deputy: ""}
    meetings.mark(meeting=meeting, by=north.board_manager, marks=second, version=2)

    assert list(Attendance.objects.values_list("seat", "mark")) == [(lead, "apologies")]


def test_mark_when_marked_meanwhile(world):
    meeting = add_one(world.north)
    meetings.mark(meeting=meeting, by=world.north.board_manager, marks={}, version=1)

    with pytest.raises(StaleRecord):
        meetings.mark(meeting=meeting, by=world.north.board_manager, marks={}, version=1)


def test_mark_a_seat_of_the_other_board(world):
    meeting = add_one(world.north)

    with pytest.raises(meetings.NotAtThisTable):
        meetings.mark(
            meeting=meeting, by=world.north.board_manager,
            marks={world.south.seats["chair"].pk: "present"}, version=1,
        )  # fmt: skip
