"""What happens to an agency's data return: awaited, sent, sent back, accepted."""

from collections.abc import Mapping
from enum import StrEnum


class DataReturnStatus(StrEnum):
    AWAITED = "awaited"
    SUBMITTED = "submitted"
    SENT_BACK = "sent_back"
    ACCEPTED = "accepted"


DATA_RETURN_TRANSITIONS: Mapping[str, frozenset[str]] = {
    DataReturnStatus.AWAITED: frozenset({DataReturnStatus.SUBMITTED}),
    # What was sent may be sent again with corrections until the board has accepted it.
    DataReturnStatus.SUBMITTED: frozenset(
        {DataReturnStatus.SUBMITTED, DataReturnStatus.SENT_BACK, DataReturnStatus.ACCEPTED}
    ),
    DataReturnStatus.SENT_BACK: frozenset({DataReturnStatus.SUBMITTED}),
    # A later correction opens it again.
    DataReturnStatus.ACCEPTED: frozenset({DataReturnStatus.SENT_BACK}),
}
