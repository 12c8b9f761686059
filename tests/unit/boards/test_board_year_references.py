"""Board-year files: records that refer to what is not there, or to each other (REP-13)."""

import pytest

from tests.unit.boards.board_year_text import errors_of

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
