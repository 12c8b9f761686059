"""The order of records that several years' files list."""

from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")


def merged(kept: Sequence[T], given: Sequence[T]) -> list[T]:
    """Return all of `kept` and `given`, the given ones in the order given.

    Those that are only kept stay beside the ones they stood beside, so that a file of one year
    disturbs the order of another year as little as can be.
    """
    known, wanted = set(kept), set(given)
    common = iter([each for each in given if each in known])
    result = [next(common) if each in wanted else each for each in kept]
    for position, each in enumerate(given):
        if each not in known:
            result.insert(result.index(given[position - 1]) + 1 if position else 0, each)
    return result
