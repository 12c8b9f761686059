"""Rounds: drafted, sent to agencies, opened, closed. Returns are made when agencies are chosen."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from audits.models import Answer, Return, Round, ToolVersion
from audits.rules.tools import make_key
from audits.services import deadlines, opening
from audits.states import ROUND_TRANSITIONS, ReturnStatus, RoundStatus, VersionStatus
from boards.activity import change
from boards.errors import DomainError
from boards.models import Agency, Board, BoardYear, User
from boards.states import check_transition, require_version

#: Rows written at once: a round may go to 24,000 schools.
CHUNK = 2000


@dataclass(frozen=True)
class RoundFields:
    """What a person says about a round. The closing date ends at the end of its day."""

    title: str
    year: BoardYear
    tool_version: ToolVersion
    opens_on: date
    closes_on: date
    introduction: str = ""
    #: Answers are copied forward from the returns of this round when the new one opens.
    previous: Round | None = None


@dataclass(frozen=True)
class Invited:
    """How many agencies were added to a round, and how many were on it before."""

    added: int
    already: int


def create(*, board: Board, fields: RoundFields, by: User) -> Round:
    """Draft a round. Nobody outside the board's office sees it until it opens."""
    row = Round(board=board, title=fields.title)
    with change("rounds.create", by=by, board=board, on=row):
        # Two drafts of one title at once: the second waits here, then takes a key of its own.
        BoardYear.objects.select_for_update(no_key=True).get(pk=fields.year.pk)
        _check(board, fields)
        taken = set(Round.objects.filter(year=fields.year).values_list("key", flat=True))
        row.key = make_key(fields.title, taken, fallback="round")
        _write(row, fields)
        row.save()
        return row


def edit(
    *, round_record: Round, fields: RoundFields, version: int, by: User, now: datetime | None = None
) -> Round:
    """Change a round. Once it is open only its words change, and its closing day to a later one;
    agencies whose return is outstanding are told of a later day.
    """
    with change("rounds.edit", by=by, board=round_record.board, on=round_record):
        locked = lock_round(round_record)
        require_version(locked, version)
        was_due = locked.closes_on
        if locked.status == RoundStatus.PUBLISHED:
            raise DomainError(_("Counts of a past year are changed in the board-year file."))
        if locked.status == RoundStatus.CLOSED:
            raise DomainError(_("This round is closed. Open it again before you change it."))
        if locked.status == RoundStatus.DRAFT:
            _check(locked.board, fields, of=locked)
            if fields.year.pk != locked.year_id:
                taken = set(Round.objects.filter(year=fields.year).values_list("key", flat=True))
                locked.key = make_key(fields.title, taken, fallback="round")
            _write(locked, fields)
        else:
            if fields.closes_on < locked.closes_on:  # type: ignore[operator]  # a live round has its dates
                raise DomainError(
                    _("Agencies know the closing date, so it can only move to a later day.")
                )
            locked.title, locked.introduction = fields.title.strip(), fields.introduction.strip()
            locked.closes_on = fields.closes_on
        locked.version += 1
        locked.save()
        if locked.status == RoundStatus.OPEN and locked.closes_on != was_due:
            deadlines.tell_round(locked, now=now or timezone.now())
        return locked


