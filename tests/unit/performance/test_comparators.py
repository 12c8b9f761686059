"""Figures to compare with, worked out from the rows of a published table."""

from datetime import date
from decimal import Decimal

import pytest

from boards.board_year.periods import parse
from performance.rules.comparators import Area, Match, Neighbours, TableRow, figures_of
from performance.rules.figures import Measure

COLUMNS = ["category", "number", "part", "whole"]
AREA = Area(own=["E1"], sets=[Neighbours(date(2020, 4, 1), ["E2", "E3", "E4"])])
RATE = Measure("rate", "rate_per_10000", "ratio")
COUNT = Measure("count", "count", "snapshot")


def row(line, place, number, part="", whole="", category="Total", time="202324"):
    return TableRow(line, place, time, "Financial year", [category, number, part, whole])


def found(match, rows, area=AREA):
    result = figures_of(match, COLUMNS, rows, area)
    return {each.comparator: each for each in result.figures}, result.mistakes


def test_england_and_region_are_as_published():
    match = Match(RATE, "Rate", "number", "part", "whole", {"category": "Total"})
    figures, mistakes = found(
        match, [row(2, "england", "48.4", "100", "20000"), row(3, "region", "c", "c", "5")]
    )
    assert not mistakes
    assert (figures["england"].value, figures["england"].numerator) == (Decimal("48.4"), None)
    assert figures["region"].missing == "suppressed"
    assert figures["england"].period == parse("2023-24")


def test_snapshot_is_of_the_last_day():
    figures, _ = found(Match(COUNT, "Count", "number"), [row(2, "england", "5")])
    assert figures["england"].period == parse("2024-03-31")


def test_neighbours_are_worked_out_from_their_parts():
    match = Match(RATE, "Rate", "number", "part", "whole")
    rows = [row(2, "E2", "10", "10", "10000"), row(3, "E3", "40", "120", "30000"),
            row(4, "E4", "c", "c", "20000")]  # fmt: skip
    figure = found(match, rows)[0]["statistical_neighbours"]
    assert (figure.numerator, figure.denominator, figure.value) == (130, 40000, None)
    assert "2 of 3" in figure.note
    assert "1 April 2020" in figure.note


def test_neighbours_without_parts_are_the_mean_of_the_known():
    match = Match(RATE, "Rate", "number")
    rows = [row(2, "E2", "10"), row(3, "E3", "10.5"), row(4, "E4", "low")]
    figure = found(match, rows)[0]["statistical_neighbours"]
    assert figure.value == Decimal("10.3")
    assert "Mean of 2 of 3" in figure.note


def test_neighbours_that_are_all_hidden_have_no_figure():
    figure = found(Match(RATE, "Rate", "number"), [row(2, "E2", "c"), row(3, "E3", "c")])[0]
    assert figure["statistical_neighbours"].missing == "suppressed"
    assert figure["statistical_neighbours"].value is None


def test_set_of_the_day_counts_and_before_the_first_the_first():
    area = Area(sets=[Neighbours(date(2024, 1, 1), ["E2"]), Neighbours(date(2020, 1, 1), ["E3"])])
    rows = [row(2, "E2", "1"), row(3, "E3", "2"), row(4, "E3", "3", time="201516"),
            row(5, "E2", "9", time="201516"), row(6, "E3", "4", time="202122"),
            row(7, "E2", "8", time="202122")]  # fmt: skip
    result = figures_of(Match(RATE, "Rate", "number"), COLUMNS, rows, area)
    assert {str(each.period): each.value for each in result.figures} == {
        "2015-16": 3, "2021-22": 4, "2023-24": 1,
    }  # fmt: skip


def test_own_figure_is_taken_only_where_it_is_wanted():
    rows = [row(2, "E1", "5", "4", "9")]
    assert found(Match(RATE, "Rate", "number"), rows)[0] == {}
    figure = found(Match(RATE, "Rate", "number", "part", "whole", takes_own=True), rows)[0][""]
    assert (figure.numerator, figure.denominator) == (4, 9)


@pytest.mark.parametrize(
    ("measure", "rows", "value", "missing"),
    [
        (COUNT, [row(2, "E1", "5"), row(3, "E5", "7")], 12, ""),
        (COUNT, [row(2, "E1", "5"), row(3, "E5", "c")], None, "suppressed"),
        (COUNT, [row(2, "E1", "5")], None, "not_available"),
        (RATE, [row(2, "E1", "5"), row(3, "E5", "7")], None, "not_available"),
    ],
)
def test_own_figure_of_two_authorities_is_their_sum_or_none(measure, rows, value, missing):
    match = Match(measure, "Own", "number", takes_own=True)
    figure = found(match, rows, Area(own=["E1", "E5"]))[0][""]
    assert (figure.value, figure.missing) == (value, missing)


def test_rows_of_other_filter_values_are_left_alone():
    match = Match(COUNT, "Count", "number", filters={"category": "Total"})
    figures, mistakes = found(
        match, [row(2, "england", "5"), row(3, "england", "2", category="Neglect")]
    )
    assert (figures["england"].value, mistakes) == (5, [])


def test_every_mistake_is_told_at_once():
    match = Match(RATE, "Rate", "number", "part", "whole")
    rows = [row(2, "england", "many"), row(3, "region", "1", "-2", "5"), row(4, "E2", "1"),
            row(5, "E2", "2")]  # fmt: skip
    _, mistakes = found(match, rows)
    assert [each.place for each in mistakes] == ["line 2, number", "line 3, part", "line 5"]


def test_column_that_is_gone_is_named():
    _, mistakes = found(Match(RATE, "Rate", "rate_per_10k", filters={"sex": "All"}), [])
    assert [each.text for each in mistakes] == ["rate_per_10k", "sex"]


def test_parts_of_nothing_are_none_out_of_none():
    match = Match(RATE, "Rate", "", "part", "whole")
    figures, _ = found(match, [row(2, "england", "", "0", "0"), row(3, "region", "", "z", "5")])
    assert figures["england"].missing == "zero_of_zero"
    assert figures["region"].missing == "not_applicable"
