"""Transition tables: state → states that may follow.

Services check them, `docs/states.md` draws them.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _

from boards.errors import StaleRecord, TransitionNotAllowed


class ActionStatus(StrEnum):
    OPEN = "open"
    COMPLETE = "complete"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


ACTION_TRANSITIONS: Mapping[str, frozenset[str]] = {
    ActionStatus.OPEN: frozenset({ActionStatus.COMPLETE, ActionStatus.WITHDRAWN}),
    # The board sends a complete action back to open when the evidence does not convince.
    ActionStatus.COMPLETE: frozenset(
        {ActionStatus.CLOSED, ActionStatus.OPEN, ActionStatus.WITHDRAWN}
    ),
    ActionStatus.CLOSED: frozenset(),
    ActionStatus.WITHDRAWN: frozenset(),
}


class JobStatus(StrEnum):
    """How far a piece of background work is; kept on the row that wants it done."""

    QUEUED = "queued"
    RUNNING = "running"
    READY = "ready"
    FAILED = "failed"
    CANCELLED = "cancelled"


JOB_TRANSITIONS: Mapping[str, frozenset[str]] = {
    JobStatus.QUEUED: frozenset({JobStatus.RUNNING, JobStatus.FAILED, JobStatus.CANCELLED}),
    # Running goes back to queued when its worker died.
    JobStatus.RUNNING: frozenset(
        {JobStatus.READY, JobStatus.FAILED, JobStatus.QUEUED, JobStatus.CANCELLED}
    ),
    JobStatus.READY: frozenset(),
    JobStatus.FAILED: frozenset({JobStatus.QUEUED}),
    JobStatus.CANCELLED: frozenset(),
}


def check_transition(table: Mapping[str, frozenset[str]], now: str, then: str, what: str) -> None:
    """Raise `TransitionNotAllowed` unless `then` may follow `now`; `what` names the record."""
    if then not in table[now]:
        message = _("%(what)s is %(now)s, so this cannot be done any more.") % {
            "what": what,
            "now": now.replace("_", " "),
        }
        raise TransitionNotAllowed(message)


def require_version(record: Any, version: int | None) -> None:
    """Raise `StaleRecord` when the locked record is not the one the person had in front of them."""
    if version is not None and record.version != version:
        message = _(
            "Somebody changed this while you had it open. Look at their change, then save again."
        )
        raise StaleRecord(message, current=record)
