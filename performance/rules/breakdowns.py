"""A breakdown table: rows by a dimension or indicator, columns by period or a second dimension.

Totals are those of the undivided figure where it is known; where the parts do not make it up, the
difference is said and nothing is mended.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from django.utils.translation import gettext as _

from performance.rules.amounts import (
    NOTHING_TO_DIVIDE,
    UNKNOWN,
    Amount,
    Source,
    added,
    adds,
    amount_of,
    change_text,
    main_text,
    second_text,
)
from performance.rules.figures import Figure, Measure
from performance.rules.periods import (
    Period,
    PeriodKind,
    containing,
    in_short,
    in_words,
    parts_of,
    preceding,
)

#: Years that a table of years has.
YEARS = 5
INDICATOR, PERIOD, NOTHING = "indicator", "period", ""
Part = tuple[str | int, ...]


@dataclass(frozen=True)
class Layout:
    """How a table is laid out. Rows by a dimension are of one indicator."""

    #: `INDICATOR` or a dimension.
    rows_by: str
    #: `NOTHING` (one period), `PERIOD` or a dimension other than that of the rows.
    columns_by: str
    kind: PeriodKind
    with_shares: bool = True
    #: The same period a year before and the change, for a table of one period.
    with_previous: bool = False


@dataclass(frozen=True)
class Cell:
    """What one cell says: a figure, and its share or parts."""

    main: str
    second: str = ""
    amount: Amount = UNKNOWN

    def __str__(self) -> str:
        return f"{self.main} ({self.second})" if self.second else self.main


@dataclass(frozen=True)
class Row:
    label: str
    cells: list[Cell]
    measure: Measure
    is_total: bool = False


@dataclass(frozen=True)
class Grid:
    columns: list[str]
    rows: list[Row]
    #: Where parts do not make up the whole, in words.
    differences: list[str] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        return not any(cell.amount.is_known for row in self.rows for cell in row.cells)

    @property
    def has_nothing_to_divide(self) -> bool:
        cells = [cell for row in self.rows for cell in row.cells]
        return any(NOTHING_TO_DIVIDE in (cell.main, cell.second) for cell in cells)


@dataclass(frozen=True)
class _Column:
    """A column: a period, or a part of one."""

    label: str
    period: Period
    part: Part = ()


def build(layout: Layout, sources: Sequence[Source], shown: Period) -> Grid:
    """Return the table as of a period; for columns by period the year that holds them."""
    if not sources:
        return Grid([], [])
    columns = _columns(layout, sources, shown)
    labels = [column.label for column in columns]
    if layout.rows_by == INDICATOR:
        rows, differences = _by_indicator(layout, sources, columns)
    else:
        rows, differences = _by_dimension(layout, sources[0], columns)
    if layout.with_previous and layout.columns_by == NOTHING:
        return Grid([*labels, _("Change")], [_with_change(row) for row in rows], differences)
    return Grid(labels, rows, differences)


def periods_of(layout: Layout, sources: Sequence[Source]) -> list[Period]:
    """Return the periods that a table can be shown for, the latest first."""
    by_part = layout.rows_by != INDICATOR or layout.columns_by not in {NOTHING, PERIOD}
    figures = [each for source in sources for each in (source.parts if by_part else source.whole)]
    if not figures:
        return []
    kind = layout.kind
    if layout.columns_by == PERIOD and kind is not PeriodKind.FINANCIAL_YEAR:
        kind = PeriodKind.FINANCIAL_YEAR
    ends = {containing(each.period.end, kind) for each in figures if each.result is not None}
    return sorted(ends, reverse=True)


def _columns(layout: Layout, sources: Sequence[Source], shown: Period) -> list[_Column]:
    if layout.columns_by == PERIOD:
        if layout.kind is shown.kind:
            return [_Column(in_words(each), each) for each in _years_to(shown)]
        parts = parts_of(shown, layout.kind)
        columns = [_Column(in_short(each), each) for each in parts]
        return [*columns, _Column(in_words(shown), shown)] if len(parts) > 1 else columns
    if layout.columns_by == NOTHING:
        columns = [_Column(in_words(shown), shown)]
        if layout.with_previous:
            before = shown.one_year_before()
            columns.append(_Column(in_words(before), before))
        return columns
    names = {part: None for source in sources for part in _parts(source, (layout.columns_by,))}
    columns = [_Column(str(name[0]), shown, name) for name in _ordered(list(names))]
    return [*columns, _Column(_("All"), shown)]


def _years_to(last: Period) -> list[Period]:
    years = [last]
    while len(years) < YEARS:
        years.append(preceding(years[-1]))
    return years[::-1]


def _by_indicator(
    layout: Layout, sources: Sequence[Source], columns: Sequence[_Column]
) -> tuple[list[Row], list[str]]:
    """Rows of indicators; with shares they are parts of one whole, which is their sum."""
    dimensions = _column_dimensions(layout)
    lookups = [_lookup(source, dimensions) for source in sources]
    grid = [[find(column.part, column.period) for column in columns] for find in lookups]
    together = layout.with_shares and all(each.measure.unit == "count" for each in sources)
    totals = [added(row[at] for row in grid) for at in range(len(columns))] if together else []
    rows = [
        _row(source.label, source.measure, amounts, totals)
        for source, amounts in zip(sources, grid, strict=True)
    ]
    if together:
        rows.append(_total_row(sources[0].measure, totals))
    return rows, []


def _by_dimension(
    layout: Layout, source: Source, columns: Sequence[_Column]
) -> tuple[list[Row], list[str]]:
    dimensions = (layout.rows_by, *_column_dimensions(layout))
    find = _lookup(source, dimensions)
    of_row = _lookup(source, (layout.rows_by,))
    of_column = _lookup(source, _column_dimensions(layout))
    names = _ordered(list({part[:1]: None for part in _parts(source, dimensions)}))
    grid = []
    for name in names:
        amounts = [
            of_row(name, column.period)
            if dimensions[1:] and not column.part
            else find((*name, *column.part), column.period)
            for column in columns
        ]
        grid.append(_filled(amounts, columns, is_crossed=bool(dimensions[1:])))
    wholes = [of_column(column.part, column.period) for column in columns]
    sums = [added(row[at] for row in grid) for at in range(len(columns))]
    totals = [whole if whole.is_known else made for whole, made in zip(wholes, sums, strict=True)]
    shared = totals if layout.with_shares else []
    rows = [
        _row(str(name[0]), source.measure, amounts, shared)
        for name, amounts in zip(names, grid, strict=True)
    ]
    if adds(source.measure):
        rows.append(_total_row(source.measure, totals, with_shares=layout.with_shares))
    differences = _differences(source, columns, sums, wholes) if adds(source.measure) else []
    return rows, differences


def _filled(amounts: list[Amount], columns: Sequence[_Column], *, is_crossed: bool) -> list[Amount]:
    """Give a row its own total where none is known: the sum of its cells."""
    if not is_crossed or amounts[-1].is_known:
        return amounts
    return [*amounts[:-1], added(amounts[:-1])]


def _differences(
    source: Source,
    columns: Sequence[_Column],
    sums: Sequence[Amount],
    wholes: Sequence[Amount],
) -> list[str]:
    """Say of each column where the parts make another figure than the undivided one."""
    found = []
    for column, made, whole in zip(columns, sums, wholes, strict=True):
        if not (made.is_known and whole.is_known) or _same(made, whole):
            continue
        words = {
            "column": column.label,
            "made": _exactly(source.measure, made),
            "whole": _exactly(source.measure, whole),
        }
        found.append(_("%(column)s: the parts make %(made)s, the whole is %(whole)s") % words)
    return found


def _same(made: Amount, whole: Amount) -> bool:
    if made.denominator is not None and whole.denominator is not None:
        return (made.numerator, made.denominator) == (whole.numerator, whole.denominator)
    return made.value is None or whole.value is None or made.value == whole.value


def _exactly(measure: Measure, amount: Amount) -> str:
    parts = second_text(measure, amount, None)
    return parts or main_text(measure, amount)


def _row(label: str, measure: Measure, amounts: Sequence[Amount], totals: Sequence[Amount]) -> Row:
    cells = [
        Cell(
            main_text(measure, amount),
            second_text(measure, amount, totals[at] if totals else None),
            amount,
        )
        for at, amount in enumerate(amounts)
    ]
    return Row(label, cells, measure)


def _total_row(measure: Measure, totals: Sequence[Amount], *, with_shares: bool = True) -> Row:
    row = _row(_("All"), measure, totals, totals if with_shares else [])
    return replace(row, is_total=True)


def _with_change(row: Row) -> Row:
    now, before = (cell.amount for cell in row.cells)
    change = change_text(row.measure, now, before)
    return replace(row, cells=[*row.cells, Cell(change or "–")])


def _column_dimensions(layout: Layout) -> tuple[str, ...]:
    return () if layout.columns_by in {NOTHING, PERIOD} else (layout.columns_by,)


def _lookup(source: Source, dimensions: tuple[str, ...]) -> Callable[[Part, Period], Amount]:
    """Return how the amount of a part in a period is found; the part of nothing is the whole."""
    by_part: dict[Part, list[Figure]] = {(): list(source.whole)}
    if dimensions:
        by_part |= _parts(source, dimensions)
    known: dict[tuple[Part, Period], Amount] = {}
    return partial(_found, source, by_part, known)


def _found(
    source: Source,
    by_part: Mapping[Part, list[Figure]],
    known: dict[tuple[Part, Period], Amount],
    part: Part,
    period: Period,
) -> Amount:
    if (part, period) not in known:
        known[part, period] = amount_of(source, by_part.get(part, []), period)
    return known[part, period]


def _parts(source: Source, dimensions: tuple[str, ...]) -> dict[Part, list[Figure]]:
    """Return figures by their values of the dimensions, in order of appearance.

    Where nothing is divided by exactly these, the least divided figures that have them are added
    up: by age and sex is also by age.
    """
    wanted = set(dimensions)
    sets = {frozenset(each.breakdown) for each in source.parts if wanted <= set(each.breakdown)}
    if not sets:
        return {}
    least = min(sets, key=lambda names: (len(names), sorted(names)))
    gathered: dict[tuple[Part, Period], list[Figure]] = {}
    for each in source.parts:
        if frozenset(each.breakdown) == least:
            part = tuple(each.breakdown[name] for name in dimensions)
            gathered.setdefault((part, each.period), []).append(each)
    found: dict[Part, list[Figure]] = {}
    for (part, period), figures in gathered.items():
        found.setdefault(part, []).append(_joined(source.measure, period, figures))
    return found


def _joined(measure: Measure, period: Period, figures: Sequence[Figure]) -> Figure:
    """Return one figure of several finer ones; not known where one of them is not."""
    if len(figures) == 1:
        return figures[0]
    amounts = [Amount(each.value, each.numerator, each.denominator) for each in figures]
    if not adds(measure) or any(not each.is_known for each in amounts):
        return Figure(measure, period)
    total = added(amounts)
    return Figure(measure, period, total.value, total.numerator, total.denominator)


def _ordered(names: Sequence[Part]) -> list[Part]:
    """Sort ages as numbers; words stay in the order in which they were given."""
    return sorted(names, key=lambda name: _first_number(name[0]))


def _first_number(name: str | int) -> int:
    found = re.match(r"\d+", str(name))
    return int(found[0]) if found else 10**6
