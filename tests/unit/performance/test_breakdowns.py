"""Breakdown tables: rows and columns, shares, totals that are checked, nothing to divide."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boards.board_year.periods import PeriodKind, parse
from boards.charts.drawing import svg_of
from performance.charts.tables import table_chart
from performance.rules.amounts import Source
from performance.rules.breakdowns import Layout, build, periods_of
from performance.rules.figures import Figure, Measure

COUNT = Measure("settled", "count", "flow")
SHARE = Measure("visits", "percent", "ratio")
YEAR, BEFORE = parse("2016-17"), parse("2015-16")
QUARTERS = [parse(f"2016-17/Q{number}") for number in range(1, 5)]


def figure(value, period=YEAR, measure=COUNT, **breakdown):
    return Figure(measure, period, value=Decimal(value), breakdown=breakdown)


def source(whole=(), parts=(), measure=COUNT, label="Settled", every=PeriodKind.FINANCIAL_YEAR):
    return Source(label, measure, list(whole), list(parts), every)


def texts(grid):
    return {row.label: [str(cell) for cell in row.cells] for row in grid.rows}


def test_outcomes_with_the_year_before_as_they_are_printed():
    parts = [
        figure(24, outcome="Unsubstantiated"), figure(6, outcome="Substantiated"),
        figure(5, outcome="Ongoing"), figure(20, BEFORE, outcome="Unsubstantiated"),
        figure(9, BEFORE, outcome="Substantiated"),
    ]  # fmt: skip
    layout = Layout("outcome", "", PeriodKind.FINANCIAL_YEAR, with_previous=True)
    grid = build(layout, [source([figure(35), figure(29, BEFORE)], parts)], YEAR)
    assert grid.columns == ["2016/17", "2015/16", "Change"]
    assert texts(grid) == {
        "Unsubstantiated": ["24 (68.6%)", "20 (69.0%)", "+4"],
        "Substantiated": ["6 (17.1%)", "9 (31.0%)", "−3"],
        "Ongoing": ["5 (14.3%)", "–", "–"],
        "All": ["35 (100.0%)", "29 (100.0%)", "+6"],
    }
    assert grid.differences == []


def test_parts_that_do_not_make_the_whole_are_said_and_the_whole_stays():
    parts = [figure(24, outcome="a"), figure(6, outcome="b")]
    grid = build(
        Layout("outcome", "", PeriodKind.FINANCIAL_YEAR), [source([figure(42)], parts)], YEAR
    )
    assert grid.differences == ["2016/17: the parts make 30, the whole is 42"]
    assert texts(grid)["All"] == ["42 (100.0%)"]
    assert texts(grid)["a"] == ["24 (57.1%)"]


def test_without_an_undivided_figure_the_total_is_the_sum():
    parts = [figure(1, outcome="a"), figure(2, outcome="b")]
    grid = build(Layout("outcome", "", PeriodKind.FINANCIAL_YEAR), [source([], parts)], YEAR)
    assert texts(grid) == {"a": ["1 (33.3%)"], "b": ["2 (66.7%)"], "All": ["3 (100.0%)"]}


def test_monthly_grid_prints_the_parts_of_percentages_and_nothing_to_divide():
    months = [parse("2016-04"), parse("2016-05"), parse("2016-06")]
    pairs = [(2, 6), (0, 0), (4, 13)]
    visits = [
        Figure(SHARE, month, numerator=Decimal(n), denominator=Decimal(d),
               missing="" if d else "zero_of_zero")
        for month, (n, d) in zip(months, pairs, strict=True)
    ]  # fmt: skip
    layout = Layout("indicator", "period", PeriodKind.MONTH, with_shares=False)
    grid = build(
        layout, [source(visits, measure=SHARE, label="Visits", every=PeriodKind.MONTH)], YEAR
    )
    cells = grid.rows[0].cells
    assert [(cell.main, cell.second) for cell in cells[:4]] == [
        ("33.3%", "2/6"), ("n/d", "0/0"), ("30.8%", "4/13"), ("–", ""),
    ]  # fmt: skip
    assert len(grid.columns) == 13
    assert cells[12].main == "incomplete"
    assert grid.has_nothing_to_divide


def test_age_and_sex_have_totals_both_ways_and_ages_in_order():
    parts = [
        figure(value, age=age, sex=sex)
        for age, sex, value in [
            ("10 to 12", "girls", 2), ("10 to 12", "boys", 1), ("5 to 9", "girls", 1),
            ("5 to 9", "boys", 0), ("13 and over", "girls", 6), ("13 and over", "boys", 3),
        ]
    ]  # fmt: skip
    layout = Layout("age", "sex", PeriodKind.FINANCIAL_YEAR, with_shares=False)
    grid = build(layout, [source([figure(13)], parts)], YEAR)
    assert grid.columns == ["girls", "boys", "All"]
    assert texts(grid) == {
        "5 to 9": ["1", "0", "1"], "10 to 12": ["2", "1", "3"], "13 and over": ["6", "3", "9"],
        "All": ["9", "4", "13"],
    }  # fmt: skip


def test_age_and_sex_are_checked_against_the_undivided_figure():
    parts = [figure(2, age="5", sex="girls"), figure(1, age="6", sex="boys")]
    layout = Layout("age", "sex", PeriodKind.FINANCIAL_YEAR, with_shares=False)
    grid = build(layout, [source([figure(7)], parts)], YEAR)
    assert texts(grid)["All"] == ["2", "1", "7"]
    assert grid.differences == ["All: the parts make 3, the whole is 7"]


def test_period_of_which_only_the_whole_is_known_is_not_offered():
    layout = Layout("outcome", "", PeriodKind.FINANCIAL_YEAR)
    known = source([figure(3), figure(9, BEFORE)], [figure(9, BEFORE, outcome="a")])
    assert periods_of(layout, [known]) == [BEFORE]


def test_quarterly_categories_have_shares_of_their_quarter_and_the_year():
    parts = [
        figure(value, quarter, category=name)
        for quarter in QUARTERS
        for name, value in (("neglect", 3), ("emotional", 1))
    ]
    layout = Layout("category", "period", PeriodKind.QUARTER)
    grid = build(layout, [source([], parts, every=PeriodKind.QUARTER)], YEAR)
    assert texts(grid)["neglect"] == ["3 (75.0%)"] * 4 + ["12 (75.0%)"]


def test_a_quarter_that_is_not_there_makes_the_year_incomplete_and_not_small():
    parts = [figure(3, quarter, category="neglect") for quarter in QUARTERS[:3]]
    layout = Layout("category", "period", PeriodKind.QUARTER)
    grid = build(layout, [source([], parts, every=PeriodKind.QUARTER)], YEAR)
    assert texts(grid)["neglect"][3:] == ["–", "incomplete"]


def test_indicators_with_shares_are_parts_of_their_sum():
    sources = [source([figure(3)], label="a"), source([figure(1)], label="b")]
    grid = build(Layout("indicator", "", PeriodKind.FINANCIAL_YEAR), sources, YEAR)
    assert texts(grid) == {"a": ["3 (75.0%)"], "b": ["1 (25.0%)"], "All": ["4 (100.0%)"]}


def test_chart_says_its_figures_and_leaves_out_what_has_another_scale():
    parts = [figure(24, outcome="a"), figure(6, outcome="b")]
    layout = Layout("outcome", "", PeriodKind.FINANCIAL_YEAR)
    chart = table_chart("Outcomes", layout, build(layout, [source([], parts)], YEAR))
    assert chart.description == "a: 2016/17 24 (80.0%); b: 2016/17 6 (20.0%)."
    many = [figure(n, quarter, category=f"c{n}") for n in range(9) for quarter in QUARTERS]
    layout = Layout("category", "period", PeriodKind.QUARTER)
    grid = build(layout, [source([], many, every=PeriodKind.QUARTER)], YEAR)
    bars = table_chart("Categories", layout, grid)
    assert "c7: 2016/17 28 (19.4%)." in bars.description
    assert svg_of(bars).startswith("<svg")
    layout = Layout("indicator", "period", PeriodKind.MONTH, with_shares=False)
    assert table_chart("Empty", layout, build(layout, [source()], YEAR)) is None


def test_nothing_at_all_is_a_table_of_nothing():
    layout = Layout("outcome", "", PeriodKind.FINANCIAL_YEAR)
    assert build(layout, [source()], YEAR).is_empty
    assert build(layout, [], YEAR).is_empty
    assert periods_of(layout, [source()]) == []


@pytest.mark.parametrize("missing", ["not_provided", "suppressed"])
def test_reason_for_no_figure_is_printed_and_never_0(missing):
    part = Figure(COUNT, YEAR, missing=missing, breakdown={"outcome": "a"})
    other = figure(2, outcome="b")
    grid = build(
        Layout("outcome", "", PeriodKind.FINANCIAL_YEAR), [source([], [part, other])], YEAR
    )
    assert texts(grid)["a"] == [missing.replace("_", " ")]


@given(
    st.dictionaries(
        st.tuples(st.sampled_from("abc"), st.sampled_from("xyz")), st.integers(0, 999), min_size=1
    )
)
def test_totals_of_rows_and_columns_are_the_sums_of_their_cells(values):
    parts = [figure(value, age=age, sex=sex) for (age, sex), value in values.items()]
    layout = Layout("age", "sex", PeriodKind.FINANCIAL_YEAR, with_shares=False)
    grid = build(layout, [source([], parts)], YEAR)
    total = grid.rows[-1].cells[-1].amount.value
    assert total == sum(values.values())
    assert sum(row.cells[-1].amount.value for row in grid.rows[:-1]) == total
    assert sum(cell.amount.value for cell in grid.rows[-1].cells[:-1]) == total


def test_years_that_can_be_shown_are_those_with_figures():
    layout = Layout("category", "period", PeriodKind.QUARTER)
    parts = [figure(3, quarter, category="neglect") for quarter in QUARTERS]
    assert periods_of(layout, [source([], parts)]) == [YEAR]
