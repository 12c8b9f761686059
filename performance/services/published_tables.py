"""Published tables: an edition is read, matched with indicators, looked at, and taken over."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from boards.activity import change
from boards.board_year.periods import Period
from boards.errors import DomainError
from boards.models import Board, User
from boards.states import require_version
from performance.models import (
    DataSubmission,
    Indicator,
    Observation,
    PublishedTable,
    TableDraft,
    TableMatch,
    period_fields,
)
from performance.queries import comparators as queries
from performance.rules.comparators import TableFigure, TableRow, figures_of
from performance.rules.submissions import Mistake
from performance.services.submissions import MistakesFound
from performance.services.table_files import TableFile

#: Rows written at once.
CHUNK = 2_000


class TitleTaken(DomainError):
    """The board has a published table of this name."""


class MatchRefused(DomainError):
    """These columns cannot be this indicator."""


@dataclass(frozen=True)
class MatchFields:
    """What a person says of an indicator's columns."""

    indicator: Indicator
    value_column: str = ""
    numerator_column: str = ""
    denominator_column: str = ""
    filters: Mapping[str, str] = field(default_factory=dict)
    takes_own: bool = False


@dataclass
class Changes:
    """What taking over would do: figures that are new, that correct one, that are known."""

    added: list[TableFigure] = field(default_factory=list)
    #: The figure as it is now, and as it would be.
    corrected: list[tuple[Observation, TableFigure]] = field(default_factory=list)
    unchanged: list[TableFigure] = field(default_factory=list)
    mistakes: list[Mistake] = field(default_factory=list)
    #: Every figure of the edition, with the name of its indicator.
    figures: list[tuple[str, TableFigure]] = field(default_factory=list)

    @property
    def is_nothing(self) -> bool:
        return not (self.added or self.corrected)


def receive(
    *,
    board: Board,
    table: PublishedTable | None,
    title: str,
    edition: str,
    file: TableFile,
    file_name: str,
    by: User,
    now: datetime | None = None,
) -> TableDraft:
    """Keep what was read of an edition until it is taken over; a new file replaces one before.

    Without a `table` one of the title is made. Raises `TitleTaken`, or `MistakesFound` when the
    file is not in order: then nothing is kept.
    """
    if file.mistakes:
        raise MistakesFound(file.mistakes)
    row = table or PublishedTable(board=board, title=title.strip())
    with change("published_tables.read", by=by, board=board, on=row):
        Board.objects.select_for_update(no_key=True).get(pk=board.pk)
        if table is None:
            same = PublishedTable.objects.filter(board=board, title__iexact=row.title)
            if same.exists():
                raise TitleTaken(_("There is a table of this name already. Choose it."))
            row.save(force_insert=True)
        before = TableDraft.objects.filter(table=row).first()
        draft = before or TableDraft(table=row, version=0)
        draft.file_name, draft.sha256 = file_name[:255], file.sha256
        draft.edition, draft.by, draft.at = edition.strip(), by, now or timezone.now()
        draft.columns, draft.rows = file.columns, file.rows
        draft.rows_read, draft.left_out = file.rows_read, dict(file.left_out)
        draft.version += 1
        draft.save()
    return draft


def match(*, table: PublishedTable, fields: MatchFields, by: User | None) -> TableMatch:
    """Remember which columns are the indicator; what was said of it before is replaced.

    Raises `MatchRefused`.
    """
    indicator = fields.indicator
    if indicator.board_id != table.board_id:
        raise MatchRefused(_("This indicator is not the board’s."))
    if not (fields.value_column or fields.numerator_column):
        raise MatchRefused(_("Choose the column of the figure, or those of its two parts."))
    if bool(fields.numerator_column) != bool(fields.denominator_column):
        raise MatchRefused(_("Choose both parts, the numerator and the denominator, or neither."))
    if fields.numerator_column and not indicator.measure.is_ratio:
        raise MatchRefused(_("This indicator is one number: it has no numerator."))
    with change("published_tables.match", by=by, board=table.board, on=table):
        PublishedTable.objects.select_for_update(no_key=True).get(pk=table.pk)
        row = TableMatch.objects.filter(table=table, indicator=indicator).first()
        row = row or TableMatch(table=table, indicator=indicator)
        row.value_column = fields.value_column
        row.numerator_column = fields.numerator_column
        row.denominator_column = fields.denominator_column
        row.filters, row.takes_own = dict(fields.filters), fields.takes_own
        row.save()
    return row


