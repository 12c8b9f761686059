"""Periods of published figures."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boards.board_year import periods
from boards.board_year.periods import Period, PeriodKind, parse

EACH = [
    ("2017-03-31", "2017-03-31", "2017-03-31", "day"),
    ("2016-04", "2016-04-01", "2016-04-30", "month"),
    ("2016-02", "2016-02-01", "2016-02-29", "month"),
    ("2016-17/Q1", "2016-04-01", "2016-06-30", "quarter"),
    ("2016-17/Q2", "2016-07-01", "2016-09-30", "quarter"),
    ("2016-17/Q3", "2016-10-01", "2016-12-31", "quarter"),
    ("2016-17/Q4", "2017-01-01", "2017-03-31", "quarter"),
    ("2016-17/H1", "2016-04-01", "2016-09-30", "half"),
    ("2016-17/H2", "2016-10-01", "2017-03-31", "half"),
    ("2016-17", "2016-04-01", "2017-03-31", "financial_year"),
    ("1999-00", "1999-04-01", "2000-03-31", "financial_year"),
    ("2011/12", "2011-04-01", "2012-03-31", "financial_year"),
    ("2011-12", "2011-12-01", "2011-12-31", "month"),
    ("2011-12/Q1", "2011-04-01", "2011-06-30", "quarter"),
    ("2011/12/Q1", "2011-04-01", "2011-06-30", "quarter"),
    ("2016", "2016-01-01", "2016-12-31", "calendar_year"),
    ("2016-17/academic", "2016-09-01", "2017-08-31", "academic_year"),
    ("2016-06..2016-11", "2016-06-01", "2016-11-30", "span"),
    ("2016-12..2017-03", "2016-12-01", "2017-03-31", "span"),
    # An exact span is that kind.
    ("2011-04..2012-03", "2011-04-01", "2012-03-31", "financial_year"),
    ("2016-01..2016-12", "2016-01-01", "2016-12-31", "calendar_year"),
    ("2016-09..2017-08", "2016-09-01", "2017-08-31", "academic_year"),
    ("2016-04..2016-09", "2016-04-01", "2016-09-30", "half"),
    ("2017-01..2017-03", "2017-01-01", "2017-03-31", "quarter"),
    ("2017-01..2017-01", "2017-01-01", "2017-01-31", "month"),
]


@pytest.mark.parametrize(("text", "start", "end", "kind"), EACH)
def test_parse_knows_start_end_and_kind_and_keeps_what_was_written(text, start, end, kind):
    period = parse(text)
    assert (period.start.isoformat(), period.end.isoformat(), period.kind) == (start, end, kind)
    assert str(period) == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2016-17/q1",
        "2016-17/Q5",
        "2016-17/H3",
        "2016-18",
        "2016-16",
        "2016/18",
        "2016-13-01",
        "2016-02-30",
        "2016-00",
        "2016-11..2016-06",
        "2016-13..2017-02",
        "2016-17..2017-18",
        "0000",
        "9999-00",
        "16-17",
        "2016-6",
        "summer 2016",
        " 2016",
        "2016-17/Academic",
        "２０１６",
    ],
)
def test_parse_refuses_what_is_not_a_period(text):
    with pytest.raises(ValueError, match=r"is not a period|before it starts"):
        parse(text)


def test_periods_are_compared_by_start_end_and_kind():
    assert parse("2011-04..2012-03") == parse("2011/12")
    assert len({parse("2011-04..2012-03"), parse("2011/12")}) == 1
    assert parse("2016-17/Q4") == parse("2017-01..2017-03")
    assert parse("2011-12") != parse("2011/12")
    assert parse("2016-03") < parse("2016-17")


@pytest.mark.parametrize(
    ("text", "before"),
    [
        ("2017-03-31", "2016-03-31"),
        ("2017-02-28", "2016-02-29"),
        ("2016-02-29", "2015-02-28"),
        ("2016-02-28", "2015-02-28"),
        ("2016-04-01", "2015-04-01"),
        ("2017-02", "2016-02"),
        ("2016-17/Q4", "2015-16/Q4"),
        ("2016-17/H2", "2015-16/H2"),
        ("2016-17", "2015-16"),
        ("2012-13", "2011/12"),
        ("2013", "2012"),
        ("2016-17/academic", "2015-16/academic"),
        ("2016-06..2016-11", "2015-06..2015-11"),
        ("2016-12..2017-02", "2015-12..2016-02"),
    ],
)
def test_one_year_before_is_of_the_same_kind(text, before):
    earlier = parse(text).one_year_before()
    assert earlier == parse(before)
    assert earlier.kind == parse(text).kind
    assert parse(str(earlier)) == earlier


def test_from_dates_gives_the_usual_form():
    day = dt.date(2017, 3, 31)
    assert str(periods.from_dates(day, day)) == "2017-03-31"
    assert str(periods.from_dates(dt.date(2016, 4, 1), day)) == "2016-17"
    # 2011-12 would be read as December.
    assert str(periods.from_dates(dt.date(2011, 4, 1), dt.date(2012, 3, 31))) == "2011-04..2012-03"


@pytest.mark.parametrize(
    ("start", "end"), [("2016-04-02", "2016-04-30"), ("2016-05-01", "2016-04-30")]
)
def test_from_dates_refuses_what_the_format_cannot_say(start, end):
    with pytest.raises(ValueError, match="whole months"):
        periods.from_dates(dt.date.fromisoformat(start), dt.date.fromisoformat(end))


def test_day_and_month_are_periods():
    assert periods.day(dt.date(2016, 6, 15)) == parse("2016-06-15")
    assert periods.month(2016, 2) == parse("2016-02")


@given(st.integers(1000, 9000), st.integers(1, 12), st.integers(1, 30))
def test_every_printed_period_is_read_as_the_same(year, first, months):
    start = dt.date(year, first, 1)
    years, last = divmod(first - 2 + months, 12)
    end = periods.month(year + years, last + 1).end
    period = periods.from_dates(start, end)
    assert parse(str(period)) == period
    assert isinstance(period, Period)
    assert period.kind is not PeriodKind.DAY
