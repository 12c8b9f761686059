"""What periods are made of, and how they are said."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boards.board_year.periods import PeriodKind, parse
from performance.rules.periods import (
    containing,
    following,
    in_words,
    parts_of,
    preceding,
    year_to_date,
)

KINDS = [kind for kind in PeriodKind if kind is not PeriodKind.SPAN]
DATES = st.dates(dt.date(1990, 1, 1), dt.date(2080, 12, 31))


@given(DATES, st.sampled_from(KINDS))
def test_containing_has_the_day_and_is_of_the_kind(date, kind):
    period = containing(date, kind)

    assert period.start <= date <= period.end
    assert period.kind is kind


@given(DATES, st.sampled_from([k for k in KINDS if k is not PeriodKind.DAY]))
def test_following_and_preceding_undo_each_other(date, kind):
    period = containing(date, kind)

    assert preceding(following(period)) == period
    assert following(period).start == period.end + dt.timedelta(1)


@given(DATES)
def test_months_and_quarters_cover_the_year(date):
    year = containing(date, PeriodKind.FINANCIAL_YEAR)

    assert len(parts_of(year, PeriodKind.MONTH)) == 12
    quarters = parts_of(year, PeriodKind.QUARTER)
    assert quarters[0].start == year.start
    assert quarters[-1].end == year.end
    assert len(quarters) == 4


@pytest.mark.parametrize(
    ("written", "before"),
    [
        ("2016-06..2016-11", "2015-12..2016-05"),
        ("2017-03-31", "2017-02-28"),
        ("2017-03-15", "2017-03-14"),
        ("2016-17/Q1", "2015-16/Q4"),
    ],
)
def test_preceding(written, before):
    assert preceding(parse(written)) == parse(before)


def test_containing_span_is_refused():
    with pytest.raises(ValueError, match="usual length"):
        containing(dt.date(2016, 4, 1), PeriodKind.SPAN)


@pytest.mark.parametrize(
    ("written", "covered"),
    [("2016-06", "2016-04..2016-06"), ("2017-02", "2016-04..2017-02"), ("2016-04", "2016-04")],
)
def test_year_to_date(written, covered):
    assert year_to_date(parse(written)) == parse(covered)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("2017-03-31", "31 March 2017"),
        ("2016-04", "April 2016"),
        ("2016-17/Q1", "Q1: April to June 2016"),
        ("2016-17/Q4", "Q4: January to March 2017"),
        ("2016-17/H2", "October 2016 to March 2017"),
        ("2016-17", "2016/17"),
        ("2016", "calendar year 2016"),
        ("2016-17/academic", "academic year 2016/17"),
        ("2016-06..2016-11", "June to November 2016"),
    ],
)
def test_in_words(written, said):
    assert in_words(parse(written)) == said
