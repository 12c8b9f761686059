"""Questions to agencies: asked, drafted and answered there, read, sent back or accepted here."""

from collections.abc import Sequence
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from boards.activity import change
from boards.errors import DomainError, StaleRecord
from boards.models import Agency, BoardPartner, User
from boards.states import check_transition, require_version
from performance import emails
from performance.models import AgencyAnswer, Enquiry, EnquiryQuestion
from performance.models.questions import WAITING
from performance.rules.data_returns import step_due
from performance.services.enquiries import lock_worked_on
from performance.states import ANSWER_TRANSITIONS, AnswerStatus


def ask(
    *,
    enquiry: Enquiry,
    text: str,
    agencies: Sequence[Agency],
    due_on: date,
    by: User,
    now: datetime | None = None,
) -> EnquiryQuestion:
    """Put a question to agencies of the board; their people are told.

    Raises `DomainError` for a past day, nobody asked, an agency that is not on the board, and
    `EnquiryOver` unless the line of enquiry is being worked on.
    """
    now = now or timezone.now()
    today = timezone.localdate(now)
    with change("enquiries.ask", by=by, board=enquiry.board, on=enquiry):
        locked = lock_worked_on(enquiry, None)
        _check_asked(locked, agencies, due_on, today)
        question = EnquiryQuestion.objects.create(
            enquiry=locked, text=_said(text, _("Enter the question.")), due_on=due_on,
            asked_by=by, asked_at=now,
        )  # fmt: skip
        for agency in agencies:
            answer = AgencyAnswer.objects.create(
                board=locked.board, question=question, agency=agency, due_on=due_on
            )
            emails.question_asked(answer)
    return question


def keep(
    *, answer: AgencyAnswer, text: str, draft_version: int, by: User, now: datetime | None = None
) -> AgencyAnswer:
    """Keep what an agency's people have typed and not sent. The board sees nothing of it.

    Raises `StaleRecord` when a colleague saved something else meanwhile.
    """
    with change("questions.keep", by=by, board=answer.board, on=answer.question.enquiry):
        locked = _lock_waiting(answer)
        if locked.draft == text.strip():
            return locked
        _require_draft(locked, draft_version)
        locked.draft, locked.draft_by = text.strip(), by
        locked.draft_at = now or timezone.now()
        locked.draft_version += 1
        locked.save(update_fields=["draft", "draft_by", "draft_at", "draft_version"])
        return locked


def send(
    *, answer: AgencyAnswer, text: str, draft_version: int, by: User, now: datetime | None = None
) -> AgencyAnswer:
    """Send the answer to the board. Raises `StaleRecord` as `keep`, `TransitionNotAllowed`."""
    with change("questions.answer", by=by, board=answer.board, on=answer.question.enquiry):
        locked = _lock(answer)
        _move(locked, AnswerStatus.ANSWERED)
        said = _said(text, _("Enter your answer."))
        if locked.draft != said:
            _require_draft(locked, draft_version)
        locked.text, locked.answered_by = said, by
        locked.answered_at = now or timezone.now()
        locked.draft, locked.draft_by, locked.draft_at = "", None, None
        locked.draft_version += 1
        emails.question_answered(locked)
        return _saved(locked)


def accept(
    *, answer: AgencyAnswer, version: int | None, by: User, now: datetime | None = None
) -> AgencyAnswer:
    """Take the answer as it is."""
    with change("questions.accept", by=by, board=answer.board, on=answer.question.enquiry):
        locked = _lock(answer)
        require_version(locked, version)
        _move(locked, AnswerStatus.ACCEPTED)
        locked.accepted_by, locked.accepted_at = by, now or timezone.now()
        return _saved(locked)


def send_back(
    *,
    answer: AgencyAnswer,
    reason: str,
    version: int | None,
    by: User,
    now: datetime | None = None,
) -> AgencyAnswer:
    """Ask for more. What the agency sent becomes its draft, so that it need not begin anew."""
    with change("questions.send_back", by=by, board=answer.board, on=answer.question.enquiry):
        # First the enquiry, then the answer: closing takes them in this order, too.
        lock_worked_on(answer.question.enquiry, None)
        locked = _lock(answer)
        require_version(locked, version)
        _move(locked, AnswerStatus.SENT_BACK)
        locked.sent_back_by, locked.sent_back_at = by, now or timezone.now()
        locked.sent_back_reason = _said(reason, _("Say what is missing."))
        locked.draft, locked.draft_by, locked.draft_at = locked.text, None, None
        locked.draft_version += 1
        emails.question_sent_back(locked)
        return _saved(locked)


