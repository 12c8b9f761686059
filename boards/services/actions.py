"""The one action tracker: everything that finds something to do raises an action here."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Max, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from boards.activity import change
from boards.authorization import Permission
from boards.errors import DomainError
from boards.models import (
    Action,
    ActionEvidence,
    ActionTheme,
    ActionUpdate,
    Agency,
    Board,
    Evidence,
    Membership,
    Theme,
    User,
)
from boards.rules import actions as rules
from boards.services import themes as theme_services
from boards.services.evidence import add_link, keep, received
from boards.states import ACTION_TRANSITIONS, ActionStatus, check_transition, require_version


class UnsuitableOwner(DomainError):
    """The agency is not on the board, or the person could not see the action."""


class UnsuitableDate(DomainError):
    """The date is past, or an extension that extends nothing."""


class NothingSaid(DomainError):
    """A reason, evidence or impact is wanted and was left empty."""


def raise_action(
    *,
    board: Board,
    title: str,
    by: User,
    due_on: date,
    agency: Agency | None = None,
    owner: User | None = None,
    description: str = "",
    success_measure: str = "",
    source: str = Action.Source.OTHER,
    source_label: str = "",
    source_path: str = "",
    themes: Iterable[Theme] = (),
    held_back: bool = False,
    now: datetime | None = None,
) -> Action:
    """Raise an action on the board, numbered after its last one.

    With `held_back` its agency alone sees it, until `held_actions.release`.

    Raises `NothingSaid` without a title, `UnsuitableDate` for a past date, `UnsuitableOwner` when
    the agency is not on the board on that day or the person could not see the action,
    `UnsuitableTheme` for a theme that is not the board's or is retired.
    """
    now = now or timezone.now()
    today = timezone.localdate(now)
    if not rules.may_be_due(due_on, today):
        raise UnsuitableDate(_("The due date must be today or later."))
    if not rules.is_portal_path(source_path):
        raise DomainError(_("What the action comes from must be a page of this portal."))
    with transaction.atomic():
        # The board's row is the counter's lock: two people never get one number.
        Board.objects.select_for_update(no_key=True).get(pk=board.pk)
        _check_owner(board, agency, owner, today)
        last = Action.objects.filter(board=board).aggregate(last=Max("number"))["last"]
        action = Action(
            board=board,
            number=(last or 0) + 1,
            title=_said(title, _("Enter what will be done."))[:300],
            description=description.strip(),
            success_measure=success_measure.strip(),
            agency=agency,
            owner=owner,
            due_on=due_on,
            source=source,
            source_label=source_label[:300],
            source_path=source_path,
            raised_by=by,
            raised_at=now,
            held_back=held_back,
        )
        with change("actions.raise", by=by, board=board, on=action):
            action.save(force_insert=True)
            _tag(action, themes)
    return action


def edit(
    *,
    action: Action,
    by: User,
    title: str,
    description: str,
    success_measure: str,
    version: int | None,
    themes: Iterable[Theme] | None = None,
) -> Action:
    """Word an open action better; `themes`, where given, say what it is about.

    Its date and owner change by `extend` and `reassign` alone.
    """
    with change("actions.edit", by=by, board=action.board, on=action):
        locked = _lock_open(action, version)
        locked.title = _said(title, _("Enter what will be done."))[:300]
        locked.description = description.strip()
        locked.success_measure = success_measure.strip()
        if themes is not None:
            _tag(locked, themes)
        return _save(locked, "title", "description", "success_measure")


def progress(
    *,
    action: Action,
    by: User,
    note: str,
    rating: str,
    version: int | None = None,
    now: datetime | None = None,
) -> Action:
    """Note progress on an open action, with the owner's judgement of how it goes."""
    with change("actions.progress", by=by, board=action.board, on=action):
        locked = _lock_open(action, version)
        locked.rating = Action.Rating(rating)
        text = _said(note, _("Enter what has happened since the last note."))
        _note(locked, ActionUpdate.Kind.NOTE, text, by, now)
        return _save(locked, "rating")


