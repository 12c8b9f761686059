"""Agencies that merge, split or are replaced: a fact for all boards, carried out by each board.

That an agency became another is told once and shared. What follows from it (who sits on the board,
works for the agency, owes something) is each board's own: a board carries it out for itself, and
the others are told. See docs/adr/0013-agencies-that-merge.md.
"""

import contextlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import pghistory.models
from django.db import IntegrityError, transaction
from django.db.models import F, OuterRef, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from boards.activity import change
from boards.authorization import Permission
from boards.errors import DomainError
from boards.models import (
    Agency,
    AgencySuccession,
    Board,
    BoardPartner,
    Evidence,
    Group,
    Invitation,
    Membership,
    Seat,
    SeatTerm,
    User,
)
from boards.registry import registry
from boards.rules.successions import in_words
from boards.services import actions, invitations, memberships, notifications, partners, seats
from boards.services.partners import may_change_everywhere


class DayToCome(DomainError):
    """The day is still to come: people and work move when it is there."""


class UnsuitableSuccessor(DomainError):
    """It is one of those that end, was replaced itself, or left the board."""


class RecordedOtherwise(DomainError):
    """All boards share that the agency became something else, or on another day."""


class LeftAlready(DomainError):
    """The agency is not on the board any more."""


class CarriedOutElsewhere(DomainError):
    """Another board has carried it out already."""


@dataclass(frozen=True)
class Successor:
    """What an agency became: one that is known already, or a new one of that name."""

    name: str
    agency: Agency | None = None


def replace(
    *,
    olds: Sequence[BoardPartner],
    became: Sequence[Successor],
    on: date,
    by: User,
    carries_on: int = 0,
    people: Mapping[int, int] | None = None,
    now: datetime | None = None,
) -> list[BoardPartner]:
    """Record that agencies of a board became others on a day, and carry it out on this board.

    Several `olds` merged, several `became` mean a split. The successors sit on the board from `on`,
    the old agencies until the day before. Seats, open actions and unfinished returns go to the
    successor at the place `carries_on`; `people` says to whose place each person (by primary key)
    moves, and whoever it leaves out keeps the role at the old agency. What was sent, accepted,
    attended or published keeps the old name. Other boards are told and carry it out themselves.

    Returns the successors on this board. Raises `DayToCome`, `UnsuitableSuccessor`, `LeftAlready`,
    `RecordedOtherwise`; nothing is stored then.
    """
    now = now or timezone.now()
    if on > timezone.localdate(now):
        raise DayToCome(_("The day is still to come. Record it when the agency has changed."))
    board, first = olds[0].board, olds[0]
    with change("agencies.replace", by=by, board=board, on=first):
        Board.objects.select_for_update(no_key=True).get(pk=board.pk)
        locked = _lock(olds, on)
        found = [_known_or_new(each, first) for each in became]
        for old in locked:
            record(old=old.agency, became=found, on=on)
        heirs = [_on_board(board, agency, like=first, on=on, by=by) for agency in found]
        heir = heirs[carries_on]
        moves = {user: heirs[place] for user, place in (people or {}).items()}
        for old in locked:
            _move_people(old, moves, by=by, now=now)
            _withdraw_invitations(old, by=by, now=now)
            _move_seats(old, heir, on=on, by=by)
            partners.end(partner=old, by=by, ends_on=on - timedelta(days=1), version=old.version)
            _move_actions(old, heir, by=by, now=now)
        for takeover in registry.takeovers:
            takeover.carry_out(board, [old.agency for old in locked], heir.agency, by)
        for old in locked:
            _hand_over_shared(old.agency, heir.agency, on)
            _tell_other_boards(old, found, by=by, now=now)
    return heirs


def record(*, old: Agency, became: Sequence[Agency], on: date) -> None:
    """Keep the fact that all boards share; once told, it is the same for everybody.

    Raises `UnsuitableSuccessor`, `RecordedOtherwise`.
    """
    Agency.objects.select_for_update(no_key=True).get(pk=old.pk)
    for agency in became:
        if agency.pk == old.pk or agency.successions.exists():
            message = _("%(agency)s does not go on, so nothing can become it.")
            raise UnsuitableSuccessor(message % {"agency": agency})
    known = list(AgencySuccession.objects.filter(old=old).select_related("new"))
    if not known:
        AgencySuccession.objects.bulk_create(
            [AgencySuccession(old=old, new=agency, on=on) for agency in became]
        )
        return
    if {row.new for row in known} != set(became) or known[0].on != on:
        message = _("It is recorded that %(old)s became %(new)s on %(day)s.")
        raise RecordedOtherwise(
            message
            % {
                "old": old,
                "new": in_words([row.new.name for row in known], joined_by=_("and")),
                "day": date_format(known[0].on, "j F Y"),
            }
        )


