"""Rules about answers, on values."""

from datetime import date

import pytest
from hypothesis import given as hypothesis_given
from hypothesis import strategies as st

from audits.rules.answers import (
    AnswerState,
    Asked,
    Canonical,
    Given,
    Lack,
    canonical_choice,
    canonical_date,
    canonical_number,
    is_asked,
    is_met_without_evidence,
    lacks,
    progress,
    state_of,
)

GRADED = Asked("a")
MET = Given(point="2", is_met=True, commentary="We check each month.")
BELOW = Given(point="1", is_met=False, commentary="Two teams do not.")


@pytest.mark.parametrize(
    ("question", "answer", "wanted"),
    [
        (GRADED, None, [Lack.GRADE]),
        (GRADED, Given(), [Lack.GRADE]),
        (GRADED, Given(commentary="   "), [Lack.GRADE]),
        (GRADED, Given(point="2", is_met=True), [Lack.COMMENTARY]),
        (GRADED, MET, []),
        (GRADED, BELOW, [Lack.ACTION]),
        (GRADED, Given(point="1", is_met=False, commentary="x", no_action_reason="r"), []),
        (GRADED, Given(point="1", is_met=False, commentary="x", action_count=1), []),
        (GRADED, Given(is_not_applicable=True), [Lack.REASON]),
        (GRADED, Given(is_not_applicable=True, not_applicable_reason="No children"), []),
        (Asked("a", evidence_rule="required"), MET, [Lack.EVIDENCE]),
        (Asked("a", kind="number"), None, [Lack.VALUE]),
        (Asked("a", kind="number"), Given(unfinished="abc"), [Lack.UNFINISHED]),
        (Asked("a", kind="number"), Given(value="0"), []),
        (Asked("a", kind="text"), None, [Lack.COMMENTARY]),
        (Asked("a", kind="yes_no"), Given(point="yes", is_met=True), []),
    ],
)
def test_lacks(question, answer, wanted):
    assert lacks(question, answer) == wanted


def test_lacks_of_carried_answer_until_confirmed():
    carried = Given(point="2", is_met=True, commentary="x", is_carried=True, is_confirmed=False)

    assert lacks(GRADED, carried) == [Lack.CONFIRMATION]
    assert state_of(GRADED, carried) is AnswerState.CARRIED


def test_lacks_of_changed_carried_answer_says_what_changed():
    changed = Given(point="2", is_met=True, commentary="new", is_carried=True, is_changed=True)

    assert lacks(GRADED, changed) == [Lack.WHAT_CHANGED]


def test_is_met_without_evidence():
    assert is_met_without_evidence(MET)
    assert not is_met_without_evidence(BELOW)
    assert not is_met_without_evidence(Given(point="2", is_met=True, evidence_count=1))


FIRST = Asked("first", kind="yes_no")
SECOND = Asked("second", follows="first", follows_when=("no",))
THIRD = Asked("third", follows="second", follows_when=("1",), sectors=("police",))
QUESTIONS = {q.key: q for q in (FIRST, SECOND, THIRD)}


@pytest.mark.parametrize(
    ("question", "sector", "answers", "expected"),
    [
        (FIRST, "police", {}, True),
        (SECOND, "police", {}, False),
        (SECOND, "police", {"first": Given(point="yes")}, False),
        (SECOND, "police", {"first": Given(point="no")}, True),
        (SECOND, "police", {"first": Given(point="no", is_confirmed=False)}, False),
        (THIRD, "police", {"first": Given(point="no"), "second": Given(point="1")}, True),
        (THIRD, "voluntary", {"first": Given(point="no"), "second": Given(point="1")}, False),
        (THIRD, "police", {"first": Given(point="yes"), "second": Given(point="1")}, False),
    ],
)
def test_is_asked(question, sector, answers, expected):
    assert is_asked(question, sector, QUESTIONS, answers) is expected


def test_is_asked_when_follow_ups_run_in_a_circle():
    circle = {
        "a": Asked("a", follows="b", follows_when=("1",)),
        "b": Asked("b", follows="a", follows_when=("1",)),
    }

    assert not is_asked(
        circle["a"], "police", circle, {"a": Given(point="1"), "b": Given(point="1")}
    )


def test_progress_counts_states():
    states = {
        "a": AnswerState.DONE,
        "b": AnswerState.CARRIED,
        "c": AnswerState.STARTED,
        "d": AnswerState.NOT_STARTED,
    }

    found = progress(states)

    assert (found.asked, found.done, found.carried, found.started, found.not_started) == (
        4,
        1,
        1,
        1,
        1,
    )
    assert not found.is_complete


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("98", Canonical(value="98")),
        (" 98 % ", Canonical(value="98")),
        ("1,250.50", Canonical(value="1250.5")),
        ("£40", Canonical(value="40")),
        ("100", Canonical(value="100")),
        ("0", Canonical(value="0")),
        ("-3", Canonical(value="-3")),
        ("", Canonical()),
        ("about 40", Canonical(unfinished="about 40")),
        ("NaN", Canonical(unfinished="NaN")),
        ("1e999999", Canonical(unfinished="1e999999")),
        ("9" * 60, Canonical(unfinished="9" * 60)),
    ],
)
def test_canonical_number(typed, stored):
    assert canonical_number(typed) == stored


@hypothesis_given(st.text(max_size=200))
def test_canonical_number_never_drops_what_was_typed(typed):
    stored = canonical_number(typed)

    assert bool(stored.value or stored.unfinished) == bool(typed.strip())


def test_canonical_choice_and_date_keep_what_they_cannot_read():
    assert canonical_choice("room", ("room",)) == Canonical(value="room")
    assert canonical_choice("attic", ("room",)) == Canonical(unfinished="attic")
    assert canonical_date(date(2026, 3, 1), "1 March 2026") == Canonical(value="2026-03-01")
    assert canonical_date(None, "spring") == Canonical(unfinished="spring")
