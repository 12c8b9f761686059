"""The board's side of a return: never for an agency's people, not even the return's own."""

from typing import Any

from django.utils import timezone

from audits.models import AnswerComment, Return
from boards.authorization import Permission
from tests.permissions import Row
from tests.world import BoardCast

READ, REVIEW = Permission.RETURN_VIEW, Permission.RETURN_REVIEW


def sent(cast: BoardCast) -> dict[str, Any]:
    now, by = timezone.now(), cast.police_lead
    Return.objects.filter(pk=cast.police_return.pk).update(
        status="submitted", signed_off_by=by, signed_off_at=now, signatory_name="A Person",
        submitted_by=by, submitted_at=now, first_submitted_at=now,
    )  # fmt: skip
    return {"pk": cast.police_return.pk}


def question(cast: BoardCast) -> dict[str, Any]:
    return sent(cast) | {"question": "lead-person"}


def comment(cast: BoardCast) -> dict[str, Any]:
    made = AnswerComment.objects.create(
        return_record=cast.police_return, by=cast.board_manager, text="Which policy?",
        question=cast.tool_version.questions.get(key="lead-person"),
    )  # fmt: skip
    return sent(cast) | {"comment": made.pk}


ROWS = [
    Row("audits:review-next", "get", REVIEW),
    Row("audits:review-detail", "get", READ, sent, board_wide=True),
    Row("audits:review-accept", "get", REVIEW, sent),
    Row("audits:review-accept", "post", REVIEW, sent),
    Row("audits:review-send-back", "get", REVIEW, sent),
    Row("audits:review-send-back", "post", REVIEW, sent),
    Row("audits:review-comment", "get", REVIEW, question),
    Row("audits:review-comment", "post", REVIEW, question),
    Row("audits:review-comment-withdraw", "post", REVIEW, comment),
]
