"""Attendance in a report: a section prints the layout whose block it has."""

from django.template.loader import render_to_string

from boards.models import Attendance, Meeting
from boards.registry import registry
from reports.blocks.base import BlockContext
from tests.world import today


def printed(cast, name):
    block = registry.report_blocks[name]
    data = block.build(BlockContext(cast.year))
    return data, render_to_string(block.template, {"data": data})


def meet(cast):
    meeting = Meeting.objects.create(
        board=cast.board, group=cast.group, key="m1", held_on=today(), order=1
    )
    marks = {"police-lead": "present", "police-deputy": "apologies", "health-lead": "absent"}
    Attendance.objects.bulk_create(
        Attendance(meeting=meeting, seat=cast.seats[key], mark=mark) for key, mark in marks.items()
    )


def test_dots_tell_by_letters_and_have_no_percentages(world):
    meet(world.north)

    _data, html = printed(world.north, "attendance_dots")

    assert '<abbr class="r-mark r-mark--present" title="Present">P</abbr>' in html
    assert '<abbr class="r-mark r-mark--absent" title="Absent">X</abbr>' in html
    assert "P present, A apologies, X absent" in html
    assert "%" not in html


def test_ticks_have_percentages(world):
    meet(world.north)

    _data, html = printed(world.north, "attendance_by_meeting")

    assert '<abbr class="r-tick" title="Present">✓</abbr>' in html
    assert "✓ present, A apologies, X absent" in html
    assert "100%" in html


def test_both_layouts_by_meeting_have_the_same_data(world):
    meet(world.north)

    dots, _html = printed(world.north, "attendance_dots")
    ticks, _html = printed(world.north, "attendance_by_meeting")

    assert dots.data == ticks.data
    assert ["present"] in [row["marks"] for row in ticks.data["rows"]]


def test_no_meeting_prints_nothing(world):
    assert registry.report_blocks["attendance_dots"].build(BlockContext(world.north.year)) is None
