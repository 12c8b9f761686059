"""Counts of a round as they are published: who was asked, who answered, and whether it adds up.

Source: board-year format, rules of calculation.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from boards.rules.rounding import whole_percent


@dataclass(frozen=True)
class RoundCounts:
    """A round in numbers; None is not known."""

    key: str | None
    invited: int | None = None
    submitted: int | None = None
    started: int | None = None
    not_started: int | None = None

    @property
    def percent(self) -> int | None:
        """Return the whole percentage of those invited who submitted."""
        return whole_percent(self.submitted, self.invited)

    def as_data(self) -> dict[str, Any]:
        """Return the row of the block `audit_rounds`."""
        return {
            "round": self.key,
            "invited": self.invited,
            "submitted": self.submitted,
            "started": self.started,
            "not_started": self.not_started,
            "percent": self.percent,
        }


def audit_rounds_block(rounds: Iterable[RoundCounts]) -> dict[str, Any]:
    """Return the block `audit_rounds` of report data."""
    return {"rows": [counts.as_data() for counts in rounds]}


def sum_errors(rounds: Iterable[RoundCounts]) -> list[dict[str, Any]]:
    """Return the consistency entries of rounds whose four counts are known and disagree."""
    entries = []
    for counts in rounds:
        added = _sum_of_parts(counts)
        if counts.invited is not None and added is not None and added != counts.invited:
            entry = {"kind": "sum", "round": counts.key, "total": counts.invited, "sum": added}
            entries.append(entry)
    return entries


def _sum_of_parts(counts: RoundCounts) -> int | None:
    parts = (counts.submitted, counts.started, counts.not_started)
    if any(part is None for part in parts):
        return None
    return sum(part for part in parts if part is not None)