def take_back(*, partner: BoardPartner, by: User, now: datetime | None = None) -> BoardPartner:
    """Correct a mistake: the agency was not replaced, and is on this board again.

    What moved stays where it is and is put right on its own page. Raises `CarriedOutElsewhere`
    when another board has carried it out and the person may not speak for that board.
    """
    with change("agencies.take_back", by=by, board=partner.board, on=partner):
        agency = Agency.objects.select_for_update(no_key=True).get(pk=partner.agency_id)
        known = list(AgencySuccession.objects.filter(old=agency))
        if not known:
            raise DomainError(_("It is not recorded that this agency was replaced."))
        last_day = known[0].on - timedelta(days=1)
        elsewhere = BoardPartner.objects.filter(agency=agency, ends_on=last_day)
        others = elsewhere.exclude(board=partner.board_id)
        if others.exists() and not may_change_everywhere(agency, by, on=last_day):
            message = _("Another board has recorded this too. Ask its manager to take it back.")
            raise CarriedOutElsewhere(message)
        AgencySuccession.objects.filter(old=agency).delete()
        row = BoardPartner.objects.select_for_update(no_key=True).get(pk=partner.pk)
        if row.ends_on == last_day:
            row.ends_on = None
            row.version += 1
            row.save(update_fields=["ends_on", "version"])
        for other in _partnerships_elsewhere(row, last_day):
            text = _("%(old)s was not replaced after all.") % {"old": agency}
            _tell_managers(other, text, "boards:partner-detail", by=by, now=now)
    return row


def _lock(olds: Sequence[BoardPartner], on: date) -> list[BoardPartner]:
    rows = BoardPartner.objects.select_for_update(of=("self",), no_key=True)
    found = rows.select_related("agency", "board", "sector").filter(pk__in=[p.pk for p in olds])
    locked = list(found.order_by("order", "pk"))
    for old in locked:
        if old.ends_on is not None and old.ends_on < on:
            raise LeftAlready(_("%(agency)s left this board before that day.") % {"agency": old})
    return locked


def _known_or_new(successor: Successor, like: BoardPartner) -> Agency:
    if successor.agency is not None:
        return successor.agency
    return Agency.objects.create(name=successor.name, sector=like.sector)


def _on_board(
    board: Board, agency: Agency, *, like: BoardPartner, on: date, by: User
) -> BoardPartner:
    """Return the successor's partnership with the board: the one it has, or one from that day."""
    there = BoardPartner.objects.filter(board=board, agency=agency).first()
    if there is None:
        return partners.add(
            board=board, by=by, agency=agency, sector=like.sector, is_statutory=like.is_statutory,
            starts_on=on,
        )  # fmt: skip
    if there.ends_on is not None:
        message = _("%(agency)s left this board. Correct its last day first.")
        raise UnsuitableSuccessor(message % {"agency": agency})
    return there


def _move_people(
    old: BoardPartner, moves: Mapping[int, BoardPartner], *, by: User, now: datetime
) -> None:
    """Give the role at the successor from today, and end the old one with today."""
    today = timezone.localdate(now)
    rows = Membership.objects.current(today).filter(board=old.board_id, agency=old.agency_id)
    for row in rows.filter(user__in=list(moves)).select_related("user", "board", "agency"):
        heir = moves[row.user_id]
        memberships.grant(
            user=row.user, role=row.role, board=old.board, agency=heir.agency, by=by, now=now
        )
        memberships.end(membership=row, by=by, ends_on=today, now=now)
        words = {"old": old.agency, "new": heir.agency}
        notifications.tell(
            user=row.user, board=old.board, kind="agency", by=by, now=now,
            text=_("%(old)s became %(new)s. Your role moved with it.") % words,
            path=reverse("board-home", kwargs={"board": old.board.slug}),
        )  # fmt: skip


def _withdraw_invitations(old: BoardPartner, *, by: User, now: datetime) -> None:
    """Nobody joins an agency that is no more."""
    waiting = Invitation.objects.filter(
        board=old.board_id, agency=old.agency_id, accepted_at=None, withdrawn_at=None
    )
    for invitation in waiting:
        invitations.withdraw(invitation=invitation, by=by, now=now)


