"""What an edition would change, in words for the page that asks before it is taken over."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from performance.models import Observation
from performance.rules.comparators import TableFigure
from performance.rules.figures import Measure, printed, value_of
from performance.rules.periods import in_words

#: The columns of the table of latest figures, in order: whose figure it is.
PLACES = ("", "statistical_neighbours", "region", "england")


@dataclass(frozen=True)
class Latest:
    """The last period of one indicator in an edition, and what it says of each place."""

    label: str
    period: str
    #: A printed figure for each of `PLACES`, and its note.
    figures: list[tuple[str, str]]


@dataclass(frozen=True)
class Correction:
    """A figure as it is now, and as it would be."""

    current: Observation
    figure: TableFigure

    @property
    def label(self) -> str:
        return str(self.current.indicator)

    @property
    def of(self) -> str:
        """Whose figure it is, and when."""
        whose = self.current.get_comparator_display() or _("This board")
        return f"{whose}, {in_words(self.figure.period)}"

    @property
    def now(self) -> str:
        row = self.current
        return shown(self.figure.measure, row.value, row.numerator, row.denominator, row.missing)

    @property
    def then(self) -> str:
        return shown_figure(self.figure)


def latest(figures: Iterable[tuple[str, TableFigure]]) -> list[Latest]:
    """Return the last period of each indicator; figures come with their indicators' names."""
    by_label: dict[str, list[TableFigure]] = {}
    for label, figure in figures:
        by_label.setdefault(label, []).append(figure)
    return [_latest(label, rows) for label, rows in by_label.items()]


def shown_figure(figure: TableFigure) -> str:
    """Return a figure of a table as it is printed."""
    return shown(figure.measure, figure.value, figure.numerator, figure.denominator, figure.missing)


def shown(measure: Measure, value, numerator, denominator, missing: str) -> str:  # type: ignore[no-untyped-def]
    """Return a figure as it is printed, or why there is none."""
    result = value_of(measure, value, numerator, denominator)
    return printed(measure, None if missing else result, missing)


def _latest(label: str, rows: list[TableFigure]) -> Latest:
    last = max(each.period for each in rows)
    found = {each.comparator: each for each in rows if each.period == last}
    cells = [
        (shown_figure(found[name]), found[name].note) if name in found else ("–", "")
        for name in PLACES
    ]
    return Latest(label, in_words(last), cells)
