"""Board-year files: what is read, and every error with its path (REP-13)."""

import datetime as dt
from decimal import Decimal

import pytest

from boards.board_year import BoardYearErrors, load
from boards.board_year.periods import parse
from boards.board_year.records import fields_of
from boards.board_year.sections.board import REGIMES
from tests.golden import compare
from tests.unit.boards.board_year_text import HEAD, PEOPLE, errors_of


@pytest.mark.parametrize("name", compare.NAMES)
def test_load_reads_published_years(name):
    file = load(compare.board_year(name))
    assert file.board.slug == name.split("-")[0]
    assert file.board.year.start == dt.date(2016, 4, 1)
    assert len(file.meetings) == 4


def test_load_needs_no_more_than_format_and_board():
    file = load(HEAD)
    assert file.agencies == ()
    assert file.finance is None
    assert file.present == {"format", "board"}


def test_load_needs_no_field_of_a_record_but_what_it_refers_by():
    file = load(
        HEAD + "agencies: [{name: Police}]\ngroups: [{name: Board}]\nseats: [{vacant: true}]\n"
        "meetings: [{date: 2016-06}]\nfinance: {lines: [{kind: income}]}\naudit_rounds: [{}]\n"
        "inspections: [{}]\nobservations: []\n"
    )
    assert file.agencies[0].key is None
    assert file.meetings[0].group is None


def test_load_takes_bytes_with_a_byte_order_mark():
    assert load(b"\xef\xbb\xbf" + HEAD.encode()).board.slug == "example"


def test_load_keeps_the_order_of_the_file():
    file = load(HEAD + PEOPLE)
    assert [seat.key for seat in file.seats] == ["chair", "ccg-lead"]


@pytest.mark.parametrize(
    "written", ["no", "on", "1:30", "2016", "010", "1e3", "null-and-void", "~x"]
)
def test_load_takes_text_as_written(written):
    (agency,) = load(HEAD + f"agencies: [{{name: {written}}}]").agencies
    assert agency.name == written


@pytest.mark.parametrize("written", ["", " null", " ~", ' ""', ' "  "'])
def test_load_takes_what_is_left_empty_as_not_known(written):
    (agency,) = load(HEAD + f"agencies:\n  - key: a\n    name:{written}\n").agencies
    assert agency.name is None


def test_load_reads_numbers_exactly():
    file = load(HEAD + "indicators: [{key: a}]\nobservations: [{indicator: a, value: 0.1}]")
    assert file.observations[0].value == Decimal("0.1")
    file = load(HEAD + "finance: {lines: [{kind: income, amount: 24529}]}")
    assert str(file.finance.lines[0].amount) == "24529.00"


def test_load_keeps_periods_as_written():
    text = "indicators: [{key: a}]\nobservations: [{indicator: a, period: 2012, value: 1}]"
    period = load(HEAD + text).observations[0].period
    assert str(period) == "2012"
    assert period == parse("2012-01..2012-12")


def test_load_keeps_whole_numbers_of_a_breakdown():
    text = (
        "indicators: [{key: a}]\nobservations: [{indicator: a, breakdown: {age: 13, sex: female}}]"
    )
    assert load(HEAD + text).observations[0].breakdown == {"age": 13, "sex": "female"}


def test_load_reads_a_meeting_of_a_month():
    (meeting,) = load(HEAD + "meetings: [{date: 2016-06}]").meetings
    assert str(meeting.date) == "2016-06"


def test_load_allows_marks_for_a_vacant_seat():
    text = "seats: [{key: lay, vacant: true}]\nmeetings: [{date: 2016-06, marks: {lay: absent}}]"
    assert load(HEAD + text).meetings[0].marks == {"lay": "absent"}


def test_load_allows_published_counts_that_do_not_add_up():
    assert load(
        HEAD + "audit_rounds: [{key: a, invited: 3, submitted: 5, started: 0, not_started: 9}]"
    )


def test_unknown_seat_is_named_by_its_path():
    meetings = "meetings:\n" + "  - {date: 2016-06, marks: {chair: present}}\n" * 2
    meetings += "  - {date: 2016-06, marks: {ccg-leed: present}}\n"
    assert errors_of(PEOPLE + meetings) == ["meetings[2].marks.ccg-leed: unknown seat"]


