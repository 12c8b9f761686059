"""Import and export of board-year files (REP-13)."""

from dataclasses import replace
from io import StringIO

import pghistory.models
import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import Phase, given, settings
from pghistory.models import Event

from audits.models import Round, ToolKind
from boards.activity import change
from boards.board_year import BoardYearErrors, dump, load
from boards.board_year.sections.agencies import SECTORS
from boards.board_year.sections.audits import TOOLS
from boards.board_year.sections.board import REGIMES
from boards.board_year.sections.groups import STATUSES
from boards.board_year.sections.meetings import MARKS
from boards.board_year.sections.seats import CAPACITIES
from boards.models import (
    Agency,
    Attendance,
    Board,
    BoardPartner,
    BoardYear,
    Capacity,
    Group,
    Meeting,
    Regime,
    Seat,
    SeatTerm,
    Sector,
)
from boards.rules import attendance as rules
from boards.services.board_years import export_board_year, import_board_year
from tests.golden import compare
from tests.unit.boards.test_board_year_dump import files

pytestmark = pytest.mark.django_db

EXAMPLE = """\
format: board-year/1
board:
  slug: example
  name: Example Safeguarding Children Board
  short_name: ESCB
  area: Exampleshire
  regime: lscb-2015
  year: {label: 2016/17, start: 2016-04-01, end: 2017-03-31}
agencies:
  - {key: police, name: Example Police, sector: police}
  - {key: ccg, name: Example CCG, sector: health_commissioner}
groups:
  - {key: board, name: Board}
  - {key: qa, name: Quality Assurance, parent: board, status: standing, chair: ccg-lead}
seats:
  - {key: chair, title: Independent Chair, capacity: chair}
  - {key: ccg-lead, agency: ccg, title: Accountable officer, capacity: member}
  - {key: ccg-nurse, agency: ccg, title: Nurse, capacity: deputy, deputises_for: ccg-lead}
  - {key: lay-1, title: Lay member, capacity: lay_member, to: 2017-01-31}
  - {key: lay-2, title: Lay member, capacity: lay_member, vacant: true}
meetings:
  - key: m1
    group: board
    date: 2016-06-15
    marks:
      chair: present
      ccg-lead: apologies
      ccg-nurse: present
      lay-1: absent
  - key: m2
    group: board
    date: 2016-09
    marks:
      chair: present
      ccg-lead: present
  - key: qa-1
    group: qa
    date: 2016-10
    marks:
      ccg-nurse: present
audit_rounds:
  - {key: s175, tool: section-175, title: Schools audit, invited: 130, submitted: 101, started: 3, not_started: 26, findings: [{label: Lead's training up to date, percent: 95.5}, {label: Policy in place, percent: 91}]}
"""  # noqa: E501

FINDINGS = "Lead's training up to date 95.5 %; Policy in place 91 %"

NEXT_YEAR = (
    EXAMPLE.replace("2016/17", "2017/18")
    .replace("2017-03-31", "2018-03-31")
    .replace("2016-04-01", "2017-04-01")
    .replace("2016-", "2017-")
    .replace("{key: lay-1, title: Lay member, capacity: lay_member, to: 2017-01-31}",
             "{key: lay-3, title: Lay member, capacity: lay_member}")
    .replace("      lay-1: absent\n", "")
)  # fmt: skip


def do_import(text=EXAMPLE, **options):
    return import_board_year(source=text, by=None, **options)


def export(slug="example", label="2016/17"):
    year = BoardYear.objects.get(board__slug=slug, label=label)
    return export_board_year(board=year.board, year=year)


def refusal(text):
    with pytest.raises(BoardYearErrors) as refused:
        do_import(text)
    return [str(error) for error in refused.value.errors]


def history_size():
    events = [model for model in apps.get_models() if issubclass(model, Event)]
    tables = [model for model in events if not model._meta.abstract and model._meta.managed]
    return {
        "contexts": pghistory.models.Context.objects.count(),
        **{model.__name__: model.objects.count() for model in tables},
    }


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


