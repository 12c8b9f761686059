"""Saving answers: one at a time, by several colleagues at once, and no typed word is lost.

Every save names the version of the answer that the person had in front of them. The version is
compared inside the lock. Whoever comes second keeps their text as a `RivalText` beside the answer,
sees the other's, and brings both together.
"""

from dataclasses import asdict
from datetime import datetime

from django.db.models import Exists
from django.utils import timezone
from django.utils.translation import gettext as _

from audits.models import Answer, Question, Return, RivalText, ScalePoint
from audits.queries.questionnaires import asked_in
from audits.rules.answers import AnswerFields
from audits.states import EDITABLE, ReturnStatus
from boards.activity import change
from boards.errors import DomainError, StaleRecord, TransitionNotAllowed
from boards.models import User
from boards.prepared import Prepared, Slot

#: Fields of a person's typing that are text of the answer as they stand.
_TEXTS = (
    "value",
    "unfinished",
    "commentary",
    "not_applicable_reason",
    "what_changed",
    "no_action_reason",
)


class QuestionNotAsked(DomainError):
    """The question is not part of this return."""


def save(
    *,
    return_record: Return,
    question: Question,
    fields: AnswerFields,
    version: int,
    by: User,
    now: datetime | None = None,
) -> Answer | None:
    """Store an answer of a draft or sent-back return; called by autosave and by the page's form.

    `version` is that of the answer the person saw, 0 when there was none. Returns the stored
    answer, or None when nothing was typed and there is nothing stored.

    Raises `StaleRecord` when a colleague saved something else meanwhile: theirs is in `current`,
    this person's text is kept as a `RivalText`. Raises `TransitionNotAllowed` when the return is
    not with the agency any more, `QuestionNotAsked` for a question of another tool version.
    """
    now = now or timezone.now()
    if question.tool_version_id != return_record.round.tool_version_id:
        raise QuestionNotAsked(_("This question is not part of this return."))
    with change("returns.answer", by=by, board=return_record.round.board, on=return_record):
        _lock_for_answering(return_record)
        answer: Answer | None = _ANSWER.first(
            record=return_record.pk, question=question.pk, by=by.pk
        )
        point = _point_of(question, return_record, fields.point)
        if _says_the_same(answer, fields, point):
            # A page saves all answers of a standard: this one may not have been looked at. Only a
            # text that stands in the answer now is settled by that.
            _settle_rival(answer, by, fields=asdict(fields))
            return answer
        stale = version != (answer.version if answer else 0)
        if stale:
            _keep_rival(return_record, question, fields, version, by, now)
        else:
            answer = _write(answer, return_record, question, fields, point, by, now)
            _settle_rival(answer, by)
    if stale:
        # Raised outside the transaction, so that the rival text stays.
        raise StaleRecord(
            _("A colleague changed this answer while you were typing. Both texts are kept."),
            current=answer,
        )
    return answer


def discard_rival(*, rival: RivalText, seen_at: datetime, by: User) -> None:
    """Forget a text that was kept beside an answer: somebody has brought both together.

    Raises `StaleRecord` when its writer has put another text in its place since `seen_at`.
    """
    with change(
        "returns.answer", by=by, board=rival.return_record.round.board, on=rival.return_record
    ):
        _lock_for_answering(rival.return_record)
        gone, _rows = RivalText.objects.filter(pk=rival.pk, at=seen_at).delete()
        if not gone:
            raise StaleRecord(
                _("This text has changed since you read it. Look at it again."), current=rival
            )


def lock_return(return_record: Return) -> Return:
    """Lock the return's row: every change of it or its answers waits here."""
    return (
        Return.objects.select_for_update(of=("self",), no_key=True)
        .select_related("round__board", "agency")
        .get(pk=return_record.pk)
    )