def extend(
    *,
    action: Action,
    by: User,
    due_on: date,
    reason: str,
    version: int | None = None,
    now: datetime | None = None,
) -> Action:
    """Move the due date of an open action to a later day; both dates and the reason are kept."""
    with change("actions.extend", by=by, board=action.board, on=action):
        locked = _lock_open(action, version)
        if not rules.may_extend_to(due_on, locked.due_on, timezone.localdate(now)):
            raise UnsuitableDate(_("The new date must be later than the one now, and not be past."))
        text = _said(reason, _("Enter why the date moves."))
        _note(
            locked,
            ActionUpdate.Kind.EXTENSION,
            text,
            by,
            now,
            old_due_on=locked.due_on,
            new_due_on=due_on,
        )
        locked.due_on = due_on
        return _save(locked, "due_on")


def reassign(
    *,
    action: Action,
    by: User,
    agency: Agency | None,
    owner: User | None,
    reason: str,
    version: int | None = None,
    now: datetime | None = None,
) -> Action:
    """Give an open action to another agency or person; the note says from whom to whom."""
    with change("actions.reassign", by=by, board=action.board, on=action):
        locked = _lock_open(action, version)
        _check_owner(locked.board, agency, owner, timezone.localdate(now))
        if (agency, owner) == (locked.agency, locked.owner):
            raise UnsuitableOwner(_("Choose another agency or person than now."))
        text = _("From %(old)s to %(new)s. %(reason)s") % {
            "old": _owner_words(locked.agency, locked.owner),
            "new": _owner_words(agency, owner),
            "reason": _said(reason, _("Enter why it moves.")),
        }
        _note(locked, ActionUpdate.Kind.REASSIGNMENT, text, by, now)
        locked.agency, locked.owner = agency, owner
        return _save(locked, "agency", "owner")


def complete(
    *,
    action: Action,
    by: User,
    completion_evidence: str,
    evidence: Iterable[Evidence] = (),
    upload: "UploadedFile[bytes] | None" = None,
    link: str = "",
    version: int | None = None,
    now: datetime | None = None,
) -> Action:
    """Say that an action is done, with what shows it; the board decides whether that convinces.

    Evidence records must be the action's agency's own; a new file or link (a web address)
    becomes its evidence too. Raises `FileRefused` for a file that cannot be kept.
    """
    if upload is not None:
        with received(
            agency=_giver(action), upload=upload, by=by, board=action.board, now=now
        ) as file:
            return complete(
                action=action, by=by, completion_evidence=completion_evidence,
                evidence=[*evidence, file], link=link, version=version, now=now,
            )  # fmt: skip
    with change("actions.complete", by=by, board=action.board, on=action):
        locked = _lock_to(action, version, ActionStatus.COMPLETE)
        locked.completion_evidence = _said(
            completion_evidence, _("Enter what shows that it was done.")
        )
        locked.completed_by, locked.completed_at = by, now or timezone.now()
        if link:
            linked = add_link(agency=_giver(locked), link=link, by=by, now=now)
            evidence = [*evidence, linked]
        for item in evidence:
            if item.agency_id != locked.agency_id:
                raise DomainError(_("Evidence must belong to the agency that owns the action."))
            ActionEvidence.objects.get_or_create(action=locked, evidence=keep(evidence=item, by=by))
        _note(locked, ActionUpdate.Kind.STATUS, locked.completion_evidence, by, now)
        return _save(locked, "status", "completion_evidence", "completed_by", "completed_at")


def _giver(action: Action) -> Agency:
    """Return the agency whose evidence it becomes. Raises `DomainError` for the board's own."""
    if action.agency is None:
        raise DomainError(_("Only an agency's action takes files and links."))
    return action.agency


def reopen(
    *,
    action: Action,
    by: User,
    reason: str,
    version: int | None = None,
    now: datetime | None = None,
) -> Action:
    """Send a complete action back: its evidence did not convince the board.

    What was said to show it stays as the owner's draft for next time.
    """
    with change("actions.reopen", by=by, board=action.board, on=action):
        locked = _lock_to(action, version, ActionStatus.OPEN)
        text = _said(reason, _("Enter what is still missing."))
        locked.completed_by = locked.completed_at = None
        _note(locked, ActionUpdate.Kind.STATUS, text, by, now)
        return _save(locked, "status", "completed_by", "completed_at")