@pytest.mark.parametrize(
    ("head", "wanted"),
    [
        ("", ["the file is empty; it starts with format: board-year/1"]),
        ("# nothing\n", ["the file is empty; it starts with format: board-year/1"]),
        ("- a\n", ["the file must have sections; it starts with format: board-year/1"]),
        ("just text", ["the file must have sections; it starts with format: board-year/1"]),
        ("agencies: []\n", ["format: missing", "board: missing"]),
        ("format: board-year/1\nboard:\n", ["board: must not be empty"]),
        (
            HEAD.replace("board-year/1", "board-year/2"),
            ['format: "board-year/2" is not known here; this portal reads board-year/1'],
        ),
        ("format: board-year/1\nboard: {slug: a}", ["board.year: missing"]),
        (
            "format: board-year/1\nboard: {year: {label: 2016/17, start: 2016-04-01}}",
            ["board.year.end: missing", "board.slug: missing"],
        ),
        (
            HEAD.replace("lscb-2015", "lscb-2014"),
            ['board.regime: "lscb-2014" is not one of ' + ", ".join(REGIMES)],
        ),
        (HEAD.replace("2017-03-31", "2016-03-31"), ["board.year.end: is not after the start"]),
        (
            HEAD.replace("2017-03-31", "2019-03-31"),
            ["board.year.end: is more than two years after the start"],
        ),
        (HEAD + "---\na: b\n", ["the file has more than one document (---)"]),
        ("? [a]\n: b\n", ["the name of a field must be text"]),
    ],
)
def test_load_refuses_what_is_not_a_board_year(head, wanted):
    assert errors_of("", head=head) == wanted


def test_syntax_error_says_line_and_column():
    (error,) = errors_of("agencies:\n  - {key: a, name: 'b}\n")
    assert error.startswith("line 9, column 1: this is not YAML (")


def test_wrong_encoding_says_what_to_do():
    with pytest.raises(BoardYearErrors) as refused:
        load(HEAD.replace("Example Safe", "Ex\xe4mple Safe").encode("latin-1"))
    assert str(refused.value) == "line 4: this is not UTF-8 text; save the file as UTF-8"


@pytest.mark.parametrize("character", ["\0", "\x07", "\ud800"])
def test_characters_that_yaml_does_not_allow_are_refused(character):
    assert errors_of(f"agencies: [{{name: a{character}}}]") == [
        "the file has characters that YAML does not allow"
    ]


def test_file_that_is_too_large_is_refused():
    assert errors_of("#" * 5_000_001) == ["the file is larger than 5 MB"]


def test_file_that_grows_when_read_is_refused():
    lines = "a: &a [x]\n" + "".join(
        f"{chr(98 + i)}: &{chr(98 + i)} [{', '.join(['*' + chr(97 + i)] * 9)}]\n" for i in range(9)
    )
    assert any("aliases (*a) are not supported" in error for error in errors_of(lines))


@pytest.mark.parametrize("nested", ["[" * 10_000, "{a: " * 10_000, "- " * 10_000])
def test_file_that_is_nested_too_deeply_is_refused(nested):
    (error,) = errors_of("x:\n  " + nested)
    assert error.endswith("nested too deeply")


def test_every_error_is_reported_at_once():
    text = """\
agencies:
  - {key: ccg, sector: health}
  - {key: ccg, colour: red}
seats:
  - {key: lead, agency: cgg, capacity: boss}
meetings:
  - {group: qa, date: 2016-06, marks: {lead: here, nurse: present}}
  - {date: yesterday}
audit_rounds:
  - {tool: section-12, invited: -1}
nonsense: 1
"""
    assert [error.split(": ")[0] for error in errors_of(text)] == [
        "agencies[0].sector",
        "agencies[1].colour",
        "agencies[1].key",
        "seats[0].capacity",
        "meetings[0].marks.lead",
        "meetings[1].date",
        "audit_rounds[0].tool",
        "audit_rounds[0].invited",
        "nonsense",
        "seats[0].agency",
        "meetings[0].group",
        "meetings[0].marks.nurse",
    ]


def test_errors_have_path_and_message():
    with pytest.raises(BoardYearErrors) as refused:
        load(HEAD + "agencies: {}\nseats: {}")
    first, second = refused.value.errors
    assert (first.path, first.message) == ("agencies", "must be a list")
    assert refused.value.message == f"{first}\n{second}"


def test_examples_of_the_documentation_are_one_file():
    text = (compare.BOARD_YEARS.parents[2] / "docs" / "board-year.md").read_text()
    blocks = [block.partition("```")[0] for block in text.split("```yaml\n")[1:]]
    file = load("".join(blocks))
    known = {each.name for each in fields_of(type(file))}
    assert file.present == known
