"""Which figures may be printed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

from boards.rules.rounding import half_up
from performance.rules.suppression.cells import (
    HIDDEN,
    Hidden,
    Key,
    Policy,
    Published,
    Ratio,
    Table,
)
from performance.rules.suppression.choice import hidden_beside
from performance.rules.suppression.system import components, system_of


def protect(tables: Iterable[Table], policy: Policy | None = None) -> Published:
    """Hide small counts, and as few others as keep them from being worked out.

    The reader is taken to know every sum and ratio, every printed figure, this policy, that counts
    are whole and not below 0, and that a hidden count is not 0. Even so all that can be
    told of a small count is a range of at least `threshold` numbers, and of every other hidden
    count a range of at least two. The same tables give
    the same answer. All tables of a publication belong into one call: figures that are printed in
    two places would otherwise give each other away.
    """
    tables, policy = list(tables), policy or Policy()
    system = system_of(tables, policy)
    small = frozenset(system.small(policy))
    beside: set[Key] = set()
    for component in components(system):
        if small.intersection(component.keys):
            beside |= hidden_beside(component, system, small, policy)
    hidden = small | beside
    known = frozenset(key for table in tables for key in table.counts)
    return Published(
        counts={
            key: _count(value, key in hidden, policy)
            for table in tables
            for key, value in table.counts.items()
            if key not in table.unprinted
        },
        ratios={
            key: _ratio(ratio, system.values, hidden, policy)
            for table in tables
            for key, ratio in table.ratios.items()
        },
        small=small & known,
        beside=frozenset(beside) & known,
    )


def _count(value: int | None, is_hidden: bool, policy: Policy) -> int | Hidden | None:
    if value is None:
        return None
    return HIDDEN if is_hidden else policy.rounded(value)


def _ratio(
    ratio: Ratio, values: Mapping[Key, int], hidden: frozenset[Key], policy: Policy
) -> Decimal | Hidden | None:
    """Return a ratio made of the printed counts, so that it says no more than they do."""
    part, base = values.get(ratio.numerator), values.get(ratio.denominator)
    if part is None or not base:
        return None
    if hidden & {ratio.numerator, ratio.denominator} or base < policy.smallest_base:
        return HIDDEN
    printed_base = policy.rounded(base)
    if not printed_base:
        return HIDDEN
    return half_up(ratio.per * Decimal(policy.rounded(part)) / printed_base, ratio.decimals)
