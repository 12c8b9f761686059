"""Attendance by seat and by meeting (GOV-07)."""

import pytest

from boards.board_year import load
from boards.rules.attendance import (
    MeetingRow,
    SeatRow,
    attendance_blocks,
    by_meeting,
    by_seat,
)
from tests.golden import compare

NOT_COUNTED = {"officer", "observer"}


def seats_of(file):
    return [
        SeatRow(s.key, s.agency, s.capacity, s.vacant, s.capacity not in NOT_COUNTED)
        for s in file.seats
    ]


def meetings_of(file):
    return [MeetingRow(m.key, str(m.date), m.marks) for m in file.meetings]


@pytest.mark.parametrize("name", compare.NAMES)
def test_attendance_blocks_of_published_year(name):
    file = load(compare.board_year(name))
    found = attendance_blocks(seats_of(file), meetings_of(file))
    wanted = compare.expected(name)["blocks"]
    wanted = {key: wanted[key] for key in ("attendance_by_seat", "attendance_by_meeting")}
    assert compare.differences(wanted, found) == []


def meeting(**marks):
    return MeetingRow(
        "m", "2016-06-15", {key.replace("_", "-"): mark for key, mark in marks.items()}
    )


def test_by_seat_leaves_out_meetings_before_and_after_the_post():
    seat = SeatRow("lay-1")
    meetings = [meeting(lay_1="present"), meeting(lay_1="absent"), meeting(lay_1="not_in_post")]
    (row,) = by_seat([seat], [*meetings, meeting()])
    assert (row.share.attended, row.share.held, row.share.percent) == (1, 2, 50)


def test_by_seat_leaves_out_meetings_at_which_the_seat_was_not_required():
    (row,) = by_seat([SeatRow("a")], [meeting(a="not_required"), meeting(a="apologies")])
    assert (row.share.held, row.share.percent) == (1, 0)


def test_by_seat_rounds_half_up():
    meetings = [meeting(a="present")] + [meeting(a="absent")] * 7
    assert by_seat([SeatRow("a")], meetings)[0].share.percent == 13  # 12.5


def test_by_seat_counts_a_deputy_for_the_agency():
    seats = [SeatRow("lead", "ccg", "member"), SeatRow("nurse", "ccg", "deputy")]
    meetings = [meeting(lead="apologies", nurse="present"), meeting(lead="present", nurse="absent")]
    lead, nurse = by_seat(seats, meetings)
    assert (lead.share.percent, lead.agency_share.percent) == (50, 100)
    assert (nurse.share.percent, nurse.agency_share.percent) == (50, 100)


def test_by_seat_does_not_count_an_officer_for_the_agency():
    seats = [SeatRow("lead", "council"), SeatRow("clerk", "council", "officer", counts=False)]
    lead, clerk = by_seat(seats, [meeting(lead="absent", clerk="present")])
    assert lead.agency_share.percent == 0
    assert clerk.share.percent == 100
    assert clerk.as_data()["agency_percent"] is None


def test_by_seat_vacant_seat_attends_nothing_of_the_year():
    row = by_seat([SeatRow("lay", vacant=True)], [meeting(lay="absent"), meeting()])[0]
    assert row.as_data() | {"percent": 0, "attended": 0, "held": 2} == row.as_data()
    assert row.agency_share.percent == 0


def test_by_seat_vacant_seat_has_the_percentage_of_its_agency():
    seats = [SeatRow("head", "schools"), SeatRow("empty", "schools", vacant=True)]
    _, empty = by_seat(seats, [meeting(head="present"), meeting(head="not_required")])
    assert (empty.share.percent, empty.agency_share.percent) == (0, 100)


def test_by_seat_nothing_held_has_no_percentage():
    (row,) = by_seat([SeatRow("a", "b")], [meeting()])
    assert row.share.percent is None
    assert row.agency_share.percent is None


@pytest.mark.parametrize(
    ("marks", "shown"),
    [
        ({"a": "absent", "b": "present"}, "present"),
        ({"a": "absent", "b": "apologies"}, "apologies"),
        ({"a": "not_required", "b": "absent"}, "absent"),
        ({"a": "not_in_post", "b": "not_required"}, "not_required"),
        ({}, "not_in_post"),
    ],
)
def test_by_meeting_shows_the_first_mark_of_the_agency(marks, shown):
    (row,) = by_meeting([SeatRow("a", "police"), SeatRow("b", "police")], [meeting(**marks)])
    assert [mark.value for mark in row.marks] == [shown]


def test_by_meeting_orders_agencies_by_their_first_seat():
    seats = [SeatRow("a", "police"), SeatRow("lay"), SeatRow("c", "ccg"), SeatRow("d", "police")]
    rows = [row.as_data() for row in by_meeting(seats, [])]
    assert [(row["agency"], row.get("seat")) for row in rows] == [
        ("police", None),
        (None, "lay"),
        ("ccg", None),
    ]


def test_by_meeting_has_agencies_that_only_send_officers():
    (row,) = by_meeting(
        [SeatRow("clerk", "unit", "officer", counts=False)], [meeting(clerk="present")]
    )
    assert row.share.percent == 100


def test_by_meeting_shows_marks_given_for_a_vacant_seat():
    (row,) = by_meeting([SeatRow("lay", vacant=True)], [meeting(lay="absent"), meeting()])
    assert row.as_data() == {
        "agency": None,
        "seat": "lay",
        "marks": ["absent", "not_in_post"],
        "attended": 0,
        "held": 2,
        "percent": 0,
    }


def test_attendance_blocks_give_other_groups_in_the_same_form():
    seats = [SeatRow("a", "police"), SeatRow("b", "ccg")]
    group = [MeetingRow("q", "2016-07", {"b": "present"})]
    blocks = attendance_blocks(seats, [meeting(a="present", b="absent")], {"qa": group, "scr": []})
    assert list(blocks["attendance_by_seat"]["groups"]) == ["qa"]
    assert blocks["attendance_by_seat"]["groups"]["qa"]["rows"] == [
        {
            "seat": "b",
            "agency": "ccg",
            "capacity": None,
            "attended": 1,
            "held": 1,
            "percent": 100,
            "agency_percent": 100,
        }
    ]
    assert blocks["attendance_by_meeting"]["groups"]["qa"]["meetings"] == ["2016-07"]


def test_attendance_blocks_without_other_groups_have_no_groups():
    assert "groups" not in attendance_blocks([], [])["attendance_by_seat"]
