"""Terms of a seat in one reporting year: when it was held, or stood empty.

A file gives at most one from and one to per seat and year. Where several people held a seat in the
year, the portal knows more than the file can say, and keeps it.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from boards.board_year.sections.seats import Seat as WrittenSeat
from boards.board_year.spans import Span, Years, left
from boards.board_year.store.run import ImportRun
from boards.models import Seat, SeatTerm

_DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Held:
    """How a seat was held in a year, as a file says it; None is not known."""

    from_on: dt.date | None = None
    to_on: dt.date | None = None
    vacant: bool = False


def held(terms: Sequence[SeatTerm], years: Years) -> Held:
    """Return how a seat was held, from the terms that reach into the year.

    The first and last day of a year say nothing: that year's file named the seat, no more.
    """
    if not terms:
        return Held()
    first, last = terms[0].starts_on, terms[-1].ends_on
    return Held(
        from_on=None if first in years.first_days else first,
        to_on=None if last is None or last in years.last_days else last,
        vacant=all(term.is_vacant for term in terms),
    )


def store(run: ImportRun, seat: Seat, row: WrittenSeat, terms: Sequence[SeatTerm]) -> None:
    """Make the seat held in the year as the file says; `terms` are all of the seat's."""
    path = f"seats.{seat.key}"
    here = [term for term in terms if span(term).overlaps(run.years.span)]
    if not here:
        _start(run, seat, row, terms)
        if path not in run.added:
            run.changes.append(f"{path}: has a seat in {run.year.label}")
        return
    now, wanted = held(here, run.years), _wanted(row, held(here, run.years), run.years)
    if now == wanted:
        return
    if len(here) > 1:
        run.notes.append(f"{path}: held by several people in {run.year.label}; left as it is")
    elif wanted.vacant and (here[0].holder_id or here[0].holder_name):
        run.notes.append(f"{path}.vacant: somebody holds it in the portal; left as it is")
    else:
        _change(run, here[0], wanted, now)


def leave(run: ImportRun, seat: Seat, terms: Sequence[SeatTerm]) -> None:
    """Let a seat that the file does not name leave the year."""
    for term in [term for term in terms if span(term).overlaps(run.years.span)]:
        stays = left(span(term), run.years)
        if stays == span(term):
            continue
        if stays is None:
            term.delete()
        else:
            term.starts_on, term.ends_on = stays.starts_on or term.starts_on, stays.ends_on
            term.save(update_fields=["starts_on", "ends_on"])
        run.changes.append(f"seats.{seat.key}: has no seat in {run.year.label} any more")


def _wanted(row: WrittenSeat, now: Held, years: Years) -> Held:
    """Return what the file says, completed by what it cannot know: times outside its year."""
    from_on = None if row.from_on in years.first_days else row.from_on
    to_on = None if row.to_on in years.last_days else row.to_on
    if from_on is None and now.from_on and now.from_on < years.start:
        from_on = now.from_on
    if to_on is None and now.to_on and now.to_on > years.end:
        to_on = now.to_on
    return Held(from_on, to_on, row.vacant)


def _start(run: ImportRun, seat: Seat, row: WrittenSeat, terms: Sequence[SeatTerm]) -> None:
    later = [term.starts_on for term in terms if term.starts_on > run.year.ends_on]
    earlier = [term.ends_on for term in terms if term.ends_on and term.ends_on < run.year.starts_on]
    starts_on = max([row.from_on or run.year.starts_on, *(day + _DAY for day in earlier)])
    last = min([day - _DAY for day in later], default=run.year.ends_on if run.years.after else None)
    ends_on = row.to_on or (run.year.ends_on if last is not None else None)
    if last is not None and ends_on is not None:
        ends_on = min(ends_on, last)
    SeatTerm.objects.create(seat=seat, starts_on=starts_on, ends_on=ends_on, is_vacant=row.vacant)


def _change(run: ImportRun, term: SeatTerm, wanted: Held, now: Held) -> None:
    """Change the only term of the year; what it covers in other years stays as it was."""
    path = f"seats.{term.seat.key}"
    reached = run.years.only(span(term))
    starts_on = wanted.from_on or (
        term.starts_on if term.starts_on < run.year.starts_on else run.year.starts_on
    )
    ends_on = wanted.to_on
    if ends_on is None and term.ends_on and term.ends_on >= run.year.ends_on:
        ends_on = term.ends_on
    rests: list[tuple[dt.date, dt.date | None]] = []
    if reached.before and (wanted.vacant != term.is_vacant or starts_on > run.year.starts_on):
        rests.append((term.starts_on, reached.before))
        starts_on = max(starts_on, run.year.starts_on)
    if reached.after and (
        wanted.vacant != term.is_vacant or (ends_on or dt.date.max) < reached.after
    ):
        rests.append((reached.after, term.ends_on))
        ends_on = min(ends_on or run.year.ends_on, run.year.ends_on)
    before = {
        "seat_id": term.seat_id,
        "is_vacant": term.is_vacant,
        "holder_id": term.holder_id,
        "holder_name": term.holder_name,
    }
    term.starts_on, term.ends_on, term.is_vacant = starts_on, ends_on, wanted.vacant
    term.save(update_fields=["starts_on", "ends_on", "is_vacant"])
    for first, last in rests:
        SeatTerm.objects.create(starts_on=first, ends_on=last, **before)
    for name, old, new in (
        ("from", now.from_on, wanted.from_on),
        ("to", now.to_on, wanted.to_on),
        ("vacant", now.vacant, wanted.vacant),
    ):
        run.note_change(f"{path}.{name}", old, new)


def span(term: SeatTerm) -> Span:
    """Return from–to of a term."""
    return Span(term.starts_on, term.ends_on)
