"""What happens to a return: signed off by the agency's executive, sent, sent back, accepted."""

from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from audits.checks import returns as checks
from audits.models import AnswerAction, AnswerComment, Question, Return
from audits.rules.rounds import ANSWER_AGAIN
from audits.services import deadlines
from audits.services.answers import lock_return
from audits.states import READABLE_BY_BOARD, RETURN_TRANSITIONS, ReturnStatus, RoundStatus
from boards.activity import change
from boards.errors import DomainError, NotReady
from boards.models import User
from boards.services import held_actions
from boards.states import check_transition, require_version


def sign_off(
    *,
    return_record: Return,
    signatory_name: str,
    signatory_post: str,
    version: int,
    by: User,
    now: datetime | None = None,
) -> Return:
    """Record that the agency's accountable executive stands behind the answers.

    Raises `NotReady` with every question that still wants something.
    """
    with change("returns.sign_off", by=by, board=return_record.round.board, on=return_record):
        locked = _locked_for(return_record, ReturnStatus.SIGNED_OFF, version)
        if problems := checks.before_sign_off(locked):
            raise NotReady(_("Some questions still need something."), problems)
        locked.status = ReturnStatus.SIGNED_OFF
        locked.signatory_name, locked.signatory_post = (
            signatory_name.strip(),
            signatory_post.strip(),
        )
        locked.signed_off_by, locked.signed_off_at = by, now or timezone.now()
        return _saved(
            locked, "status", "signatory_name", "signatory_post", "signed_off_by", "signed_off_at"
        )


def take_back_sign_off(*, return_record: Return, version: int, by: User) -> Return:
    """Open the answers again before the return is sent; the sign-off has to be given anew."""
    with change(
        "returns.take_back_sign_off", by=by, board=return_record.round.board, on=return_record
    ):
        then = ReturnStatus.SENT_BACK if return_record.sent_back_at else ReturnStatus.DRAFT
        locked = _locked_for(return_record, then, version)
        locked.status = then
        locked.signed_off_by = locked.signed_off_at = None
        locked.signatory_name = locked.signatory_post = ""
        return _saved(
            locked, "status", "signatory_name", "signatory_post", "signed_off_by", "signed_off_at"
        )


def submit(*, return_record: Return, version: int, by: User, now: datetime | None = None) -> Return:
    """Send a signed-off return to the board. From here on nobody can change it."""
    now = now or timezone.now()
    with change("returns.submit", by=by, board=return_record.round.board, on=return_record):
        locked = _locked_for(return_record, ReturnStatus.SUBMITTED, version)
        if problems := checks.before_sign_off(locked):
            raise NotReady(_("Some questions still need something."), problems)
        locked.status, locked.submitted_by, locked.submitted_at = ReturnStatus.SUBMITTED, by, now
        locked.first_submitted_at = locked.first_submitted_at or now
        saved = _saved(locked, "status", "submitted_by", "submitted_at", "first_submitted_at")
        planned = AnswerAction.objects.filter(answer__return_record=saved)
        held_actions.release(list(planned.values_list("action_id", flat=True)))
        tell_board(saved)
        return saved


def send_back(
    *,
    return_record: Return,
    reason: str,
    version: int,
    by: User,
    answer_by: date | None = None,
    now: datetime | None = None,
) -> Return:
    """Give a return back to its agency with a reason and the comments made on its answers.

    It is due again on `answer_by`, in a fortnight where nothing is said.
    """
    now = now or timezone.now()
    today = timezone.localdate(now)
    answer_by = answer_by or today + ANSWER_AGAIN
    if not reason.strip():
        raise DomainError(_("Say what the agency should do."))
    if answer_by < today:
        raise DomainError(_("The day to answer again by must be today or later."))
    with change("returns.send_back", by=by, board=return_record.round.board, on=return_record):
        locked = _locked_for(return_record, ReturnStatus.SENT_BACK, version)
        locked.status, locked.sent_back_by, locked.sent_back_at = ReturnStatus.SENT_BACK, by, now
        locked.sent_back_reason = reason.strip()
        locked.extended_to, locked.extension_reason = answer_by, _("Sent back")
        _release_comments(locked, now)
        saved = _saved(
            locked, "status", "sent_back_by", "sent_back_at", "sent_back_reason", "extended_to",
            "extension_reason",
        )  # fmt: skip
        tell_agency(saved, "return_sent_back")
        return saved


