"""Figures to compare with, from the rows of a published table.

England and the region are taken as published. What several authorities make up is worked out: from
their numerators and denominators where both are given, else as the mean of the known values, which
is how the department's Local Authority Interactive Tool makes the figure of statistical neighbours.
How many were known is said in the figure's note.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from boards.board_year.periods import Period
from boards.rules.rounding import half_up
from performance.rules.entries import usual_period
from performance.rules.figures import Measure, missing_code
from performance.rules.submissions import Mistake
from performance.rules.table_files import Cell, NotKept, read_cell, read_part, read_time

#: Whose row it is, beside the codes of authorities.
ENGLAND, REGION = "england", "region"
NEIGHBOURS = "statistical_neighbours"
#: Units whose figures of several authorities add up to the figure of all.
_ADDS_UP = frozenset({"count", "gbp"})
#: Decimals of a mean where the indicator says nothing.
_MEAN_PLACES = 1


@dataclass(frozen=True)
class Wanted:
    """Whose rows of a table are kept, beside England's: of a region, and of authorities."""

    region: str = ""
    authorities: frozenset[str] = frozenset()


@dataclass(frozen=True)
class TableRow:
    """A row that concerns the board: its line in the file, whose it is, when, and its cells."""

    line: int
    place: str
    time_period: str
    time_identifier: str
    cells: Sequence[str]


@dataclass(frozen=True)
class Match:
    """Which column of the table is which indicator, and what a row must say beside."""

    measure: Measure
    label: str
    value_column: str = ""
    numerator_column: str = ""
    denominator_column: str = ""
    filters: Mapping[str, str] = field(default_factory=dict)
    takes_own: bool = False

    @property
    def columns(self) -> list[str]:
        """Every column that it names."""
        named = [self.value_column, self.numerator_column, self.denominator_column, *self.filters]
        return [name for name in named if name]


@dataclass(frozen=True)
class Neighbours:
    """A set of authorities that the board is compared with, from a day on."""

    starts_on: date
    codes: Sequence[str]


@dataclass(frozen=True)
class Area:
    """Whose the board is, and with whom it is compared."""

    own: Sequence[str] = ()
    sets: Sequence[Neighbours] = ()

    def neighbours(self, on: date) -> Neighbours | None:
        """Return the set of the day; of days before the first one, the first."""
        ordered = sorted(self.sets, key=lambda each: each.starts_on)
        begun = [each for each in ordered if each.starts_on <= on]
        return begun[-1] if begun else next(iter(ordered), None)


@dataclass(frozen=True)
class TableFigure:
    """A figure that a table gives: of a comparator, or ("") of the board itself."""

    measure: Measure
    period: Period
    comparator: str
    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    missing: str = ""
    note: str = ""

    @property
    def cell(self) -> tuple[str, Period, str]:
        return self.measure.key, self.period, self.comparator

    @property
    def says(self) -> tuple[object, ...]:
        """What is compared to tell a correction from the same figure published again."""
        return self.value, self.numerator, self.denominator, self.missing, self.note


@dataclass
class Found:
    figures: list[TableFigure] = field(default_factory=list)
    mistakes: list[Mistake] = field(default_factory=list)


@dataclass(frozen=True)
class _Read:
    """The cells of one row that an indicator needs."""

    value: Cell | None
    numerator: Cell | None
    denominator: Cell | None

    @property
    def parts(self) -> tuple[Decimal, Decimal] | None:
        top, bottom = self.numerator, self.denominator
        if top is None or bottom is None or top.value is None or bottom.value is None:
            return None
        return top.value, bottom.value

    @property
    def reason(self) -> Cell | None:
        """The first cell that has a symbol; None where all have numbers."""
        cells = [self.value, self.numerator, self.denominator]
        return next((cell for cell in cells if cell is not None and cell.missing), None)

    @property
    def why(self) -> Cell:
        """Why there is no figure."""
        return self.reason or Cell(None, "not_available")


def check_columns(match: Match, columns: Sequence[str]) -> list[Mistake]:
    """Return a mistake for each column that an edition does not have any more."""
    return [
        Mistake(
            place=_("Headings"), text=name,
            message=_("This column was matched with %(indicator)s and is not in the file. Match "
                      "it anew.") % {"indicator": match.label},
        )
        for name in match.columns
        if name not in columns
    ]  # fmt: skip


def figures_of(match: Match, columns: Sequence[str], rows: Iterable[TableRow], area: Area) -> Found:
    """Return what the rows say of one indicator, with every mistake in them."""
    found = Found(mistakes=check_columns(match, columns))
    if found.mistakes:
        return found
    by_period: dict[Period, dict[str, _Read]] = defaultdict(dict)
    lines: dict[tuple[Period, str], int] = {}
    for row in _fitting(match, columns, rows):
        try:
            period = usual_period(match.measure.kind, _time(row.time_period, row.time_identifier))
        except NotKept:
            continue  # counted when the file was read
        except ValueError as error:
            found.mistakes.append(_at(row.line, "time_period", row.time_period, str(error)))
            continue
        if (period, row.place) in lines:
            found.mistakes.append(_twice(match, row.line, lines[period, row.place]))
            continue
        lines[period, row.place] = row.line
        read = _read(match, columns, row, found.mistakes)
        if read is not None:
            by_period[period][row.place] = read
    for period in sorted(by_period):
        found.figures += _of_period(match, period, by_period[period], area)
    return found


@lru_cache(maxsize=1024)
def _time(time_period: str, time_identifier: str) -> Period:
    """The same few times stand in thousands of rows."""
    return read_time(time_period, time_identifier)


