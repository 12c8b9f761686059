"""Hidden figures cannot be worked out from printed ones."""

from decimal import Decimal
from itertools import combinations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from performance.rules.suppression import (
    HIDDEN,
    Policy,
    Ratio,
    Sum,
    Table,
    crossed,
    for_file,
    protect,
)
from performance.rules.suppression.cells import Published
from tests.unit.performance.attacker import Attacker
from tests.unit.performance.tables import COUNTS, cell, grids, with_totals, years

OUTCOMES = Table(
    counts={"all": 42, "upheld": 24, "partly": 6, "not": 7, "ongoing": 5, "malicious": 0},
    sums=[Sum("all", ("upheld", "partly", "not", "ongoing", "malicious"))],
    ratios={
        ("share", key): Ratio(key, "all", decimals=0)
        for key in ("upheld", "partly", "not", "ongoing", "malicious")
    },
)
EXACT, ROUNDED = Policy(), Policy(rounding=5)


def shown(published):
    return {key: for_file(value) for key, value in published.counts.items()}


def test_protect_hides_small_and_the_cheapest_beside():
    published = protect([OUTCOMES])
    assert shown(published) == {
        "all": 42, "upheld": 24, "partly": "c", "not": 7, "ongoing": "c", "malicious": 0,
    }  # fmt: skip
    assert published["share", "ongoing"] is HIDDEN
    assert published["share", "partly"] is HIDDEN
    assert published["share", "malicious"] == 0
    assert published["share", "upheld"] == 57
    assert published.lost == 4


def test_protect_shows_zero_and_hides_one_to_five():
    counts = {str(value): value for value in range(8)}
    assert list(shown(protect([Table(counts)])).values()) == [0, "c", "c", "c", "c", "c", 6, 7]


def test_protect_keeps_the_threshold_of_the_publication():
    counts = {str(value): value for value in range(13)}
    hidden = protect([Table(counts)], Policy(threshold=10)).small
    assert hidden == {str(value) for value in range(1, 11)}
    assert protect([OUTCOMES], Policy(threshold=0, smallest_base=1)).lost == 0


def test_protect_rounds_counts_and_makes_shares_of_the_rounded():
    published = protect([OUTCOMES], ROUNDED)
    assert (published["all"], published["upheld"]) == (40, 25)
    assert published["share", "upheld"] == Decimal("63")  # 25 of 40, not 24 of 42


def test_protect_hides_shares_on_small_bases():
    table = Table(
        {"seen": 7, "due": 9, "few": 2, "fewer": 4, "none": 0},
        ratios={"a": Ratio("seen", "due"), "b": Ratio("few", "fewer"), "c": Ratio("none", "none")},
    )
    published = protect([table])
    assert published["a"] is HIDDEN
    assert published["b"] is HIDDEN
    assert published["c"] is None


def test_protect_hides_a_share_that_leaves_few_over():
    """38 of 40 in time says that two were not."""
    table = Table({"seen": 38, "due": 40}, ratios={"a": Ratio("seen", "due")})
    assert protect([table])["a"] is HIDDEN
    assert protect([table], Policy(remainders=False))["a"] == 95


def test_protect_hides_a_rate_of_few_children():
    table = Table(
        {"children": 4, "population": 61_000},
        ratios={"rate": Ratio("children", "population", per=10_000)},
        unprinted=frozenset({"children", "population"}),
    )
    published = protect([table])
    assert published["rate"] is HIDDEN
    assert published.counts == {}


def test_protect_keeps_what_is_not_known():
    table = Table({"all": 30, "a": None, "b": 28}, [Sum("all", ("a", "b"))])
    published = protect([table])
    assert published["a"] is None
    # 30 and 28 together would say that the one that is missing is 2.
    assert HIDDEN in (published["all"], published["b"])


def test_protect_sees_through_two_tables_that_share_a_cell():
    first = Table({"all": 40, "a": 30, "b": 10}, [Sum("all", ("a", "b"))])
    second = Table({"b": 10, "b1": 7, "b2": 3}, [Sum("b", ("b1", "b2"))])
    published = protect([first, second])
    assert published.small == {"b2"}
    attack([first, second], EXACT)


def test_protect_sees_through_a_roll_forward():
    """Open + started - ended = open at the end."""
    table = Table(
        {"opening": 40, "started": 12, "ended": 3, "closing": 49},
        [Sum("closing", ("opening", "started"), ("ended",))],
    )
    assert len(protect([table]).beside) == 1
    attack([table], EXACT)


def test_protect_ignores_a_sum_that_is_not_true():
    table = Table({"all": 10, "a": 9, "b": 4}, [Sum("all", ("a", "b"))])
    assert protect([table]).beside == frozenset()


