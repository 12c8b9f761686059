"""Lines of enquiry: begun because of a figure, found out, put to another group, closed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from boards.activity import change
from boards.errors import DomainError, NotReady, Problem
from boards.models import Action, Agency, Board, Group, User
from boards.services import actions
from boards.states import check_transition, require_version
from performance import emails
from performance.models import (
    AgencyAnswer,
    Enquiry,
    EnquiryAction,
    EnquiryIndicator,
    EnquiryStep,
    Indicator,
    period_fields,
)
from performance.rules.enquiries import is_another_group
from performance.rules.periods import Period
from performance.states import ENQUIRY_TRANSITIONS, AnswerStatus, EnquiryStatus

#: The group that works on it may still ask and write what it found.
WORKED_ON = frozenset({EnquiryStatus.OPEN, EnquiryStatus.MORE_ASKED})


class EnquiryOver(DomainError):
    """The line of enquiry is before another group, or closed."""


class SameGroup(DomainError):
    """A group does not decide on its own recommendation."""


class SamePerson(DomainError):
    """Nobody decides on their own recommendation."""


@dataclass(frozen=True)
class EnquiryFields:
    """What a person says about a line of enquiry; without a group it is the board's own."""

    title: str
    why: str
    period: Period
    indicators: Sequence[Indicator]
    group: Group | None = None


def begin(*, board: Board, fields: EnquiryFields, by: User, now: datetime | None = None) -> Enquiry:
    """Open a line of enquiry. Raises `DomainError` for what is not of the board."""
    enquiry = Enquiry(board=board, opened_by=by, opened_at=now or timezone.now())
    _write(enquiry, fields)
    with change("enquiries.begin", by=by, board=board, on=enquiry):
        enquiry.save(force_insert=True)
        _choose(enquiry, fields.indicators)
    return enquiry


def edit(*, enquiry: Enquiry, fields: EnquiryFields, version: int | None, by: User) -> Enquiry:
    """Change what it asks. Raises `StaleRecord`, `EnquiryOver` unless it is being worked on."""
    with change("enquiries.edit", by=by, board=enquiry.board, on=enquiry):
        locked = lock_worked_on(enquiry, version)
        _write(locked, fields)
        _choose(locked, fields.indicators)
        return _saved(locked)


def find(*, enquiry: Enquiry, finding: str, version: int | None, by: User) -> Enquiry:
    """Record what was found out."""
    with change("enquiries.find", by=by, board=enquiry.board, on=enquiry):
        locked = lock_worked_on(enquiry, version)
        locked.finding = _said(finding, _("Enter what was found."))
        return _saved(locked)


def recommend(
    *,
    enquiry: Enquiry,
    recommendation: str,
    to: Group | None,
    version: int | None,
    by: User,
    now: datetime | None = None,
) -> Enquiry:
    """Put the recommendation before another group; without one, before the board.

    Raises `NotReady` without a finding, `SameGroup`.
    """
    now = now or timezone.now()
    with change("enquiries.recommend", by=by, board=enquiry.board, on=enquiry):
        locked = _lock_to(enquiry, version, EnquiryStatus.RECOMMENDED)
        _require_finding(locked)
        _put_before(locked, to)
        locked.recommendation = _said(recommendation, _("Enter what you recommend."))
        locked.recommended_by, locked.recommended_at = by, now
        _step(locked, EnquiryStep.Kind.RECOMMENDED, locked.recommendation, by, now)
        emails.recommendation_to_decide(locked)
        return _saved(locked)


def accept(
    *, enquiry: Enquiry, text: str, version: int | None, by: User, now: datetime | None = None
) -> Enquiry:
    """Accept the recommendation, with what the group says to it."""
    with change("enquiries.accept", by=by, board=enquiry.board, on=enquiry):
        return _decide(enquiry, EnquiryStatus.ACCEPTED, text, version, by, now)


