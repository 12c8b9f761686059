"""Attendance of a reporting year from stored records (GOV-07)."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from boards.models import BoardYear, Meeting
from boards.queries import attendance
from boards.services.board_years import import_board_year
from tests.golden import compare

pytestmark = pytest.mark.django_db

TODAY = date(2020, 1, 1)


def year_of(name):
    result = import_board_year(source=compare.board_year(name), by=None)
    return BoardYear.objects.select_related("board").get(pk=result.year.pk)


@pytest.mark.parametrize("name", compare.NAMES)
def test_blocks_of_published_year(name):
    found = attendance.blocks(year_of(name), today=TODAY)
    wanted = compare.expected(name)["blocks"]
    wanted = {key: wanted[key] for key in ("attendance_by_seat", "attendance_by_meeting")}
    assert compare.differences(wanted, found) == []


def test_blocks_leave_out_meetings_that_are_still_to_come():
    year = year_of("walsall-2016-17")
    blocks = attendance.blocks(year, today=date(2016, 9, 30))
    assert blocks["attendance_by_meeting"]["meetings"] == ["2016-06", "2016-09"]


def test_blocks_of_a_board_that_did_not_meet_are_empty(world):
    assert attendance.blocks(world.north.year, today=TODAY) == {}


def test_blocks_of_other_groups_are_below():
    year = year_of("walsall-2016-17")
    group = year.board.groups.get(key="qap")
    meeting = Meeting.objects.create(
        board=year.board, group=group, key="qap-1", held_on=date(2016, 7, 1)
    )
    meeting.marks.create(seat=year.board.seats.get(key="police"), mark="apologies")
    groups = attendance.blocks(year, today=TODAY)["attendance_by_seat"]["groups"]
    assert [row["seat"] for row in groups["qap"]["rows"]] == ["police"]


def test_blocks_need_the_same_queries_for_few_and_many():
    def queries(year):
        with CaptureQueriesContext(connection) as captured:
            attendance.blocks(year, today=TODAY)
        return len(captured)

    few, many = year_of("walsall-2016-17"), year_of("worcestershire-2016-17")
    assert queries(few) == queries(many) <= 8