# Worded once, because an answer is saved at every pause of typing.
_STATUS = Prepared(
    lambda: (
        Return.objects.select_for_update(no_key=True)
        .filter(pk=Slot("pk"))
        .order_by()
        .values_list("status", flat=True)
    )
)
_ANSWER = Prepared(
    lambda: (
        Answer.objects.filter(return_record=Slot("record"), question=Slot("question"))
        .annotate(
            has_rival=Exists(
                RivalText.objects.filter(
                    return_record=Slot("record"), question=Slot("question"), by=Slot("by")
                )
            )
        )
        .order_by()
    )
)


def _lock_for_answering(return_record: Return) -> None:
    (status,) = _STATUS.rows(pk=return_record.pk)
    if status not in EDITABLE:
        message = _("This return is %(status)s, so its answers cannot be changed.") % {
            "status": Return.Status(ReturnStatus(status)).label.lower()
        }
        raise TransitionNotAllowed(message)


def _answer_to(question: Question, return_record: Return, by: User) -> Answer | None:
    return _ANSWER.first(record=return_record.pk, question=question.pk, by=by.pk)


def _point_of(question: Question, return_record: Return, key: str) -> ScalePoint | None:
    if not key:
        return None
    offered = asked_in(return_record.round).grades[question.pk]
    point = next((point for point in offered if point.key == key), None)
    if point is None:
        raise DomainError(_("Select one of the grades of this question."))
    return point


def scale_points(question: Question):  # type: ignore[no-untyped-def]  # a queryset of ScalePoint
    """Return the grades of a question: of its own scale, of yes or no, or of the tool's."""
    if question.kind == Question.Kind.YES_NO:
        return ScalePoint.objects.filter(scale__board=None, scale__key="yes_no")
    return ScalePoint.objects.filter(scale=question.scale_id or question.tool_version.scale_id)


def _says_the_same(answer: Answer | None, fields: AnswerFields, point: ScalePoint | None) -> bool:
    """Whether there is nothing to write: a double click or a second autosave makes no history."""
    if answer is None:
        return fields.is_blank
    return (
        answer.point_id == (point.pk if point and not fields.is_not_applicable else None)
        and answer.is_not_applicable == fields.is_not_applicable
        and all(getattr(answer, name) == _stored(fields, name) for name in _TEXTS)
        and (answer.is_confirmed or not fields.is_confirmed)
    )


def _stored(fields: AnswerFields, name: str) -> str:
    """Return a text as it is stored: an answer that does not apply has no value."""
    if fields.is_not_applicable and name in {"value", "unfinished"}:
        return ""
    return str(getattr(fields, name))


def _write(
    answer: Answer | None,
    return_record: Return,
    question: Question,
    fields: AnswerFields,
    point: ScalePoint | None,
    by: User,
    now: datetime,
) -> Answer:
    answer = answer or Answer(return_record=return_record, question=question, version=0)
    content_before = _content(answer)
    answer.is_not_applicable = fields.is_not_applicable
    answer.point = None if fields.is_not_applicable else point
    for name in _TEXTS:
        setattr(answer, name, _stored(fields, name))
    # A carried-forward answer counts once a person says it is true, or has changed it.
    answer.is_confirmed = (
        answer.is_confirmed or fields.is_confirmed or _content(answer) != content_before
    )
    answer.updated_by, answer.updated_at = by, now
    answer.version += 1
    answer.save()
    return answer


def _content(answer: Answer) -> tuple[object, ...]:
    return (answer.point_id, answer.value, answer.commentary, answer.is_not_applicable)


def _keep_rival(
    return_record: Return,
    question: Question,
    fields: AnswerFields,
    version: int,
    by: User,
    now: datetime,
) -> None:
    RivalText.objects.update_or_create(
        return_record=return_record,
        question=question,
        by=by,
        defaults={"fields": asdict(fields), "base_version": version, "at": now},
    )


def _settle_rival(answer: Answer | None, by: User, **only: object) -> None:
    """Forget the person's own rival text: they have saved on top of what they saw."""
    # A new answer was not read, so it does not know.
    if answer is not None and getattr(answer, "has_rival", True):
        RivalText.objects.filter(
            return_record=answer.return_record_id, question=answer.question_id, by=by, **only
        ).delete()
