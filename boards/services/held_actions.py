"""Actions that their agency alone sees: planned in something that the board was not sent yet.

Called by what holds them back, inside a change of its own: the board's list of activities would
name the action otherwise.
"""

from collections.abc import Collection
from datetime import date

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from boards.errors import DomainError
from boards.models import Action
from boards.rules import actions as rules
from boards.services.actions import NothingSaid, UnsuitableDate
from boards.states import require_version


def edit(*, action: Action, title: str, success_measure: str, due_on: date, version: int) -> Action:
    """Change an action that is still held back. Raises `DomainError` when it is not any more."""
    locked = _lock(action)
    require_version(locked, version)
    if not title.strip():
        raise NothingSaid(_("Enter what will be done."))
    if due_on != locked.due_on and not rules.may_be_due(due_on, timezone.localdate()):
        raise UnsuitableDate(_("The due date must be today or later."))
    locked.title, locked.success_measure = title.strip()[:300], success_measure.strip()
    locked.due_on = due_on
    locked.version += 1
    locked.save(update_fields=["title", "success_measure", "due_on", "version"])
    return locked


def delete(*, action: Action) -> None:
    """Delete an action that nobody but its agency has seen; history keeps it."""
    _lock(action).delete()


def release(pks: Collection[int]) -> None:
    """Show the board what was held back."""
    held = Action.objects.filter(pk__in=pks, held_back=True)
    held.update(held_back=False, version=F("version") + 1)


def _lock(action: Action) -> Action:
    locked = Action.objects.select_for_update(of=("self",)).filter(pk=action.pk).first()
    if locked is None:
        raise DomainError(_("This action has been deleted."))
    if not locked.held_back:
        raise DomainError(_("The board has this action, so it is changed in the action tracker."))
    return locked
