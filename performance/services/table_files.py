"""Reading a published table file: a row at a time, keeping only what concerns the board."""

import csv
import io
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from boards.errors import DomainError
from boards.services import uploads
from performance import authorities
from performance.rules.comparators import ENGLAND, REGION, Wanted
from performance.rules.submissions import Mistake
from performance.rules.table_files import ENGLAND as ENGLAND_CODE
from performance.rules.table_files import NEEDED, PLACE_AND_TIME, NotKept, read_time

#: Rows that are kept of one file. All authorities' rows of a table with many filters are fewer.
MOST_KEPT = 60_000
MOST_ROWS = 2_000_000
#: Mistakes that are gathered: who sees as many sends another file.
_MOST_MISTAKES = 1_000


@dataclass
class TableFile:
    """What of a file concerns the board; rows as `performance.models.TableDraft` keeps them."""

    columns: list[str] = field(default_factory=list)
    rows: list[list[Any]] = field(default_factory=list)
    rows_read: int = 0
    #: Sort of time that is not kept → rows of it.
    left_out: Counter[str] = field(default_factory=Counter)
    mistakes: list[Mistake] = field(default_factory=list)
    sha256: str = ""


class TableRefused(DomainError):
    """The file cannot be read at all; the message says why and what to do."""


def read(upload: "UploadedFile[bytes]", wanted: Wanted) -> TableFile:
    """Read a CSV file, or the only one in a ZIP file. Raises `FileRefused` or `TableRefused`."""
    uploads.check_received(upload, limit=settings.EVIDENCE_MAX_BYTES)
    name = (upload.name or "").lower()
    if not name.endswith((".csv", ".zip")):
        raise TableRefused(
            _("This is not a table file. Download the data as CSV and choose that file.")
        )
    found = _decoded(upload, name.endswith(".zip"), wanted)
    found.sha256 = uploads.digest(upload)
    return found


def _decoded(upload: "UploadedFile[bytes]", zipped: bool, wanted: Wanted) -> TableFile:
    # Excel in Windows still writes the older code, in which every byte is some letter.
    for encoding, errors in (("utf-8-sig", "strict"), ("cp1252", "replace")):
        try:
            with _opened(upload, zipped=zipped) as content:
                text = io.TextIOWrapper(content, encoding, errors, newline="")
                try:
                    return _read(csv.reader(_lines(text), strict=True), wanted)
                finally:
                    text.detach()  # else the upload would be closed with it
        except UnicodeDecodeError:
            continue
        except (csv.Error, zipfile.BadZipFile) as error:
            raise TableRefused(_damaged()) from error
    raise TableRefused(_damaged())


@contextmanager
def _opened(upload: "UploadedFile[bytes]", *, zipped: bool) -> Iterator[Any]:
    upload.seek(0)
    if not zipped:
        yield upload.file
        return
    members = [
        name for name in uploads.check_archive(upload)
        if name.lower().endswith(".csv") and not name.lower().endswith(".meta.csv")
    ]  # fmt: skip
    if len(members) != 1:
        raise TableRefused(
            _("This archive has %(count)d CSV files. Unpack it and choose the one that you want.")
            % {"count": len(members)}
        )
    with zipfile.ZipFile(upload) as archive, archive.open(members[0]) as content:
        yield content


def _lines(text: Iterable[str]) -> Iterator[str]:
    for line in text:
        if "\x00" in line:
            raise TableRefused(_damaged())
        yield line


def _read(lines: Iterable[list[str]], wanted: Wanted) -> TableFile:
    rows = iter(lines)
    heading = [name.strip() for name in next(rows, [])]
    found = TableFile(mistakes=_wrong_headings(heading))
    if found.mistakes:
        return found
    places = _Places(heading, wanted)
    kept = [number for number, name in enumerate(heading) if name.lower() not in PLACE_AND_TIME]
    found.columns = [heading[number] for number in kept]
    for line, row in enumerate(islice(rows, MOST_ROWS + 1), start=2):
        if not row:
            continue
        found.rows_read += 1
        if len(row) != len(heading):
            _add(found, line, _("This line has %(count)d columns, the headings are %(wanted)d.")
                 % {"count": len(row), "wanted": len(heading)})  # fmt: skip
            continue
        place = places.of(row)
        if place:
            _keep(found, line, place, places.time(row), [row[number].strip() for number in kept])
    if found.rows_read > MOST_ROWS or len(found.rows) > MOST_KEPT:
        raise TableRefused(
            _("This file has more rows than can be kept. Choose fewer filters at the download.")
        )
    if not found.rows and not found.mistakes:
        found.mistakes.append(
            Mistake("", _("No row is of England, your region, your authorities or neighbours."))
        )
    return found


def _keep(found: TableFile, line: int, place: str, time: tuple[str, str], cells: list[str]) -> None:
    try:
        read_time(*time)
    except NotKept as error:
        found.left_out[str(error)] += 1
    except ValueError as error:
        _add(found, line, str(error))
    else:
        if len(found.rows) <= MOST_KEPT:
            found.rows.append([line, place, *time, *cells])


def _add(found: TableFile, line: int, message: str) -> None:
    if len(found.mistakes) < _MOST_MISTAKES:
        found.mistakes.append(Mistake(_("line %(line)d") % {"line": line}, message))


def _wrong_headings(heading: Sequence[str]) -> list[Mistake]:
    names = [name.lower() for name in heading]
    missing = [
        Mistake(
            _("Headings"),
            _("There is no column %(name)s. Choose the data file of “Explore education "
              "statistics” as it was downloaded.") % {"name": name},
        )
        for name in NEEDED
        if name not in names
    ]  # fmt: skip
    doubled = [
        Mistake(_("Headings"), _("This heading stands here twice."), name)
        for name, count in Counter(names).items()
        if count > 1
    ]
    return missing + doubled


class _Places:
    """Tells whose a row is."""

    def __init__(self, heading: Sequence[str], wanted: Wanted) -> None:
        self._at = {name.lower(): number for number, name in enumerate(heading)}
        self._wanted = wanted
        self._known: dict[tuple[str, str], str] = {}

    def time(self, row: Sequence[str]) -> tuple[str, str]:
        return self._text(row, "time_period"), self._text(row, "time_identifier")

    def of(self, row: Sequence[str]) -> str:
        """Return England, the region, or an authority's code; "" for whoever is not wanted."""
        level = self._text(row, "geographic_level").lower()
        if level == "national":
            return ENGLAND if self._text(row, "country_code") in {ENGLAND_CODE, ""} else ""
        if level == "regional":
            region = self._wanted.region
            return REGION if region and self._text(row, "region_code") == region else ""
        if level != "local authority":
            return ""
        return self._authority(self._text(row, "new_la_code"), self._text(row, "la_name"))

    def _authority(self, code: str, name: str) -> str:
        key = code, name
        if key not in self._known:
            found = authorities.authority(code) or authorities.named(name)
            ours = found is not None and found.code in self._wanted.authorities
            self._known[key] = found.code if found is not None and ours else ""
        return self._known[key]

    def _text(self, row: Sequence[str], name: str) -> str:
        number = self._at.get(name)
        return row[number].strip() if number is not None else ""


def _damaged() -> str:
    return _("This file is damaged or is no table. Download it again and choose it anew.")
