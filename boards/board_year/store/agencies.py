"""Section `agencies`: partners of the board, and the agencies that boards share."""

import contextlib

from django.db import models, transaction

from boards.board_year.sections.agencies import Agency as WrittenAgency
from boards.board_year.spans import entered, left
from boards.board_year.store.run import ExportRun, ImportRun, keyed, made_by_import, span_of
from boards.models import Agency, BoardPartner

#: The sector of an agency whose file does not say.
UNKNOWN_SECTOR = "other"

#: Sectors whose bodies have a name that no other body in the country has. Only these are joined by
#: name to an agency that another board has: every area has its own "Schools" and "Lay members".
NATIONAL_NAMES = frozenset({"police", "ambulance", "fire", "family_court"})


def store(run: ImportRun) -> None:
    """Add and correct partners; a partner keeps the name and sector that this board gives it."""
    known = {partner.key: partner for partner in _partners(run)}
    run.partners = known
    if "agencies" not in run.file.present:
        return
    rows = keyed(run.file.agencies, lambda row: row.name, "agency")
    for key, row in rows:
        if key in known:
            _correct(run, known[key], row)
        else:
            known[key] = _add(run, key, row)
    run.put_in_order(known.values(), [key for key, _ in rows], "agencies")


def tidy(run: ImportRun) -> None:
    """Let partners that the file does not name leave the year."""
    if "agencies" not in run.file.present:
        return
    named = {key for key, _ in keyed(run.file.agencies, lambda row: row.name, "agency")}
    absent = [
        partner
        for key, partner in run.partners.items()
        if key not in named and span_of(partner).overlaps(run.years.span)
    ]
    imported = made_by_import(absent)
    for partner in absent:
        if partner.pk in imported:
            _leave(run, partner)
        else:
            run.notes.append(f"agencies.{partner.key}: not in the file, but entered in the portal")


def export(run: ExportRun) -> tuple[WrittenAgency, ...]:
    """Return the partners of the year."""
    records = run.records
    return tuple(
        WrittenAgency(key=partner.key, name=partner.name, sector=partner.sector_id)
        for partner in records.partners
    )


def _partners(run: ImportRun) -> list[BoardPartner]:
    return list(run.board.partners.select_related("agency").order_by("order", "pk"))


def _add(run: ImportRun, key: str, row: WrittenAgency) -> BoardPartner:
    name, sector = row.name or key, row.sector or UNKNOWN_SECTOR
    path = f"agencies.{key}"
    agency = _shared_agency(run, name, sector)
    if agency is not None:
        run.changes.append(f"{path}: is the {agency.name} that other boards have as well")
    span = entered(None, run.years)
    return run.create(
        BoardPartner,
        path,
        board=run.board,
        agency=agency or Agency.objects.create(name=name, sector_id=sector),
        key=key,
        name=name,
        sector_id=sector,
        starts_on=span.starts_on,
        ends_on=span.ends_on,
        order=len(run.partners),
    )


def _correct(run: ImportRun, partner: BoardPartner, row: WrittenAgency) -> None:
    name, sector = row.name or partner.key, row.sector or UNKNOWN_SECTOR
    path, in_later = f"agencies.{partner.key}", run.in_later_year(partner)
    if not in_later and partner.name == partner.agency.name != name and _is_own(partner):
        partner.agency.name = name
        partner.agency.version += 1
        partner.agency.save(update_fields=["name", "version"])
    run.describe(partner, path, in_later=in_later, name=name, sector_id=sector)
    span = entered(span_of(partner), run.years)
    run.update(partner, path, starts_on=span.starts_on, ends_on=span.ends_on)


def _leave(run: ImportRun, partner: BoardPartner) -> None:
    path = f"agencies.{partner.key}"
    span = left(span_of(partner), run.years)
    if span is not None:
        run.update(partner, path, starts_on=span.starts_on, ends_on=span.ends_on)
        return
    agency = partner.agency
    if run.delete(partner, path):
        del run.partners[partner.key]
        if agency.pk in made_by_import([agency]) and not agency.partnerships.exists():
            _delete_if_unused(agency)


def _delete_if_unused(agency: Agency) -> None:
    """Take away an agency that only the removed partner needed; people or returns keep it."""
    with contextlib.suppress(models.ProtectedError), transaction.atomic():
        agency.delete()


def _is_own(partner: BoardPartner) -> bool:
    """Whether no other board has the agency."""
    others = BoardPartner.objects.filter(agency_id=partner.agency_id)
    return not others.exclude(pk=partner.pk).exists()


def _shared_agency(run: ImportRun, name: str, sector: str) -> Agency | None:
    """Return the agency of this name that other boards have, if it is certain to be the same."""
    if sector not in NATIONAL_NAMES:
        return None
    found = Agency.objects.not_replaced().filter(name__iexact=name, sector_id=sector)
    candidates = list(found.exclude(partnerships__board=run.board)[:2])
    return candidates[0] if len(candidates) == 1 else None