def close(
    *,
    action: Action,
    by: User,
    impact: str,
    impact_measure: str,
    version: int | None = None,
    now: datetime | None = None,
) -> Action:
    """Sign off a complete action with its impact check: what changed in practice, measured how."""
    with change("actions.close", by=by, board=action.board, on=action):
        locked = _lock_to(action, version, ActionStatus.CLOSED)
        locked.impact = _said(impact, _("Enter what changed in practice."))
        locked.impact_measure = _said(impact_measure, _("Enter how that was measured."))
        locked.closed_by, locked.closed_at = by, now or timezone.now()
        _note(locked, ActionUpdate.Kind.STATUS, locked.impact, by, now)
        return _save(locked, "status", "impact", "impact_measure", "closed_by", "closed_at")


def withdraw(
    *,
    action: Action,
    by: User,
    reason: str,
    version: int | None = None,
    now: datetime | None = None,
) -> Action:
    """Take an action off the list without its being done, with the reason."""
    with change("actions.withdraw", by=by, board=action.board, on=action):
        locked = _lock_to(action, version, ActionStatus.WITHDRAWN)
        locked.withdrawn_reason = _said(reason, _("Enter why it is withdrawn."))
        locked.withdrawn_by, locked.withdrawn_at = by, now or timezone.now()
        _note(locked, ActionUpdate.Kind.STATUS, locked.withdrawn_reason, by, now)
        return _save(locked, "status", "withdrawn_reason", "withdrawn_by", "withdrawn_at")


def _lock(action: Action, version: int | None) -> Action:
    rows = Action.objects.select_for_update(of=("self",), no_key=True)
    locked = rows.select_related("board", "agency", "owner").get(pk=action.pk)
    require_version(locked, version)
    if locked.held_back:
        raise DomainError(_("This action waits until its return is sent to the board."))
    return locked


def _tag(action: Action, themes: Iterable[Theme]) -> None:
    """Let the action be about these themes and no others."""
    links = ActionTheme.objects.filter(action=action).select_related("theme")
    had = {link.theme_id: link for link in links}
    kept = [link.theme for link in had.values()]
    chosen = theme_services.suitable(action.board, themes, kept=kept)
    wanted = {theme.pk for theme in chosen}
    links.filter(theme__in=set(had) - wanted).delete()
    ActionTheme.objects.bulk_create(
        ActionTheme(action=action, theme=theme) for theme in chosen if theme.pk not in had
    )


def _lock_open(action: Action, version: int | None) -> Action:
    locked = _lock(action, version)
    if locked.status != ActionStatus.OPEN:
        # An open action becomes complete from open alone, so the table refuses all other states.
        check_transition(ACTION_TRANSITIONS, locked.status, ActionStatus.COMPLETE, str(locked))
    return locked


def _lock_to(action: Action, version: int | None, then: ActionStatus) -> Action:
    locked = _lock(action, version)
    check_transition(ACTION_TRANSITIONS, locked.status, then, str(locked))
    locked.status = Action.Status(then)
    return locked


def _save(action: Action, *fields: str) -> Action:
    action.version += 1
    action.save(update_fields=[*fields, "version"])
    return action


def _note(
    action: Action, kind: str, text: str, by: User, now: datetime | None, **dates: Any
) -> ActionUpdate:
    return ActionUpdate.objects.create(
        action=action, kind=kind, text=text, by=by, at=now or timezone.now(), **dates
    )


def _said(text: str, otherwise: str) -> str:
    if not text.strip():
        raise NothingSaid(otherwise)
    return text.strip()


def _owner_words(agency: Agency | None, owner: User | None) -> str:
    return ", ".join(str(part) for part in (owner, agency) if part) or _("nobody")


def _check_owner(board: Board, agency: Agency | None, owner: User | None, today: date) -> None:
    """Refuse an agency that is not on the board, and a person who could not work on the action."""
    if agency is not None:
        here = Agency.objects.working_with(board, today)
        if not here.filter(pk=agency.pk).exists():
            raise UnsuitableOwner(_("%(agency)s is not on this board.") % {"agency": agency})
    if owner is not None:
        roles = Membership.objects.granting(Permission.ACTION_VIEW, owner).filter(board=board)
        if not roles.filter(Q(agency=None) | Q(agency=agency, agency__isnull=False)).exists():
            message = _("%(owner)s has no role here that could see this action.")
            raise UnsuitableOwner(message % {"owner": owner})
