"""The linear programs of suppression, solved by HiGHS.

A pair is two other tables that agree with what is printed: one with more and one with less of the
count in question. Each count's move is written as more - less + blur, where blur is what rounding
hides for nothing; more and less are what hiding the count allows, at its price.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

from performance.rules.suppression.frame import Frame, Moves

if TYPE_CHECKING:
    import numpy as np

    Array: TypeAlias = np.ndarray[Any, Any]

_TINY = 1e-6
#: Limits of the search by nodes, not by time: the same tables must give the same answer.
_PAIR_NODES, _OPTIMUM_NODES = 2000, 400
#: The farthest that the optimum moves a count, in thresholds. Farther ways cost as much.
_FAR = 12


def pair(
    frame: Frame, index: int, prices: Sequence[int], allowed: Collection[int], *,
    apart: int, less: int,
) -> list[Moves] | None:  # fmt: skip
    """Return the cheapest pair in which a count differs by `apart`, at least `less` below truth.

    Only counts of `allowed`, and those hidden anyway, may move. None if there is no such pair.
    """
    import numpy as np

    count = frame.count
    lower, upper = _limits(frame, allowed)
    price = np.array(prices, dtype=float)
    rows, least = _pair_rows(frame, index, apart, less)
    objective = np.tile(np.hstack([price, price, np.zeros(count)]), 2)
    for whole in (False, True):
        found = _solve(
            objective, np.tile(lower, 2), np.tile(upper, 2), rows, least,
            np.full(6 * count, whole), _PAIR_NODES,
        )  # fmt: skip
        tables = None if found is None else _tables(frame, found)
        if found is None or tables:
            return tables
    return None


def optimum(frame: Frame, less: dict[int, int]) -> frozenset[int] | None:
    """Return the cheapest counts to hide for all small ones at once; None if not found.

    `less` says how far below the truth each small count must be able to go.
    """
    import numpy as np

    count, small = frame.count, list(frame.small)
    lower, upper = _limits(frame, frame.everything)
    far = frame.threshold * _FAR
    upper = np.minimum(upper, far)
    pairs = [_pair_rows(frame, index, frame.threshold - 1, less[index]) for index in small]
    width = 6 * count * len(small)
    switch = _switch_rows(frame, upper)
    blocks = []
    for place, (rows, _) in enumerate(pairs):
        wide = np.zeros((rows.shape[0], count + width))
        wide[:, count + place * 6 * count : count + (place + 1) * 6 * count] = rows
        blocks.append(wide)
        for table in range(2):
            tied = np.zeros((2 * count, count + width))
            start = count + place * 6 * count + table * 3 * count
            tied[:, :count] = switch
            tied[:, start : start + 2 * count] = -np.eye(2 * count)
            blocks.append(tied)
    least = [np.hstack([limits, np.zeros(4 * count)]) for _, limits in pairs]
    most = [
        np.hstack([limits[: 2 * len(frame.equations)], np.full(3 + 4 * count, np.inf)])
        for _, limits in pairs
    ]
    found = _solve(
        np.hstack([np.array(frame.costs, dtype=float), np.zeros(width)]),
        np.hstack([np.zeros(count), np.tile(lower, 2 * len(small))]),
        np.hstack([np.ones(count), np.tile(upper, 2 * len(small))]),
        np.vstack(blocks), np.hstack(least),
        np.hstack([np.ones(count), np.zeros(width)]), _OPTIMUM_NODES, most=np.hstack(most),
    )  # fmt: skip
    if found is None:
        return None
    return frozenset(at for at in range(count) if found[at] > 0.5 and frame.costs[at])


def _switch_rows(frame: Frame, upper: Array) -> Array:
    """Return rows that let a count go up or down only where it is hidden."""
    import numpy as np

    count = frame.count
    return np.vstack([np.diag(upper[:count]), np.diag(upper[count : 2 * count])])


def _pair_rows(frame: Frame, index: int, apart: int, less: int) -> tuple[Array, Array]:
    """Return rows that make two tables add up and hold one count apart, and their lower ends.

    The last three rows are open upwards, the others are equations.
    """
    import numpy as np

    count = frame.count
    sums = np.zeros((len(frame.equations), count))
    for row, equation in enumerate(frame.equations):
        for at, factor in equation:
            sums[row, at] = factor
    table = np.hstack([sums, -sums, sums])
    move = np.zeros(3 * count)
    move[[index, count + index, 2 * count + index]] = 1, -1, 1
    nothing, still = np.zeros_like(table), np.zeros(3 * count)
    rows = np.vstack([
        np.hstack([table, nothing]), np.hstack([nothing, table]),
        [np.hstack([move, -move]), np.hstack([move, still]), np.hstack([still, -move])],
    ])  # fmt: skip
    return rows, np.hstack([np.zeros(2 * len(sums)), [apart, 0, less]])


def _limits(frame: Frame, allowed: Collection[int]) -> tuple[Array, Array]:
    """Return the ends of more, less and blur for one table."""
    import numpy as np

    count = frame.count
    lower, upper = np.zeros(3 * count), np.zeros(3 * count)
    for at, (least, most) in enumerate(frame.possible):
        lower[2 * count + at] = least - frame.truth[at]
        upper[2 * count + at] = most - frame.truth[at]
        if at in allowed or not frame.costs[at]:
            upper[at] = np.inf
            upper[count + at] = least - frame.least[at]
    return lower, upper


def _solve(
    objective: Array, lower: Array, upper: Array, rows: Array, least: Array, whole: Array,
    nodes: int, most: Array | None = None,
) -> Array | None:  # fmt: skip
    import numpy as np
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import csr_array

    if most is None:
        most = np.hstack([least[:-3], np.full(3, np.inf)])
    found = milp(
        objective, integrality=whole, bounds=Bounds(lower, upper),
        constraints=LinearConstraint(csr_array(rows), least, most), options={"node_limit": nodes},
    )  # fmt: skip
    solution: Array | None = found.x
    return solution


def _tables(frame: Frame, found: Array) -> list[Moves] | None:
    """Return the pair in whole numbers, checked exactly; None if it is not whole."""
    import numpy as np

    parts = found.reshape(2, 3, frame.count)
    moves = parts[:, 0] - parts[:, 1] + parts[:, 2]
    if np.abs(moves - moves.round()).max() > _TINY:
        return None
    tables = [tuple(row) for row in moves.round().astype(int).tolist()]
    return tables if all(frame.agrees(table) for table in tables) else None
