"""An indicator over time: latest, previous, direction, gaps."""

from decimal import Decimal

from boards.board_year.periods import PeriodKind, parse
from performance import library
from performance.models import Indicator
from performance.rules.figures import Figure, Measure
from performance.rules.series import series_of, usual_kind
from performance.rules.themes import themes

LATE = Measure("late", "count", "flow", "lower_better")


def figures(**values):
    return [
        Figure(LATE, parse(written.replace("_", "-").removeprefix("m")), value=Decimal(value))
        for written, value in values.items()
    ]


def series(**values):
    return series_of(LATE, figures(**values), PeriodKind.MONTH)


def test_latest_and_previous_in_whatever_order_they_come():
    found = series(m2016_06=9, m2016_04=3, m2016_05=4)
    assert (found.latest.result, found.previous.result, found.change) == (9, 4, 5)
    assert found.direction == "worse"


def test_period_before_that_is_missing_is_not_skipped():
    found = series(m2016_04=3, m2016_06=9)
    assert (found.previous, found.change, found.direction) == (None, None, None)


def test_values_have_a_gap_where_a_period_is_missing():
    assert series(m2016_04=3, m2016_06=9).values(13) == [3, None, 9]


def test_only_one_kind_of_period_is_compared():
    mixed = [*figures(m2016_04=3), Figure(LATE, parse("2016-17"), value=Decimal(40))]
    assert series_of(LATE, mixed, PeriodKind.MONTH).latest.result == 3
    assert usual_kind(mixed, "financial_year") is PeriodKind.FINANCIAL_YEAR
    assert usual_kind([], "month") is None


def test_library_is_whole():
    rows = library.shipped()
    keys = [row.key for row in rows]
    assert len(rows) >= 120
    assert len(set(keys)) == len(keys)
    for row in rows:
        assert row.theme in themes(), row
        assert row.unit in Indicator.Unit.values, row
        assert row.kind in Indicator.Kind.values, row
        assert row.polarity in Indicator.Polarity.values, row
        assert row.frequency in Indicator.Frequency.values, row
        assert bool(row.numerator) == bool(row.denominator) == (row.kind == "ratio"), row
        assert row.definition.endswith("."), row
        assert not (row.unit == "percent" and row.kind != "ratio"), row
