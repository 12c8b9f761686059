"""Agencies on a board: joining, being called something else, leaving."""

from datetime import date, timedelta

from django.db.models import Max, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from boards.activity import change
from boards.authorization import Permission
from boards.errors import DomainError
from boards.models import Agency, AgencyName, Board, BoardPartner, Membership, Sector, User
from boards.rules.partners import free_key, makes_a_loop
from boards.services import memberships
from boards.states import require_version


class AlreadyOnBoard(DomainError):
    """The agency sits on this board already."""


class SharedAgency(DomainError):
    """The agency sits on boards whose agencies the person may not change."""


class UnsuitableParent(DomainError):
    """The agency cannot be part of itself or of one of its parts."""


class DatesOutOfOrder(DomainError):
    """It ends before it starts."""


def may_change_everywhere(agency: Agency, user: User, *, on: date | None = None) -> bool:
    """Return whether the person may change what all boards share of the agency.

    They must be trusted with agencies on every board that works with it now, as with a site of its
    partner too: a board cannot rename the police for its neighbours, nor a hospital of their trust.
    """
    day = on or timezone.localdate()
    mine = Membership.objects.granting(Permission.AGENCY_EDIT, user).filter(agency=None)
    itself = BoardPartner.objects.filter(agency=agency)
    parent = Agency.objects.filter(parts=agency)
    above = Q(agency__in=parent.values("pk")) | Q(agency__in=parent.values("parent"))
    # As `working_with`: one with a partnership of its own is there by that one's dates alone.
    as_site = above & ~Q(board__in=itself.values("board"))
    current = BoardPartner.objects.filter(Q(agency=agency) | as_site).current(day)
    return not current.exclude(board__in=mine.values("board")).exists()


def add(
    *,
    board: Board,
    by: User,
    sector: Sector,
    agency: Agency | None = None,
    name: str = "",
    parent: Agency | None = None,
    is_statutory: bool = False,
    starts_on: date | None = None,
) -> BoardPartner:
    """Put an agency on the board: a shared one, or a new one of that name, sector and parent.

    Raises `AlreadyOnBoard` when it sits there, whatever its dates.
    """
    if agency is None and not name.strip():
        raise DomainError(_("Enter the name of the agency."))
    if agency and BoardPartner.objects.filter(board=board, agency=agency).exists():
        raise AlreadyOnBoard(_("%(agency)s is on this board already.") % {"agency": agency})
    shown = agency.name if agency else name.strip()[:300]
    partner = BoardPartner(board=board, name=shown, sector=sector)
    with change("partners.add", by=by, board=board, on=partner):
        # Keys and order are counted under the board's lock.
        Board.objects.select_for_update(no_key=True).get(pk=board.pk)
        rows = BoardPartner.objects.filter(board=board)
        partner.agency = agency or Agency.objects.create(name=shown, sector=sector, parent=parent)
        partner.key = free_key(shown, set(rows.values_list("key", flat=True)), otherwise="agency")
        last: int | None = rows.aggregate(last=Max("order"))["last"]
        partner.order = 0 if last is None else last + 1
        partner.is_statutory, partner.starts_on = is_statutory, starts_on
        partner.save(force_insert=True)
    return partner


def edit(
    *,
    partner: BoardPartner,
    by: User,
    name: str,
    sector: Sector,
    is_statutory: bool,
    starts_on: date | None,
    order: int,
    version: int | None,
) -> BoardPartner:
    """Change what this board says of its agency.

    What boards share changes by `rename`, `set_parent`.
    """
    if not name.strip():
        raise DomainError(_("Enter the name of the agency."))
    with change("partners.edit", by=by, board=partner.board, on=partner):
        locked = _lock(partner, version)
        _check_dates(starts_on, locked.ends_on)
        locked.name, locked.sector, locked.is_statutory = name.strip()[:300], sector, is_statutory
        locked.starts_on, locked.order = starts_on, order
        return _save(locked)


