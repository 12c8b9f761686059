"""What the figures of a year contradict, in words, before anybody signs the report off."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from boards.board_year.periods import parse
from boards.models import BoardYear
from performance.models import Indicator, Observation
from performance.rules.figures import Measure, printed
from performance.rules.periods import in_words
from reports import blocks
from reports.blocks import BlockContext


@dataclass(frozen=True)
class Finding:
    """One contradiction: of what, for when, and what was said."""

    #: A conflict is one figure with different values; a sum is a total that its parts do not make.
    is_conflict: bool
    subject: str
    period: str
    said: str


def entries(context: BlockContext) -> list[dict[str, Any]]:
    """Return the consistency entries of the year's blocks: conflicts first, then sums."""
    found: list[dict[str, Any]] = []
    for block in blocks.known().values():
        if block.consistency is not None:
            result = block.build(context)
            found += block.consistency(result) if result is not None else []
    return sorted(found, key=lambda entry: entry["kind"] != "conflict")


def findings(year: BoardYear) -> list[Finding]:
    """Return what the year's figures contradict, as the report's pages say it."""
    found = entries(BlockContext(year))
    labels = _labels(year, found)
    return [_in_words(entry, labels) for entry in found]


def _labels(year: BoardYear, found: Iterable[dict[str, Any]]) -> dict[str, Indicator]:
    keys = {entry["indicator"] for entry in found if "indicator" in entry}
    return {each.key: each for each in Indicator.objects.filter(board=year.board_id, key__in=keys)}


def _in_words(entry: dict[str, Any], labels: dict[str, Indicator]) -> Finding:
    if "round" in entry:
        said = _("%(total)s asked, but returned, started and not started make %(sum)s")
        return Finding(False, _("Audit round %(key)s") % {"key": entry["round"]}, "", said % entry)
    indicator = labels[entry["indicator"]]
    divided = entry.get("breakdown", {})
    parts = [str(indicator)]
    if entry["kind"] == "conflict":
        parts += [str(value) for value in divided.values()]
        if "comparator" in entry:
            parts.append(str(Observation.Comparator(entry["comparator"]).label))
        said = _(" or ").join(_printed(indicator.measure, value) for value in entry["values"])
    else:
        said = _("%(total)s in all, but the parts by %(parts)s make %(sum)s") % {
            "total": _printed(indicator.measure, entry["total"]),
            "sum": _printed(indicator.measure, entry["sum"]),
            "parts": _(" and ").join(each.replace("_", " ") for each in divided),
        }
    period = in_words(parse(entry["period"]))
    return Finding(entry["kind"] == "conflict", ", ".join(parts), period, said)


def _printed(measure: Measure, value: Any) -> str:
    return printed(measure, Decimal(str(value)))
