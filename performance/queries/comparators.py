"""Comparators: with whom a board is compared, and which editions of which tables it has."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Prefetch

from boards.board_year.periods import Period
from boards.models import Board, User
from performance import authorities
from performance.authorities import Authority, Region
from performance.models import (
    BoardArea,
    DataSubmission,
    NeighbourSet,
    Observation,
    PublishedTable,
    TableDraft,
    TableMatch,
)
from performance.rules.comparators import Area, Match, Neighbours, Wanted


@dataclass(frozen=True)
class ListedSet:
    """A set of neighbours, and until when it counts."""

    row: NeighbourSet
    authorities: list[Authority]
    ends_on: date | None


def area_row(board: Board) -> BoardArea:
    """Return which authorities the board is for; one of version 0 where nobody said yet."""
    return BoardArea.objects.filter(board=board).first() or BoardArea(board=board, version=0)


def own_authorities(row: BoardArea) -> list[Authority]:
    return _named(row.authorities)


def region_of(row: BoardArea) -> Region | None:
    """Return the region of the board's first authority: all of one board lie in one region."""
    found = own_authorities(row)
    return found[0].region if found else None


def area_of(board: Board) -> Area:
    """Return whose the board is and with whom it is compared, as the rules see it."""
    sets = NeighbourSet.objects.filter(board=board)
    return Area(
        own=area_row(board).authorities,
        sets=[Neighbours(each.starts_on, each.authorities) for each in sets],
    )


def wanted_rows(board: Board) -> Wanted:
    """Return whose rows of a published table are kept: every set of neighbours, of any time."""
    row = area_row(board)
    region = region_of(row)
    codes = set(row.authorities)
    for each in NeighbourSet.objects.filter(board=board):
        codes |= set(each.authorities)
    return Wanted(region.code if region else "", frozenset(codes))


def listed_sets(board: Board, user: User) -> list[ListedSet]:
    """Return the sets of neighbours, the latest first, each with its last day."""
    found = []
    last: date | None = None
    for row in NeighbourSet.objects.visible_to(user).filter(board=board).order_by("-starts_on"):
        found.append(ListedSet(row, _named(row.authorities), last))
        last = row.starts_on - timedelta(days=1)
    return found


def tables_of(board: Board, user: User) -> list[PublishedTable]:
    """Return the published tables with their editions, what waits, and what is matched."""
    editions = DataSubmission.objects.select_related("by").order_by("-at", "-pk")
    rows = PublishedTable.objects.visible_to(user).filter(board=board)
    return list(
        rows.select_related("draft__by")
        .defer("draft__rows")
        .prefetch_related(
            Prefetch("editions", editions),
            Prefetch("matches", TableMatch.objects.select_related("indicator")),
        )
        .order_by("title", "pk")
    )


def waiting(table: PublishedTable) -> TableDraft | None:
    """Return the edition of a table that was read and not taken over yet."""
    rows = TableDraft.objects.filter(table=table)
    return rows.select_related("table__board", "by").first()


def as_match(row: TableMatch) -> Match:
    """Return a match as the rules see it; its indicator must be loaded."""
    return Match(
        measure=row.indicator.measure,
        label=str(row.indicator),
        value_column=row.value_column,
        numerator_column=row.numerator_column,
        denominator_column=row.denominator_column,
        filters=row.filters,
        takes_own=row.takes_own,
    )


def living(indicators: Iterable[int]) -> dict[tuple[str, Period, str], Observation]:
    """Return the living undivided figures that no agency supplied, by what they are of."""
    rows = Observation.objects.current().undivided().filter(
        indicator__in=list(indicators), agency=None, stated_in=None
    )  # fmt: skip
    return {
        (row.indicator.key, row.period, row.comparator): row
        for row in rows.select_related("indicator")
    }


def _named(codes: Iterable[str]) -> list[Authority]:
    found = [authorities.authority(code) for code in codes]
    return [each for each in found if each is not None]
