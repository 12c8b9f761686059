"""Board-year files: what is read, and every error with its path (REP-13)."""

import datetime as dt
from decimal import Decimal

import pytest

from boards.board_year import BoardYearErrors, load
from boards.board_year.periods import parse
from boards.board_year.records import fields_of
from boards.board_year.sections.board import REGIMES
from tests.golden import compare

HEAD = """\
format: board-year/1
board:
  slug: example
  name: Example Safeguarding Children Board
  regime: lscb-2015
  year: {label: 2016/17, start: 2016-04-01, end: 2017-03-31}
"""

PEOPLE = """\
agencies:
  - {key: ccg, name: Example CCG, sector: health_commissioner}
groups:
  - {key: board, name: Board}
seats:
  - {key: chair, capacity: chair}
  - {key: ccg-lead, agency: ccg, capacity: member}
"""


def errors_of(text, *, head=HEAD):
    with pytest.raises(BoardYearErrors) as refused:
        load(head + text)
    return [str(error) for error in refused.value.errors]


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


ONE_ERROR = {
    # structure
    "agecies: []": "agecies: unknown section, perhaps agencies?",
    "agencies: {}": "agencies: must be a list",
    "agencies: [police]": "agencies[0]: must be a mapping of fields",
    "agencies: [{key: a}, null]": "agencies[1]: must not be empty",
    "agencies: [{key: a, nmae: b}]": "agencies[0].nmae: unknown field, perhaps name?",
    "agencies: [{key: a, name: [b]}]": "agencies[0].name: must be text",
    "agencies: [{key: a, key: b}]": "agencies[0].key: given twice",
    "agencies: [{key: a}]\nagencies: [{key: b}]": "agencies: given twice",
    "agencies: [{key: a}, {key: b}, {key: a}]": "agencies[2].key: a is used twice",
    "training: []": "training: must be a mapping of fields",
    "agencies: [{key: &x a, name: *x}]": (
        "agencies[0].name: aliases (*x) are not supported; write it out"
    ),
    "agencies: [{key: !!str a}]": "agencies[0].key: tags (!!str) are not supported",
    "agencies: [{key: a, <<: {name: b}}]": "agencies[0].<<: unknown field",
    # text and keys
    "agencies: [{key: West Police}]": (
        'agencies[0].key: "West Police" is not a key; use lower-case letters, digits and hyphens'
    ),
    f"agencies: [{{key: {'a' * 61}}}]": "agencies[0].key: is longer than 60 characters",
    f"agencies: [{{name: {'a' * 301}}}]": ("agencies[0].name: is longer than 300 characters (301)"),
    'agencies: [{name: "a\\nb"}]': "agencies[0].name: must be on one line",
    'agencies: [{name: "a\\0b"}]': "agencies[0].name: has characters that cannot be printed",
    "groups: [{key: a, status: sitting}]": (
        'groups[0].status: "sitting" is not one of standing, task_and_finish'
    ),
    "seats: [{key: a, vacant: yes}]": 'seats[0].vacant: "yes" must be true or false',
    # numbers
    "audit_rounds: [{invited: -1}]": "audit_rounds[0].invited: must not be negative",
    "audit_rounds: [{invited: 1.5}]": 'audit_rounds[0].invited: "1.5" is not a whole number',
    "audit_rounds: [{invited: many}]": 'audit_rounds[0].invited: "many" is not a whole number',
    "audit_rounds: [{invited: '13'}]": (
        'audit_rounds[0].invited: "13" is in quotes, so it is text; '
        "a whole number is written without"
    ),
    "audit_rounds: [{invited: 010}]": 'audit_rounds[0].invited: "010" starts with a 0 that must go',
    "audit_rounds: [{invited: 1_000}]": 'audit_rounds[0].invited: "1_000" is not a whole number',
    "audit_rounds: [{invited: 2147483648}]": "audit_rounds[0].invited: is too large",
    f"audit_rounds: [{{invited: {'9' * 5000}}}]": "audit_rounds[0].invited: is too large",
    "audit_rounds: [{findings: [{percent: 101}]}]": (
        "audit_rounds[0].findings[0].percent: must be 100 or less"
    ),
    "finance: {lines: [{kind: income, amount: 1.005}]}": (
        "finance.lines[0].amount: has more than 2 decimals"
    ),
    "finance: {lines: [{kind: income, amount: .inf}]}": (
        'finance.lines[0].amount: ".inf" is not a number'
    ),
    "finance: {lines: [{kind: income, amount: 1e5}]}": (
        'finance.lines[0].amount: "1e5" is not a number'
    ),
    "finance: {lines: [{kind: income, amount: 1234567890123.00}]}": (
        "finance.lines[0].amount: is too large"
    ),
    "risks: [{likelihood: 0}]": "risks[0].likelihood: must be 1 or more",
    # dates and periods
    "recipients: [{date: 2017-02-29}]": (
        'recipients[0].date: "2017-02-29" is not a date; write it as in 2016-06-15'
    ),
    "recipients: [{date: 2017-02}]": (
        'recipients[0].date: "2017-02" is not a date; write it as in 2016-06-15'
    ),
    "meetings: [{date: 15/06/2016}]": (
        'meetings[0].date: "15/06/2016" is not a date; '
        "write it as in 2016-06-15, or 2016-06 where the day is not known"
    ),
    "meetings: [{date: 2016-17}]": (
        'meetings[0].date: "2016-17" is not a date; '
        "write it as in 2016-06-15, or 2016-06 where the day is not known"
    ),
    "meetings: [{date: 2017-04-01}]": (
        "meetings[0].date: 2017-04-01 is outside the board's year (2016-04-01 to 2017-03-31)"
    ),
    "meetings: [{date: 2016-03}]": (
        "meetings[0].date: 2016-03 is outside the board's year (2016-04-01 to 2017-03-31)"
    ),
    "case_file_audits: [{period: 2016-18}]": (
        'case_file_audits[0].period: "2016-18" is not a period: the year after 2016 is 2017'
    ),
    "finance: {lines: [{kind: income, year: 2016-18}]}": (
        'finance.lines[0].year: "2016-18" is not a year; write it as in 2017-18'
    ),
    # references
    "seats: [{key: a, agency: b}]": 'seats[0].agency: unknown agency "b"',
    "seats: [{key: a, capacity: deputy, deputises_for: b}]": (
        'seats[0].deputises_for: unknown seat "b"'
    ),
    "groups: [{key: a}, {key: b, parent: c}]": 'groups[1].parent: unknown group "c"',
    "groups: [{key: a, chair: c}]": 'groups[0].chair: unknown seat "c"',
    "meetings: [{group: qa, date: 2016-06}]": 'meetings[0].group: unknown group "qa"',
    "finance: {brought_forward: {training: 1.00}}": (
        "finance.brought_forward.training: unknown fund"
    ),
    "finance: {lines: [{kind: income, fund: a}]}": 'finance.lines[0].fund: unknown fund "a"',
    "observations: [{indicator: a}]": 'observations[0].indicator: unknown indicator "a"',
    "case_file_audits: [{key: a, repeat_of: b}]": (
        'case_file_audits[0].repeat_of: unknown case file audit "b"'
    ),
    "inspections: [{agency: a}]": 'inspections[0].agency: unknown agency "a"',
    "development_areas: [{agency: a}]": 'development_areas[0].agency: unknown agency "a"',
    "surveys: [{questions: [{key: a, of: b}]}]": (
        'surveys[0].questions[0].of: unknown question "b"'
    ),
    # what takes more than one field to see
    "observations: [{value: 1}]": "observations[0].indicator: missing",
    "finance: {lines: [{amount: 1.00}]}": "finance.lines[0].kind: missing",
    "seats: [{from: 2017-01-02, to: 2017-01-01}]": "seats[0].to: is before from",
    "seats: [{from: 2017-04-01}]": (
        "seats[0].from: is after the board's year (it ends on 2017-03-31)"
    ),
    "seats: [{to: 2016-03-31}]": (
        "seats[0].to: is before the board's year (it starts on 2016-04-01)"
    ),
    "seats: [{key: a, capacity: member, deputises_for: b}, {key: b}]": (
        "seats[0].deputises_for: only a deputy deputises, and the capacity is member"
    ),
    "seats: [{key: a, capacity: deputy, deputises_for: a}]": (
        "seats[0].deputises_for: a seat cannot deputise for itself"
    ),
    "groups: [{key: a}, {key: b, parent: b}]": (
        "groups[1].parent: a group cannot be its own parent"
    ),
    "groups: [{key: a}, {key: b}]\nmeetings: [{date: 2016-06}]": (
        "groups[1].parent: missing; only one group may have no parent, and groups[0] has none"
    ),
    "case_file_audits: [{cases: 3, judgements: {good: 2, inadequate: 2}}]": (
        "case_file_audits[0].judgements: add up to 4, more than the 3 cases"
    ),
    "case_file_audits: [{judgements: {excellent: 2}}]": (
        'case_file_audits[0].judgements.excellent: "excellent" is not one of '
        "inadequate, requires_improvement, good, outstanding"
    ),
    "case_file_audits: [{key: a, repeat_of: a}]": (
        "case_file_audits[0].repeat_of: an audit cannot repeat itself"
    ),
    "inspections: [{start: 2016-11-17, end: 2016-10-24}]": (
        "inspections[0].end: is before the start"
    ),
    "inspections: [{start: 2016-11-17, published: 2016-10-24}]": (
        "inspections[0].published: is before the start"
    ),
}


