"""Rounds on plain values: return rate, lateness, heat, and reading a pasted list of agencies."""

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from audits.rules.compliance import Compliance
from boards.rules.rounding import percent

#: Returns in these states have reached the board.
RETURNED = frozenset({"submitted", "accepted"})
#: Words in the first line of a pasted list that say it is a heading.
HEADINGS = frozenset({"agency", "agencies", "key", "name", "organisation", "school", "schools"})


@dataclass(frozen=True)
class ReturnRate:
    """Returns of a round by how far they are. The four parts add up to `invited`."""

    invited: int = 0
    submitted: int = 0
    #: Begun: some answer was given or confirmed, or the return was sent back.
    started: int = 0
    not_started: int = 0
    #: Not in although due; also counted under started or not started.
    late: int = 0
    late_started: int = 0

    @property
    def percent(self) -> Decimal | None:
        """Whole per cent of those invited who submitted; None when nobody is invited."""
        return percent(self.submitted, self.invited)

    @property
    def outstanding(self) -> int:
        return self.invited - self.submitted

    @property
    def on_time_started(self) -> int:
        """Begun and not late: so that a bar's parts do not overlap."""
        return self.started - self.late_started

    def __add__(self, other: "ReturnRate") -> "ReturnRate":
        return ReturnRate(
            self.invited + other.invited,
            self.submitted + other.submitted,
            self.started + other.started,
            self.not_started + other.not_started,
            self.late + other.late,
            self.late_started + other.late_started,
        )


def is_late(status: str, due_on: date, on: date) -> bool:
    """Whether a return is not in although its day is over; the day counts until its end."""
    return status not in RETURNED and due_on < on


def heat(value: Compliance, *, is_capped: bool = False) -> int | str:
    """Return the level of a heat map's cell; "na" when nothing counts.

    4 everything is met, 3 from 75 %, 2 from 50 %, 1 below.
    With an essential question below met the level is 2 at most (`compliance.is_capped`).
    """
    if not value.base:
        return "na"
    if value.met == value.base:
        level = 4
    elif 4 * value.met >= 3 * value.base:
        level = 3
    else:
        level = 2 if 2 * value.met >= value.base else 1
    return min(level, 2) if is_capped else level


@dataclass(frozen=True)
class Known:
    """An agency that may be invited, as a list may name it."""

    agency_id: int
    key: str
    name: str


@dataclass(frozen=True)
class PastedList:
    """What a pasted list names; with any error nothing of it may be used."""

    agency_ids: tuple[int, ...]
    errors: tuple[str, ...]


def read_pasted(text: str, known: Iterable[Known]) -> PastedList:
    """Find the agencies of a pasted list or CSV: one per line, by key or name in the first columns.

    A heading line is passed over, an agency named twice counts once. Every line that names no
    agency, or one that several agencies share, is an error with its number.
    """
    by_word = _words(known)
    found: dict[int, None] = {}
    errors: list[str] = []
    reader = csv.reader(io.StringIO(text.lstrip("\ufeff"), newline=""), dialect=_dialect(text))
    rows = [(number, [cell.strip() for cell in row]) for number, row in enumerate(reader, 1)]
    for number, cells in rows:
        given = [cell for cell in cells if cell]
        if not given or (number == rows[0][0] and given[0].casefold() in HEADINGS):
            continue
        matches = _match(given, by_word)
        if len(matches) == 1:
            found[next(iter(matches))] = None
            continue
        message = (
            _("Row %(row)d: several agencies are called “%(name)s”. Use the key of the right one.")
            if matches
            else _("Row %(row)d: “%(name)s” is not a current agency of this board.")
        )
        errors.append(message % {"row": number, "name": given[0][:100]})
    return PastedList(() if errors else tuple(found), tuple(errors))


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


def _match(cells: list[str], by_word: Mapping[str, set[int]]) -> set[int]:
    """The first cell that names an agency decides; a name with commas is tried as a whole too."""
    for word in [*cells[:3], ", ".join(cells)]:
        if found := by_word.get(_plain(word)):
            return found
    return set()


def _plain(word: str) -> str:
    return " ".join(word.replace("’", "'").casefold().split())
