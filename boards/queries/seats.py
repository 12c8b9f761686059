"""Who holds which seat; vacancies and since when."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Exists, Prefetch, Q, QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from boards.authorization import Permission
from boards.models import Board, BoardPartner, Membership, Seat, SeatTerm, User
from boards.registry import ToDo


@dataclass
class SeatLine:
    """A seat with its term of the day and, under it, the seats that deputise for it."""

    seat: Seat
    term: SeatTerm | None
    deputies: list[SeatLine] = field(default_factory=list)


@dataclass
class PartnerSeats:
    """Seats of one partner; None for the board's own."""

    partner: BoardPartner | None
    seats: list[SeatLine]


def with_terms(board: Board, user: User, on: date) -> QuerySet[Seat]:
    """Return the board's seats with `now`: their terms on the day, at most one."""
    terms = SeatTerm.objects.filter(Q(ends_on=None) | Q(ends_on__gte=on), starts_on__lte=on)
    return (
        Seat.objects.visible_to(user)
        .filter(board=board)
        .select_related("partner", "capacity", "deputises_for")
        .prefetch_related(Prefetch("terms", terms.select_related("holder"), to_attr="now"))
        .order_by("partner__order", "order", "pk")
    )


def line(seat: Seat) -> SeatLine:
    """Return the line of a seat read by `with_terms`."""
    now: list[SeatTerm] = seat.now  # type: ignore[attr-defined]
    return SeatLine(seat, now[0] if now else None)


def by_partner(board: Board, user: User, on: date) -> list[PartnerSeats]:
    """Return the seats in being on the day by partner, deputies under their seat: two queries."""
    lines = {seat.pk: line(seat) for seat in with_terms(board, user, on) if seat.now}  # type: ignore[attr-defined]
    groups: dict[int | None, PartnerSeats] = {}
    for item in lines.values():
        principal = lines.get(item.seat.deputises_for_id or 0)
        if principal is not None:
            principal.deputies.append(item)
            continue
        group = groups.setdefault(item.seat.partner_id, PartnerSeats(item.seat.partner, []))
        group.seats.append(item)
    return sorted(groups.values(), key=lambda group: group.partner is not None)


def vacancies(board: Board, on: date) -> QuerySet[SeatTerm]:
    """Return the terms that say a seat is vacant on the day, the longest vacant first."""
    return (
        SeatTerm.objects.filter(seat__board=board, is_vacant=True, starts_on__lte=on)
        .filter(Q(ends_on=None) | Q(ends_on__gte=on))
        .select_related("seat__partner", "seat__board")
        .order_by("starts_on", "pk")
    )


def owed_to_board(board: Board, user: User, on: date) -> Iterator[ToDo]:
    """Vacant seats of agencies: the agency owes the board a name."""
    may_edit = Membership.objects.granting(Permission.SEAT_EDIT, user).filter(board=board)
    for term in vacancies(board, on).filter(Exists(may_edit)):
        if term.seat.partner is None:
            continue
        since = date_format(term.starts_on, "j F Y")
        yield ToDo(
            kind="seat",
            title=_("Name somebody for %(seat)s") % {"seat": term.seat},
            url=reverse("boards:seat-detail", kwargs={"board": board.slug, "pk": term.seat_id}),
            board=board,
            agency_name=term.seat.partner.name,
            detail=_("Vacant since %(since)s") % {"since": since},
        )
