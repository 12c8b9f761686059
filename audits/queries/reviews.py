"""A return as the board reads it: answers, what is claimed without evidence, what changed."""

from dataclasses import dataclass, field

from audits.models import AnswerComment, Return
from audits.queries import returns
from audits.queries.returns import QuestionItem, ReturnSheet
from audits.rules import answers as rules
from audits.rules.compliance import Compliance, compliance
from audits.states import READABLE_BY_BOARD


@dataclass(frozen=True)
class Change:
    """An answer whose grade is not that of last round."""

    item: QuestionItem
    before: str
    after: str
    #: "better", "worse", or empty where the two grades cannot be compared.
    direction: str


@dataclass
class Review:
    """What the board may see of a return. While it is with its agency: no answer at all."""

    record: Return
    comments: list[AnswerComment]
    sheet: ReturnSheet | None = None
    value: Compliance = field(default_factory=lambda: Compliance(0, 0))
    #: Answers graded met that show nothing for it (AUD-05).
    without_evidence: list[QuestionItem] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)

    @property
    def unreleased(self) -> list[AnswerComment]:
        """Comments that the agency has not been given yet."""
        return [comment for comment in self.comments if comment.released_at is None]


def review(record: Return) -> Review:
    """Read a return for the board: a constant number of queries."""
    comments = list(
        record.comments.select_related("by", "question__standard").order_by(
            "question__standard__order", "question__order", "at", "pk"
        )
    )
    if record.status not in READABLE_BY_BOARD:
        return Review(record, comments)
    sheet = returns.sheet(record, for_board=True)
    counted = [item for item in sheet.shown if _counts(item)]
    return Review(
        record,
        comments,
        sheet,
        value=compliance(item.given.is_met for item in counted if item.given),
        without_evidence=[
            item for item in counted if item.given and rules.is_met_without_evidence(item.given)
        ],
        changes=_changes(record, counted),
    )


def _counts(item: QuestionItem) -> bool:
    given = item.given
    return given is not None and given.is_confirmed and not given.is_not_applicable


def _changes(record: Return, items: list[QuestionItem]) -> list[Change]:
    """Compare with last round, if the board was sent that return."""
    previous_id = record.round.previous_id
    if previous_id is None:
        return []
    was_sent = Return.objects.filter(
        round=previous_id, agency=record.agency_id, status__in=READABLE_BY_BOARD
    ).exists()
    if not was_sent:
        return []
    found = []
    for item in items:
        new = item.answer.point if item.answer else None
        old = item.last.point if item.last and item.last.is_confirmed else None
        if new and old and new.key != old.key:
            same_scale = new.scale_id == old.scale_id
            direction = "better" if new.rank > old.rank else "worse" if new.rank < old.rank else ""
            found.append(Change(item, old.label, new.label, direction if same_scale else ""))
    return found
