"""How a target stands: ahead of its line, behind, off; at its end reached or missed (PER-16)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from performance.rules import periods
from performance.rules.figures import Figure, Measure
from performance.rules.series import Series
from performance.rules.targets import Rating, Trajectory, rating


class State(StrEnum):
    """Worst first, in the order in which somebody should look."""

    OFF = "off"
    BEHIND = "behind"
    MISSED = "missed"
    #: The last day is over, and nobody sent the figure of it.
    NO_END = "no_end"
    #: No figure since it began, or no better direction.
    UNKNOWN = "unknown"
    AHEAD = "ahead"
    REACHED = "reached"
    NOT_BEGUN = "not_begun"
    REPLACED = "replaced"


#: States of targets that are still to be reached.
RUNNING = frozenset({State.OFF, State.BEHIND, State.UNKNOWN, State.AHEAD})
_OF_RATING = {Rating.GREEN: State.AHEAD, Rating.AMBER: State.BEHIND, Rating.RED: State.OFF}


@dataclass(frozen=True)
class Progress:
    """Where a target stands on a day."""

    state: State
    #: Where the line is today, or the target itself once it is over.
    wanted: Decimal | None
    #: The figure that decides, and where the line was at the end of its period.
    figure: Figure | None = None
    wanted_then: Decimal | None = None
    #: How far the figure is beyond the line in the better direction; negative: short of it.
    lead: Decimal | None = None
    #: Days to the last one; negative once it is over.
    days_left: int = 0


def progress(
    measure: Measure,
    series: Series | None,
    target: Trajectory,
    today: date,
    *,
    replaced_on: date | None = None,
) -> Progress:
    """Return how a target stands. `replaced_on`: a later target took over on that day."""
    left = (target.due_on - today).days
    if today < target.starts_on:
        return Progress(State.NOT_BEGUN, target.start_value, days_left=left)
    if replaced_on is not None and replaced_on <= min(today, target.due_on):
        return Progress(State.REPLACED, None, days_left=left)
    known = [] if series is None else _known(series.figures, target, today)
    wanted = target.expected(today)
    if today <= target.due_on:
        return _running(measure, known, target, wanted, left)
    return _ended(measure, series, known, target, left)


def _known(figures: Sequence[Figure], target: Trajectory, today: date) -> list[Figure]:
    """Return the figures since the target began until it is due, earliest first."""
    until = min(today, target.due_on)
    return [
        each
        for each in figures
        if target.starts_on <= each.period.end <= until and each.result is not None
    ]


def _running(
    measure: Measure, known: list[Figure], target: Trajectory, wanted: Decimal | None, left: int
) -> Progress:
    if not known:
        return Progress(State.UNKNOWN, wanted, days_left=left)
    last = known[-1]
    then = target.expected(last.period.end)
    found = rating(measure, last.result, then, target.tolerance)
    state = _OF_RATING.get(found, State.UNKNOWN)
    return Progress(state, wanted, last, then, _lead(measure, last, then), left)


def _ended(
    measure: Measure, series: Series | None, known: list[Figure], target: Trajectory, left: int
) -> Progress:
    """The figure of the last whole period before the end decides; nearly is missed."""
    last = known[-1] if known else None
    if series is None or last is None or not _is_of_the_end(series, last, target.due_on):
        return Progress(State.NO_END, target.value, last, target.value, None, left)
    found = rating(measure, last.result, target.value, Decimal(0))
    lead = _lead(measure, last, target.value)
    if found is Rating.NONE:
        return Progress(State.UNKNOWN, target.value, last, target.value, lead, left)
    state = State.REACHED if found is Rating.GREEN else State.MISSED
    return Progress(state, target.value, last, target.value, lead, left)


def _is_of_the_end(series: Series, last: Figure, due_on: date) -> bool:
    if not series.has_every_period:
        # Single days are taken at the end of months: one of the last month will do.
        return (last.period.end.year, last.period.end.month) >= _month_of(due_on)
    return periods.following(last.period).end > due_on


def _month_of(due_on: date) -> tuple[int, int]:
    """Return the last month that ends by the day."""
    month = periods.containing(due_on, periods.PeriodKind.MONTH)
    whole = month if month.end <= due_on else periods.preceding(month)
    return whole.end.year, whole.end.month


def _lead(measure: Measure, figure: Figure, wanted: Decimal | None) -> Decimal | None:
    if figure.result is None or wanted is None or measure.polarity in {"", "neither"}:
        return None
    lead = figure.result - wanted
    return lead if measure.polarity == "higher_better" else -lead
