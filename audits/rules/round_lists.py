"""Lists of agencies, pasted or in a spreadsheet, with the addresses of who is asked to answer."""

import csv
import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from boards.spreadsheets import Sheet, text_of

#: Words in the first line of a list that say it is a heading.
HEADINGS = frozenset({"agency", "agencies", "key", "name", "organisation", "school", "schools"})

#: Says where a cell is: "Figures, C7".
Place = Callable[[Sheet, int, int], str]


@dataclass(frozen=True)
class Known:
    """An agency that may be invited, as a list may name it."""

    agency_id: int
    key: str
    name: str


@dataclass(frozen=True)
class AgencyList:
    """Agencies that a list names, in its order, with the addresses beside each.

    With any error nothing of it may be used.
    """

    agencies: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    errors: tuple[str, ...] = ()


def read_pasted(text: str, known: Iterable[Known]) -> AgencyList:
    """Find the agencies of a pasted list, one in each row; errors have the number of the row."""
    reader = csv.reader(io.StringIO(text.lstrip("\ufeff"), newline=""), dialect=_dialect(text))
    return read_sheets([Sheet("", [list(row) for row in reader])], known, place=_row)


def read_sheets(
    sheets: Iterable[Sheet], known: Iterable[Known], *, place: Place = Sheet.address
) -> AgencyList:
    """Find the agencies of sheets: one in each row, by key or name in the first three columns.

    Cells with an "@" are e-mail addresses of people who are asked to answer, several with commas
    or semicolons. A heading is passed over; an agency named twice counts once, with the addresses
    of both rows. Every cell that is wrong is an error with its place.
    """
    by_word = _words(known)
    found: dict[int, dict[str, None]] = {}
    errors: list[str] = []
    for sheet in sheets:
        errors += _merged(sheet, place)
        for number in range(len(sheet.rows)):
            if sheet.is_empty(number) or (number == _first(sheet) and _is_heading(sheet, number)):
                continue
            agency_id = _agency(sheet, number, by_word, errors, place)
            addresses = _addresses(sheet, number, errors, place)
            if agency_id is not None:
                found.setdefault(agency_id, {}).update(dict.fromkeys(addresses))
    if errors:
        return AgencyList(errors=tuple(errors))
    return AgencyList({pk: tuple(addresses) for pk, addresses in found.items()})


def _agency(
    sheet: Sheet, number: int, by_word: Mapping[str, set[int]], errors: list[str], place: Place
) -> int | None:
    cells = [text_of(value) for value in sheet.rows[number]]
    column = next((n for n, cell in enumerate(cells) if cell and "@" not in cell), 0)
    matches = _match([cell for cell in cells if cell and "@" not in cell], by_word)
    if len(matches) == 1:
        return next(iter(matches))
    message = (
        _("%(place)s: several agencies are called “%(name)s”. Use the key of the right one.")
        if matches
        else _("%(place)s: “%(name)s” is not a current agency of this board.")
    )
    errors.append(message % {"place": place(sheet, number, column), "name": cells[column][:100]})
    return None


def _addresses(sheet: Sheet, number: int, errors: list[str], place: Place) -> list[str]:
    found = []
    for column, value in enumerate(sheet.rows[number]):
        cell = text_of(value)
        if "@" not in cell:
            continue
        for address in cell.replace(";", ",").replace("\n", ",").split(","):
            email = address.strip().lower()
            try:
                if email:
                    validate_email(email)
                    found.append(email)
            except ValidationError:
                message = _("%(place)s: “%(email)s” is not an e-mail address.")
                where = place(sheet, number, column)
                errors.append(message % {"place": where, "email": email[:100]})
    return found


def _merged(sheet: Sheet, place: Place) -> list[str]:
    """Merged cells over several rows: only the first of the rows says what stands in them."""
    message = _("%(place)s: cells are merged here. Unmerge them, so that each row says its own.")
    return [
        message % {"place": place(sheet, first_row, first_column)}
        for first_row, first_column, last_row, _last_column in sheet.merged
        if last_row > first_row
    ]


def _first(sheet: Sheet) -> int:
    return next((n for n in range(len(sheet.rows)) if not sheet.is_empty(n)), 0)


def _is_heading(sheet: Sheet, number: int) -> bool:
    return any(text_of(value).casefold() in HEADINGS for value in sheet.rows[number][:3])


def _row(sheet: Sheet, row: int, column: int) -> str:
    return _("Row %(row)d") % {"row": row + 1}


def _dialect(text: str) -> type[csv.Dialect]:
    """Spreadsheets paste with tabs; files have commas or semicolons. A name may hold a comma."""
    first = text.lstrip().split("\n", 1)[0]
    excel: type[csv.Dialect] = csv.excel_tab if "\t" in text else csv.excel

    class Dialect(excel):  # type: ignore[valid-type,misc]
        delimiter = ";" if ";" in first and "\t" not in text else excel.delimiter

    return Dialect


def _words(known: Iterable[Known]) -> Mapping[str, set[int]]:
    by_word: dict[str, set[int]] = {}
    for agency in known:
        for word in {_plain(agency.key), _plain(agency.name)} - {""}:
            by_word.setdefault(word, set()).add(agency.agency_id)
    return by_word


def _match(cells: Sequence[str], by_word: Mapping[str, set[int]]) -> set[int]:
    """The first cell that names an agency decides; a name with commas is tried as a whole too."""
    for word in [*cells[:3], ", ".join(cells)]:
        if found := by_word.get(_plain(word)):
            return found
    return set()


def _plain(word: str) -> str:
    return " ".join(word.replace("’", "'").casefold().split())
