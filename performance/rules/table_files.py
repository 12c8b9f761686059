"""Published table files as they are: which columns say where and when, what a cell says.

The files are those of the Department for Education's service "Explore education statistics": one
row for a place, a time and a value of each filter; then a column for each figure. Source: Open data
standards, https://dfe-analytical-services.github.io/analysts-guide/statistics-production/ud.html.
"""

import re
from calendar import month_name
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

from boards.board_year.periods import Period, PeriodKind, from_dates
from boards.rules.rounding import half_up
from performance.rules.periods import containing

#: Columns without which nothing can be told.
NEEDED = ("time_period", "time_identifier", "geographic_level", "country_code")
#: What places are called in the names of columns.
_PLACES = (
    "country", "region", "la", "old_la", "new_la", "lad", "ward", "pcon", "lsip", "school", "trust",
    "local_enterprise_partnership", "english_devolved_area", "mayoral_combined_authority",
    "opportunity_area", "rsc_region_lead", "sponsor", "provider", "institution", "planning_area",
)  # fmt: skip
#: Columns that say where and when; every other is a filter or a figure.
PLACE_AND_TIME = frozenset(
    ["time_period", "time_identifier", "geographic_level"]
    + [
        f"{place}_{what}"
        for place in _PLACES
        for what in ("code", "name", "id", "urn", "laestab", "ukprn")
    ]
)
ENGLAND = "E92000001"

#: What stands where there is no figure → our code and, where that says less, a note.
#: z not applicable, x not available (":" in older files), c suppressed; in workbooks they stand in
#: square brackets. "low" (formerly "k" or "~") "rounds to 0, but is not 0": that is neither 0 nor
#: nothing. It is kept as not available, with a note that says what is known, so that no sum and no
#: mean counts it as 0. "u" is a figure that its publisher holds too unreliable to print.
SYMBOLS: Mapping[str, tuple[str, str]] = {
    "z": ("not_applicable", ""),
    "x": ("not_available", ""),
    ":": ("not_available", ""),
    "": ("not_available", ""),
    "c": ("suppressed", ""),
    "low": ("not_available", "Rounds to 0 in the published table, but is not 0."),
    "k": ("not_available", "Rounds to 0 in the published table, but is not 0."),
    "~": ("not_available", "Rounds to 0 in the published table, but is not 0."),
    "u": ("not_available", "Held too unreliable to print by its publisher."),
}
#: Values by which a filter says that it leaves nothing out, the usual one first.
TOTALS = ("total", "all", "all children", "all pupils")
_NUMBER = re.compile(r"-?(\d+|\d{1,3}(,\d{3})+)(\.\d+)?([eE]-?\d{1,2})?")
_MOST_DIGITS, _MOST_DECIMALS = 12, 6
_MONTHS = {
    name.lower(): number for number, name in enumerate(month_name) if number
}  # English: the portal never sets a locale of the process
_YEARS = {
    "financial year": PeriodKind.FINANCIAL_YEAR,
    "tax year": PeriodKind.FINANCIAL_YEAR,
    "academic year": PeriodKind.ACADEMIC_YEAR,
    "calendar year": PeriodKind.CALENDAR_YEAR,
}
_FIRST_MONTH = {
    PeriodKind.FINANCIAL_YEAR: 4, PeriodKind.ACADEMIC_YEAR: 9, PeriodKind.CALENDAR_YEAR: 1,
}  # fmt: skip
_QUARTERS = re.compile(r"(financial year|tax year|academic year|calendar year) q([1-4])")


class NotKept(ValueError):
    """A sort of time that no figure of ours has: weeks and terms."""


@dataclass(frozen=True)
class Cell:
    """What one cell says: a number, or why there is none."""

    value: Decimal | None
    missing: str = ""
    note: str = ""


@dataclass(frozen=True)
class Profile:
    """What the columns of a file look like."""

    #: Columns in which every cell is a number or a symbol.
    figures: list[str]
    #: Column → the values that it has, the total first.
    filters: dict[str, list[str]]


