"""Breakdown tables: laid out by the board's analyst, adopted from the starters, taken away."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date

from django.db.models import Max
from django.utils.translation import gettext as _

from boards.activity import change
from boards.errors import DomainError
from boards.models import Board, User
from boards.states import require_version
from performance import starter_tables
from performance.models import BreakdownTable, BreakdownTableIndicator, Indicator
from performance.rules.breakdowns import INDICATOR, NOTHING, PERIOD
from performance.services import indicators as indicator_services
from performance.starter_tables import StarterTable


class TitleTaken(DomainError):
    """The board has a breakdown table of this name."""


class UnsuitableLayout(DomainError):
    """The indicators are not divided in the way that the table wants."""


@dataclass(frozen=True)
class TableFields:
    """What can be said of a table beside its indicators."""

    title: str
    description: str
    rows_by: str
    columns_by: str
    period_kind: str
    with_shares: bool
    with_previous: bool


def make(
    *,
    board: Board,
    fields: TableFields,
    indicators: Sequence[Indicator],
    by: User | None,
    starter_key: str = "",
) -> BreakdownTable:
    """Make a table of these indicators. Raises `TitleTaken`, `UnsuitableLayout`."""
    table = BreakdownTable(board=board, starter_key=starter_key)
    _write(table, fields)
    with change("breakdown_tables.make", by=by, board=board, on=table):
        Board.objects.select_for_update(no_key=True).get(pk=board.pk)
        _check(table, indicators)
        rows = BreakdownTable.objects.filter(board=board)
        last: int | None = rows.aggregate(last=Max("order"))["last"]
        table.order = 0 if last is None else last + 1
        table.save(force_insert=True)
        _choose(table, indicators)
    return table


def edit(
    *,
    table: BreakdownTable,
    fields: TableFields,
    indicators: Sequence[Indicator],
    version: int | None,
    by: User,
) -> BreakdownTable:
    """Lay a table out anew. Raises `StaleRecord`, `TitleTaken`, `UnsuitableLayout`."""
    with change("breakdown_tables.edit", by=by, board=table.board, on=table):
        locked = _locked(table, version)
        _write(locked, fields)
        _check(locked, indicators)
        locked.version += 1
        locked.save()
        _choose(locked, indicators)
    return locked


def remove(*, table: BreakdownTable, version: int | None, by: User) -> None:
    """Take a table away. Its indicators and their figures stay. Raises `StaleRecord`."""
    with change("breakdown_tables.remove", by=by, board=table.board, on=table):
        _locked(table, version).delete()


def adopt(*, board: Board, keys: Iterable[str], by: User, on: date) -> list[BreakdownTable]:
    """Take starter tables, with those of their indicators that the board does not measure yet.

    What the board took before is left as it is.
    """
    wanted = set(keys)
    with change("breakdown_tables.adopt", by=by, board=board, on=board):
        Board.objects.select_for_update(no_key=True).get(pk=board.pk)
        had = set(board.breakdown_tables.values_list("starter_key", flat=True))
        chosen = [
            each for each in starter_tables.shipped() if each.key in wanted and each.key not in had
        ]
        needed = {key for each in chosen for key in each.indicators}
        indicator_services.adopt(board=board, keys=needed, by=by, on=on)
        rows = board.indicators.filter(library_key__in=needed)
        by_key = {each.library_key: each for each in rows}
        return [_adopted(board, each, by_key, by) for each in chosen]


def _adopted(
    board: Board, starter: StarterTable, by_key: dict[str, Indicator], by: User
) -> BreakdownTable:
    given = asdict(starter)
    fields = {name: given[name] for name in TableFields.__dataclass_fields__}
    return make(
        board=board, fields=TableFields(**fields), by=by, starter_key=starter.key,
        indicators=[by_key[key] for key in starter.indicators],
    )  # fmt: skip


def _locked(table: BreakdownTable, version: int | None) -> BreakdownTable:
    locked: BreakdownTable = BreakdownTable.objects.select_for_update(
        no_key=True, of=("self",)
    ).get(pk=table.pk)
    require_version(locked, version)
    return locked


def _write(table: BreakdownTable, fields: TableFields) -> None:
    for name, value in asdict(fields).items():
        setattr(table, name, value.strip() if isinstance(value, str) else value)


def _check(table: BreakdownTable, indicators: Sequence[Indicator]) -> None:
    others = BreakdownTable.objects.filter(board=table.board_id).exclude(pk=table.pk)
    if others.filter(title__iexact=table.title).exists():
        raise TitleTaken(_("There is a table of this name already."))
    if not indicators or any(each.board_id != table.board_id for each in indicators):
        raise UnsuitableLayout(_("Select indicators of this board."))
    if table.rows_by != INDICATOR and len(indicators) > 1:
        raise UnsuitableLayout(
            _("Rows by a breakdown are of one indicator. Tick one, or choose rows by indicator.")
        )
    if table.rows_by == table.columns_by:
        raise UnsuitableLayout(_("Rows and columns cannot be by the same breakdown."))
    if table.with_previous and table.columns_by != NOTHING:
        raise UnsuitableLayout(
            _("The period before is shown beside one period only. Choose columns: one period.")
        )
    for dimension in {table.rows_by, table.columns_by} - {INDICATOR, PERIOD, NOTHING}:
        for each in indicators:
            if dimension not in each.dimensions:
                words = {"indicator": each, "dimension": dimension.replace("_", " ")}
                raise UnsuitableLayout(
                    _("%(indicator)s is not broken down by %(dimension)s.") % words
                )


def _choose(table: BreakdownTable, indicators: Sequence[Indicator]) -> None:
    """Put exactly these indicators on the table, in this order; what stays is not touched."""
    wanted = {each.pk: order for order, each in enumerate(indicators)}
    for line in table.lines.exclude(indicator__in=wanted):
        line.delete()
    BreakdownTableIndicator.objects.bulk_create(
        [
            BreakdownTableIndicator(table=table, indicator_id=pk, order=order)
            for pk, order in wanted.items()
        ],
        update_conflicts=True,
        unique_fields=["table", "indicator"],
        update_fields=["order"],
    )
