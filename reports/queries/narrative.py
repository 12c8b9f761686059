"""Numbers of a report's text that equal a figure which its public edition hides."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from boards.board_year.periods import parse
from performance.models import Indicator
from performance.rules.periods import in_words
from performance.rules.suppression import HIDDEN
from reports import blocks
from reports.blocks import BlockContext
from reports.models import AnnualReport, ReportSection
from reports.queries.public import public_report_data
from reports.queries.publishing import rule_of
from reports.rules.narrative import Mention, numbers

#: So many hidden figures are named beside a number.
NAMED = 3


@dataclass(frozen=True)
class Found:
    """A number of a section, and hidden figures that it equals."""

    section: ReportSection
    mention: Mention
    figures: list[str]
    #: How many more hidden figures it equals.
    more: int


def given_away(report: AnnualReport) -> list[Found]:
    """Return the numbers of the sections' text that equal a hidden figure, in order."""
    hidden = _hidden(report)
    found = []
    for section in report.sections.filter(is_left_out=False):
        for mention in numbers(section.text):
            figures = list(dict.fromkeys(hidden.get(mention.number, ())))
            if figures:
                more = max(len(figures) - NAMED, 0)
                found.append(Found(section, mention, figures[:NAMED], more))
    return found


def _hidden(report: AnnualReport) -> dict[Decimal, list[str]]:
    """Return the figures that the public edition hides: number → what they are of."""
    context = BlockContext(report.year)
    counting = {name: each for name, each in blocks.known().items() if each.sensitive}
    built = {name: block.build(context) for name, block in counting.items()}
    results = {name: result for name, result in built.items() if result is not None}
    own = {
        name: block.as_data(results[name])
        for name, block in counting.items()
        if name in results and block.as_data
    }
    public = public_report_data({"blocks": own}, results, rule_of(report.board))["blocks"]
    indicators = {each.key: str(each) for each in Indicator.objects.filter(board=report.board_id)}
    found: dict[Decimal, list[str]] = defaultdict(list)
    for name, data in own.items():
        for number, row in _differences(data, public[name], {}):
            label = _label(row, indicators) or str(counting[name].label)
            found[abs(Decimal(str(number)))].append(label)
    return found


def _differences(own: Any, public: Any, row: Any) -> Iterator[tuple[int | float, Any]]:
    """Yield each number that is hidden, with the row of the data that it stands in."""
    if isinstance(own, dict):
        for name, value in own.items():
            yield from _differences(value, public[name], row)
    elif isinstance(own, list):
        for mine, theirs in zip(own, public, strict=True):
            yield from _differences(mine, theirs, mine)
    elif public == HIDDEN.value and isinstance(own, int | float):
        yield own, row


def _label(row: dict[str, Any], indicators: dict[str, str]) -> str:
    if "indicator" not in row:
        return ""
    parts = [str(value) for value in row.get("breakdown", {}).values()]
    return ", ".join([indicators[row["indicator"]], *parts, in_words(parse(row["period"]))])
