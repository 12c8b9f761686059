"""What the public may have of a year's figures: attacked as it is printed."""

from decimal import Decimal

import pytest

from boards.board_year.periods import parse
from boards.rules.rounding import percent
from performance.rules import published
from performance.rules.figures import Figure, Measure
from performance.rules.public_figures import Cell, cell_of, sensitive_rows
from performance.rules.publishing import public_data
from performance.rules.suppression import HIDDEN, Policy
from performance.rules.suppression.cells import Published
from tests.golden import compare
from tests.unit.performance.attacker import Attacker
from tests.unit.performance.test_published import figures_of

CHILDREN = Measure("children", "count", "flow", "lower_better")
SEEN = Measure("seen", "percent", "ratio", "higher_better")
DAYS = Measure("days", "days", "ratio", "lower_better")


def figure(value=None, period="2016-17", measure=CHILDREN, *, of=None, **breakdown):
    numerator, denominator = of or (None, None)
    return Figure(
        measure, parse(period), value=None if value is None else Decimal(value),
        numerator=None if of is None else Decimal(numerator),
        denominator=None if of is None else Decimal(denominator), breakdown=breakdown,
    )  # fmt: skip


def public_rows(figures, policy=None, **more):
    rows = published.rows(figures)
    data = {"indicators": {"rows": [published.as_data(row) for row in rows]}}
    sensitive = {"indicators": sensitive_rows(rows, **more)}
    return public_data(data, sensitive, policy or Policy())["indicators"]["rows"]


def values(figures, policy=None, **more):
    return [row["value"] for row in public_rows(figures, policy, **more)]


def test_small_counts_and_the_cheapest_beside_are_hidden():
    figures = [
        figure(50), figure(30, sex="female"), figure(17, sex="male"), figure(3, sex="unknown"),
    ]  # fmt: skip
    assert values(figures) == [50, 30, "c", "c"]


def test_what_is_worked_out_of_a_hidden_figure_is_hidden():
    before, now = public_rows([figure(4, "2015-16"), figure(9)])
    assert before["value"] == "c"
    assert [now[name] for name in ("value", "previous", "change", "change_percent", "direction")] \
        == [9, "c", "c", "c", "c"]  # fmt: skip


def test_quarters_do_not_give_each_other_away_through_the_year():
    figures = [figure(value, f"2016-17/Q{n}") for n, value in enumerate([12, 9, 2, 20], start=1)]
    assert values([figure(43), *figures]) == [43, 12, "c", "c", 20]


def test_the_quarter_that_is_missing_is_a_figure_too():
    figures = [figure(value, f"2016-17/Q{n}") for n, value in enumerate([12, 9, 20], start=1)]
    assert "c" in values([figure(43), *figures])


def test_two_snapshots_of_one_day_are_hidden_together():
    plans = Measure("plans", "count", "snapshot")
    figures = [
        figure(30, "2017-03-31", plans), figure(30, "2016-17/Q4", plans),
        figure(26, "2017-03-31", plans, sex="female"), figure(4, "2017-03-31", plans, sex="male"),
    ]  # fmt: skip
    shown = values(figures)
    assert shown[3] == "c"
    assert shown[0] == shown[1]


def test_ratios_are_hidden_on_small_parts_and_small_bases():
    assert values([figure(measure=SEEN, of=(3, 40))]) == ["c"]
    assert values([figure(measure=SEEN, of=(38, 40))]) == ["c"]
    assert values([figure(measure=SEEN, of=(7, 8))]) == ["c"]
    assert values([figure(measure=SEEN, of=(30, 40))]) == [75]
    assert values([figure(measure=SEEN, of=(0, 0))]) == [None]


def test_averages_are_hidden_on_small_bases_and_else_as_they_were():
    assert values([figure(measure=DAYS, of=(90, 3))]) == ["c"]
    assert values([figure(measure=DAYS, of=(905, 20))], Policy(rounding=5)) == [45.3]


def test_share_without_parts_does_not_give_its_count_away():
    """12 % of 42 is 5."""
    share = Measure("outcome-share", "percent", "ratio")
    figures = [
        figure(42), figure(24, outcome="a"), figure(13, outcome="b"), figure(5, outcome="c"),
        figure(12, measure=share, outcome="c"), figure(57, measure=share, outcome="a"),
    ]  # fmt: skip
    assert values(figures) == [42, 24, "c", "c", "c", 57]


def test_share_named_after_its_count_is_known_by_its_name():
    total, share = Measure("contacts", "count"), Measure("children-pct", "percent", "ratio")
    figures = [figure(298, measure=total), figure(4), figure("1.3", measure=share)]
    assert values(figures) == [298, "c", "c"]


def test_indicators_that_count_no_people_are_shown():
    assert values([figure(3)], not_people={"children"}) == [3]


def test_money_and_days_are_shown():
    assert values([figure(3, measure=Measure("cost", "gbp", "flow"))]) == [3]


def test_rounding_rounds_what_is_worked_out_too():
    _before, row = public_rows([figure(43, "2015-16"), figure(52)], Policy(rounding=5))
    assert (row["value"], row["previous"], row["change"]) == (50, 45, 5)


@pytest.mark.slow
@pytest.mark.parametrize("name", compare.NAMES)
def test_attacker_recovers_no_figure_of_the_published_years(name):
    policy = Policy()
    rows = published.rows(figures_of(name))
    data = public_rows(figures_of(name))
    (table,) = sensitive_rows(rows).tables
    cells = {cell_of(row.figure): public["value"] for row, public in zip(rows, data, strict=True)}
    counts = {
        key: HIDDEN if cells[key] == "c" else cells[key] for key in table.counts if key in cells
    }
    shown = Published(counts, dict.fromkeys(table.ratios, HIDDEN), frozenset(), frozenset())
    reader = Attacker([table], shown, policy)
    hidden = [key for key, value in counts.items() if value is HIDDEN]
    assert hidden
    for key in hidden:
        truth = table.counts[key]
        least, greatest = reader.range_of(key)
        assert least < greatest, key
        assert not policy.is_small(truth) or greatest - least >= policy.threshold - 1, key
        assert shares_of(key, cells, rows) == [], key
    assert not any(policy.is_small(value) for value in counts.values() if value is not HIDDEN)


def shares_of(hidden, cells, rows):
    """Return printed shares that are beside a hidden count and fit a total of it."""
    found = []
    for row in rows:
        share = cell_of(row.figure)
        alike = (share.period, share.breakdown) == (hidden.period, hidden.breakdown)
        if row.figure.measure.unit != "percent" or cells[share] == "c" or not alike:
            continue
        for total in cells:
            within = total.indicator == hidden.indicator and total.breakdown < hidden.breakdown
            if isinstance(total, Cell) and within and isinstance(cells[total], int):
                fits = [n for n in range(1, 10) if percent(n, cells[total]) == cells[share]]
                found += [share] * (fits != [])
    return found
