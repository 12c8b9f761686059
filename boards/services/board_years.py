"""Reporting years of a board: started by its manager, or imported from a board-year file."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from boards.activity import change
from boards.board_year import FORMAT, BoardYearErrors, BoardYearFile, dump, load
from boards.board_year.errors import Errors
from boards.board_year.records import fields_of
from boards.board_year.spans import Span, Years
from boards.board_year.store import BoardYearSection, ExportRun, ImportRun, years
from boards.board_year.store.run import ACTIVITY
from boards.errors import DomainError
from boards.models import Board, BoardYear, Regime, User
from boards.queries.board_years import years_of
from boards.registry import registry
from boards.services import themes


@dataclass(frozen=True)
class ImportResult:
    """What came of an import."""

    board: Board
    year: BoardYear
    #: One sentence per change; empty when the file says what is stored already.
    changes: list[str]
    #: What was left as it is although the file says otherwise, and why.
    notes: list[str]
    #: Sections that the file has and that the portal does not keep yet.
    not_imported: list[str]


class YearTaken(DomainError):
    """Another year of the board has the name, or a day, of the new one."""


def start(
    *, board: Board, label: str, starts_on: date, ends_on: date, regime: Regime, by: User
) -> BoardYear:
    """Start a reporting year: rounds, meetings and an annual report belong to one.

    Raises `YearTaken`, and `DomainError` for a year that ends before it begins.
    """
    if ends_on <= starts_on:
        raise DomainError(_("The last day must be after the first day."))
    with change("board_years.start", by=by, board=board, on=board, year=label):
        # Two at once: the second one sees the first one's year.
        Board.objects.select_for_update(no_key=True).get(pk=board.pk)
        for other in board.years.all():
            _refuse_if_taken(other, label, Span(starts_on, ends_on))
        return BoardYear.objects.create(
            board=board, label=label, starts_on=starts_on, ends_on=ends_on, regime=regime
        )


def _refuse_if_taken(other: BoardYear, label: str, span: Span) -> None:
    if other.label == label:
        raise YearTaken(_("There is a year %(label)s already.") % {"label": label})
    if span.overlaps(Span(other.starts_on, other.ends_on)):
        words = {
            "label": other.label,
            "first": date_format(other.starts_on, "j F Y"),
            "last": date_format(other.ends_on, "j F Y"),
        }
        raise YearTaken(
            _("These days are part of the year %(label)s, %(first)s to %(last)s.") % words
        )


def import_board_year(
    *,
    source: str | bytes,
    by: User | None,
    board: Board | None = None,
    dry_run: bool = False,
) -> ImportResult:
    """Store what a board-year file says, in one transaction.

    A file that says what is stored already writes nothing, not even history. A corrected file
    updates; records of the same year that it does not name any more are taken away if an import
    made them and nothing depends on them, others are kept and noted. With `dry_run` nothing is
    stored; with `board` a file of any other board is refused. Raises `BoardYearErrors` with every
    error at once.
    """

    def check(file: BoardYearFile, errors: Errors) -> None:
        _check_stored(file, errors, only=board)

    file = load(source, also=check)
    with transaction.atomic():
        result = _import(file, by)
        if dry_run:
            transaction.set_rollback(True)
    return result


def export_board_year(*, board: Board, year: BoardYear) -> str:
    """Return a reporting year of a board as a board-year file: the same text every time."""
    if year.board_id != board.pk:
        raise ValueError(f"{year} is not a year of {board}.")
    run = ExportRun(year)
    values = {name: section.export(run) for name, section in _sections()}
    return dump(BoardYearFile(format=FORMAT, **values))


def _import(file: BoardYearFile, by: User | None) -> ImportResult:
    errors = Errors()
    board = years.lock_or_make_board(file.board, by, errors)
    if board is None:
        raise BoardYearErrors(errors.found)
    found = years.find_year(board, file.board.year, errors)
    errors.raise_if_any()
    themes.begin(board=board, by=by)
    with change(ACTIVITY, by=by, board=board, on=board, year=file.board.year.label):
        run = _start(file, board, found)
        _store(run)
        run.errors.raise_if_any()
    return ImportResult(board, run.year, run.changes, run.notes, _not_imported(file))


def _check_stored(file: BoardYearFile, errors: Errors, *, only: Board | None) -> None:
    """Note what the stored year refuses, as far as the file could be read."""
    slug = file.board.slug if file.board else None
    if only is not None and slug and slug != only.slug:
        errors.add("board.slug", f"this is a file of {slug}; here only {only.slug} is imported")
        return
    stored = Board.objects.filter(slug=slug).first() if slug else None
    label = file.board.year.label if file.board and file.board.year else None
    year = stored.years.filter(label=label).first() if stored and label else None
    if year is not None:
        for _name, section in _sections():
            if section.check:
                section.check(file, year, errors)


def _start(file: BoardYearFile, board: Board, found: BoardYear | None) -> ImportRun:
    year = years.store_year(board, file.board, found)
    written = file.board.year
    others = years_of(year).others
    run = ImportRun(file, board, year, Years(written.start, written.end, others))
    if found is None:
        run.changes.append(f"board.year: added {year.label}")
        run.added.add("board.year")
    return run


def _store(run: ImportRun) -> None:
    """Store all sections, then what refers to later ones, then take away what is gone."""
    sections = [section for _, section in _sections()]
    for section in sections:
        section.store(run)
    for section in sections:
        if section.link:
            section.link(run)
    for section in reversed(sections):
        if section.tidy:
            section.tidy(run)


def _sections() -> list[tuple[str, BoardYearSection]]:
    """Return the registered sections of all apps, in the order of the file."""
    kept = registry.board_year_sections
    names = [each.name for each in fields_of(BoardYearFile)]
    return [(name, kept[name]) for name in names if name in kept]


def _not_imported(file: BoardYearFile) -> list[str]:
    return [
        each.name
        for each in fields_of(BoardYearFile)
        if each.name in file.present
        and each.name != "format"
        and each.name not in registry.board_year_sections
    ]