def _move_seats(old: BoardPartner, heir: BoardPartner, *, on: date, by: User) -> None:
    """End the agency's seats the day before, and make the same for the successor.

    The old seats keep their marks, so that attendance until then stays under the old name.
    """
    running = SeatTerm.objects.filter(seat__partner=old, ends_on=None).select_related("holder")
    terms = {term.seat_id: term for term in running}
    made: dict[int, Seat] = {}
    # Members before their deputies.
    for seat in sorted(
        Seat.objects.filter(pk__in=list(terms)).select_related("board", "capacity"),
        key=lambda row: (row.deputises_for_id is not None, row.order, row.pk),
    ):
        term = terms[seat.pk]
        if term.starts_on < on:
            seats.end_term(
                seat=seat, by=by, ends_on=on - timedelta(days=1), stays=False, version=seat.version
            )
        else:
            # Held only since the new agency is there: the term itself was the successor's.
            term.delete()
        principal = made.get(seat.deputises_for_id or 0, seat.deputises_for)
        made[seat.pk] = seats.add(
            board=seat.board, by=by, title=seat.title or seat.key, partner=heir,
            capacity=seat.capacity, deputises_for=principal, starts_on=max(on, term.starts_on),
            holder=term.holder, holder_name=term.holder_name,
        )  # fmt: skip
    for group in Group.objects.filter(chair__in=list(made), ends_on=None):
        group.chair = made[group.chair_id]  # type: ignore[index]  # filtered by its chair
        group.version += 1
        group.save(update_fields=["chair", "version"])


def _move_actions(old: BoardPartner, heir: BoardPartner, *, by: User, now: datetime) -> None:
    """Give open actions to the successor; the owner stays if their role moved there too."""
    on_board = Membership.objects.granting(Permission.ACTION_VIEW).filter(board=old.board_id)
    able = set(on_board.filter(agency=heir.agency_id).values_list("user_id", flat=True))
    open_actions = old.agency.actions.open().shared().filter(board=old.board_id)
    for action in open_actions.select_related("board", "agency", "owner"):
        actions.reassign(
            action=action, by=by, agency=heir.agency, version=action.version, now=now,
            owner=action.owner if action.owner_id in able else None,
            reason=_("The agency was replaced."),
        )  # fmt: skip


def _hand_over_shared(old: Agency, heir: Agency, on: date) -> None:
    """Give evidence and sites on when no board has the old agency any more: till then they are in
    use there.
    """
    if not BoardPartner.objects.filter(agency=old).current(on).exists():
        _hand_over_evidence(old, heir)
        Agency.objects.filter(parent=old).exclude(pk=heir.pk).update(
            parent=heir, version=F("version") + 1
        )


def _hand_over_evidence(old: Agency, heir: Agency) -> None:
    """Give evidence on. What the successor has already stays behind: its links go to that one."""
    usable = Evidence.objects.usable()
    same = usable.filter(
        agency=heir, kind=OuterRef("kind"), sha256=OuterRef("sha256"), link=OuterRef("link")
    )
    known = usable.filter(agency=old).annotate(known=Subquery(same.values("pk")[:1]))
    doubles = dict(known.exclude(known=None).values_list("pk", "known"))
    for pk, heirs in doubles.items():
        for relation in Evidence._meta.related_objects:
            if not _is_history(relation):
                _point_links(relation, pk, heirs)
    Evidence.objects.filter(agency=old).exclude(pk__in=doubles).update(agency=heir)


def _point_links(relation: Any, pk: int, to: int) -> None:
    for link in relation.related_model.objects.filter(evidence=pk):
        link.evidence_id = to
        # It may stand beside the same answer already: then nothing is to be done.
        with contextlib.suppress(IntegrityError), transaction.atomic():
            link.save(update_fields=["evidence"])


def _is_history(relation: Any) -> bool:
    return issubclass(relation.related_model, pghistory.models.Event)


def _partnerships_elsewhere(partner: BoardPartner, on: date) -> list[BoardPartner]:
    rows = BoardPartner.objects.filter(agency=partner.agency_id).exclude(board=partner.board_id)
    return list(rows.current(on).select_related("board"))


def _tell_other_boards(
    old: BoardPartner, became: Sequence[Agency], *, by: User, now: datetime
) -> None:
    names = in_words([agency.name for agency in became], joined_by=_("and"))
    text = _("%(old)s became %(new)s. Record it on your board too.")
    for other in _partnerships_elsewhere(old, timezone.localdate(now)):
        _tell_managers(
            other,
            text % {"old": old.agency, "new": names},
            "boards:partner-replace",
            by=by,
            now=now,
        )


def _tell_managers(
    partner: BoardPartner, text: str, page: str, *, by: User, now: datetime | None
) -> None:
    """Tell whoever may change agencies on the partner's board, but not the person who did it."""
    board = partner.board
    roles = Membership.objects.granting(Permission.AGENCY_EDIT).filter(board=board, agency=None)
    path = reverse(page, kwargs={"board": board.slug, "pk": partner.pk})
    for user in User.objects.filter(pk__in=roles.values("user"), is_active=True).exclude(pk=by.pk):
        notifications.tell(
            user=user, board=board, text=text, path=path, kind="agency", by=by, now=now
        )