@pytest.mark.parametrize("text", ONE_ERROR, ids=lambda text: text[:60])
def test_load_refuses_with_the_path(text):
    assert errors_of(text) == [ONE_ERROR[text]]


def test_two_preferred_values_of_one_figure_are_refused():
    text = "indicators: [{key: a}]\nobservations:\n"
    text += "  - {indicator: a, period: 2016-17, value: 1, preferred: true}\n"
    text += "  - {indicator: a, period: 2016-04..2017-03, value: 2, preferred: true}\n"
    assert errors_of(text) == [
        "observations[1].preferred: observations[0] of the same figure is preferred already"
    ]


def test_circle_of_groups_is_reported_at_each_of_them():
    text = "groups: [{key: a}, {key: b, parent: c}, {key: c, parent: b}, {key: d, parent: c}]"
    assert errors_of(text) == [
        "groups[1].parent: goes round in a circle (b, c, b)",
        "groups[2].parent: goes round in a circle (c, b, c)",
    ]


def test_deputies_for_each_other_are_refused():
    text = "seats:\n  - {key: a, capacity: deputy, deputises_for: b}\n"
    text += "  - {key: b, capacity: deputy, deputises_for: a}\n"
    assert errors_of(text) == [
        "seats[0].deputises_for: two deputies cannot deputise for each other",
        "seats[1].deputises_for: two deputies cannot deputise for each other",
    ]


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
