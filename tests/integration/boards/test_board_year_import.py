"""Import of board-year files: all of a file or nothing of it (REP-13)."""

from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from audits.models import Round
from boards.activity import change
from boards.board_year import dump, load
from boards.models import (
    Agency,
    Attendance,
    Board,
    BoardPartner,
    Group,
    Meeting,
    Seat,
    SeatTerm,
)
from tests.golden import compare
from tests.integration.boards.board_year_example import (
    EXAMPLE,
    FINDINGS,
    do_import,
    export,
    history_size,
    refusal,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def imported():
    return do_import()


class TestImport:
    def test_import_stores_what_the_file_says(self, imported):
        board = Board.objects.get(slug="example")
        assert board.name == "Example Safeguarding Children Board"
        assert board.regime_id == "lscb-2015"
        assert list(board.partners.values_list("key", "sector_id")) == [
            ("police", "police"),
            ("ccg", "health_commissioner"),
        ]
        group = Group.objects.get(board=board, key="qa")
        assert (group.parent.key, group.chair.key) == ("board", "ccg-lead")
        nurse = Seat.objects.get(board=board, key="ccg-nurse")
        assert (nurse.capacity_id, nurse.deputises_for.key) == ("deputy", "ccg-lead")
        assert SeatTerm.objects.get(seat__key="lay-2").is_vacant
        assert str(SeatTerm.objects.get(seat__key="lay-1").ends_on) == "2017-01-31"
        meeting = Meeting.objects.get(board=board, key="m2")
        assert (str(meeting.held_on), meeting.is_month_only) == ("2016-09-01", True)
        assert meeting.marks.count() == 2
        found = Round.objects.get(board=board, key="s175")
        assert (found.status, found.submitted, found.findings.count()) == ("published", 101, 2)

    def test_import_says_what_it_added(self, imported):
        assert imported.changes[:3] == [
            "board.year: added 2016/17",
            "agencies.police: added",
            "agencies.ccg: added",
        ]
        assert "meetings.qa-1: added" in imported.changes
        assert imported.notes == []
        assert imported.not_imported == []

    @pytest.mark.parametrize("text", [EXAMPLE, *map(compare.board_year, compare.NAMES)])
    def test_importing_twice_changes_nothing(self, text):
        do_import(text)
        before = history_size()
        with CaptureQueriesContext(connection) as queries:
            result = do_import(text)
        assert result.changes == []
        assert history_size() == before
        writes = ("INSERT", "UPDATE", "DELETE")
        assert [q["sql"] for q in queries if q["sql"].startswith(writes)] == []

    def test_sections_that_no_app_keeps_yet_are_named(self):
        result = do_import(EXAMPLE + "recipients: [{title: Leader of the council}]\n")
        assert result.not_imported == ["recipients"]

    def test_dry_run_says_what_would_change_and_stores_nothing(self):
        result = do_import(dry_run=True)
        assert "seats.chair: added" in result.changes
        assert not Board.objects.filter(slug="example").exists()

    def test_history_says_that_a_board_year_was_imported(self, imported):
        event = Seat.pgh_event_model.objects.filter(key="chair").first()
        assert event.pgh_context.metadata["activity"] == "board_years.import"
        assert event.pgh_context.metadata["year"] == "2016/17"
        assert event.pgh_context.metadata["board"] == imported.board.pk

    def test_nothing_is_stored_when_one_thing_is_wrong(self):
        assert refusal(EXAMPLE.replace("      ccg-lead: present", "      ccg-leed: present")) == [
            "meetings[1].marks.ccg-leed: unknown seat"
        ]
        assert not Board.objects.filter(slug="example").exists()

    def test_import_needs_no_more_than_a_board(self):
        text = "".join(EXAMPLE.partition("agencies:")[:1])
        result = do_import(text)
        assert (result.year.label, result.changes) == ("2016/17", ["board.year: added 2016/17"])

    def test_records_without_key_are_imported_once(self):
        text = EXAMPLE.partition("agencies:")[0] + (
            "agencies: [{name: Example Police}, {name: Example Police}]\n"
            "seats: [{title: Chair}, {}]\n"
            "meetings: [{date: 2016-06-15}, {date: 2016-09}]\n"
            "audit_rounds: [{title: Schools audit, invited: 3}]\n"
        )
        assert do_import(text).changes
        assert do_import(text).changes == []
        board = Board.objects.get(slug="example")
        assert [partner.key for partner in board.partners.all()] == [
            "example-police",
            "example-police-2",
        ]
        assert [seat.key for seat in board.seats.all()] == ["chair", "seat"]
        # Meetings without group are the board's own.
        assert {meeting.group.key for meeting in board.meetings.all()} == {"board"}

    def test_meeting_without_date_is_refused(self):
        assert refusal(EXAMPLE.replace("    date: 2016-09\n", "")) == [
            "meetings[1].date: missing; a meeting has a date"
        ]

    def test_new_board_needs_a_regime(self):
        assert refusal(EXAMPLE.replace("  regime: lscb-2015\n", "")) == [
            "board.regime: missing; a board that is new here needs one"
        ]

    def test_board_cannot_be_called_like_a_page_of_the_portal(self):
        assert refusal(EXAMPLE.replace("slug: example", "slug: help")) == [
            "board.slug: the portal keeps help for itself; choose another"
        ]

    def test_year_that_overlaps_another_is_refused(self, imported):
        text = EXAMPLE.replace("2016/17, start: 2016-04-01", "2016, start: 2016-05-01")
        assert refusal(text) == ["board.year: overlaps 2016/17 (2016-04-01 to 2017-03-31)"]

    def test_national_body_is_the_one_that_another_board_has(self, imported):
        other = EXAMPLE.replace("slug: example", "slug: other").replace(
            "Example CCG", "example ccg"
        )
        result = do_import(other)
        police, ccg = BoardPartner.objects.filter(board__slug="other").order_by("order")
        assert police.agency == BoardPartner.objects.get(board__slug="example", key="police").agency
        assert ccg.agency != BoardPartner.objects.get(board__slug="example", key="ccg").agency
        assert result.changes[1] == (
            "agencies.police: is the Example Police that other boards have as well"
        )

    def test_another_board_of_the_same_keys_is_left_alone(self, imported):
        do_import(EXAMPLE.replace("slug: example", "slug: other").replace("Schools", "Other"))
        assert export() == EXAMPLE


class TestCorrectedFile:
    def test_corrected_fields_are_updated_and_named(self, imported):
        text = (
            EXAMPLE.replace("name: Example CCG", "name: Example NHS")
            .replace("      lay-1: absent", "      lay-1: apologies")
            .replace("      ccg-lead: present\n", "")
            .replace("date: 2016-09\n", "date: 2016-09-01\n")
            .replace("to: 2017-01-31", "from: 2016-06-01")
            .replace("lay_member, vacant: true", "adviser")
            .replace("status: standing, chair: ccg-lead", "status: task_and_finish")
            .replace("submitted: 101", "submitted: 102")
            .replace("percent: 91}", "percent: 92}")
            .replace("short_name: ESCB", "short_name: ExSCB")
        )
        assert do_import(text).changes == [
            "board.year.board_short_name: ESCB → ExSCB",
            "board.short_name: ESCB → ExSCB",
            "agencies.ccg.name: Example CCG → Example NHS",
            "groups.qa.status: standing → task_and_finish",
            "seats.lay-1.from: nothing → 2016-06-01",
            "seats.lay-1.to: 2017-01-31 → nothing",
            "seats.lay-2.capacity: lay_member → adviser",
            "seats.lay-2.vacant: true → false",
            "meetings.m1.marks.lay-1: absent → apologies",
            "meetings.m2.date: 2016-09 → 2016-09-01",
            "meetings.m2.marks.ccg-lead: present → nothing",
            "audit_rounds.s175.submitted: 101 → 102",
            f"audit_rounds.s175.findings: {FINDINGS} → {FINDINGS.replace('91', '92')}",
            "groups.qa.chair: ccg-lead → nothing",
        ]
        assert export() == text
        assert do_import(text).changes == []

    def test_agency_that_only_this_board_has_is_renamed_with_its_partner(self, imported):
        do_import(EXAMPLE.replace("name: Example CCG", "name: Example NHS"))
        assert not Agency.objects.filter(name="Example CCG").exists()
        assert Agency.objects.filter(name="Example NHS").count() == 1

    def test_agency_that_another_board_has_keeps_its_name(self, imported):
        do_import(EXAMPLE.replace("slug: example", "slug: other"))
        do_import(EXAMPLE.replace("name: Example Police", "name: Force"))
        assert BoardPartner.objects.get(board__slug="example", key="police").name == "Force"
        assert Agency.objects.filter(name="Example Police").exists()

    def test_records_that_the_file_no_longer_has_are_taken_away(self, imported):
        file = load(EXAMPLE)
        text = dump(
            replace(
                file,
                agencies=file.agencies[1:],
                groups=file.groups[:1],
                seats=file.seats[:-1],
                meetings=file.meetings[:1],
                audit_rounds=(),
            )
        ) + "audit_rounds: []\n"  # fmt: skip
        result = do_import(text)
        assert result.changes == [
            "audit_rounds.s175: removed",
            "meetings.m2: removed",
            "meetings.qa-1: removed",
            "groups.qa: removed",
            "seats.lay-2: removed",
            "agencies.police: removed",
        ]
        assert not Agency.objects.filter(name="Example Police").exists()
        assert do_import(text).changes == []

    def test_section_that_the_file_does_not_have_is_left_alone(self, imported):
        result = do_import(EXAMPLE.partition("agencies:")[0])
        assert (result.changes, result.notes) == ([], [])
        assert export() == EXAMPLE

    def test_records_entered_in_the_portal_are_kept(self, imported):
        board = imported.board
        with change("groups.add", by=None, board=board):
            root = board.groups.get(key="board")
            Group.objects.create(board=board, key="cse", name="CSE", parent=root)
        result = do_import()
        assert result.changes == []
        assert result.notes == ["groups.cse: not in the file, but entered in the portal"]
        assert Group.objects.filter(key="cse").exists()

    def test_record_that_others_need_is_kept(self, imported):
        SeatTerm.objects.filter(seat__key="lay-2").delete()
        Attendance.objects.create(
            meeting=Meeting.objects.get(key="m1"), seat=Seat.objects.get(key="lay-2"), mark="absent"
        )
        file = load(EXAMPLE)
        text = dump(replace(file, seats=file.seats[:-1], meetings=()))
        SeatTerm.objects.create(seat=Seat.objects.get(key="lay-2"), starts_on="2016-04-01")
        result = do_import(text)
        assert result.changes == []
        assert result.notes == [
            "seats.lay-2: not in the file, but kept, because other records need it"
        ]

    def test_order_of_the_file_is_kept(self, imported):
        file = load(EXAMPLE)
        text = dump(replace(file, agencies=file.agencies[::-1], seats=file.seats[::-1]))
        assert do_import(text).changes == [
            "agencies: put in the order of the file",
            "seats: put in the order of the file",
        ]
        found = load(export())
        assert [seat.key for seat in found.seats] == [seat.key for seat in file.seats[::-1]]
        assert do_import(text).changes == []

    def test_live_round_is_never_overwritten(self, world):
        cast = world.north
        text = export(cast.board.slug, cast.year.label)
        why = "is a live round here; its own returns are counted instead"
        assert refusal(text) == [f"audit_rounds[0].key: {cast.round} {why}"]

    def test_seat_that_somebody_holds_is_not_declared_vacant(self, imported, world):
        SeatTerm.objects.filter(seat__key="chair").update(
            holder=world.north.people["board_manager"]
        )
        result = do_import(EXAMPLE.replace("capacity: chair}", "capacity: chair, vacant: true}"))
        assert result.changes == []
        assert result.notes == [
            "seats.chair.vacant: somebody holds it in the portal; left as it is"
        ]

    def test_seat_that_several_people_held_is_left_as_it_is(self, imported):
        SeatTerm.objects.filter(seat__key="chair").update(ends_on="2016-12-31")
        SeatTerm.objects.create(seat=Seat.objects.get(key="chair"), starts_on="2017-01-01")
        assert do_import().notes == []
        result = do_import(EXAMPLE.replace("capacity: chair}", "capacity: chair, to: 2017-02-01}"))
        assert result.notes == ["seats.chair: held by several people in 2016/17; left as it is"]
