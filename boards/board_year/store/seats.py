"""Section `seats`: places at the table, with the terms in which they were held."""

from collections import defaultdict
from typing import Any

from boards.board_year.sections.seats import Seat as WrittenSeat
from boards.board_year.store import terms as seat_terms
from boards.board_year.store.run import ExportRun, ImportRun, keyed, made_by_import
from boards.models import Seat, SeatTerm


def store(run: ImportRun) -> None:
    """Add and correct seats with their terms, then say for whom deputies deputise."""
    run.seats = {seat.key: seat for seat in run.board.seats.order_by("order", "pk")}
    if "seats" not in run.file.present:
        return
    terms = _terms(run)
    rows = _rows(run)
    for key, row in rows:
        seat = _store_seat(run, key, row, terms)
        seat_terms.store(run, seat, row, terms[seat.pk])
    for key, row in rows:
        seat = run.seats[key]
        run.describe(
            seat,
            f"seats.{key}",
            in_later=_in_later(run, terms[seat.pk]),
            deputises_for=run.seats[row.deputises_for] if row.deputises_for else None,
        )
    run.put_in_order(run.seats.values(), [key for key, _ in rows], "seats")


def tidy(run: ImportRun) -> None:
    """Let seats that the file does not name leave the year."""
    if "seats" not in run.file.present:
        return
    named = {key for key, _ in _rows(run)}
    terms = _terms(run)
    absent = [
        seat
        for key, seat in run.seats.items()
        if key not in named and _reaches_into(run, terms[seat.pk])
    ]
    imported = made_by_import(absent)
    # Deputies first: the seat they deputise for is kept as long as there is one.
    for seat in sorted(absent, key=lambda seat: seat.deputises_for_id is None):
        if seat.pk not in imported:
            run.notes.append(f"seats.{seat.key}: not in the file, but entered in the portal")
        elif _only_here(run, terms[seat.pk]):
            if run.delete(seat, f"seats.{seat.key}"):
                del run.seats[seat.key]
        else:
            seat_terms.leave(run, seat, terms[seat.pk])


def export(run: ExportRun) -> tuple[WrittenSeat, ...]:
    """Return the seats of the year; who held them is not in the format."""
    records = run.records
    agencies = {partner.pk: partner.key for partner in records.partners}
    keys = {seat.pk: seat.key for seat in records.seats}
    rows = []
    for seat in records.seats:
        held = seat_terms.held(records.terms.get(seat.pk, []), records.years)
        rows.append(
            WrittenSeat(
                key=seat.key,
                agency=agencies[seat.partner_id] if seat.partner_id else None,
                title=seat.title or None,
                capacity=seat.capacity_id,
                deputises_for=keys.get(seat.deputises_for_id) if seat.deputises_for_id else None,
                from_on=held.from_on,
                to_on=held.to_on,
                vacant=held.vacant,
            )
        )
    return tuple(rows)


def _rows(run: ImportRun) -> list[tuple[str, WrittenSeat]]:
    return keyed(run.file.seats, lambda row: row.title, "seat")


def _store_seat(
    run: ImportRun, key: str, row: WrittenSeat, terms: dict[int, list[SeatTerm]]
) -> Seat:
    # Only a deputy deputises, so a seat that does is one.
    capacity = row.capacity or ("deputy" if row.deputises_for else None)
    values: dict[str, Any] = {
        "title": row.title or "",
        "partner": run.partners[row.agency] if row.agency else None,
        "capacity_id": capacity,
    }
    seat = run.seats.get(key)
    if seat is None:
        order = len(run.seats)
        seat = run.create(Seat, f"seats.{key}", board=run.board, key=key, order=order, **values)
        run.seats[key] = seat
        return seat
    if capacity != "deputy":
        # The database lets only deputies deputise, at every moment.
        values["deputises_for"] = None
    run.describe(seat, f"seats.{key}", in_later=_in_later(run, terms[seat.pk]), **values)
    return seat


def _terms(run: ImportRun) -> dict[int, list[SeatTerm]]:
    terms: dict[int, list[SeatTerm]] = defaultdict(list)
    rows = SeatTerm.objects.filter(seat__board=run.board).select_related("seat")
    for term in rows.order_by("starts_on"):
        terms[term.seat_id].append(term)
    return terms


def _reaches_into(run: ImportRun, terms: list[SeatTerm]) -> bool:
    return any(seat_terms.span(term).overlaps(run.years.span) for term in terms)


def _in_later(run: ImportRun, terms: list[SeatTerm]) -> bool:
    return any(run.years.only(seat_terms.span(term)).after for term in terms)


def _only_here(run: ImportRun, terms: list[SeatTerm]) -> bool:
    return not any(run.years.only(seat_terms.span(term)).others for term in terms)
