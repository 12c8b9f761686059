"""Report data of indicators: the rows of the block, contradictions, and sums that do not add up.

Source: board-year format, rules of calculation.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from boards.board_year.periods import Period
from boards.rules.rounding import as_json_number, half_up
from performance.rules.figures import Breakdown, Figure, Measure

#: Units whose parts add up to the whole.
_ADDS_UP = frozenset({"count", "gbp"})

Cell = tuple[str, Period, Breakdown, str]


@dataclass(frozen=True)
class Row:
    """A figure with the one a year before, and those it is compared with."""

    figure: Figure
    previous: Figure | None
    #: Kind of comparator → its figure.
    comparators: dict[str, Decimal | None]

    @property
    def value(self) -> Decimal | None:
        return self.figure.result

    @property
    def previous_value(self) -> Decimal | None:
        return self.previous.result if self.previous else None

    @property
    def change(self) -> Decimal | None:
        return difference(self.value, self.previous_value)

    @property
    def change_percent(self) -> Decimal | None:
        return change_percent(self.value, self.previous_value)

    @property
    def direction(self) -> str | None:
        return direction(self.figure.measure, self.value, self.previous_value)


def difference(value: Decimal | None, previous: Decimal | None) -> Decimal | None:
    """Return how much a figure changed; None where one of both is not known."""
    return None if value is None or previous is None else value - previous


def change_percent(value: Decimal | None, previous: Decimal | None) -> Decimal | None:
    """Return the change in per cent of the figure before, one decimal; None when that is 0."""
    if value is None or previous is None or previous == 0:
        return None
    return half_up(100 * (value - previous) / previous, 1)


def direction(measure: Measure, value: Decimal | None, previous: Decimal | None) -> str | None:
    """Return better, worse, same or neither; None where there is nothing to compare."""
    if previous is None:
        return None
    if measure.polarity not in {"higher_better", "lower_better"}:
        return "neither"
    if value is None:
        return None
    if value == previous:
        return "same"
    return "better" if (value > previous) == (measure.polarity == "higher_better") else "worse"


def cell_of(figure: Figure) -> Cell:
    """Return what a figure is of: two figures of one cell say the same thing, or contradict."""
    return figure.measure.key, figure.period, figure.divided_by, figure.comparator


def by_cell(figures: Iterable[Figure]) -> dict[Cell, list[Figure]]:
    """Return the figures of each cell, cells in order of first appearance."""
    cells: dict[Cell, list[Figure]] = {}
    for figure in figures:
        cells.setdefault(cell_of(figure), []).append(figure)
    return cells


def shown(rivals: Sequence[Figure]) -> Figure:
    """Return the one that is shown of several figures of a cell: the preferred, else the last."""
    return next((figure for figure in rivals if figure.preferred), rivals[-1])


def rows(figures: Iterable[Figure], *, earlier: Iterable[Figure] = ()) -> list[Row]:
    """Return a row for each figure that is no comparator, in order of first appearance.

    `earlier` are figures that have no row of their own but are what others are compared with.
    """
    here = {cell: shown(rivals) for cell, rivals in by_cell(figures).items()}
    known = {cell: shown(rivals) for cell, rivals in by_cell(earlier).items()} | here
    compared: dict[tuple[str, Period, Breakdown], dict[str, Decimal | None]] = {}
    none: dict[str, Decimal | None] = {"england": None}
    for (key, period, divided, comparator), figure in here.items():
        if comparator:
            compared.setdefault((key, period, divided), {})[comparator] = figure.result
    return [
        Row(
            figure=figure,
            previous=_previous(figure, known),
            comparators=none | compared.get((key, period, divided), {}),
        )
        for (key, period, divided, comparator), figure in here.items()
        if not comparator
    ]


def _previous(figure: Figure, known: dict[Cell, Figure]) -> Figure | None:
    """Return the figure of the same kind of period a year before, if it is known."""
    try:
        period = figure.period.one_year_before()
    except ValueError:
        return None
    found = known.get((figure.measure.key, period, figure.divided_by, ""))
    return found if found is not None and found.result is not None else None


def as_data(row: Row) -> dict[str, Any]:
    """Return a row of the block `indicators`."""
    figure = row.figure
    data: dict[str, Any] = {
        "indicator": figure.measure.key,
        "period": str(figure.period),
        "value": as_json_number(row.value),
        "previous_period": str(row.previous.period) if row.previous else None,
        "previous": as_json_number(row.previous_value),
        "change": as_json_number(row.change),
        "change_percent": as_json_number(row.change_percent),
        "direction": row.direction,
        "comparators": {kind: as_json_number(value) for kind, value in row.comparators.items()},
    }
    if figure.breakdown:
        data["breakdown"] = dict(figure.breakdown)
    if figure.missing:
        data["missing"] = figure.missing
    return data


def conflicts(figures: Iterable[Figure]) -> list[dict[str, Any]]:
    """Return a consistency entry for every cell that was given different values."""
    entries = []
    for rivals in by_cell(figures).values():
        values = dict.fromkeys(f.result for f in rivals if f.result is not None)
        if len(values) > 1:
            said = [as_json_number(value) for value in values]
            entries.append(_named("conflict", rivals[0]) | {"values": said})
    return entries


def sum_errors(figures: Iterable[Figure]) -> list[dict[str, Any]]:
    """Return a consistency entry for every total that its parts do not add up to.

    Only counts and pounds add up. Parts are compared when all of one set of dimensions are known.
    """
    cells = {cell: shown(rivals) for cell, rivals in by_cell(figures).items()}
    divided: dict[tuple[str, Period, frozenset[str]], list[Figure]] = {}
    for (key, period, _, comparator), figure in cells.items():
        if figure.breakdown and not comparator and figure.measure.unit in _ADDS_UP:
            divided.setdefault((key, period, frozenset(figure.breakdown)), []).append(figure)
    entries = []
    for (key, period, _), parts in divided.items():
        whole = cells.get((key, period, frozenset(), ""))
        if whole is None or whole.result is None:
            continue
        values = [part.result for part in parts if part.result is not None]
        added = sum(values, Decimal(0))
        if len(values) == len(parts) and added != whole.result:
            entries.append(
                _named("sum", whole)
                | {
                    "breakdown": list(parts[0].breakdown),
                    "total": as_json_number(whole.result),
                    "sum": as_json_number(added),
                }
            )
    return entries


def _named(kind: str, figure: Figure) -> dict[str, Any]:
    entry: dict[str, Any] = {
        "kind": kind, "indicator": figure.measure.key, "period": str(figure.period),
    }  # fmt: skip
    if figure.breakdown:
        entry["breakdown"] = dict(figure.breakdown)
    if figure.comparator:
        entry["comparator"] = figure.comparator
    return entry