class TestSeveralYears:
    def test_each_year_is_exported_as_it_was_imported(self, imported):
        do_import(NEXT_YEAR)
        assert export() == EXAMPLE
        assert do_import(EXAMPLE).changes == []
        assert export(label="2017/18") == NEXT_YEAR.replace("key: m", "key: m").replace(
            "  - key: m1\n", "  - key: m1-2017\n"
        ).replace("  - key: m2\n", "  - key: m2-2017\n").replace("qa-1\n", "qa-1-2017\n")
        assert do_import(NEXT_YEAR).changes == []

    def test_years_may_come_in_any_order(self):
        do_import(NEXT_YEAR)
        do_import(EXAMPLE)
        assert export(label="2017/18") == NEXT_YEAR
        assert do_import(NEXT_YEAR).changes == []
        assert do_import(export()).changes == []

    def test_agencies_come_and_go_with_the_years(self, imported):
        fire = "  - {key: fire, name: Example Fire, sector: fire}\n"
        text = NEXT_YEAR.replace("  - {key: police, name: Example Police, sector: police}\n", fire)
        result = do_import(text)
        assert "agencies.police.to: nothing → 2017-03-31" in result.changes
        keys = [agency.key for agency in load(export()).agencies]
        assert keys == ["police", "ccg"]
        keys = [agency.key for agency in load(export(label="2017/18")).agencies]
        assert keys == ["fire", "ccg"]

    def test_seat_that_fell_vacant_later_was_held_before(self, imported):
        later = NEXT_YEAR.replace("capacity: chair}", "capacity: chair, vacant: true}")
        result = do_import(later)
        assert "seats.chair.vacant: false → true" in result.changes
        assert export() == EXAMPLE
        assert load(export(label="2017/18")).seats[0].vacant
        assert do_import(later).changes == []

    def test_older_year_does_not_rename_what_a_later_year_has(self):
        do_import(NEXT_YEAR)
        older = (
            EXAMPLE.replace("name: Example CCG", "name: Old CCG")
            .replace("title: Nurse", "title: Old nurse")
            .replace("name: Quality Assurance", "name: Old Quality")
        )
        result = do_import(older)
        assert result.notes == [
            "agencies.ccg.name: Old CCG in this file, Example CCG in a later year",
            "groups.qa.name: Old Quality in this file, Quality Assurance in a later year",
            "seats.ccg-nurse.title: Old nurse in this file, Nurse in a later year",
        ]
        assert "name: Example CCG," in export()
        assert do_import(older).changes == []

    def test_seat_whose_agency_came_later_brings_it_along(self, imported):
        icb = NEXT_YEAR.replace("{key: ccg, name: Example CCG", "{key: icb, name: Example ICB")
        do_import(icb.replace("agency: ccg", "agency: icb"))
        file = load(export())
        assert [agency.key for agency in file.agencies] == ["police", "ccg", "icb"]
        do_import(export())
        assert load(export()) == file

    def test_group_that_met_without_being_named_is_in_the_year(self, imported):
        bare = NEXT_YEAR.partition("agencies:")[0] + "groups: []\nmeetings: [{date: 2017-06}]\n"
        do_import(bare)
        assert [group.key for group in load(export(label="2017/18")).groups] == ["board"]
        assert do_import(bare).changes == []

    def test_older_year_does_not_rename_the_board(self):
        do_import(NEXT_YEAR)
        do_import(EXAMPLE.replace("name: Example Safeguarding Children Board", "name: Old Name"))
        assert Board.objects.get(slug="example").name == "Example Safeguarding Children Board"
        assert load(export()).board.name == "Old Name"


class TestExport:
    @pytest.mark.parametrize("name", compare.NAMES)
    def test_published_year_comes_out_as_it_went_in(self, name):
        file = load(compare.board_year(name))
        do_import(compare.board_year(name))
        kept = ("format", "board", "agencies", "groups", "seats", "meetings", "audit_rounds")
        left_out = {each: () for each in file.present if each not in kept}
        left_out |= dict.fromkeys(["finance", "training"])
        assert export(name.split("-")[0]) == dump(replace(file, **left_out))

    @pytest.mark.parametrize("name", compare.NAMES)
    def test_export_import_export_is_identical(self, name):
        do_import(compare.board_year(name))
        first = export(name.split("-")[0])
        assert do_import(first).changes == []
        assert export(name.split("-")[0]) == first
        copy = first.replace(f"slug: {name.split('-')[0]}", "slug: copy")
        do_import(copy)
        assert export("copy") == copy

    @settings(max_examples=8, deadline=None, derandomize=True, phases=[Phase.generate])
    @given(file=files())
    def test_any_file_is_exported_as_it_was_imported(self, file):
        dated = (each for each in file.meetings if each.date)
        board = replace(file.board, name="Example", regime="lscb-2015")
        file = replace(
            file, board=board, meetings=tuple(dated), finance=None, indicators=(), observations=()
        )
        with transaction.atomic():
            do_import(dump(file))
            text = export()
            assert do_import(dump(file)).changes == []
            assert do_import(text).changes == []
            assert export() == text
            transaction.set_rollback(True)

    def test_export_gives_the_file_that_was_imported(self, imported):
        assert export() == EXAMPLE

    def test_live_round_is_exported_with_its_counts(self, world):
        cast = world.north
        (found,) = load(export(cast.board.slug, cast.year.label)).audit_rounds
        assert (found.invited, found.submitted, found.started, found.not_started) == (2, 0, 0, 2)

    def test_export_of_a_living_board_can_be_imported(self, world):
        cast = world.north
        file = load(export(cast.board.slug, cast.year.label))
        copy = dump(replace(file, board=replace(file.board, slug="copy")))
        do_import(copy)
        assert export("copy", cast.year.label) == copy

    def test_export_has_nothing_of_another_board(self, world, imported):
        text = export(world.north.board.slug, world.north.year.label)
        assert "southshire" not in text

    def test_export_needs_the_same_queries_for_few_and_many(self, imported):
        def queries(slug):
            with CaptureQueriesContext(connection) as captured:
                export(slug)
            return len(captured)

        few = queries("example")
        do_import(compare.board_year("worcestershire-2016-17"))
        assert queries("worcestershire") == few

    def test_export_of_a_year_of_another_board_is_refused(self, world):
        with pytest.raises(ValueError, match="not a year of"):
            export_board_year(board=world.north.board, year=world.south.year)


