"""Several years, export, vocabulary and commands of board-year files (REP-13)."""

from dataclasses import replace
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import Phase, given, settings

from audits.models import ToolKind
from boards.board_year import dump, load
from boards.board_year.sections.agencies import SECTORS
from boards.board_year.sections.audits import TOOLS
from boards.board_year.sections.board import REGIMES
from boards.board_year.sections.groups import STATUSES
from boards.board_year.sections.meetings import MARKS
from boards.board_year.sections.seats import CAPACITIES
from boards.models import (
    Attendance,
    Board,
    Capacity,
    Group,
    Regime,
    Sector,
)
from boards.rules import attendance as rules
from boards.services.board_years import export_board_year
from tests.golden import compare
from tests.integration.boards.board_year_example import (
    EXAMPLE,
    NEXT_YEAR,
    do_import,
    export,
)
from tests.unit.boards.test_board_year_dump import files

pytestmark = pytest.mark.django_db


@pytest.fixture
def imported():
    return do_import()


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
        kept += ("indicators", "observations")
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
