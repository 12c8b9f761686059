"""Data returns: what they ask for, what is known of it, and who still owes."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import QuerySet

from boards.models import Board, User
from performance.models import DataReturn, Indicator, Observation
from performance.models.returns import DataReturnQuerySet
from performance.queries.populations import bases_of
from performance.rules.entries import usual_period
from performance.rules.figures import Measure, printed, value_of
from performance.rules.periods import Period, in_words, preceding
from performance.rules.populations import Base, latest_base
from performance.rules.submissions import Asked, Cell, NewFigure


@dataclass(frozen=True)
class Line:
    """An indicator of a return with its figure, if there is one, and that of the period before."""

    asked: Asked
    indicator: Indicator
    current: Observation | None
    before: Observation | None

    @property
    def base(self) -> Base | None:
        """The population that stands in where no denominator is sent."""
        return latest_base(self.asked.bases or (), self.asked.period.end)

    @property
    def printed(self) -> str:
        return _printed(self.asked.measure, self.current)

    @property
    def printed_before(self) -> str:
        return _printed(self.asked.measure, self.before)


@dataclass(frozen=True)
class Correction:
    """A figure as it is now, and as it would be."""

    current: Observation
    figure: NewFigure

    @property
    def label(self) -> str:
        return str(self.current.indicator)

    @property
    def of(self) -> str:
        """The period, and which part of the whole."""
        divided = ", ".join(f"{name}: {part}" for name, part in self.figure.breakdown.items())
        return ", ".join(filter(None, [in_words(self.figure.period), divided]))

    @property
    def now(self) -> str:
        return _printed(self.figure.measure, self.current)

    @property
    def then(self) -> str:
        return printed(self.figure.measure, self.figure.result, self.figure.missing)


def listed(board: Board, user: User) -> DataReturnQuerySet:
    """Return the board's data returns that the person may see, with `due`."""
    rows: DataReturnQuerySet = (
        DataReturn.objects.visible_to(user)
        .with_due()
        .filter(board=board)
        .select_related("agency", "requirement", "submitted_by")
    )
    return rows


def asked(data_return: DataReturn) -> list[Asked]:
    """Return the indicators that a return asks for, in their order: two queries at most."""
    required = data_return.requirement.required.select_related("indicator")
    indicators = [row.indicator for row in required]
    bases = bases_of(indicators)
    return [_asked(each, data_return.period, bases) for each in indicators]


def lines(data_return: DataReturn) -> list[Line]:
    """Return what a return asks for with what is known: three queries at most."""
    required = [
        row.indicator for row in data_return.requirement.required.select_related("indicator")
    ]
    figures = current_figures(data_return, [indicator.pk for indicator in required])
    known = {cell_of(row): row for row in figures if not row.breakdown}
    bases = bases_of(required)
    return [
        _line(indicator, _asked(indicator, data_return.period, bases), known)
        for indicator in required
    ]


def current_figures(data_return: DataReturn, indicators: Iterable[int]) -> QuerySet[Observation]:
    """Return the agency's living figures of these indicators, for all periods."""
    return (
        Observation.objects.current()
        .own()
        .filter(indicator__in=indicators, agency=data_return.agency_id, stated_in=None)
        .select_related("indicator")
    )


def earlier_values(figures: Iterable[Observation]) -> dict[Cell, Decimal]:
    """Return the known values by what they are of."""
    values = {}
    for row in figures:
        value = value_of(row.indicator.measure, row.value, row.numerator, row.denominator)
        if value is not None:
            values[cell_of(row)] = value
    return values


def cell_of(row: Observation) -> Cell:
    return row.indicator.key, row.period, frozenset(row.breakdown.items())


def _asked(indicator: Indicator, period: Period, bases: Mapping[int, Sequence[Base]]) -> Asked:
    population = indicator.denominator_indicator_id
    return Asked(
        measure=indicator.measure,
        label=str(indicator),
        period=usual_period(indicator.kind, period),
        dimensions=tuple(indicator.dimensions),
        change_limit_percent=indicator.change_limit_percent,
        bases=None if population is None else bases.get(population, ()),
    )


def _line(indicator: Indicator, item: Asked, known: Mapping[Cell, Observation]) -> Line:
    key, whole = item.measure.key, frozenset[tuple[str, str | int]]()
    return Line(
        asked=item,
        indicator=indicator,
        current=known.get((key, item.period, whole)),
        before=known.get((key, preceding(item.period), whole)),
    )


def _printed(measure: Measure, row: Observation | None) -> str:
    if row is None:
        return ""
    value = value_of(measure, row.value, row.numerator, row.denominator)
    return printed(measure, None if row.missing else value, row.missing)
