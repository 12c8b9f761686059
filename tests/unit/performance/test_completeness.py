"""Completeness by value: where a return stands, who is depended on, what is out of date."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from performance.rules.completeness import (
    Received,
    Source,
    Standing,
    is_stale,
    percent,
    shares,
    source_of,
    standing,
    totals,
    wanted_until,
)

DUE = date(2026, 5, 21)
ALL, SOME = Received(3, 3, 0), Received(3, 2, 1)


@pytest.mark.parametrize(
    ("status", "today", "received", "wanted"),
    [
        ("submitted", DUE, ALL, Standing.IN),
        ("accepted", DUE, SOME, Standing.IN_PART),
        ("awaited", DUE, Received(3, 0, 0), Standing.AWAITED),
        ("awaited", date(2026, 5, 22), Received(3, 0, 0), Standing.LATE),
        ("sent_back", DUE, ALL, Standing.SENT_BACK),
        ("sent_back", date(2026, 5, 22), ALL, Standing.LATE),
    ],
)
def test_standing(status, today, received, wanted):
    assert standing(status, DUE, today, received) is wanted


def test_a_code_is_no_figure_and_an_indicator_added_later_is_missing_too():
    assert (SOME.missing, Received(4, 2, 1).missing) == (1, 2)


@pytest.mark.parametrize(
    ("agencies", "wanted"),
    [
        (set(), Source.NONE), ({None}, Source.UNSAID), ({7}, Source.ONE),
        ({7, None}, Source.ONE), ({7, 8}, Source.SEVERAL),
    ],
)  # fmt: skip
def test_source_of(agencies, wanted):
    assert source_of(agencies) is wanted


def test_shares_are_of_indicators_that_have_figures():
    found = shares({1: {7}, 2: {7}, 3: {8}, 4: {7, 8}, 5: set(), 6: {None}})
    assert [(each.agency, each.count, each.percent) for each in found] == [
        (7, 2, Decimal("40.0")), (8, 1, Decimal("20.0")),
    ]  # fmt: skip


@given(st.dictionaries(st.integers(), st.sets(st.one_of(st.none(), st.integers(1, 5)))))
def test_shares_add_up_to_the_indicators_of_one_agency(sources):
    alone = sum(source_of(each) is Source.ONE for each in sources.values())
    assert sum(each.count for each in shares(sources)) == alone


@pytest.mark.parametrize(
    ("frequency", "wanted"),
    [
        ("month", date(2026, 4, 30)), ("quarter", date(2026, 3, 31)),
        ("financial_year", date(2026, 3, 31)), ("academic_year", date(2025, 8, 31)), ("", None),
    ],
)  # fmt: skip
def test_wanted_until_leaves_time_to_send(frequency, wanted):
    assert wanted_until(frequency, date(2026, 6, 21), grace=21) == wanted


def test_stale_is_older_than_the_frequency_wants():
    on = date(2026, 6, 22)
    assert is_stale("month", date(2026, 4, 30), on, grace=21)
    assert not is_stale("month", date(2026, 5, 31), on, grace=21)
    assert is_stale("month", None, on, grace=21)
    assert not is_stale("", None, on, grace=21)


def test_percent_of_nothing_is_not_known():
    assert (percent(0, 0), percent(1, 3)) == (None, Decimal("33.3"))


def test_totals_name_every_standing():
    assert totals([Standing.LATE, Standing.LATE]) == {
        "in": 0, "in_part": 0, "sent_back": 0, "late": 2, "awaited": 0, "not_due": 0,
    }  # fmt: skip
