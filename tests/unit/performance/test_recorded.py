"""How completely a characteristic is recorded, from figures divided by it."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boards.board_year.periods import parse
from boards.registry import Parts
from performance.rules.figures import Figure, Measure
from performance.rules.recorded import is_unknown, recorded

PLANS = Measure("plans", "count", "snapshot")
DAY = parse("2026-04-30")


def part(value, **breakdown):
    missing = "" if value is not None else "suppressed"
    number = None if value is None else Decimal(value)
    return Figure(PLANS, DAY, number, missing=missing, breakdown=breakdown)


def test_recorded_is_all_but_those_of_whom_it_is_not_known():
    parts = [part(70, ethnicity="white"), part(10, ethnicity="asian"),
             part(15, ethnicity="Not known"), part(5, ethnicity="not_stated")]  # fmt: skip
    assert recorded(parts, "ethnicity") == Parts(Decimal(80), Decimal(100))


def test_a_hidden_part_makes_the_share_not_available_and_never_0():
    parts = [part(70, ethnicity="white"), part(None, ethnicity="asian")]
    assert recorded(parts, "ethnicity") == Parts(0, 0, "not_available")


def test_figures_divided_by_something_else_say_nothing():
    assert (
        recorded([part(3, sex="female"), part(3, sex="female", ethnicity="x")], "ethnicity") is None
    )
    assert recorded([], "ethnicity") is None


def test_nothing_out_of_nothing_stays_so():
    assert recorded([part(0, ethnicity="white")], "ethnicity") == Parts(Decimal(0), Decimal(0))


@pytest.mark.parametrize(
    "text", ["not_known", "Not Known", "unknown", "NOT-RECORDED", " not stated "]
)
def test_words_for_not_known(text):
    assert is_unknown(text)
    assert not is_unknown("white british")


@given(
    st.dictionaries(st.sampled_from(["white", "asian", "not_known", "unknown"]), st.integers(0, 99))
)
def test_recorded_is_between_nothing_and_all(values):
    found = recorded([part(n, ethnicity=name) for name, n in values.items()], "ethnicity")
    if found is not None:
        assert 0 <= found.numerator <= found.denominator == sum(values.values())
