"""Tables for the tests of suppression."""

from hypothesis import strategies as st

from performance.rules.suppression import Ratio, Sum, Table, crossed
from performance.rules.suppression.crossed import breakdown_of

#: Mostly small, as children's counts by age and sex are.
COUNTS = st.one_of(st.integers(0, 9), st.integers(0, 60), st.sampled_from([0, 0, 1, 5, 6]))


def cell(**values):
    return breakdown_of(values)


def with_totals(cells, *dimensions):
    """Add the totals over each set of dimensions."""
    totals = dict(cells)
    for dimension in dimensions:
        for key, value in list(totals.items()):
            total = frozenset(pair for pair in key if pair[0] != dimension)
            if total != key:
                totals[total] = totals.get(total, 0) + value
    return totals


@st.composite
def grids(draw, most_rows=4, most_columns=3):
    """Rows by columns with all totals, and shares of the grand total."""
    rows, columns = draw(st.integers(1, most_rows)), draw(st.integers(2, most_columns))
    inner = {
        cell(age=row, sex=column): draw(COUNTS) for row in range(rows) for column in range(columns)
    }
    counts = with_totals(inner, "age", "sex")
    dropped = draw(st.sets(st.sampled_from(sorted(counts, key=sorted)), max_size=2))
    printed = {key: value for key, value in counts.items() if key not in dropped}
    ratios = {
        ("share", key): Ratio(key, frozenset(), decimals=draw(st.sampled_from([0, 1])))
        for key in printed
        if len(key) == 1 and frozenset() in printed
    }
    return Table(printed, crossed(printed), ratios)


@st.composite
def years(draw):
    """Quarters by district that make up a year, with a share whose part is not printed."""
    districts = draw(st.integers(1, 3))
    counts, sums, ratios = {}, [], {}
    for district in range(districts):
        quarters = [(f"q{number}", district) for number in range(4)]
        counts |= {key: draw(COUNTS) for key in quarters}
        counts["year", district] = sum(counts[key] for key in quarters)
        counts["met", district] = draw(st.integers(0, counts["year", district]))
        sums.append(Sum(("year", district), tuple(quarters)))
        ratios["share", district] = Ratio(("met", district), ("year", district))
    everywhere = tuple(("year", district) for district in range(districts))
    counts["year"] = sum(counts[key] for key in everywhere)
    sums.append(Sum("year", everywhere))
    unprinted = frozenset(("met", district) for district in range(districts))
    return Table(counts, sums, ratios, unprinted)