def unmatch(*, match: TableMatch, by: User) -> None:
    """Forget which columns are the indicator; figures that were taken over stay."""
    table = match.table
    with change("published_tables.match", by=by, board=table.board, on=table):
        TableMatch.objects.filter(pk=match.pk).delete()


def preview(draft: TableDraft) -> Changes:
    """Return what taking the edition over would change, or everything that is wrong with it."""
    table = draft.table
    area = queries.area_of(table.board)
    rows = [TableRow(row[0], row[1], row[2], row[3], row[4:]) for row in draft.rows]
    changes = Changes()
    matches = list(table.matches.select_related("indicator"))
    for each in matches:
        found = figures_of(queries.as_match(each), draft.columns, rows, area)
        changes.figures += [(str(each.indicator), figure) for figure in found.figures]
        changes.mistakes += found.mistakes
    known = queries.living([each.indicator_id for each in matches])
    for _label, figure in changes.figures:
        current = known.get(figure.cell)
        if current is None:
            changes.added.append(figure)
        elif figure.says == _said(current):
            changes.unchanged.append(figure)
        else:
            changes.corrected.append((current, figure))
    return changes


def take_over(
    *, draft: TableDraft, version: int | None, by: User, now: datetime | None = None
) -> DataSubmission | None:
    """Store all figures of an edition, or none; None when every one of them was known.

    A figure that differs supersedes that of an earlier edition, and both stay. Raises
    `MistakesFound`, or `StaleRecord` when a colleague chose another file meanwhile.
    """
    now = now or timezone.now()
    table = draft.table
    with change("published_tables.take_over", by=by, board=table.board, on=table):
        PublishedTable.objects.select_for_update(no_key=True).get(pk=table.pk)
        locked = TableDraft.objects.select_related("table__board").filter(pk=draft.pk).first()
        if locked is None:  # a second click, or a colleague's
            return None
        require_version(locked, version)
        changes = preview(locked)
        if changes.mistakes:
            raise MistakesFound(changes.mistakes)
        submission = None if changes.is_nothing else _submission(locked, changes, by, now)
        if submission is not None:
            _store(submission, changes, now)
        locked.delete()
    return submission


def _submission(draft: TableDraft, changes: Changes, by: User, now: datetime) -> DataSubmission:
    return DataSubmission.objects.create(
        board=draft.table.board, table=draft.table, edition=draft.edition,
        via=DataSubmission.Via.FILE, file_name=draft.file_name, sha256=draft.sha256, by=by, at=now,
        added=len(changes.added), corrected=len(changes.corrected),
        unchanged=len(changes.unchanged),
    )  # fmt: skip


def _store(submission: DataSubmission, changes: Changes, now: datetime) -> None:
    old = {figure.cell: row.pk for row, figure in changes.corrected}
    Observation.objects.filter(pk__in=old.values()).update(superseded_at=now)
    indicators = dict(Indicator.objects.filter(board=submission.board_id).values_list("key", "pk"))
    source = f"{submission.table}, {submission.edition}"[:300]
    Observation.objects.bulk_create(_new(submission, changes, old, indicators, source), CHUNK)


def _new(
    submission: DataSubmission,
    changes: Changes,
    old: Mapping[tuple[str, Period, str], int],
    indicators: Mapping[str, int],
    source: str,
) -> Iterable[Observation]:
    for figure in [*changes.added, *(figure for _row, figure in changes.corrected)]:
        yield Observation(
            indicator_id=indicators[figure.measure.key], submission=submission,
            via=Observation.Via.FILE, supplied_by=submission.by, supplied_at=submission.at,
            supersedes_id=old.get(figure.cell), value=figure.value, numerator=figure.numerator,
            denominator=figure.denominator, missing=figure.missing, comparator=figure.comparator,
            note=figure.note, source=source, **period_fields(figure.period),
        )  # fmt: skip


def _said(row: Observation) -> tuple[object, ...]:
    return row.value, row.numerator, row.denominator, row.missing, row.note
