"""What an agency became and was, and what recording it would change on a board."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from boards.errors import DomainError
from boards.models import (
    Agency,
    AgencySuccession,
    Board,
    BoardPartner,
    Evidence,
    Invitation,
    Membership,
    SeatTerm,
    User,
)
from boards.queries.partners import probable_duplicates
from boards.registry import registry
from boards.services.successions import Successor


@dataclass(frozen=True)
class Link:
    """Another agency, with its page on the board when it is or was there."""

    name: str
    on: date
    partner_pk: int | None


@dataclass(frozen=True)
class Foreseen:
    """What recording it does to one of the old agencies on the board."""

    partner: BoardPartner
    seats: list[str]
    actions: int
    invitations: int
    evidence: int
    sites: int
    #: Boards that have the agency still; evidence and sites move with the last of them.
    other_boards: int


@dataclass(frozen=True)
class Preview:
    """Everything that a person sees before they confirm."""

    olds: list[Foreseen]
    successors: list[Successor]
    last_day: date
    #: Names of new agencies → known ones that may be the same.
    alike: dict[str, list[Agency]] = field(default_factory=dict)
    on_board: set[str] = field(default_factory=set)


def became(partner: BoardPartner) -> list[Link]:
    """Return what the agency became, with the day."""
    rows = AgencySuccession.objects.filter(old=partner.agency_id).select_related("new")
    return _links(partner.board, [(row.new, row.on) for row in rows])


def was(partner: BoardPartner) -> list[Link]:
    """Return which agencies became this one, with the day."""
    rows = AgencySuccession.objects.filter(new=partner.agency_id).select_related("old")
    return _links(partner.board, [(row.old, row.on) for row in rows])


def _links(board: Board, found: list[tuple[Agency, date]]) -> list[Link]:
    rows = BoardPartner.objects.filter(board=board, agency__in=[agency for agency, _on in found])
    here = {row.agency_id: row for row in rows}
    return [
        Link(here[agency.pk].name if agency.pk in here else agency.name, on,
             here[agency.pk].pk if agency.pk in here else None)
        for agency, on in found
    ]  # fmt: skip


def may_merge_with(partner: BoardPartner, on: date) -> QuerySet[BoardPartner]:
    """Return the board's other agencies of the sector: mergers happen among them."""
    rows = BoardPartner.objects.filter(board=partner.board_id, sector=partner.sector_id)
    return rows.current(on).exclude(pk=partner.pk).select_related("agency")


def successors(names: Sequence[str], *, board: Board, olds: Iterable[int]) -> list[Successor]:
    """Return the agencies that are meant: one of the board's, else a shared one, else a new one.

    Raises `DomainError` when several agencies have the name and none is on the board.
    """
    found = []
    for name in names:
        rows = Agency.objects.exclude(pk__in=list(olds)).not_replaced()  # type: ignore[attr-defined]
        here = Q(partnerships__board=board, partnerships__name__iexact=name)
        known = list(rows.filter(here).distinct()[:2]) or list(rows.filter(name__iexact=name)[:2])
        if len(known) > 1:
            message = _("Several agencies are called “%(name)s”. Add the right one to the board.")
            raise DomainError(message % {"name": name})
        found.append(Successor(known[0].name, known[0]) if known else Successor(name))
    return found


def people_of(olds: Sequence[BoardPartner], on: date) -> list[User]:
    """Return who works for the agencies on their board, by name."""
    rows = Membership.objects.current(on).filter(
        board=olds[0].board_id, agency__in=[old.agency_id for old in olds]
    )
    return list(User.objects.filter(pk__in=rows.values("user")).order_by("name", "pk"))


def preview(olds: Sequence[BoardPartner], found: list[Successor], on: date) -> Preview:
    """Return what would happen to each agency, and which names may mean another one."""
    known = [each.agency for each in found if each.agency is not None]
    here = BoardPartner.objects.filter(board=olds[0].board_id, agency__in=known)
    names = dict(here.values_list("agency_id", "agency__name"))
    gone = {old.agency_id for old in olds}
    alike = {
        each.name: [a for a in probable_duplicates(each.name) if a.pk not in gone]
        for each in found
        if each.agency is None
    }
    return Preview(
        olds=[_foreseen(old, on) for old in olds],
        successors=found,
        last_day=on - timedelta(days=1),
        alike={name: agencies for name, agencies in alike.items() if agencies},
        on_board=set(names.values()),
    )


def _foreseen(old: BoardPartner, on: date) -> Foreseen:
    waiting = Invitation.objects.filter(
        board=old.board_id, agency=old.agency_id, accepted_at=None, withdrawn_at=None
    )
    elsewhere = BoardPartner.objects.filter(agency=old.agency_id).exclude(pk=old.pk).current(on)
    return Foreseen(
        partner=old,
        seats=[
            str(term.seat)
            for term in SeatTerm.objects.filter(seat__partner=old, ends_on=None)
            .select_related("seat")
            .order_by("seat__order", "seat__pk")
        ],
        actions=old.agency.actions.open().shared().filter(board=old.board_id).count(),
        invitations=waiting.count(),
        evidence=Evidence.objects.filter(agency=old.agency_id).count(),
        sites=old.agency.parts.count(),
        other_boards=elsewhere.count(),
    )


def in_apps(olds: Sequence[BoardPartner], heir: Agency | None) -> list[str]:
    """Return what the apps say will happen to their records, in sentences."""
    agencies = [old.agency for old in olds]
    return [
        sentence
        for takeover in registry.takeovers
        for sentence in takeover.foresee(olds[0].board, agencies, heir)
    ]