def rename(
    *,
    partner: BoardPartner,
    by: User,
    name: str,
    renamed_on: date,
    everywhere: bool,
    version: int | None,
) -> BoardPartner:
    """Record that the agency has another name from `renamed_on`.

    The board calls it so from now on. With `everywhere` the name that all boards share changes too
    and the old one is kept with its last day; other boards keep the name they gave it. Raises
    `SharedAgency` when it sits on a board whose agencies the person may not change.
    """
    if not name.strip():
        raise DomainError(_("Enter the new name."))
    with change("partners.rename", by=by, board=partner.board, on=partner):
        locked = _lock(partner, version)
        if everywhere:
            _rename_shared(locked.agency, name.strip()[:300], renamed_on, by)
        locked.name = name.strip()[:300]
        return _save(locked)


def set_parent(
    *, partner: BoardPartner, by: User, parent: Agency | None, version: int | None
) -> BoardPartner:
    """Say what the agency is part of (trust → hospital). All boards share this."""
    with change("partners.edit", by=by, board=partner.board, on=partner):
        locked = _lock(partner, version)
        agency = Agency.objects.select_for_update(no_key=True).get(pk=locked.agency_id)
        if not may_change_everywhere(agency, by):
            raise SharedAgency(_("Other boards share this agency, so this board cannot change it."))
        parents = dict(Agency.objects.exclude(parent=None).values_list("pk", "parent_id"))
        if parent is not None and makes_a_loop(agency.pk, parent.pk, parents):
            raise UnsuitableParent(_("An agency cannot be part of itself or of one of its parts."))
        agency.parent = parent
        agency.version += 1
        agency.save(update_fields=["parent", "version"])
        return _save(locked)


def end(
    *,
    partner: BoardPartner,
    by: User,
    ends_on: date,
    version: int | None,
    end_roles: bool = False,
) -> BoardPartner:
    """Record the last day of the agency on the board; its past stays as it was.

    With `end_roles` the roles that people hold for it here end on that day too. Raises
    `DomainError` when one of them is not the person's to end.
    """
    with change("partners.end", by=by, board=partner.board, on=partner):
        locked = _lock(partner, version)
        _check_dates(locked.starts_on, ends_on)
        locked.ends_on = ends_on
        if end_roles:
            held = Membership.objects.filter(board=locked.board, agency=locked.agency)
            for role in held.filter(Q(ends_on=None) | Q(ends_on__gt=ends_on)):
                last = max(ends_on, role.starts_on or ends_on)
                memberships.end(membership=role, by=by, ends_on=last)
        return _save(locked)


def _lock(partner: BoardPartner, version: int | None) -> BoardPartner:
    rows = BoardPartner.objects.select_for_update(of=("self",), no_key=True)
    locked = rows.select_related("board", "agency", "sector").get(pk=partner.pk)
    require_version(locked, version)
    return locked


def _save(partner: BoardPartner) -> BoardPartner:
    partner.version += 1
    partner.save()
    return partner


def _rename_shared(agency: Agency, name: str, renamed_on: date, by: User) -> None:
    locked = Agency.objects.select_for_update(no_key=True).get(pk=agency.pk)
    if not may_change_everywhere(locked, by):
        raise SharedAgency(
            _("Other boards share this agency. You can change the name on this board only.")
        )
    if locked.name == name:
        return
    until = renamed_on - timedelta(days=1)
    if AgencyName.objects.filter(agency=locked, until__gte=until).exists():
        raise DatesOutOfOrder(_("A later change of name is recorded already. Enter a later date."))
    AgencyName.objects.create(agency=locked, name=locked.name, until=until)
    locked.name = name
    locked.version += 1
    locked.save(update_fields=["name", "version"])


def _check_dates(starts_on: date | None, ends_on: date | None) -> None:
    if starts_on and ends_on and ends_on < starts_on:
        raise DatesOutOfOrder(_("The last day must be on or after the first day."))