def accept(
    *, return_record: Return, note: str, version: int, by: User, now: datetime | None = None
) -> Return:
    """Accept a return: the board has read it and has no further question."""
    now = now or timezone.now()
    with change("returns.accept", by=by, board=return_record.round.board, on=return_record):
        locked = _locked_for(return_record, ReturnStatus.ACCEPTED, version)
        locked.status, locked.accepted_by, locked.accepted_at = ReturnStatus.ACCEPTED, by, now
        locked.accepted_note = note.strip()
        _release_comments(locked, now)
        saved = _saved(locked, "status", "accepted_by", "accepted_at", "accepted_note")
        tell_agency(saved, "return_accepted")
        return saved


def comment(
    *, return_record: Return, question: Question, text: str, by: User, now: datetime | None = None
) -> AnswerComment:
    """Note something on an answer; the agency reads it when the return is sent back or accepted."""
    if not text.strip():
        raise DomainError(_("Enter a comment."))
    with change("returns.comment", by=by, board=return_record.round.board, on=return_record):
        locked = lock_return(return_record)
        if locked.status not in READABLE_BY_BOARD:
            raise DomainError(_("This return is with the agency, so it cannot be commented on."))
        return AnswerComment.objects.create(
            return_record=locked,
            question=question,
            text=text.strip(),
            by=by,
            at=now or timezone.now(),
        )


def withdraw_comment(*, comment: AnswerComment, by: User) -> None:
    """Take back a comment that the agency has not been given yet."""
    record = comment.return_record
    with change("returns.comment", by=by, board=record.round.board, on=record):
        lock_return(record)
        if AnswerComment.objects.filter(pk=comment.pk, released_at=None).delete()[0] == 0:
            raise DomainError(_("The agency has been given this comment, so it stays."))


def extend(
    *,
    return_record: Return,
    until: date,
    reason: str,
    version: int,
    by: User,
    now: datetime | None = None,
) -> Return:
    """Give one agency more time, with the reason, and tell those who answer."""
    if not reason.strip():
        raise DomainError(_("Say why the agency gets more time."))
    with change("returns.extend", by=by, board=return_record.round.board, on=return_record):
        locked = lock_return(return_record)
        require_version(locked, version)
        if locked.status in READABLE_BY_BOARD:
            raise DomainError(_("This return has been sent, so it needs no more time."))
        _check_more_time(locked, until)
        is_new = until != locked.extended_to
        locked.extended_to, locked.extension_reason = until, reason.strip()
        saved = _saved(locked, "extended_to", "extension_reason")
        if is_new and saved.round.status != RoundStatus.DRAFT:
            deadlines.tell(saved.round, [saved.pk], until, now=now or timezone.now())
        return saved


def _check_more_time(record: Return, until: date) -> None:
    if record.sent_back_at is not None and record.extended_to:
        # Sent back, it may be due before the round closes: only a later day is more time.
        if until < record.extended_to:
            raise DomainError(_("The new date must be after the one by which it is due now."))
        return
    if until <= record.round.closes_on:  # type: ignore[operator]  # a live round has its dates: round_live_or_published_counts
        raise DomainError(_("The new date must be after the round’s closing date."))


def _locked_for(return_record: Return, then: ReturnStatus, version: int) -> Return:
    locked = lock_return(return_record)
    check_transition(RETURN_TRANSITIONS, locked.status, then, _("This return"))
    require_version(locked, version)
    return locked


def _saved(locked: Return, *fields: str) -> Return:
    locked.version += 1
    locked.save(update_fields=[*fields, "version"])
    return locked


def _release_comments(locked: Return, now: datetime) -> None:
    locked.comments.filter(released_at=None).update(released_at=now)


def tell_board(record: Return) -> None:
    """Tell the board's people that a return has come in."""
    from audits import emails

    emails.return_submitted(record)


def tell_agency(record: Return, kind: str) -> None:
    """Tell the agency's people what the board decided."""
    from audits import emails

    emails.return_decided(record, kind)
