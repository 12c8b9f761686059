"""How completely a characteristic is recorded, from figures divided by it."""

from collections.abc import Iterable
from decimal import Decimal

from boards.registry import Parts
from performance.rules.figures import Figure

#: What agencies write where a characteristic is not known; compared without case and spaces.
UNKNOWN = frozenset(
    {"not_known", "unknown", "not_recorded", "not_stated", "not_obtained", "unrecorded",
     "not_yet_obtained", "missing", "information_not_yet_obtained"}
)  # fmt: skip


def is_unknown(part: str | int) -> bool:
    """Whether a part of a breakdown is the one of those of whom it is not known."""
    return str(part).strip().lower().replace(" ", "_").replace("-", "_") in UNKNOWN


def recorded(figures: Iterable[Figure], dimension: str) -> Parts | None:
    """Return records with the characteristic ÷ all records; None without figures so divided.

    A part that is not known cannot be added up: then there is a reason and no figure.
    """
    parts = [each for each in figures if set(each.breakdown) == {dimension}]
    if not parts:
        return None
    if any(each.result is None for each in parts):
        return Parts(0, 0, "not_available")
    total = sum((each.result or Decimal(0) for each in parts), Decimal(0))
    unknown = sum(
        (each.result or Decimal(0) for each in parts if is_unknown(each.breakdown[dimension])),
        Decimal(0),
    )
    return Parts(total - unknown, total)
