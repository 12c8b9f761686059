"""Pages about meetings and attendance."""

from datetime import date

import pytest
from django.urls import reverse

from boards.models import Attendance, Meeting
from boards.services import meetings
from tests.world import MARKER, today


def url(cast, name, **kwargs):
    return reverse(f"boards:{name}", kwargs={"board": cast.board.slug, **kwargs})


def add_one(cast, day=None, **values):
    return meetings.add(
        board=cast.board, by=cast.board_manager, group=cast.group, held_on=day or today(), **values
    )


def mark_all(cast, meeting, mark="present"):
    marks = {seat.pk: mark for seat in cast.seats.values()}
    return meetings.mark(meeting=meeting, by=cast.board_manager, marks=marks, version=None)


def test_list_says_the_month_where_the_day_is_not_known(world):
    add_one(world.north, date(2026, 6, 15), is_month_only=True)
    add_one(world.south)

    address = url(world.north, "meeting-list") + "?year=all"
    page = world.client(world.north.police_lead).get(address)

    assert "June 2026" in page.text
    assert "1 June 2026" not in page.text
    assert MARKER not in page.text


def test_list_begins_with_the_year_of_today(world):
    now, old = add_one(world.north), add_one(world.north, today().replace(year=2019, day=1))
    client = world.client(world.north.board_manager)

    def shown(**query):
        page = client.get(url(world.north, "meeting-list"), query)
        return [meeting.pk for meeting in page.context["page"]]

    assert shown() == [now.pk]
    assert shown(year="all") == [now.pk, old.pk]
    assert shown(year=world.north.year.pk) == [now.pk]


def test_list_asks_the_same_for_many(world, assert_constant_queries):
    client = world.client(world.north.board_manager)
    mark_all(world.north, add_one(world.north))

    def grow():
        for number in range(1, 9):
            mark_all(world.north, add_one(world.north, date(2026, number, 3)))

    assert_constant_queries(lambda: client.get(url(world.north, "meeting-list")), grow)


def test_add_leads_to_marking(world):
    client = world.client(world.north.board_manager)

    answer = client.post(
        url(world.north, "meeting-new"), {"group": world.north.group.pk, "held_on": "15 June 2026"}
    )

    made = Meeting.objects.get()
    assert answer.url == url(world.north, "meeting-mark", pk=made.pk)


def test_mark_saves_all_seats_at_once(world):
    meeting = add_one(world.north)
    client = world.client(world.north.board_manager)
    page = client.get(url(world.north, "meeting-mark", pk=meeting.pk))
    names = [row["name"] for row in page.context["rows"]]

    answer = client.post(
        url(world.north, "meeting-mark", pk=meeting.pk),
        dict.fromkeys(names, "present") | {"version": 1},
    )

    assert answer.status_code == 302
    assert Attendance.objects.filter(meeting=meeting, mark="present").count() == 4
    assert "4 of 4 present" in client.get(answer.url).text


def test_mark_after_somebody_else_keeps_both(world):
    meeting = add_one(world.north)
    mark_all(world.north, meeting, "absent")
    client = world.client(world.north.board_manager)
    name = f"seat-{world.north.seats['chair'].pk}"

    page = client.post(
        url(world.north, "meeting-mark", pk=meeting.pk), {name: "present", "version": 1}
    )

    chair = next(row for row in page.context["rows"] if row["name"] == name)
    assert page.status_code == 422
    assert (chair["value"], str(chair["theirs"])) == ("present", "Absent")
    assert 'name="version" value="2"' in page.text


def test_mark_asks_the_same_for_many_seats(world, assert_constant_queries):
    from boards.services import seats

    meeting = add_one(world.north)
    client = world.client(world.north.board_manager)

    def grow():
        for number in range(8):
            seats.add(
                board=world.north.board, by=world.north.board_manager, title=f"Seat {number}",
                starts_on=date(2026, 4, 1), partner=world.north.seats["police-lead"].partner,
                holder=world.north.police_lead,
            )  # fmt: skip

    assert_constant_queries(
        lambda: client.get(url(world.north, "meeting-mark", pk=meeting.pk)), grow
    )


def test_attendance_of_a_year_in_both_layouts(world):
    meeting = add_one(world.north)
    mark_all(world.north, meeting, "absent")
    marks = {world.north.seats["police-deputy"].pk: "present"}
    meetings.mark(meeting=meeting, by=world.north.board_manager, marks=marks, version=None)
    address = url(world.north, "attendance-year", year=world.north.year.pk)

    page = world.client(world.north.police_lead).get(address, {"layout": "ticks"})
    file = world.client(world.north.police_lead).get(f"{address}?format=csv")

    rows = {row["label"]: row for row in page.context["attendance"].by_seat}
    assert (rows["police-lead"]["percent"], rows["police-lead"]["agency_percent"]) == (0, 100)
    police = next(row for row in page.context["by_meeting"] if row["label"] == "Shire Police")
    assert police["percent"] == 100
    assert "police-deputy" in b"".join(file.streaming_content).decode()


@pytest.mark.parametrize(
    ("layout", "shown", "hidden"),
    [
        ("person", ["1 of 1", "police-deputy"], ["✓"]),
        ("dots", ['dot dot--present" title="Present"', "Dots by meeting"], ['class="num">%</th>']),
        ("ticks", ["✓", "100%", "<strong>A</strong> apologies"], ["dot--present"]),
        ("nonsense", ["1 of 1"], ["✓"]),
    ],
)
def test_attendance_comes_in_three_layouts(world, layout, shown, hidden):
    meeting = add_one(world.north)
    mark_all(world.north, meeting, "present")
    client = world.client(world.north.board_manager)

    page = client.get(
        url(world.north, "attendance-year", year=world.north.year.pk), {"layout": layout}
    ).text

    assert [text for text in shown if text not in page] == []
    assert [text for text in hidden if text in page] == []


def test_marks_by_meeting_as_a_file(world):
    meeting = add_one(world.north)
    mark_all(world.north, meeting, "apologies")
    address = url(world.north, "attendance-year", year=world.north.year.pk)

    file = world.client(world.north.board_manager).get(address, {"layout": "dots", "format": "csv"})

    assert "Shire Police,Apologies" in b"".join(file.streaming_content).decode()


def test_attendance_without_meetings(world):
    address = url(world.north, "attendance-year", year=world.north.year.pk)

    assert "No meetings in this year" in world.client(world.north.board_manager).get(address).text


def test_attendance_of_the_other_boards_year(world):
    address = url(world.north, "attendance-year", year=world.south.year.pk)

    assert world.client(world.north.board_manager).get(address).status_code == 404
