"""Funnels and roll-forwards by value: what holds, what breaks, what would mend it."""

from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boards.board_year.periods import parse
from performance.rules import periods
from performance.rules.chain_words import break_in_words, mend_in_words, missing_in_words
from performance.rules.chains import (
    Chain,
    Link,
    Role,
    State,
    conversion,
    judge,
    judge_all,
    touched,
)
from performance.rules.figures import Figure, Measure

APRIL, MAY, JUNE = parse("2026-04"), parse("2026-05"), parse("2026-06")
COUNTS = st.integers(0, 10**6)


def link(key, role, kind="flow", reason=""):
    return Link(Measure(key, "count", kind), key.capitalize(), role, reason)


FUNNEL = Chain(
    "From contact to plan",
    [link("contacts", Role.STEP), link("referrals", Role.STEP), link("plans", Role.STEP)],
)
ROLL = Chain(
    "Plans",
    [link("starts", Role.START), link("ends", Role.END), link("plans", Role.CLOSING, "snapshot")],
)


def figures(**months):
    """Key → its figures: None is a missing one with its reason, an absent month was never sent."""
    known = {}
    for key, values in months.items():
        measure = Measure(key, "count", "snapshot" if key == "plans" else "flow")
        known[key] = {
            period: Figure(measure, period, Decimal(value))
            if value is not None
            else Figure(measure, period, missing="not_provided")
            for period, value in values.items()
        }
    return known


def test_roll_forward_that_holds():
    known = figures(plans={APRIL: 300, MAY: 310}, starts={MAY: 40}, ends={MAY: 30})
    verdict = judge(ROLL, known, MAY)
    assert (verdict.state, verdict.breaks) == (State.HOLDS, ())


def test_break_says_what_would_mend_it():
    known = figures(plans={APRIL: 300, MAY: 312}, starts={MAY: 40}, ends={MAY: 30})
    verdict = judge(ROLL, known, MAY)
    assert verdict.state is State.BROKEN
    (found,) = verdict.breaks
    assert break_in_words(verdict, found) == (
        "Plans 312, but opening 300 + Starts 40 \N{MINUS SIGN} Ends 30 = 310."
    )
    assert mend_in_words(found) == (
        "Plans 310; or Plans in the period before 302; or Starts 42; or Ends 28 would mend it."
    )


def test_a_mend_below_nothing_is_not_offered():
    known = figures(plans={APRIL: 300, MAY: 400}, starts={MAY: 40}, ends={MAY: 30})
    (found,) = judge(ROLL, known, MAY).breaks
    assert "Ends" not in mend_in_words(found)


def test_snapshot_of_the_last_day_belongs_to_its_month():
    april, may = (periods.day(each.end) for each in (APRIL, MAY))
    known = figures(plans={april: 300, may: 310}, starts={MAY: 40}, ends={MAY: 30})
    assert judge(ROLL, known, MAY).state is State.HOLDS


@pytest.mark.parametrize("gone", ["plans", "starts", "ends"])
def test_missing_never_counts_as_0(gone):
    known = figures(plans={APRIL: 300, MAY: 300}, starts={MAY: 0}, ends={MAY: 0})
    known[gone] = figures(**{gone: {MAY: None}})[gone] | (
        {APRIL: known["plans"][APRIL]} if gone == "plans" else {}
    )
    verdict = judge(ROLL, known, MAY)
    assert (verdict.state, verdict.breaks) == (State.INCOMPLETE, ())
    assert missing_in_words(verdict.missing) == f"{gone.capitalize()} (not provided)"


def test_missing_opening_is_named():
    known = figures(plans={MAY: 300}, starts={MAY: 3}, ends={MAY: 0})
    verdict = judge(ROLL, known, MAY)
    assert verdict.state is State.INCOMPLETE
    assert missing_in_words(verdict.missing) == "Plans in the period before"


