"""Transition tables of rounds, returns and tool versions."""

from collections.abc import Mapping
from enum import StrEnum


class VersionStatus(StrEnum):
    DRAFT = "draft"
    PUBLISHED = "published"


VERSION_TRANSITIONS: Mapping[str, frozenset[str]] = {
    VersionStatus.DRAFT: frozenset({VersionStatus.PUBLISHED}),
    # Immutable: a change is a new version with the same question keys.
    VersionStatus.PUBLISHED: frozenset(),
}


class RoundStatus(StrEnum):
    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"
    #: Counts of a past year from a published report: there are no returns.
    PUBLISHED = "published"


ROUND_TRANSITIONS: Mapping[str, frozenset[str]] = {
    RoundStatus.DRAFT: frozenset({RoundStatus.OPEN}),
    RoundStatus.OPEN: frozenset({RoundStatus.CLOSED}),
    RoundStatus.CLOSED: frozenset({RoundStatus.OPEN}),
    RoundStatus.PUBLISHED: frozenset(),
}


class ReturnStatus(StrEnum):
    DRAFT = "draft"
    SIGNED_OFF = "signed_off"
    SUBMITTED = "submitted"
    SENT_BACK = "sent_back"
    ACCEPTED = "accepted"


RETURN_TRANSITIONS: Mapping[str, frozenset[str]] = {
    ReturnStatus.DRAFT: frozenset({ReturnStatus.SIGNED_OFF}),
    # Taking the sign-off back opens the answers again.
    ReturnStatus.SIGNED_OFF: frozenset(
        {ReturnStatus.SUBMITTED, ReturnStatus.DRAFT, ReturnStatus.SENT_BACK}
    ),
    ReturnStatus.SUBMITTED: frozenset({ReturnStatus.SENT_BACK, ReturnStatus.ACCEPTED}),
    ReturnStatus.SENT_BACK: frozenset({ReturnStatus.SIGNED_OFF}),
    ReturnStatus.ACCEPTED: frozenset(),
}

#: In these states the agency may write; in all others nobody may.
EDITABLE = frozenset({ReturnStatus.DRAFT, ReturnStatus.SENT_BACK})
#: In these states the board may read the answers: a draft is the agency's own.
READABLE_BY_BOARD = frozenset({ReturnStatus.SUBMITTED, ReturnStatus.ACCEPTED})