def invite(
    *, round_record: Round, agency_ids: Iterable[int], by: User, now: datetime | None = None
) -> Invited:
    """Put agencies on a round; each gets its return. One that is on it already stays as it is.

    Agencies added to an open round are told at once, with last round's answers carried forward.
    Raises `DomainError`, and stores nothing, when one of them is not a current partner of the
    board nor part of one.
    """
    now = now or timezone.now()
    wanted = set(agency_ids)
    if not wanted:
        raise DomainError(_("Select at least one agency."))
    with change("rounds.invite", by=by, board=round_record.board, on=round_record):
        locked = lock_round(round_record)
        if locked.status not in {RoundStatus.DRAFT, RoundStatus.OPEN}:
            raise DomainError(_("This round is closed. Open it again before you add agencies."))
        here = Agency.objects.working_with(locked.board, timezone.localdate(now))
        allowed = set(here.values_list("pk", flat=True))
        if strangers := wanted - allowed:
            names = Agency.objects.filter(pk__in=strangers).values_list("name", flat=True)[:5]
            message = _("Not a current agency of this board: %(names)s.")
            raise DomainError(message % {"names": ", ".join(names) or "?"})
        there = set(locked.returns.values_list("agency_id", flat=True))
        new = sorted(wanted - there)
        for start in range(0, len(new), CHUNK):
            made = Return.objects.bulk_create(
                [Return(round=locked, agency_id=pk) for pk in new[start : start + CHUNK]]
            )
            if locked.status == RoundStatus.OPEN:
                opening.begin(locked, [record.pk for record in made], by=by, now=now)
        return Invited(added=len(new), already=len(wanted) - len(new))


def remove(*, return_record: Return, by: User) -> None:
    """Take an agency off a round. Once it has written something, its return stays."""
    round_record = return_record.round
    with change("rounds.remove", by=by, board=round_record.board, on=round_record):
        # An answer being saved holds a lock on the return, so this waits for it.
        locked = Return.objects.select_for_update().get(pk=return_record.pk)
        written = Answer.objects.filter(return_record=locked)
        has_written = (
            written.counting().exists()
            or written.filter(action_links__isnull=False).exists()
            or locked.rival_texts.exists()
        )
        if locked.status != ReturnStatus.DRAFT or has_written:
            raise DomainError(_("This agency has answered already, so its return stays."))
        # What is left was only copied from last round and confirmed by nobody.
        written.delete()
        locked.delete()


def delete(*, round_record: Round, version: int, by: User) -> None:
    """Delete a draft with its choice of agencies; nobody outside the board's office has seen it.

    Raises `DomainError` once the round has been open, or when something was written in it.
    """
    with change("rounds.delete", by=by, board=round_record.board, on=round_record):
        locked = lock_round(round_record)
        if locked.status != RoundStatus.DRAFT:
            raise DomainError(_("Agencies have had this round, so it stays. Close it instead."))
        require_version(locked, version)
        if Answer.objects.filter(return_record__round=locked).exists():
            raise DomainError(_("This round has answers, so it stays."))
        locked.returns.all().delete()
        locked.delete()


def open_round(
    *, round_record: Round, version: int, by: User, now: datetime | None = None
) -> Round:
    """Open a round: agencies see their returns, with last round's answers, and are told.

    It opens today, also when a later day was planned. Raises `DomainError` when nobody is on it or
    its closing day is over.
    """
    now = now or timezone.now()
    today = timezone.localdate(now)
    with change("rounds.open", by=by, board=round_record.board, on=round_record):
        locked = lock_round(round_record)
        check_transition(ROUND_TRANSITIONS, locked.status, RoundStatus.OPEN, _("This round"))
        if locked.status != RoundStatus.DRAFT:
            raise DomainError(_("This round has been open before. Open it again instead."))
        require_version(locked, version)
        if locked.closes_on < today:  # type: ignore[operator]  # a live round has its dates
            raise DomainError(_("The closing date is over. Give the round a later one first."))
        if not locked.returns.exists():
            raise DomainError(_("No agency is on this round. Choose agencies first."))
        locked.status, locked.opened_by, locked.opened_at = RoundStatus.OPEN, by, now
        locked.opens_on = min(locked.opens_on or today, today)
        saved = _saved(locked, "status", "opened_by", "opened_at", "opens_on")
        pks = list(locked.returns.order_by("pk").values_list("pk", flat=True))
        for start in range(0, len(pks), CHUNK):
            opening.begin(saved, pks[start : start + CHUNK], by=by, now=now)
        return saved


