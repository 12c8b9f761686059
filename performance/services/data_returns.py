"""Data returns: asked for when a period ends, sent back, accepted, given more time."""

from datetime import date, datetime

from django.db.models import OuterRef, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from boards.activity import change
from boards.errors import DomainError
from boards.models import BoardPartner, User
from boards.states import check_transition, require_version
from performance import emails
from performance.models import DataRequirement, DataReturn, period_fields
from performance.rules import data_returns as rules
from performance.states import DATA_RETURN_TRANSITIONS, OUTSTANDING, DataReturnStatus


def ask_for_due(*, now: datetime | None = None) -> int:
    """Ask for the figures of every period that is over; return how many returns are new.

    Run again, or for the first time after days, it asks for what is missing and nothing twice.
    """
    today = timezone.localdate(now)
    made = 0
    partnership = BoardPartner.objects.filter(board=OuterRef("board"), agency=OuterRef("agency"))
    requirements = DataRequirement.objects.filter(starts_on__lte=today).annotate(
        left_on=Subquery(partnership.values("ends_on")[:1])
    )
    for requirement in requirements.select_related("board", "agency"):
        made += _ask_for(requirement, today)
    return made


def _ask_for(requirement: DataRequirement, today: date) -> int:
    # Nobody asks an agency for what came after its last day on the board.
    ends = [day for day in (requirement.ends_on, requirement.left_on) if day]  # type: ignore[attr-defined]  # annotated
    known = set(requirement.data_returns.values_list("period_start", "period_end"))
    rows = [
        DataReturn(
            board=requirement.board, agency=requirement.agency, requirement=requirement,
            due_on=rules.due_on(period, requirement.due_days), **period_fields(period),
        )
        for period in rules.ended_periods(
            requirement.frequency, requirement.starts_on, min(ends, default=None), today
        )
        if (period.start, period.end) not in known
    ]  # fmt: skip
    if not rows:
        return 0
    with change("data_returns.ask", by=None, board=requirement.board, on=requirement):
        # Two workers at once: the constraint lets one of them make each return.
        DataReturn.objects.bulk_create(rows, ignore_conflicts=True)
        emails.figures_asked(requirement, rows[-1].period)
    return len(rows)


def chase(*, now: datetime | None = None) -> int:
    """Remind of late figures, a step further up each time; return how many returns were chased.

    Of several steps that fell due while nothing ran only the last is taken, and none twice.
    """
    today = timezone.localdate(now)
    late = DataReturn.objects.late(today).values_list("pk", flat=True)
    return sum(_chase(pk, today) for pk in list(late))


def _chase(pk: int, today: date) -> bool:
    data_return = DataReturn.objects.select_related("board").get(pk=pk)
    with change("data_returns.chase", by=None, board=data_return.board, on=data_return):
        locked = lock(data_return)
        if locked.status not in OUTSTANDING:  # sent while the others were written to
            return False
        step = rules.step_due(locked.due, today)  # type: ignore[attr-defined]  # annotated
        if step is None or step <= locked.chased_step:
            return False
        locked.chased_step = step
        locked.save(update_fields=["chased_step"])
        emails.figures_late(locked, step)
        return True


def extend(
    *, data_return: DataReturn, extended_to: date, reason: str, version: int, by: User
) -> DataReturn:
    """Give an agency more time. Raises `DomainError` unless the new day is later."""
    with change("data_returns.extend", by=by, board=data_return.board, on=data_return):
        locked = lock(data_return)
        require_version(locked, version)
        if locked.status not in OUTSTANDING:
            raise DomainError(_("These figures are in: they need no more time."))
        if extended_to <= locked.due:  # type: ignore[attr-defined]  # annotated
            raise DomainError(_("Enter a day after the one on which they are due now."))
        if not reason.strip():
            raise DomainError(_("Say why the agency gets more time."))
        locked.extended_to, locked.extension_reason = extended_to, reason.strip()
        locked.chased_step = 0
        return _saved(locked)


def send_back(
    *, data_return: DataReturn, reason: str, version: int, by: User, now: datetime | None = None
) -> DataReturn:
    """Ask the agency to correct what it sent. Its figures stay until corrected ones come."""
    with change("data_returns.send_back", by=by, board=data_return.board, on=data_return):
        locked = lock(data_return)
        require_version(locked, version)
        move(locked, DataReturnStatus.SENT_BACK)
        if not reason.strip():
            raise DomainError(_("Say what should be corrected."))
        locked.sent_back_by, locked.sent_back_at = by, now or timezone.now()
        locked.sent_back_reason = reason.strip()
        locked.chased_step = 0
        emails.figures_sent_back(locked)
        return _saved(locked)


def accept(
    *, data_return: DataReturn, version: int, by: User, now: datetime | None = None
) -> DataReturn:
    """Take the figures as the agency's."""
    with change("data_returns.accept", by=by, board=data_return.board, on=data_return):
        locked = lock(data_return)
        require_version(locked, version)
        move(locked, DataReturnStatus.ACCEPTED)
        locked.accepted_by, locked.accepted_at = by, now or timezone.now()
        return _saved(locked)


def lock(data_return: DataReturn) -> DataReturn:
    """Return the row as it is now, held until the transaction ends."""
    rows = DataReturn.objects.with_due().select_for_update(of=("self",))
    locked: DataReturn = rows.select_related("board", "agency", "requirement").get(
        pk=data_return.pk
    )
    return locked


def move(locked: DataReturn, status: DataReturnStatus) -> None:
    """Set a status that may follow. Raises `TransitionNotAllowed`."""
    check_transition(DATA_RETURN_TRANSITIONS, locked.status, status, str(locked))
    locked.status = status


def _saved(locked: DataReturn) -> DataReturn:
    locked.version += 1
    locked.save()
    return locked
