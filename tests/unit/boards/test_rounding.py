"""Rounding of published figures."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boards.rules.rounding import half_up, percent, sum_known, whole_percent


@pytest.mark.parametrize(
    ("value", "places", "wanted"),
    [
        ("2.5", 0, "3"),
        ("-2.5", 0, "-3"),
        ("2.4999", 0, "2"),
        ("0.285", 2, "0.29"),
        ("-0.285", 2, "-0.29"),
        ("1.005", 2, "1.01"),
        ("-0.04", 1, "0.0"),
        ("40", 1, "40.0"),
    ],
)
def test_half_up_goes_away_from_zero(value, places, wanted):
    found = half_up(Decimal(value), places)
    assert str(found) == wanted


@given(st.decimals(-(10**9), 10**9, places=5), st.integers(0, 4))
def test_half_up_is_never_further_than_half_a_unit(value, places):
    assert abs(Fraction(half_up(value, places)) - Fraction(value)) * 10**places <= Fraction(1, 2)


@given(st.decimals(-(10**9), 10**9, places=5), st.integers(0, 4))
def test_half_up_treats_negative_numbers_as_their_mirror(value, places):
    assert half_up(-value, places) == -half_up(value, places)


def test_half_up_refuses_binary_floats():
    with pytest.raises(TypeError):
        half_up(0.285, 2)


def test_percent_is_exact_where_a_rounded_quotient_is_not():
    assert percent(1, 8) == 13
    assert percent(Decimal("122647"), Decimal("243976"), 1) == Decimal("50.3")
    assert percent(-101, 3816, 1) == Decimal("-2.6")


@pytest.mark.parametrize(("part", "whole"), [(None, 4), (4, None), (4, 0), (0, 0)])
def test_percent_of_the_unknown_or_of_nothing_is_none(part, whole):
    assert percent(part, whole) is None
    assert whole_percent(part, whole) is None


def test_sum_known_skips_unknown_parts():
    assert sum_known([1, None, 2]) == 3
    assert sum_known([Decimal("1.10"), None]) == Decimal("1.10")


def test_sum_known_of_nothing_known_is_none():
    assert sum_known([None, None]) is None
    assert sum_known([]) is None