def _fitting(match: Match, columns: Sequence[str], rows: Iterable[TableRow]) -> Iterable[TableRow]:
    wanted = [(columns.index(name), value) for name, value in match.filters.items()]
    for row in rows:
        if all(row.cells[number] == value for number, value in wanted):
            yield row


def _read(
    match: Match, columns: Sequence[str], row: TableRow, mistakes: list[Mistake]
) -> _Read | None:
    cells: list[Cell | None] = []
    wrong = False
    names = (match.value_column, match.numerator_column, match.denominator_column)
    for number, name in enumerate(names):
        if not name:
            cells.append(None)
            continue
        text = row.cells[columns.index(name)]
        try:
            cell = read_part(text) if number else read_cell(text)
        except ValueError as error:
            mistakes.append(_at(row.line, name, text, str(error)))
            wrong = True
            continue
        cells.append(cell)
    return None if wrong else _Read(*cells)


def _of_period(
    match: Match, period: Period, places: Mapping[str, _Read], area: Area
) -> list[TableFigure]:
    figures = [
        _published(match, period, name, places[name])
        for name in (ENGLAND, REGION)
        if name in places
    ]
    own = [places[code] for code in area.own if code in places]
    if match.takes_own and own:
        whole = len(own) == len(area.own)
        figures.append(_own(match, period, own, whole))
    chosen = area.neighbours(period.end)
    if chosen is not None:
        reads = [places[code] for code in chosen.codes if code in places]
        if reads:
            figures.append(_mean(match, period, reads, chosen))
    return figures


def _published(match: Match, period: Period, comparator: str, read: _Read) -> TableFigure:
    """Return a figure as its publisher rounded it; its parts stand in where it has no column."""
    if read.value is not None and read.value.value is not None:
        return TableFigure(match.measure, period, comparator, value=read.value.value)
    if read.value is None and read.parts is not None:
        return _ratio(match, period, comparator, *read.parts)
    return _missing(match, period, comparator, read.why)


def _own(match: Match, period: Period, reads: Sequence[_Read], whole: bool) -> TableFigure:
    """Return the figure of all the board's authorities together, where one can be told."""
    parts = [read.parts for read in reads]
    known = [each for each in parts if each is not None]
    if whole and match.measure.is_ratio and len(known) == len(reads):
        return _ratio(match, period, "", *_added(known))
    if whole and len(reads) == 1:
        return _published(match, period, "", reads[0])
    values = [read.value.value for read in reads if read.value is not None]
    if whole and match.measure.unit in _ADDS_UP and values and None not in values:
        total = sum((value for value in values if value is not None), Decimal(0))
        return TableFigure(match.measure, period, "", value=total)
    hidden = [read.reason for read in reads if read.reason is not None]
    why = hidden[0] if hidden else Cell(None, "not_available")
    note = _("The table does not give the figure of all the board’s authorities together.")
    return _missing(match, period, "", Cell(None, why.missing, note))


def _mean(match: Match, period: Period, reads: Sequence[_Read], chosen: Neighbours) -> TableFigure:
    parts = [read.parts for read in reads if read.parts is not None]
    cells = [read.value for read in reads if read.value is not None]
    known = [cell.value for cell in cells if cell.value is not None]
    if match.measure.is_ratio and parts and len(parts) >= len(known):
        return _ratio(
            match, period, NEIGHBOURS, *_added(parts), note=_base(len(parts), chosen, pooled=True)
        )
    if not known:
        usual = Counter(read.why.missing for read in reads).most_common(1)[0][0]
        return _missing(match, period, NEIGHBOURS, Cell(None, usual, _base(0, chosen)))
    places = match.measure.decimals if match.measure.decimals is not None else _MEAN_PLACES
    mean = half_up(sum((Fraction(value) for value in known), Fraction(0)) / len(known), places)
    return TableFigure(
        match.measure, period, NEIGHBOURS, value=mean, note=_base(len(known), chosen)
    )


def _base(known: int, chosen: Neighbours, *, pooled: bool = False) -> str:
    """Say how many authorities a figure is of, and which set was meant."""
    words = (
        _("All children of %(known)d of %(all)d neighbours together")
        if pooled
        else _("Mean of %(known)d of %(all)d neighbours")
    )
    since = _("the set from %(day)s") % {"day": date_format(chosen.starts_on, "j F Y")}
    return f"{words % {'known': known, 'all': len(chosen.codes)}}, {since}."


def _ratio(
    match: Match,
    period: Period,
    comparator: str,
    numerator: Decimal,
    denominator: Decimal,
    note: str = "",
) -> TableFigure:
    return TableFigure(
        match.measure, period, comparator, numerator=numerator, denominator=denominator,
        missing=missing_code(None, numerator, denominator), note=note,
    )  # fmt: skip


def _missing(match: Match, period: Period, comparator: str, why: Cell) -> TableFigure:
    return TableFigure(match.measure, period, comparator, missing=why.missing, note=why.note)


def _added(parts: Sequence[tuple[Decimal, Decimal]]) -> tuple[Decimal, Decimal]:
    return (
        sum((top for top, _bottom in parts), Decimal(0)),
        sum((bottom for _top, bottom in parts), Decimal(0)),
    )


def _at(line: int, column: str, text: str, message: str) -> Mistake:
    place = _("line %(line)d, %(column)s") % {"line": line, "column": column}
    return Mistake(place=place, text=text[:100], message=message)


def _twice(match: Match, line: int, first: int) -> Mistake:
    return Mistake(
        place=_("line %(line)d") % {"line": line}, text="",
        message=_(
            "Line %(first)d is of the same place and time for %(indicator)s. Say which value each "
            "filter must have."
        ) % {"first": first, "indicator": match.label},
    )  # fmt: skip
