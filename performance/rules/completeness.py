"""How complete figures are: what has become of each return, who sends what, what is out of date.

Source: PER-10. A code for a missing figure is an answer and no figure: it is counted as neither
known nor silent.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from boards.rules.rounding import half_up
from performance.rules import periods
from performance.rules.periods import PeriodKind
from performance.states import DataReturnStatus

#: Days after the end of a period in which nobody expects its figure, where nothing is agreed.
USUAL_GRACE = 31


class Standing(StrEnum):
    """What has become of the figures of one agency for one period."""

    IN = "in"
    #: In, with a code instead of a figure, or without one that is asked for by now.
    IN_PART = "in_part"
    SENT_BACK = "sent_back"
    LATE = "late"
    AWAITED = "awaited"
    #: The period is not over.
    NOT_DUE = "not_due"


@dataclass(frozen=True)
class Received:
    """How many figures a return asks for, how many of them are known, how many have a code."""

    asked: int
    known: int
    coded: int

    @property
    def missing(self) -> int:
        """Those of which there is no figure: with a code, or without a word."""
        return self.asked - self.known


def standing(status: str, due: date, today: date, received: Received) -> Standing:
    """Return what has become of a return; a due date ends at the end of its day."""
    if status in {DataReturnStatus.SUBMITTED, DataReturnStatus.ACCEPTED}:
        return Standing.IN_PART if received.missing else Standing.IN
    if due < today:
        return Standing.LATE
    return Standing.SENT_BACK if status == DataReturnStatus.SENT_BACK else Standing.AWAITED


class Source(StrEnum):
    """From how many agencies the figures of an indicator come."""

    ONE = "one"
    SEVERAL = "several"
    #: There are figures, and nobody noted whose they are, as in a published report.
    UNSAID = "unsaid"
    NONE = "none"


def source_of(agencies: Collection[int | None]) -> Source:
    """Return where an indicator's figures come from; `None` is a figure of nobody in particular."""
    if not agencies:
        return Source.NONE
    named = {each for each in agencies if each is not None}
    if not named:
        return Source.UNSAID
    return Source.ONE if len(named) == 1 else Source.SEVERAL


@dataclass(frozen=True)
class Share:
    """How many of the indicators with figures depend on one agency alone."""

    agency: int
    count: int
    #: Per cent of the indicators that have figures, one decimal.
    percent: Decimal


def shares(sources: Mapping[int, Collection[int | None]]) -> list[Share]:
    """Return each agency on which indicators depend alone, the one with most of them first."""
    with_figures = sum(bool(agencies) for agencies in sources.values())
    alone: Counter[int] = Counter()
    for agencies in sources.values():
        if source_of(agencies) is Source.ONE:
            alone.update(each for each in agencies if each is not None)
    return [
        Share(agency, count, half_up(Decimal(100 * count) / with_figures, 1))
        for agency, count in sorted(alone.items(), key=lambda item: (-item[1], item[0]))
    ]


def wanted_until(frequency: str, on: date, grace: int = USUAL_GRACE) -> date | None:
    """Return the last day of the period whose figure should be there on the day.

    None where nothing says how often it is measured.
    """
    if not frequency:
        return None
    kind = PeriodKind(frequency)
    running = periods.containing(on - timedelta(days=grace), kind)
    return periods.preceding(running).end


def is_stale(frequency: str, latest: date | None, on: date, grace: int = USUAL_GRACE) -> bool:
    """Whether the latest figure is older than the frequency wants; no figure at all is stale."""
    wanted = wanted_until(frequency, on, grace)
    return wanted is not None and (latest is None or latest < wanted)


def percent(part: int, whole: int) -> Decimal | None:
    """Return a share with one decimal; None out of nothing."""
    return half_up(Decimal(100 * part) / whole, 1) if whole else None


def totals(cells: Iterable[Standing]) -> dict[str, int]:
    """Return how many returns stand how."""
    counted = Counter(cells)
    return {each.value: counted[each] for each in Standing}