def ask_for_more(
    *, enquiry: Enquiry, text: str, version: int | None, by: User, now: datetime | None = None
) -> Enquiry:
    """Give it back to the group that works on it: the recommendation did not convince."""
    with change("enquiries.ask_for_more", by=by, board=enquiry.board, on=enquiry):
        return _decide(enquiry, EnquiryStatus.MORE_ASKED, text, version, by, now)


def escalate(
    *,
    enquiry: Enquiry,
    text: str,
    to: Group | None,
    version: int | None,
    by: User,
    now: datetime | None = None,
) -> Enquiry:
    """Take the recommendation to a further group, or to the board. Raises `SameGroup`."""
    now = now or timezone.now()
    with change("enquiries.escalate", by=by, board=enquiry.board, on=enquiry):
        locked = _lock_to(enquiry, version, EnquiryStatus.ESCALATED)
        _require_another_person(locked, by)
        if to == locked.decided_by_group:
            raise SameGroup(_("It is before this group already. Choose another one."))
        _put_before(locked, to)
        _step(locked, EnquiryStep.Kind.ESCALATED, text, by, now)
        emails.recommendation_to_decide(locked)
        return _saved(locked)


def close(
    *, enquiry: Enquiry, outcome: str, version: int | None, by: User, now: datetime | None = None
) -> Enquiry:
    """Close it with what came of it; questions that are still open are no longer asked.

    Raises `NotReady` without a finding, or while answers wait to be read.
    """
    now = now or timezone.now()
    with change("enquiries.close", by=by, board=enquiry.board, on=enquiry):
        locked = _lock_to(enquiry, version, EnquiryStatus.CLOSED)
        _require_finding(locked)
        _require_answers_read(locked)
        waiting = AgencyAnswer.objects.filter(question__enquiry=locked).waiting()
        waiting.update(status=AnswerStatus.WITHDRAWN, version=F("version") + 1)
        locked.closed_by, locked.closed_at = by, now
        _step(locked, EnquiryStep.Kind.CLOSED, outcome, by, now)
        return _saved(locked)


def raise_action(
    *,
    enquiry: Enquiry,
    title: str,
    agency: Agency | None,
    due_on: date,
    success_measure: str,
    by: User,
    now: datetime | None = None,
) -> Action:
    """Raise an action because of what was found. Raises what the action tracker refuses."""
    with change("enquiries.action", by=by, board=enquiry.board, on=enquiry):
        locked = _lock(enquiry, None)
        if locked.status == EnquiryStatus.CLOSED:
            raise EnquiryOver(_("This line of enquiry is closed. Raise the action by itself."))
        action = actions.raise_action(
            board=locked.board, title=title, by=by, due_on=due_on, agency=agency,
            success_measure=success_measure, source=Action.Source.CHALLENGE,
            source_label=locked.title, source_path=page_of(locked), now=now,
        )  # fmt: skip
        EnquiryAction.objects.create(enquiry=locked, action=action)
    return action


def page_of(enquiry: Enquiry) -> str:
    """Return the path of its page."""
    return reverse(
        "performance:enquiry-detail", kwargs={"board": enquiry.board.slug, "pk": enquiry.pk}
    )


def lock_worked_on(enquiry: Enquiry, version: int | None) -> Enquiry:
    """Return the row, held until the transaction ends. Raises `EnquiryOver`, `StaleRecord`."""
    locked = _lock(enquiry, version)
    if locked.status not in WORKED_ON:
        raise EnquiryOver(
            _("This line of enquiry is before another group or closed, so it cannot change now.")
        )
    return locked


def _decide(
    enquiry: Enquiry,
    decision: EnquiryStatus,
    text: str,
    version: int | None,
    by: User,
    now: datetime | None,
) -> Enquiry:
    locked = _lock_to(enquiry, version, decision)
    _require_another_person(locked, by)
    _step(locked, EnquiryStep.Kind(decision.value), text, by, now or timezone.now())
    emails.recommendation_decided(locked)
    return _saved(locked)


