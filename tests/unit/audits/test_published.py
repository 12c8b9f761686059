"""Published counts of audit rounds."""

import pytest

from audits.rules.published import RoundCounts, audit_rounds_block, sum_errors
from boards.board_year import load
from tests.golden import compare


def rounds_of(file):
    return [
        RoundCounts(r.key, r.invited, r.submitted, r.started, r.not_started)
        for r in file.audit_rounds
    ]


@pytest.mark.parametrize("name", compare.NAMES)
def test_audit_rounds_block_of_published_year(name):
    found = audit_rounds_block(rounds_of(load(compare.board_year(name))))
    assert compare.differences(compare.expected(name)["blocks"]["audit_rounds"], found) == []


@pytest.mark.parametrize("name", compare.NAMES)
def test_sum_errors_of_published_year(name):
    wanted = [entry for entry in compare.expected(name)["consistency"] if "round" in entry]
    assert sum_errors(rounds_of(load(compare.board_year(name)))) == wanted


def test_percent_is_whole_and_half_up():
    assert RoundCounts("r", invited=8, submitted=1).percent == 13


def test_percent_of_nobody_invited_is_none():
    assert RoundCounts("r", invited=0, submitted=0).percent is None


def test_sum_errors_names_rounds_that_do_not_add_up():
    counts = RoundCounts("s175", invited=130, submitted=101, started=3, not_started=25)
    assert sum_errors([counts]) == [{"kind": "sum", "round": "s175", "total": 130, "sum": 129}]


@pytest.mark.parametrize("unknown", ["invited", "submitted", "started", "not_started"])
def test_sum_errors_needs_all_four_counts(unknown):
    known = {"invited": 130, "submitted": 101, "started": 3, "not_started": 25}
    assert sum_errors([RoundCounts("r", **{**known, unknown: None})]) == []
