"""From a board's own data to what the public may have of it: same shape, small numbers "c".

A block of data says which of its places print counts of children and how those hang together
(`Sensitive`). All blocks of a publication are protected in one go, and then printed.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import partial
from typing import Any, TypeAlias

from boards.rules.rounding import as_json_number
from performance.rules.suppression import (
    HIDDEN,
    Key,
    Policy,
    Published,
    Shown,
    Table,
    for_file,
    protect,
)

#: Where a figure stands in the data: keys of objects and positions of lists.
Path: TypeAlias = tuple[str | int, ...]


@dataclass(frozen=True)
class Derived:
    """A place that is worked out of figures: hidden if one of them is, else worked out again.

    `work_out` is given what is shown of those figures that are in a table.
    """

    of: tuple[Key, ...]
    work_out: Callable[[Mapping[Key, Shown]], Any]


@dataclass(frozen=True)
class Sensitive:
    """What in a block's data counts children. Paths begin inside the block."""

    tables: tuple[Table, ...] = ()
    #: Place → the figure that it prints.
    figures: Mapping[Path, Key] = field(default_factory=dict)
    derived: Mapping[Path, Derived] = field(default_factory=dict)


def public_data(
    blocks: Mapping[str, Any], sensitive: Mapping[str, Sensitive], policy: Policy
) -> dict[str, Any]:
    """Return the blocks as the public may have them, by name. What went in stays as it was.

    A place of a block's `figures` that is in no table is printed as it is: it counts no children.
    """
    tables = [table for part in sensitive.values() for table in part.tables]
    published = protect(tables, policy)
    public = copy.deepcopy(dict(blocks))
    for name, part in sensitive.items():
        for path, key in part.figures.items():
            _put(public[name], path, partial(_shown, published, key, policy))
        for path, derived in part.derived.items():
            _put(public[name], path, partial(_derived, published, derived))
    return public


def _shown(published: Published, key: Key, policy: Policy, own: Any) -> Any:
    """Print the board's own figure, decimals as they were, unless it is hidden or rounded."""
    if own is None or not is_known(published, key):
        return own
    shown = published[key]
    if shown is HIDDEN:
        return for_file(shown)
    return own if policy.rounding == 1 else as_json_number(as_number(shown))


def _derived(published: Published, derived: Derived, own: Any) -> Any:
    shown = {key: published[key] for key in derived.of if is_known(published, key)}
    if own is None or not shown:
        return own
    if HIDDEN in shown.values():
        return for_file(HIDDEN)
    public = derived.work_out(shown)
    return as_json_number(public) if isinstance(public, Decimal) else public


def is_known(published: Published, key: Key) -> bool:
    return key in published.counts or key in published.ratios


def as_number(shown: Shown) -> Decimal | None:
    return None if shown is None or shown is HIDDEN else Decimal(str(shown))


def _put(data: Any, path: Path, public: Callable[[Any], Any]) -> None:
    """Change one place, which must be there."""
    *way, last = path
    for step in way:
        data = data[step]
    data[last] = public(data[last])