def test_opening_of_its_own_is_read_from_the_same_period():
    chain = replace(ROLL, links=[link("open", Role.OPENING), *ROLL.links])
    known = figures(open={MAY: 5}, plans={MAY: 6}, starts={MAY: 2}, ends={MAY: 1})
    assert judge(chain, known, MAY).state is State.HOLDS


@given(COUNTS, COUNTS, COUNTS, COUNTS)
def test_every_mend_mends(opening, starts, ends, closing):
    known = figures(plans={APRIL: opening, MAY: closing}, starts={MAY: starts}, ends={MAY: ends})
    verdict = judge(ROLL, known, MAY)
    assert (verdict.state is State.HOLDS) == (opening + starts - ends == closing)
    for found in verdict.breaks:
        assert found.mends
        for mend in found.mends:
            key, period = mend.term.link.measure.key, APRIL if mend.term.role == "opening" else MAY
            mended = {**known, key: {**known[key], **figures(**{key: {period: mend.value}})[key]}}
            assert judge(ROLL, mended, MAY).state is State.HOLDS


@given(st.lists(st.one_of(st.none(), COUNTS), min_size=3, max_size=3))
def test_funnel_breaks_only_between_known_neighbours(values):
    keys = [each.measure.key for each in FUNNEL.links]
    known = figures(**{key: {MAY: value} for key, value in zip(keys, values, strict=True)})
    verdict = judge(FUNNEL, known, MAY)
    larger = [b > a for a, b in pairwise(values) if a is not None and b is not None]
    assert len(verdict.breaks) == sum(larger)
    assert len(verdict.missing) == values.count(None)
    if not any(larger):
        assert verdict.state is (State.INCOMPLETE if None in values else State.HOLDS)


def test_later_step_larger_says_what_would_mend_it():
    known = figures(contacts={MAY: 100}, referrals={MAY: 40}, plans={MAY: 43})
    verdict = judge(FUNNEL, known, MAY)
    (found,) = verdict.breaks
    assert verdict.state is State.BROKEN
    assert break_in_words(verdict, found) == "Plans 43 is more than Referrals 40."
    assert mend_in_words(found) == "Plans at most 40; or Referrals at least 43 would mend it."


def test_declared_reason_makes_a_larger_step_expected():
    links = [*FUNNEL.links[:2], link("plans", Role.STEP, reason="Plans of children who moved here")]
    known = figures(contacts={MAY: 100}, referrals={MAY: 40}, plans={MAY: 43})
    verdict = judge(replace(FUNNEL, links=links), known, MAY)
    assert (verdict.state, verdict.unexpected) == (State.EXPECTED, ())


@pytest.mark.parametrize(
    ("before", "after", "share"),
    [(200, 50, "25.0"), (3, 2, "66.7"), (0, 0, None), (0, 5, None), (None, 5, None),
     (5, None, None)],
)  # fmt: skip
def test_conversion(before, after, share):
    known = figures(contacts={MAY: before}, referrals={MAY: after}, plans={MAY: 0})
    terms = judge(FUNNEL, known, MAY).terms
    found = conversion(terms[0], terms[1])
    assert found == (None if share is None else Decimal(share))


def test_all_periods_are_judged_the_last_one_first():
    known = figures(
        plans={APRIL: 300, MAY: 310, JUNE: 310}, starts={MAY: 40, JUNE: 1}, ends={MAY: 30}
    )
    found = judge_all(ROLL, known)
    assert [(str(each.period), each.state) for each in found] == [
        ("2026-06", State.INCOMPLETE), ("2026-05", State.HOLDS),
    ]  # fmt: skip


def test_nothing_known_is_nothing_to_judge():
    assert judge_all(ROLL, {}) == []
    assert judge_all(ROLL, figures(plans={APRIL: 1})) == []


def test_closing_figure_bears_upon_its_period_and_the_next():
    known = figures(plans={APRIL: 300}, starts={APRIL: 1})
    assert touched(ROLL, [("plans", APRIL)], known) == [APRIL, MAY]
    assert touched(ROLL, [("starts", APRIL)], known) == [APRIL]
    assert touched(ROLL, [("others", APRIL)], known) == []
