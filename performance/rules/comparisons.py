"""Which published figure a figure of the board may be held against."""

from collections.abc import Iterable

from performance.rules.figures import Figure, Measure

#: Units of which a month and a year say the same thing: shares, averages, scores.
_WHATEVER_THE_LENGTH = frozenset({"percent", "days", "hours", "score"})
#: Days after its end in which a published figure still says something of today.
_OLDEST = 3 * 366


def holds_for_any_length(measure: Measure, adds_up: str) -> bool:
    """Return whether a year's figure may stand beside a month's.

    A share may, and a rate of children on a day; a rate of what happened in a year is twelve times
    that of a month, and a count of England is no count of a board.
    """
    if measure.unit in _WHATEVER_THE_LENGTH:
        return True
    return measure.unit == "rate_per_10000" and adds_up == "neither"


def comparable(figure: Figure, published: Iterable[Figure], adds_up: str) -> Figure | None:
    """Return the published figure to compare with: of the same period where there is one.

    Else, where length does not matter, that of the year in which the period lies, and before it is
    published the latest one, up to three years old.
    """
    known = [each for each in published if each.result is not None and not each.missing]
    same = [each for each in known if each.period == figure.period]
    if same:
        return same[-1]
    if not holds_for_any_length(figure.measure, adds_up):
        return None
    mine = figure.period
    around = [p for p in known if p.period.start <= mine.start and p.period.end >= mine.end]
    if around:
        return min(around, key=lambda each: each.period.end - each.period.start)
    before = [p for p in known if 0 <= (mine.end - p.period.end).days <= _OLDEST]
    return max(before, key=lambda each: each.period.end, default=None)
