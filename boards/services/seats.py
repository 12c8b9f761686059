"""Seats at the board's table and who holds them. A vacancy is a record, not a gap."""

from datetime import date, timedelta

from django.db.models import Max
from django.utils.translation import gettext as _

from boards.activity import change
from boards.errors import DomainError
from boards.models import Board, BoardPartner, Capacity, Seat, SeatTerm, User
from boards.rules.partners import free_key
from boards.states import require_version

DEPUTY = "deputy"


class UnsuitableDeputy(DomainError):
    """Only a seat of the capacity "deputy" deputises, and never for another deputy."""


class OverlappingTerm(DomainError):
    """Somebody else held the seat, or it was vacant, on a day of the term."""


class NoTerm(DomainError):
    """Nobody holds the seat, so nothing can end."""


def add(
    *,
    board: Board,
    by: User,
    title: str,
    starts_on: date,
    partner: BoardPartner | None = None,
    capacity: Capacity | None = None,
    deputises_for: Seat | None = None,
    holder: User | None = None,
    holder_name: str = "",
) -> Seat:
    """Make a seat, held from that day by the person or name given, otherwise vacant from then."""
    if not title.strip():
        raise DomainError(_("Enter what the seat is called."))
    seat = Seat(
        board=board,
        title=title.strip()[:300],
        partner=partner,
        capacity=capacity,
        deputises_for=deputises_for,
    )
    _check_deputy(seat)
    with change("seats.add", by=by, board=board, on=seat):
        Board.objects.select_for_update(no_key=True).get(pk=board.pk)
        rows = Seat.objects.filter(board=board)
        seat.key = free_key(seat.title, set(rows.values_list("key", flat=True)), otherwise="seat")
        last: int | None = rows.aggregate(last=Max("order"))["last"]
        seat.order = 0 if last is None else last + 1
        seat.save(force_insert=True)
        _make_term(seat, starts_on, holder, holder_name)
    return seat


def edit(
    *,
    seat: Seat,
    by: User,
    title: str,
    partner: BoardPartner | None,
    capacity: Capacity | None,
    deputises_for: Seat | None,
    order: int,
    version: int | None,
) -> Seat:
    """Change what a seat is. Who holds it changes by `start_term` and `end_term`."""
    if not title.strip():
        raise DomainError(_("Enter what the seat is called."))
    with change("seats.edit", by=by, board=seat.board, on=seat):
        locked = _lock(seat, version)
        locked.title, locked.partner, locked.capacity = title.strip()[:300], partner, capacity
        locked.deputises_for, locked.order = deputises_for, order
        _check_deputy(locked)
        return _save(locked)


def start_term(
    *,
    seat: Seat,
    by: User,
    starts_on: date,
    holder: User | None = None,
    holder_name: str = "",
    version: int | None,
) -> SeatTerm:
    """Record who holds the seat from that day; whoever held it until then leaves the day before.

    With neither person nor name the seat is vacant from that day. Raises `OverlappingTerm` when
    the day lies within or before a term that is recorded already.
    """
    with change("seats.start_term", by=by, board=seat.board, on=seat):
        locked = _lock(seat, version)
        _make_room(locked, starts_on)
        term = _make_term(locked, starts_on, holder, holder_name)
        _save(locked)
    return term


def end_term(
    *, seat: Seat, by: User, ends_on: date, stays: bool = True, version: int | None
) -> SeatTerm | None:
    """Record the last day of whoever holds the seat now; the day after, its vacancy begins.

    With `stays=False` the seat itself ends. Returns the vacancy.
    """
    with change("seats.end_term", by=by, board=seat.board, on=seat):
        locked = _lock(seat, version)
        current = locked.terms.filter(ends_on=None).first()
        if current is None or (current.is_vacant and stays):
            raise NoTerm(_("Nobody holds this seat, so there is no term to end."))
        if ends_on < current.starts_on:
            raise OverlappingTerm(_("The last day must be on or after the first day of the term."))
        current.ends_on = ends_on
        current.save(update_fields=["ends_on"])
        vacancy = _make_term(locked, ends_on + timedelta(days=1), None, "") if stays else None
        _save(locked)
    return vacancy


def _make_room(seat: Seat, starts_on: date) -> None:
    """End the running term the day before. A vacancy that would last no day is taken out."""
    current = seat.terms.filter(ends_on=None).first()
    if current is not None and current.is_vacant and current.starts_on == starts_on:
        current.delete()
        current = None
    if seat.terms.filter(starts_on__gte=starts_on).exists() or (
        seat.terms.filter(ends_on__gte=starts_on).exists()
    ):
        raise OverlappingTerm(
            _("Another term of this seat covers that day. Enter a later first day.")
        )
    if current is not None:
        current.ends_on = starts_on - timedelta(days=1)
        current.save(update_fields=["ends_on"])


def _make_term(seat: Seat, starts_on: date, holder: User | None, holder_name: str) -> SeatTerm:
    name = "" if holder else holder_name.strip()[:200]
    return SeatTerm.objects.create(
        seat=seat,
        starts_on=starts_on,
        holder=holder,
        holder_name=name,
        is_vacant=holder is None and not name,
    )


def _lock(seat: Seat, version: int | None) -> Seat:
    rows = Seat.objects.select_for_update(of=("self",), no_key=True)
    locked: Seat = rows.select_related("board", "partner").get(pk=seat.pk)
    require_version(locked, version)
    return locked


def _save(seat: Seat) -> Seat:
    seat.version += 1
    seat.save()
    return seat


def _check_deputy(seat: Seat) -> None:
    principal = seat.deputises_for
    if principal is None:
        return
    if seat.capacity_id != DEPUTY:
        raise UnsuitableDeputy(_("Select the capacity “Deputy” for a seat that deputises."))
    if principal.deputises_for_id is not None or principal.pk == seat.pk:
        raise UnsuitableDeputy(_("A deputy deputises for a member’s seat, not for a deputy’s."))
