"""Figures of the demonstration: made up, and the same whenever it is loaded."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal
from random import Random
from typing import Any

from boards.rules.rounding import half_up

#: Months over which growth is spread.
MONTHS = 26
#: How large the second board is beside the first.
SIZE = {"worcestershire": 1.0, "walsall": 0.55}
#: A figure that nobody had, for a month that is long over: (key, months ago).
NOT_KNOWN = frozenset({("camhs-18w", 4), ("da-incidents", 9)})


@dataclass(frozen=True)
class Invented:
    """What a board's indicators were, by months counted back from the last one that is over."""

    board: str
    plan: dict[str, Any]

    def figure(self, key: str, ago: int) -> dict[str, Any]:
        """Return the fields of an observation: a value, two parts, or why there is none."""
        chance = Random(f"{self.board} {key} {ago}")  # noqa: S311 - made-up figures
        size, gone = SIZE[self.board], 1 - ago / MONTHS
        if (key, ago) in NOT_KNOWN:
            return {"missing": "not_provided"}
        if key in self.plan["counts"]:
            level, spread, growth = self.plan["counts"][key]
            return {"value": _count(level * size, spread, growth, gone, chance)}
        if key in self.plan["ends"]:
            return {"value": self._ended(key, ago)}
        whole, start, now = self.plan["ratios"][key]
        denominator = _count(whole * size, 0.1, 0, gone, chance)
        share = start + (now - start) * gone + chance.uniform(-0.025, 0.025)
        numerator = min(half_up(Decimal(str(round(share, 4))) * denominator), denominator)
        return _parts(numerator, denominator)

    def parts(self, key: str, total: Decimal) -> Iterable[tuple[dict[str, str], Decimal]]:
        """Divide a count in each way in which it is divided: whole numbers that make it up."""
        for dimensions, weights in self.plan["parts"].get(key, []):
            values = [part.split("/") for part in weights]
            counts = _apportioned(total, list(weights.values()))
            for value, count in zip(values, counts, strict=True):
                yield dict(zip(dimensions, value, strict=True)), count

    def of_months(self, key: str, months: Iterable[int], *, is_snapshot: bool) -> dict[str, Any]:
        """Return the figure of a longer period; a snapshot has that of the last month."""
        found = [self.figure(key, ago) for ago in sorted(months)]
        if is_snapshot or len(found) == 1:
            return found[0]
        known = [each for each in found if not each.get("missing")]
        if key not in self.plan["ratios"]:
            return {"value": sum((each["value"] for each in known), Decimal(0))}
        return _parts(
            sum((each["numerator"] for each in known), Decimal(0)),
            sum((each["denominator"] for each in known), Decimal(0)),
        )

    def _ended(self, key: str, ago: int) -> Decimal:
        """Return what makes opening + starts − ends = closing, but for the month that is wrong."""
        starts, closing, wrong_ago, wrong_by = self.plan["ends"][key]
        opening, closed = self.figure(closing, ago + 1)["value"], self.figure(closing, ago)["value"]
        ended: Decimal = opening + self.figure(starts, ago)["value"] - closed
        return max(ended, Decimal(0)) + (wrong_by if ago == wrong_ago else 0)


def _apportioned(total: Decimal, weights: list[int]) -> list[Decimal]:
    """Return whole numbers by weight; what rounding leaves goes to those that lost most."""
    exact = [total * weight / sum(weights) for weight in weights]
    counts = [value.to_integral_value(ROUND_FLOOR) for value in exact]
    order = sorted(range(len(counts)), key=lambda at: counts[at] - exact[at])
    for at in order[: int(total - sum(counts))]:
        counts[at] += 1
    return counts


def _parts(numerator: Decimal, denominator: Decimal) -> dict[str, Any]:
    missing = "" if denominator else "zero_of_zero"
    return {"numerator": numerator, "denominator": denominator, "missing": missing}


def _count(level: float, spread: float, growth: float, gone: float, chance: Random) -> Decimal:
    value = level * (1 + growth * (gone - 0.5)) * (1 + chance.uniform(-spread, spread))
    return half_up(Decimal(str(round(value, 3))))