def close(
    *, round_record: Round, version: int | None, by: User | None, now: datetime | None = None
) -> Round:
    """Close a round: no agency can be added any more, and outstanding returns are late.

    Returns stay editable and can still be sent: a late answer is better than none, and the board
    sees that it was late. `by` is None when the closing day ended.
    """
    now = now or timezone.now()
    with change("rounds.close", by=by, board=round_record.board, on=round_record):
        locked = lock_round(round_record)
        check_transition(ROUND_TRANSITIONS, locked.status, RoundStatus.CLOSED, _("This round"))
        require_version(locked, version)
        locked.status, locked.closed_by, locked.closed_at = RoundStatus.CLOSED, by, now
        return _saved(locked, "status", "closed_by", "closed_at")


def reopen(
    *, round_record: Round, closes_on: date, version: int, by: User, now: datetime | None = None
) -> Round:
    """Open a closed round again until a new closing day, today or later; agencies whose return is
    outstanding are told.
    """
    with change("rounds.reopen", by=by, board=round_record.board, on=round_record):
        locked = lock_round(round_record)
        if locked.status == RoundStatus.DRAFT:
            raise DomainError(_("This round has not been open yet."))
        check_transition(ROUND_TRANSITIONS, locked.status, RoundStatus.OPEN, _("This round"))
        require_version(locked, version)
        today = timezone.localdate(now)
        if closes_on < max(today, locked.opens_on or today):
            raise DomainError(_("The new closing date must be today or later."))
        locked.status, locked.closes_on = RoundStatus.OPEN, closes_on
        locked.closed_by = locked.closed_at = None
        saved = _saved(locked, "status", "closes_on", "closed_by", "closed_at")
        deadlines.tell_round(saved, is_reopened=True, now=now or timezone.now())
        return saved


def close_due(*, now: datetime | None = None) -> int:
    """Close every open round whose closing day is over; returns how many. Safe to run twice."""
    now = now or timezone.now()
    over = Round.objects.filter(status=RoundStatus.OPEN, closes_on__lt=timezone.localdate(now))
    count = 0
    for row in over.select_related("board").order_by("pk"):
        try:
            close(round_record=row, version=row.version, by=None, now=now)
        except DomainError:
            # Closed or extended by a person a moment ago: the next run looks again.
            continue
        count += 1
    return count


def lock_round(round_record: Round) -> Round:
    """Lock the round's row: every change of it or of who is on it waits here."""
    return (
        Round.objects.select_for_update(of=("self",), no_key=True)
        .select_related("board", "year", "tool_version__tool")
        .get(pk=round_record.pk)
    )


def _check(board: Board, fields: RoundFields, *, of: Round | None = None) -> None:
    version = fields.tool_version
    if version.status != VersionStatus.PUBLISHED:
        raise DomainError(_("Publish the tool before you send it to agencies."))
    if version.tool.board_id not in {None, board.pk}:
        raise DomainError(_("Select a tool of this board."))
    if fields.year.board_id != board.pk:
        raise DomainError(_("Select a year of this board."))
    if fields.closes_on < fields.opens_on:
        raise DomainError(_("The closing date must be the opening date or later."))
    if fields.previous is not None:
        _check_previous(board, fields, of)


def _check_previous(board: Board, fields: RoundFields, of: Round | None) -> None:
    previous = fields.previous
    assert previous is not None  # noqa: S101 - narrows the type
    is_itself = of is not None and previous.pk == of.pk
    if previous.board_id != board.pk or is_itself or previous.tool_version is None:
        raise DomainError(_("Select an earlier round of this board to carry answers forward from."))
    keys = fields.tool_version.questions.values("key")
    if not previous.tool_version.questions.filter(key__in=keys).exists():
        raise DomainError(_("That round has no question in common with this tool."))


def _write(row: Round, fields: RoundFields) -> None:
    row.title, row.introduction = fields.title.strip(), fields.introduction.strip()
    row.year, row.tool_version = fields.year, fields.tool_version
    row.kind = fields.tool_version.tool.kind
    row.opens_on, row.closes_on, row.previous = fields.opens_on, fields.closes_on, fields.previous


def _saved(locked: Round, *names: str) -> Round:
    locked.version += 1
    locked.save(update_fields=[*names, "version"])
    return locked
