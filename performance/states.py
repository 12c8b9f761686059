"""What happens to an agency's data return: awaited, sent, sent back, accepted."""

from collections.abc import Mapping
from enum import StrEnum


class DataReturnStatus(StrEnum):
    AWAITED = "awaited"
    SUBMITTED = "submitted"
    SENT_BACK = "sent_back"
    ACCEPTED = "accepted"


#: The agency still has to send something.
OUTSTANDING = frozenset({DataReturnStatus.AWAITED, DataReturnStatus.SENT_BACK})

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


class EnquiryStatus(StrEnum):
    """How far a line of enquiry is: worked on, put to another group, decided, closed."""

    OPEN = "open"
    RECOMMENDED = "recommended"
    MORE_ASKED = "more_asked"
    ESCALATED = "escalated"
    ACCEPTED = "accepted"
    CLOSED = "closed"


ENQUIRY_TRANSITIONS: Mapping[str, frozenset[str]] = {
    # A finding may leave nothing to recommend: then it closes without another group.
    EnquiryStatus.OPEN: frozenset({EnquiryStatus.RECOMMENDED, EnquiryStatus.CLOSED}),
    EnquiryStatus.RECOMMENDED: frozenset(
        {EnquiryStatus.ACCEPTED, EnquiryStatus.MORE_ASKED, EnquiryStatus.ESCALATED}
    ),
    EnquiryStatus.MORE_ASKED: frozenset({EnquiryStatus.RECOMMENDED}),
    # Who it was escalated to may take it further up.
    EnquiryStatus.ESCALATED: frozenset(
        {EnquiryStatus.ACCEPTED, EnquiryStatus.MORE_ASKED, EnquiryStatus.ESCALATED}
    ),
    EnquiryStatus.ACCEPTED: frozenset({EnquiryStatus.CLOSED}),
    EnquiryStatus.CLOSED: frozenset(),
}


class AnswerStatus(StrEnum):
    """What happens to a question at one of the agencies that it was put to."""

    ASKED = "asked"
    ANSWERED = "answered"
    SENT_BACK = "sent_back"
    ACCEPTED = "accepted"
    WITHDRAWN = "withdrawn"


ANSWER_TRANSITIONS: Mapping[str, frozenset[str]] = {
    AnswerStatus.ASKED: frozenset({AnswerStatus.ANSWERED, AnswerStatus.WITHDRAWN}),
    AnswerStatus.ANSWERED: frozenset({AnswerStatus.SENT_BACK, AnswerStatus.ACCEPTED}),
    AnswerStatus.SENT_BACK: frozenset({AnswerStatus.ANSWERED, AnswerStatus.WITHDRAWN}),
    AnswerStatus.ACCEPTED: frozenset({AnswerStatus.SENT_BACK}),
    AnswerStatus.WITHDRAWN: frozenset(),
}
