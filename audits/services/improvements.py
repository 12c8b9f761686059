"""What stands beside an answer: evidence, and the action that an answer below met leads to."""

from datetime import date
from typing import TypedDict

from django.core.files.uploadedfile import UploadedFile
from django.urls import reverse
from django.utils.translation import gettext as _

from audits.models import Answer, AnswerAction, AnswerEvidence, Question, Return
from audits.services.answers import _lock_for_answering
from boards.activity import change
from boards.errors import DomainError
from boards.models import Action, Agency, Evidence, User
from boards.services import actions, held_actions
from boards.services import evidence as evidence_service


class _About(TypedDict):
    """What is said about new evidence, file or link."""

    agency: Agency
    by: User
    title: str
    expires_on: date | None


def attach_evidence(
    *,
    return_record: Return,
    question: Question,
    by: User,
    upload: "UploadedFile[bytes] | None" = None,
    link: str = "",
    existing: Evidence | None = None,
    title: str = "",
    pointer: str = "",
    expires_on: date | None = None,
) -> AnswerEvidence:
    """Put a file, a link or earlier evidence of the agency beside an answer.

    Raises `FileRefused` for a file that cannot be kept. The same evidence twice is one link.
    """
    agency, board = return_record.agency, return_record.round.board
    about: _About = {"agency": agency, "by": by, "title": title, "expires_on": expires_on}
    if existing is not None:
        if existing.agency_id != agency.pk:
            raise DomainError(_("This evidence belongs to another agency."))
        return _attach(return_record, question, existing, pointer, by)
    if upload is not None:
        # Received before the return is locked: colleagues go on saving while it is scanned.
        with evidence_service.received(upload=upload, board=board, **about) as file:
            return _attach(return_record, question, file, pointer, by)
    with change("returns.evidence", by=by, board=board, on=return_record):
        _lock_for_answering(return_record)
        evidence = evidence_service.add_link(link=link, **about)
        return _attach(return_record, question, evidence, pointer, by)


def _attach(
    return_record: Return, question: Question, evidence: Evidence, pointer: str, by: User
) -> AnswerEvidence:
    with change("returns.evidence", by=by, board=return_record.round.board, on=return_record):
        _lock_for_answering(return_record)
        answer = _answer(return_record, question)
        return AnswerEvidence.objects.get_or_create(
            answer=answer,
            evidence=evidence_service.keep(evidence=evidence, by=by),
            defaults={"pointer": pointer.strip()},
        )[0]


def detach_evidence(*, link: AnswerEvidence, by: User) -> None:
    """Take evidence away from an answer; the agency keeps it for other answers."""
    record = link.answer.return_record
    with change("returns.evidence", by=by, board=record.round.board, on=record):
        _lock_for_answering(record)
        link.delete()


def plan_action(
    *,
    return_record: Return,
    question: Question,
    title: str,
    due_on: date,
    by: User,
    success_measure: str = "",
) -> Action:
    """Plan what will be done about an answer below met; it joins the board's one action tracker.

    Until the return is sent, the agency alone sees it, like the answer.
    """
    board = return_record.round.board
    with change("returns.action", by=by, board=board, on=return_record):
        _lock_for_answering(return_record)
        answer = _answer(return_record, question)
        place = {"board": board.slug, "pk": return_record.pk, "question": question.key}
        action = actions.raise_action(
            board=board,
            agency=return_record.agency,
            title=title,
            success_measure=success_measure,
            due_on=due_on,
            by=by,
            source=Action.Source.AUDIT,
            source_label=f"{return_record.round}: {question}"[:300],
            source_path=reverse("audits:return-question", kwargs=place),
            held_back=True,
        )
        AnswerAction.objects.create(answer=answer, action=action)
        return action


def edit_action(
    *, link: AnswerAction, title: str, success_measure: str, due_on: date, version: int, by: User
) -> Action:
    """Change an action that was planned in a return which has not been sent since."""
    record = link.answer.return_record
    with change("returns.action", by=by, board=record.round.board, on=record):
        _lock_for_answering(record)
        return held_actions.edit(
            action=link.action, title=title, success_measure=success_measure, due_on=due_on,
            version=version,
        )  # fmt: skip


def delete_action(*, link: AnswerAction, by: User) -> None:
    """Delete an action that was planned in a return which has not been sent since."""
    record = link.answer.return_record
    with change("returns.action", by=by, board=record.round.board, on=record):
        _lock_for_answering(record)
        link.delete()
        held_actions.delete(action=link.action)


def _answer(return_record: Return, question: Question) -> Answer:
    """Return the answer's row; a blank one still counts as not started."""
    return Answer.objects.get_or_create(
        return_record=return_record, question=question, defaults={"version": 0}
    )[0]