def read_cell(text: str) -> Cell:
    """Read a cell of a figure. Raises ValueError with what stands there instead."""
    plain = text.replace("\u00a0", " ").strip()
    symbol = SYMBOLS.get(plain.lower().strip("[]"))
    if symbol is not None:
        return Cell(None, *symbol)
    number = plain.removesuffix("%").strip()
    if not _NUMBER.fullmatch(number):
        raise ValueError(
            _('"%(text)s" is neither a number nor one of the symbols z, x, c, low.')
            % {"text": text[:40]}
        )
    try:
        value = Decimal(number.replace(",", ""))
    except InvalidOperation as error:  # pragma: no cover - the pattern lets none through
        raise ValueError(str(error)) from error
    if abs(value) >= 10**_MOST_DIGITS:
        raise ValueError(_("This number is too long: 12 figures at most."))
    exponent = value.as_tuple().exponent
    if isinstance(exponent, int) and -exponent > _MOST_DECIMALS:
        value = half_up(value, _MOST_DECIMALS)
    return Cell(value)


def read_part(text: str) -> Cell:
    """Read a cell of a numerator or a denominator, which cannot be below 0."""
    cell = read_cell(text)
    if cell.value is not None and cell.value < 0:
        raise ValueError(_("A part of a ratio cannot be below 0."))
    return cell


def read_time(time_period: str, time_identifier: str) -> Period:
    """Read both columns of time: 202324 and "Financial year" are 2023/24.

    A reporting year is the year that ends on 31 March of it, as in the department's statistics of
    children's social care. Raises `NotKept` for weeks and terms, ValueError for what is no time.
    """
    identifier = " ".join(time_identifier.lower().split())
    years = time_period.strip().replace("/", "").replace("-", "")
    if not re.fullmatch(r"(19|20)\d\d(\d\d)?", years):
        raise ValueError(
            _('"%(text)s" is no time. Times are written like 202324 or 2024.')
            % {"text": time_period[:20]}
        )
    year = int(years[:4])
    if identifier == "reporting year":
        return containing(date(year, 3, 31), PeriodKind.FINANCIAL_YEAR)
    if identifier in _MONTHS:
        return containing(date(year, _MONTHS[identifier], 1), PeriodKind.MONTH)
    if identifier in _YEARS:
        kind = _YEARS[identifier]
        return containing(date(year, _FIRST_MONTH[kind], 1), kind)
    if identifier.startswith("part 1"):
        return containing(date(year, 4, 1), PeriodKind.HALF)
    if identifier.startswith("part 2"):
        return containing(date(year, 10, 1), PeriodKind.HALF)
    quarter = _QUARTERS.fullmatch(identifier)
    if quarter is None:
        raise NotKept(time_identifier[:60])
    return _months_from(year, _FIRST_MONTH[_YEARS[quarter[1]]] + 3 * (int(quarter[2]) - 1), 3)


def profile(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> Profile:
    """Tell figures from filters by what stands in them; a column with nothing in it is neither."""
    values: list[set[str]] = [set() for _column in columns]
    for row in rows:
        for seen, text in zip(values, row, strict=True):
            seen.add(text)
    figures, filters = [], {}
    for name, seen in zip(columns, values, strict=True):
        if not any(seen):
            continue
        if all(_is_figure(text) for text in seen):
            figures.append(name)
        else:
            filters[name] = sorted(seen, key=_total_first)
    return Profile(figures, filters)


def usual_value(values: Sequence[str]) -> str:
    """Return the value of a filter that leaves nothing out; "" where none says so."""
    return values[0] if values and values[0].lower() in TOTALS else ""


def _total_first(text: str) -> tuple[int, str]:
    plain = text.lower()
    return (TOTALS.index(plain) if plain in TOTALS else len(TOTALS), plain)


def _is_figure(text: str) -> bool:
    try:
        read_cell(text)
    except ValueError:
        return False
    return True


def _months_from(year: int, month: int, length: int) -> Period:
    years, first = divmod(month - 1, 12)
    after, last = divmod(first + length, 12)
    end = date(year + years + after, last + 1, 1) - timedelta(days=1)
    return from_dates(date(year + years, first + 1, 1), end)
