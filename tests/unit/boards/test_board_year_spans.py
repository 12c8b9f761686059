"""In which reporting years a record is, as the years' files name it."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boards.board_year.order import merged
from boards.board_year.spans import Span, Years, entered, left


def year(number):
    """The reporting year 2000/01 + number."""
    return Span(dt.date(2000 + number, 4, 1), dt.date(2001 + number, 3, 31))


def among(number, *others):
    here = year(number)
    return Years(here.starts_on, here.ends_on, [year(other) for other in others])


ALWAYS = Span()


@pytest.mark.parametrize(
    ("others", "wanted"),
    [
        ([], ALWAYS),
        ([3], Span(year(5).starts_on, None)),
        ([7], Span(None, year(5).ends_on)),
        ([3, 7], year(5)),
    ],
)
def test_entered_new_record_keeps_out_of_other_years(others, wanted):
    assert entered(None, among(5, *others)) == wanted


@pytest.mark.parametrize(
    ("span", "others", "wanted"),
    [
        (ALWAYS, [4], ALWAYS),
        (year(5), [4], year(5)),
        (Span(year(6).starts_on, None), [6], Span(None, None)),
        (Span(year(6).starts_on, None), [4, 6], Span(year(5).starts_on, None)),
        (Span(None, year(4).ends_on), [4], Span(None, None)),
        (Span(None, year(4).ends_on), [4, 6], Span(None, year(5).ends_on)),
    ],
)
def test_entered_reaches_into_the_year(span, others, wanted):
    assert entered(span, among(5, *others)) == wanted


@pytest.mark.parametrize(
    ("span", "others", "wanted"),
    [
        (ALWAYS, [], None),
        (year(5), [4, 6], None),
        (ALWAYS, [4], Span(None, year(4).ends_on)),
        (ALWAYS, [6], Span(year(6).starts_on, None)),
        # One span cannot leave out a year in the middle.
        (ALWAYS, [4, 6], ALWAYS),
        (Span(None, year(5).ends_on), [4, 6], Span(None, year(4).ends_on)),
    ],
)
def test_left_ends_before_or_begins_after_the_year(span, others, wanted):
    assert left(span, among(5, *others)) == wanted


@given(st.permutations([1, 2, 3]), st.sets(st.integers(1, 3), min_size=1))
def test_record_is_in_the_years_that_name_it_whatever_the_order(order, named):
    if named == {1, 3}:
        return  # A gap: see `left`.
    span, known = None, []
    for number in order:
        years = among(number, *known)
        if number in named:
            span = entered(span, years)
        elif span is not None and span.overlaps(years.span):
            span = left(span, years)
        known.append(number)
    assert {number for number in (1, 2, 3) if span.overlaps(year(number))} == named


@pytest.mark.parametrize(
    ("kept", "given", "wanted"),
    [
        ("", "abc", "abc"),
        ("abc", "abc", "abc"),
        ("abc", "ac", "abc"),
        ("ac", "abc", "abc"),
        ("abc", "cba", "cba"),
        ("axby", "ba", "bxay"),
        ("ab", "xab", "xab"),
        ("ab", "abx", "abx"),
        ("ab", "xy", "xyab"),
    ],
)
def test_merged_puts_the_given_in_order_beside_the_kept(kept, given, wanted):
    assert "".join(merged(kept, given)) == wanted


@given(st.permutations("abcdef"), st.permutations("abcdefgh"), st.integers(0, 6), st.integers(0, 8))
def test_merged_has_all_once_in_the_order_given(kept, given, few, some):
    kept, given = kept[:few], given[:some]
    result = merged(kept, given)
    assert sorted(result) == sorted({*kept, *given})
    assert [each for each in result if each in given] == given
    assert merged(result, given) == result
