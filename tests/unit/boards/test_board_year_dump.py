"""Writing board-year files: what is written is read as the same, and always in the same way."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from boards.board_year import BoardYearFile, dump, load
from boards.board_year.kinds import (
    Count,
    Day,
    DayOrMonth,
    Flag,
    Key,
    MapOf,
    Money,
    Number,
    OneOf,
    PeriodOf,
    Ref,
    Slug,
    Text,
    Word,
    YearLabel,
)
from boards.board_year.periods import parse
from boards.board_year.records import ListOf, Record, fields_of, kind_of
from boards.board_year.sections.agencies import Agency
from boards.board_year.sections.audits import AuditRound
from boards.board_year.sections.board import Board, Year
from boards.board_year.sections.finance import Finance
from boards.board_year.sections.groups import Group
from boards.board_year.sections.indicators import Indicator, Observation
from boards.board_year.sections.meetings import Meeting
from boards.board_year.sections.seats import Seat
from tests.golden import compare

BOARD = Board(
    slug="example",
    year=Year(label="2016/17", start=dt.date(2016, 4, 1), end=dt.date(2017, 3, 31)),
)


@pytest.mark.parametrize("name", compare.NAMES)
def test_dump_of_published_year_is_the_file_but_for_its_comments(name):
    text = compare.board_year(name)
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    assert dump(load(text)).splitlines() == lines


def test_dump_leaves_out_what_is_not_known_and_what_is_usual():
    file = BoardYearFile(
        format="board-year/1", board=BOARD, seats=(Seat(key="a", vacant=False), Seat(vacant=True))
    )
    assert dump(file) == (
        "format: board-year/1\n"
        "board:\n"
        "  slug: example\n"
        "  year: {label: 2016/17, start: 2016-04-01, end: 2017-03-31}\n"
        "seats:\n"
        "  - {key: a}\n"
        "  - {vacant: true}\n"
    )


def test_dump_quotes_text_that_other_readers_would_take_for_something_else():
    for text in ("no", "1", "2016-04-01", "null", "1:30", "~"):
        file = BoardYearFile(
            format="board-year/1", board=BOARD, agencies=(Agency(key="no", name=text),)
        )
        assert yaml.safe_load(dump(file))["agencies"] == [{"key": "no", "name": text}]


def test_dump_keeps_a_month_and_a_period_as_written():
    text = dump(load(compare.board_year("worcestershire-2016-17")))
    assert "    date: 2016-06\n" in text
    assert "period: 2016-12..2017-03," in text


KEYS = ["a", "b-1", "no", "c_2", "2016"]
TEXT = st.text(
    st.characters(exclude_categories=["Cc", "Cs"]) | st.sampled_from("\n\t"), max_size=40
)
PERIODS = st.sampled_from(
    ["2016-17", "2011-04..2012-03", "2011/12", "2016", "2016-12", "2016-12-31", "2016-17/Q4"]
).map(parse)


def numbers(kind):
    limit = Decimal(10) ** 12 if kind.most is None else kind.most
    least = -limit + 1 if kind.least is None else kind.least
    top = limit - 1 if kind.most is None else limit
    return st.decimals(least, top, places=2, allow_nan=False).map(lambda n: abs(n) if n == 0 else n)


STRATEGIES = {
    Text: lambda kind: TEXT.map(
        lambda t: (t if kind.lines else t.replace("\n", " ")).strip() or None
    ),
    Slug: lambda kind: st.sampled_from(KEYS),
    Key: lambda kind: st.none(),
    Ref: lambda kind: st.none(),
    OneOf: lambda kind: st.sampled_from(kind.choices),
    Flag: lambda kind: st.booleans(),
    Count: lambda kind: st.integers(kind.least, kind.most),
    Number: numbers,
    Money: numbers,
    Day: lambda kind: st.dates(dt.date(2016, 4, 1), dt.date(2017, 3, 31)),
    DayOrMonth: lambda kind: st.sampled_from(["2016-06", "2016-12-31"]).map(parse),
    PeriodOf: lambda kind: PERIODS,
    YearLabel: lambda kind: st.sampled_from(["2017-18", "2011-12", "2017"]),
    Word: lambda kind: st.integers(0, 99) | TEXT.map(lambda t: t.replace("\n", " ").strip() or "x"),
    MapOf: lambda kind: st.dictionaries(
        strategy(kind.names).filter(lambda name: name is not None),
        strategy(kind.values),
        max_size=3,
    ),
    ListOf: lambda kind: records(kind.type),
    Record: lambda kind: st.none(),
}


def strategy(kind):
    return STRATEGIES[type(kind)](kind)


def record(cls):
    known = {}
    for each in fields_of(cls):
        values = strategy(kind_of(each))
        usual = isinstance(kind_of(each), (Flag, MapOf, ListOf)) and each.name != "brought_forward"
        known[each.name] = values if usual or each.metadata["required"] else st.none() | values
    return st.builds(cls, **known)


def records(cls):
    """Lists of records, those with a key numbered by it."""
    rows = st.lists(record(cls), max_size=len(KEYS)).map(tuple)
    if "key" not in {each.name for each in fields_of(cls)}:
        return rows
    return rows.map(lambda made: tuple(replace(row, key=KEYS[at]) for at, row in enumerate(made)))


def tidy_seat(seat, agencies):
    agency = agencies[-1].key if agencies else None
    return replace(seat, agency=agency, to_on=None)


@st.composite
def files(draw):
    agencies = draw(records(Agency))
    seats = tuple(tidy_seat(seat, agencies) for seat in draw(records(Seat)))
    groups = tuple(
        replace(group, parent="a" if at else None, chair=seats[0].key if seats else None)
        for at, group in enumerate(draw(records(Group)))
    )
    marks = st.fixed_dictionaries(
        {seat.key: st.sampled_from(["present", "absent"]) for seat in seats}
    )
    meetings = tuple(replace(each, marks=draw(marks)) for each in draw(records(Meeting)))
    indicators = draw(records(Indicator))
    observations = tuple(
        replace(each, indicator=indicators[0].key, preferred=False, missing=None)
        for each in draw(records(Observation) if indicators else st.just(()))
    )
    return BoardYearFile(
        format="board-year/1",
        board=BOARD,
        agencies=agencies,
        groups=groups,
        seats=seats,
        meetings=meetings,
        finance=draw(record(Finance).map(lambda f: replace(f, brought_forward=None))),
        indicators=indicators,
        observations=observations,
        audit_rounds=draw(records(AuditRound)),
    )


@settings(max_examples=40)
@given(files())
def test_what_is_written_is_read_as_the_same_and_written_the_same(file):
    text = dump(file)
    again = load(text)
    assert again == file
    assert dump(again) == text