def _lock(enquiry: Enquiry, version: int | None) -> Enquiry:
    rows = Enquiry.objects.select_for_update(of=("self",), no_key=True)
    locked: Enquiry = rows.select_related(
        "board", "group", "decided_by_group", "recommended_by", "opened_by"
    ).get(pk=enquiry.pk)
    require_version(locked, version)
    return locked


def _lock_to(enquiry: Enquiry, version: int | None, then: EnquiryStatus) -> Enquiry:
    locked = _lock(enquiry, version)
    check_transition(ENQUIRY_TRANSITIONS, locked.status, then, str(locked))
    locked.status = Enquiry.Status(then)
    return locked


def _saved(locked: Enquiry) -> Enquiry:
    locked.version += 1
    locked.save()
    return locked


def _write(enquiry: Enquiry, fields: EnquiryFields) -> None:
    if fields.group is not None and fields.group.board_id != enquiry.board_id:
        raise DomainError(_("Select a group of this board."))
    enquiry.title = _said(fields.title, _("Enter what is asked."))[:300]
    enquiry.why = _said(fields.why, _("Enter why it matters."))
    enquiry.group = fields.group
    for name, value in period_fields(fields.period).items():
        setattr(enquiry, name, value)


def _choose(enquiry: Enquiry, indicators: Sequence[Indicator]) -> None:
    """Let it be about exactly these indicators."""
    if not indicators:
        raise DomainError(_("Tick at least one indicator."))
    if any(each.board_id != enquiry.board_id for each in indicators):
        raise DomainError(_("Select indicators of this board."))
    wanted = {each.pk: order for order, each in enumerate(indicators)}
    enquiry.about.exclude(indicator__in=wanted).delete()
    EnquiryIndicator.objects.bulk_create(
        [EnquiryIndicator(enquiry=enquiry, indicator_id=pk, order=at) for pk, at in wanted.items()],
        update_conflicts=True, unique_fields=["enquiry", "indicator"], update_fields=["order"],
    )  # fmt: skip


def _put_before(enquiry: Enquiry, group: Group | None) -> None:
    if group is not None and group.board_id != enquiry.board_id:
        raise DomainError(_("Select a group of this board."))
    if not is_another_group(enquiry.group_id, group.pk if group else None):
        raise SameGroup(_("Another group decides than the one that recommends. Choose another."))
    enquiry.decided_by_group = group


def _require_finding(enquiry: Enquiry) -> None:
    if not enquiry.finding:
        url = reverse(
            "performance:enquiry-finding", kwargs={"board": enquiry.board.slug, "pk": enquiry.pk}
        )
        raise NotReady(
            _("There is no finding yet."), [Problem(_("Record what was found first."), url)]
        )


def _require_answers_read(enquiry: Enquiry) -> None:
    # All are held: none is sent while the enquiry closes.
    rows = AgencyAnswer.objects.select_for_update(of=("self",), no_key=True)
    answers = rows.filter(question__enquiry=enquiry).select_related("agency").order_by("pk")
    text = _("The answer of %(agency)s waits to be read: accept it or send it back.")
    problems = [
        Problem(text % {"agency": each.agency}, f"{page_of(enquiry)}#answer-{each.pk}")
        for each in answers
        if each.status == AnswerStatus.ANSWERED
    ]
    if problems:
        raise NotReady(_("Some answers have not been read yet."), problems)


def _require_another_person(enquiry: Enquiry, by: User) -> None:
    if by == enquiry.recommended_by:
        raise SamePerson(_("You made this recommendation, so somebody else decides on it."))


def _step(enquiry: Enquiry, kind: str, text: str, by: User, now: datetime) -> None:
    said = _said(text, _("Enter what was said, for those who read it later."))
    EnquiryStep.objects.create(
        enquiry=enquiry, kind=kind, text=said, group=enquiry.decided_by_group, by=by, at=now
    )


def _said(text: str, otherwise: str) -> str:
    if not text.strip():
        raise DomainError(otherwise)
    return text.strip()