def test_protect_leaves_five_groups_of_one_each():
    """Zero is shown, so five ones in all cannot be fewer: the widest range there is."""
    table = Table({"all": 5} | dict.fromkeys("abcde", 1), [Sum("all", tuple("abcde"))])
    assert set(shown(protect([table])).values()) == {"c"}


@pytest.mark.parametrize("policy", [EXACT, ROUNDED, Policy(threshold=9), Policy(threshold=1)])
def test_protect_is_the_same_each_time(policy):
    grid = _grid([[3, 12, 8], [0, 15, 2], [9, 30, 40]])
    assert protect([grid], policy) == protect([grid], policy)


@pytest.mark.slow
@settings(max_examples=20)
@given(grids(), st.sampled_from([EXACT, ROUNDED, Policy(threshold=2), Policy(threshold=9)]))
@example(OUTCOMES, EXACT)
def test_attacker_recovers_no_cell_of_a_grid(table, policy):
    attack([table], policy)


@pytest.mark.slow
@settings(max_examples=10)
@given(years(), st.sampled_from([EXACT, ROUNDED]))
def test_attacker_recovers_no_cell_of_a_year(table, policy):
    attack([table], policy)


@pytest.mark.slow
@settings(max_examples=4)
@given(st.lists(st.integers(0, 30), min_size=12, max_size=12))
def test_attacker_recovers_no_cell_of_three_dimensions(values):
    places = [(a, b, c) for a in range(3) for b in range(2) for c in range(2)]
    inner = {
        cell(age=a, sex=b, district=c): value
        for (a, b, c), value in zip(places, values, strict=True)
    }
    counts = with_totals(inner, "age", "sex", "district")
    # In three dimensions what a count could be can have gaps (decision 14).
    attack([Table(counts, crossed(counts))], EXACT, guesser=False)


@pytest.mark.slow
@settings(max_examples=10)
@given(st.lists(COUNTS, min_size=6, max_size=6))
@example([5, 5, 25, 1, 0, 28])
def test_protect_hides_no_more_than_the_optimum(values):
    """On tables small enough to try every choice."""
    table = _grid([values[:2], values[2:4], values[4:]])
    published = protect([table])
    assert len(published.beside) == _fewest(table, published)


def attack(tables, policy, *, guesser=True):
    """Fail where a reader learns more of a hidden count than the mark itself says."""
    published = protect(tables, policy)
    reader = Attacker(tables, published, policy)
    truth = {key: value for table in tables for key, value in table.counts.items()}
    for key, value in published.counts.items():
        if value is not HIDDEN:
            continue
        least, greatest = reader.range_of(key)
        assert least <= truth[key] <= greatest
        assert least < greatest, f"{key} is {truth[key]}"
        if key in published.small:
            assert greatest - least >= policy.threshold - 1, f"{key}: {least} to {greatest}"
            # Even to a reader who guesses that it is one of the small ones.
            if guesser and policy.threshold > 1 and truth[key] < policy.threshold:
                assert reader.other_small(key, truth[key])
    for key, left in reader.left.items():
        if policy.is_small(left):
            least, greatest = reader.range_of(key)
            assert greatest - least >= policy.threshold - 1, f"{key}: {least} to {greatest}"
    for table in tables:
        for key, ratio in table.ratios.items():
            rest = truth[ratio.denominator] - truth[ratio.numerator]
            if policy.rounding == 1 and policy.is_small(rest):
                assert published.ratios[key] is HIDDEN


def _grid(rows):
    inner = {
        cell(age=age, sex=sex): value
        for age, row in enumerate(rows)
        for sex, value in enumerate(row)
    }
    counts = with_totals(inner, "age", "sex")
    return Table(counts, crossed(counts))


def _fewest(table, published):
    """Return the fewest further counts that keep the small ones safe, by trying all choices."""
    candidates = [
        key for key, value in table.counts.items() if value and key not in published.small
    ]
    for size in range(len(published.beside) + 1):
        for choice in combinations(candidates, size):
            hidden = published.small | set(choice)
            counts = {
                key: HIDDEN if key in hidden else value for key, value in table.counts.items()
            }
            reader = Attacker([table], Published(counts, {}, published.small, frozenset()), EXACT)
            if all(_is_safe(reader, key, table.counts[key]) for key in published.small):
                return size
    raise AssertionError("what was published is itself safe")


def _is_safe(reader, key, truth):
    least, greatest = reader.range_of(key)
    return greatest - least >= EXACT.threshold - 1 and (truth < EXACT.threshold or least < truth)