class TestVocabulary:
    """The format's words are those of the reference data and of the models."""

    @pytest.mark.parametrize(
        ("words", "model"),
        [(SECTORS, Sector), (CAPACITIES, Capacity), (REGIMES, Regime)],
        ids=["sectors", "capacities", "regimes"],
    )
    def test_words_of_reference_data_are_known(self, words, model):
        assert set(words) == set(model.objects.values_list("key", flat=True))

    def test_words_of_choices_are_known(self):
        assert set(MARKS) == set(Attendance.Mark.values) == set(rules.Mark)
        assert set(STATUSES) == set(Group.Kind.values)
        assert set(TOOLS) == set(ToolKind.values)

    def test_officers_and_observers_do_not_count_for_their_agency(self):
        found = Capacity.objects.filter(counts_for_agency=False).values_list("key", flat=True)
        assert set(found) == {"officer", "observer"}


class TestCommands:
    def run(self, *arguments):
        out, err = StringIO(), StringIO()
        status = 0
        try:
            call_command(*arguments, stdout=out, stderr=err)
        except SystemExit as end:
            status = end.code
        return status, out.getvalue().splitlines(), err.getvalue().splitlines()

    def test_import_says_what_changed(self, tmp_path):
        path = tmp_path / "year.yaml"
        path.write_text(EXAMPLE + "risks: [{key: data}]\n")
        status, out, err = self.run("import_board_year", str(path))
        assert (status, err) == (0, [])
        assert out[0] == "example 2016/17: 14 changes"
        assert out[2] == "  agencies.police: added"
        assert out[-1] == "not imported yet: risks"
        assert self.run("import_board_year", str(path))[1][0] == "example 2016/17: nothing changed"

    def test_import_dry_run_stores_nothing(self, tmp_path):
        path = tmp_path / "year.yaml"
        path.write_text(EXAMPLE)
        status, out, _ = self.run("import_board_year", str(path), "--dry-run")
        assert status == 0
        assert out[0] == "example 2016/17: 14 changes would be made, nothing is stored"
        assert not Board.objects.filter(slug="example").exists()

    def test_import_of_a_wrong_file_writes_an_error_a_line(self, tmp_path):
        path = tmp_path / "year.yaml"
        path.write_text(EXAMPLE.replace("sector: police", "sector: force") + "risk: []\n")
        status, out, err = self.run("import_board_year", str(path))
        assert (status, out) == (1, [])
        assert [line.partition(":")[0] for line in err] == ["agencies[0].sector", "risk"]
        assert not Board.objects.filter(slug="example").exists()

    def test_import_of_a_file_that_is_not_there_is_refused(self, tmp_path):
        status, _, err = self.run("import_board_year", str(tmp_path / "none.yaml"))
        assert status == 1
        assert err == [f"{tmp_path / 'none.yaml'} cannot be read: No such file or directory"]

    @pytest.mark.parametrize("label", ["2016/17", "2016-17"])
    def test_export_writes_the_file(self, imported, tmp_path, label):
        out = StringIO()
        call_command("export_board_year", board="example", year=label, stdout=out)
        assert out.getvalue() == EXAMPLE
        path = tmp_path / "out.yaml"
        call_command("export_board_year", board="example", year=label, out=path)
        assert path.read_text() == EXAMPLE

    @pytest.mark.parametrize(("board", "years"), [("example", "2016/17"), ("nowhere", "no board")])
    def test_export_of_an_unknown_year_says_which_there_are(self, imported, board, years):
        with pytest.raises(CommandError, match=years):
            call_command("export_board_year", board=board, year="2020/21")
