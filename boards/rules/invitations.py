"""What an invitation is at a moment, and where it may lead."""

from datetime import datetime, timedelta
from enum import StrEnum

from django.utils.http import url_has_allowed_host_and_scheme

#: Long enough for somebody who is away for a fortnight.
LIFETIME = timedelta(days=30)

#: How long after it was asked, the invited person may send a fresh link to themselves.
SELF_RENEWAL = timedelta(days=90)


class InvitationState(StrEnum):
    AWAITING_APPROVAL = "awaiting_approval"
    OPEN = "open"
    EXPIRED = "expired"
    ACCEPTED = "accepted"
    WITHDRAWN = "withdrawn"


def state_of(
    *,
    accepted_at: datetime | None,
    withdrawn_at: datetime | None,
    expires_at: datetime,
    needs_approval: bool,
    approved_at: datetime | None,
    now: datetime,
) -> InvitationState:
    """Return where an invitation stands; what was decided comes before the clock."""
    if accepted_at:
        return InvitationState.ACCEPTED
    if withdrawn_at:
        return InvitationState.WITHDRAWN
    if needs_approval and not approved_at:
        return InvitationState.AWAITING_APPROVAL
    if expires_at <= now:
        return InvitationState.EXPIRED
    return InvitationState.OPEN


def is_internal_path(path: str) -> bool:
    """Return whether the path leads to a page of the portal and nowhere else."""
    return (
        path.startswith("/")
        and path.isprintable()
        and url_has_allowed_host_and_scheme(path, allowed_hosts=None)
    )