def extend(
    *, answer: AgencyAnswer, due_on: date, reason: str, version: int | None, by: User
) -> AgencyAnswer:
    """Give an agency more time. Raises `DomainError` unless the new day is later."""
    with change("questions.extend", by=by, board=answer.board, on=answer.question.enquiry):
        locked = _lock_waiting(answer)
        require_version(locked, version)
        if due_on <= max(locked.due_on, timezone.localdate()):
            raise DomainError(_("Enter a day that is to come, after the one it is due on now."))
        locked.extension_reason = _said(reason, _("Say why the agency gets more time."))
        locked.due_on, locked.chased_step = due_on, 0
        return _saved(locked)


def withdraw(*, answer: AgencyAnswer, version: int | None, by: User) -> AgencyAnswer:
    """Stop asking an agency that has not answered."""
    with change("questions.withdraw", by=by, board=answer.board, on=answer.question.enquiry):
        locked = _lock(answer)
        require_version(locked, version)
        _move(locked, AnswerStatus.WITHDRAWN)
        return _saved(locked)


def chase(*, now: datetime | None = None) -> int:
    """Remind of late answers, a step further up each time; return how many were chased.

    Of several steps that fell due while nothing ran only the last is taken, and none twice.
    """
    today = timezone.localdate(now)
    late = AgencyAnswer.objects.late(today).values_list("pk", flat=True)
    return sum(_chase(pk, today) for pk in list(late))


def _chase(pk: int, today: date) -> bool:
    answer = AgencyAnswer.objects.select_related("board", "question__enquiry").get(pk=pk)
    with change("questions.chase", by=None, board=answer.board, on=answer.question.enquiry):
        locked = _lock(answer)
        step = step_due(locked.due_on, today)
        if locked.status not in WAITING or step is None or step <= locked.chased_step:
            return False
        locked.chased_step = step
        locked.save(update_fields=["chased_step"])
        emails.question_late(locked, step)
        return True


def _check_asked(enquiry: Enquiry, agencies: Sequence[Agency], due_on: date, today: date) -> None:
    if due_on < today:
        raise DomainError(_("The day to answer by must be today or later."))
    if not agencies:
        raise DomainError(_("Tick at least one agency."))
    partners = BoardPartner.objects.filter(board=enquiry.board).current(today)
    known = set(partners.values_list("agency_id", flat=True))
    for agency in agencies:
        if agency.pk not in known:
            raise DomainError(_("%(agency)s is not on this board.") % {"agency": agency})


def _lock(answer: AgencyAnswer) -> AgencyAnswer:
    rows = AgencyAnswer.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related(
        "board", "agency", "question__enquiry__board", "question__asked_by", "draft_by"
    ).get(pk=answer.pk)


def _lock_waiting(answer: AgencyAnswer) -> AgencyAnswer:
    locked = _lock(answer)
    if locked.status not in WAITING:
        # An answer is sent from these states alone, so the table refuses all others.
        check_transition(ANSWER_TRANSITIONS, locked.status, AnswerStatus.ANSWERED, _("This answer"))
    return locked


def _move(locked: AgencyAnswer, status: AnswerStatus) -> None:
    check_transition(ANSWER_TRANSITIONS, locked.status, status, _("This answer"))
    locked.status = AgencyAnswer.Status(status)


def _require_draft(locked: AgencyAnswer, seen: int) -> None:
    if seen != locked.draft_version:
        message = _("A colleague saved this answer while you were writing. Read both, then save.")
        raise StaleRecord(message, current=locked)


def _saved(locked: AgencyAnswer) -> AgencyAnswer:
    locked.version += 1
    locked.save()
    return locked


def _said(text: str, otherwise: str) -> str:
    if not text.strip():
        raise DomainError(otherwise)
    return text.strip()
