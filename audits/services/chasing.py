"""Chasing: reminders of returns that are not in, then the agency's lead, then the board.

Each step of a return is a row that exists once; who writes the row writes what it sends, in one
transaction, so that nobody gets a reminder twice however often the portal looks. It is sent as each
person wants to hear of reminders: who chose a digest gets no e-mail of its own.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from audits.models import Chasing, Reminder, Return, Round
from audits.rules import chasing as rules
from audits.rules.chasing import Audience, Plan
from audits.services.opening import respondents_of
from audits.services.rounds import lock_round
from audits.states import RoundStatus
from boards import emails, queue
from boards.activity import change
from boards.authorization import Permission
from boards.emails import link_to
from boards.errors import DomainError
from boards.models import Membership, Message, Notification, User
from boards.rules.digests import Frequency
from boards.services import notifications
from boards.states import require_version

#: Returns looked at, and messages written, at once.
CHUNK = 1000
#: By which people choose how they hear of it.
KIND = "reminder"
ALIVE = (RoundStatus.OPEN, RoundStatus.CLOSED)
TEMPLATES = {Audience.PEOPLE: "return_reminder", Audience.LEAD: "return_late"}


def of_round(round_record: Round) -> Chasing:
    """Return the round's chasing; one that nobody has changed is not stored."""
    stored = Chasing.objects.filter(round=round_record).select_related("paused_by").first()
    return stored or Chasing(round=round_record, version=0)


def set_plan(*, round_record: Round, plan: Plan, version: int, by: User) -> Chasing:
    """Change the days on which a round's people are reminded. What was sent stays sent."""
    with change("rounds.chasing", by=by, board=round_record.board, on=round_record):
        row = _locked(round_record)
        require_version(row, version)
        row.before, row.after = list(plan.before), list(plan.after)
        row.lead_after, row.board_after = plan.lead_after, plan.board_after
        return _saved(row)


def pause(*, round_record: Round, reason: str, by: User, now: datetime | None = None) -> Chasing:
    """Stop chasing a round until somebody resumes it. Raises `DomainError` without a reason."""
    with change("rounds.pause_chasing", by=by, board=round_record.board, on=round_record):
        row = _locked(round_record)
        if row.paused_at is not None:
            raise DomainError(_("Reminders of this round are paused already."))
        if not reason.strip():
            raise DomainError(_("Say why reminders are paused."))
        row.paused_at, row.paused_by = now or timezone.now(), by
        row.paused_reason = reason.strip()
        return _saved(row)


def resume(*, round_record: Round, by: User) -> Chasing:
    """Chase again. Of what came due meanwhile the latest step alone is sent."""
    with change("rounds.resume_chasing", by=by, board=round_record.board, on=round_record):
        row = _locked(round_record)
        row.paused_at = row.paused_by = None
        row.paused_reason = ""
        return _saved(row)


def chase_due(*, now: datetime | None = None) -> int:
    """Send what is due today over all rounds; returns how many steps. Safe to run twice."""
    now = now or timezone.now()
    rounds = Round.objects.filter(
        status__in=ALIVE, pk__in=Return.objects.outstanding().values("round")
    )
    return sum(chase(round_record=row, now=now) for row in rounds.order_by("pk"))


def chase(*, round_record: Round, now: datetime) -> int:
    """Send what is due of one round; returns how many steps were sent."""
    with change("rounds.chase", by=None, board=round_record.board, on=round_record):
        locked = lock_round(round_record)
        row = of_round(locked)
        if locked.status not in ALIVE or row.paused_at is not None:
            return 0
        pks = list(locked.returns.outstanding().order_by("pk").values_list("pk", flat=True))
        chunks = (pks[start : start + CHUNK] for start in range(0, len(pks), CHUNK))
        return sum(_chase_chunk(locked, row.plan(), chunk, now) for chunk in chunks)


def remind_now(
    *, round_record: Round, return_pks: Collection[int], by: User, now: datetime | None = None
) -> int:
    """Remind the people of these returns at once; returns how many returns.

    Once a day for each return: a second press of the button sends nothing more.
    """
    now = now or timezone.now()
    step = f"now-{timezone.localdate(now).isoformat()}"
    with change("rounds.remind", by=by, board=round_record.board, on=round_record):
        locked = lock_round(round_record)
        if locked.status not in ALIVE:
            raise DomainError(_("Open the round before you remind anybody."))
        rows = locked.returns.outstanding().with_due().filter(pk__in=return_pks)
        rows = rows.exclude(reminders__step=step)
        wanted = [_Wanted(row, row.due_on, step, Audience.PEOPLE) for row in rows]  # type: ignore[attr-defined]
        _send(locked, wanted, by=by, now=now)
        return len(wanted)


@dataclass(frozen=True)
class _Wanted:
    """A step that is to be sent for a return."""

    record: Return
    due_on: date
    step: str
    audience: Audience

    @property
    def is_sent_back(self) -> bool:
        """Whether the board has had it and gave it back: nobody may say it was never sent."""
        return self.record.sent_back_at is not None


def _chase_chunk(round_record: Round, plan: Plan, pks: Sequence[int], now: datetime) -> int:
    today = timezone.localdate(now)
    records = Return.objects.filter(pk__in=pks).with_due().order_by("pk")
    done = done_steps(pks)
    send: list[_Wanted] = []
    skipped: list[Reminder] = []
    for record in records:
        due_on: date = record.due_on  # type: ignore[attr-defined]
        found = rules.due(
            plan, due_on, asked_on=asked_on(round_record, record), on=today,
            done=done[(record.pk, due_on)],
        )  # fmt: skip
        send += [_Wanted(record, due_on, step.key, step.audience) for step in found.send]
        skipped += [
            Reminder(
                return_record=record, step=step.key, audience=step.audience, at=now,
                counted_from=due_on, outcome=Reminder.Outcome.SKIPPED,
            )
            for step in found.skip
        ]  # fmt: skip
    Reminder.objects.bulk_create(skipped, batch_size=CHUNK)
    _send(round_record, send, by=None, now=now)
    return len(send)


def asked_on(round_record: Round, record: Return) -> date:
    """Return the day on which the agency was asked last for its return."""
    sent_back = record.sent_back_at
    return rules.asked_on(
        timezone.localdate(round_record.opened_at),
        timezone.localdate(sent_back) if sent_back else None,
    )


def done_steps(return_pks: Sequence[int]) -> dict[tuple[int, date], set[str]]:
    """Return the steps that were sent or passed over, by return and due day: one query."""
    done: dict[tuple[int, date], set[str]] = defaultdict(set)
    rows = Reminder.objects.filter(return_record__in=return_pks)
    for pk, counted_from, step in rows.values_list("return_record", "counted_from", "step"):
        done[(pk, counted_from)].add(step)
    return done


def people_of(
    round_record: Round, audience: Audience, return_pks: Sequence[int]
) -> list[tuple[int, User]]:
    """Return who is told about each return at a rung of the ladder."""
    if audience == Audience.PEOPLE:
        return respondents_of(round_record, return_pks)
    people = Membership.objects.filter(board=round_record.board_id, user__is_active=True)
    if audience == Audience.BOARD:
        office = people.granting(Permission.ROUND_EDIT).filter(agency=None)
        users = {row.user_id: row.user for row in office.select_related("user")}
        return [(pk, user) for pk in return_pks for user in users.values()]
    returns = dict(Return.objects.filter(pk__in=return_pks).values_list("agency_id", "pk"))
    leads = people.granting(Permission.RETURN_SUBMIT).filter(agency__in=list(returns))
    found = {
        (returns[row.agency_id], row.user_id): row.user
        for row in leads.select_related("user").order_by("agency", "user")
        if row.agency_id
    }
    return [(return_pk, user) for (return_pk, _user), user in found.items()]


def _send(
    round_record: Round, wanted: Sequence[_Wanted], *, by: User | None, now: datetime
) -> None:
    """Write the rows and what they send. A person told as lead gets no reminder beside it."""
    told: set[tuple[int, int]] = set()
    for audience in (Audience.LEAD, Audience.PEOPLE, Audience.BOARD):
        of_these = {each.record.pk: each for each in wanted if each.audience == audience}
        if not of_these:
            continue
        pairs = [
            (of_these[pk], user)
            for pk, user in people_of(round_record, audience, list(of_these))
            if (pk, user.pk) not in told
        ]
        told |= {(each.record.pk, user.pk) for each, user in pairs}
        counts: dict[int, int] = defaultdict(int)
        for each, _user in pairs:
            counts[each.record.pk] += 1
        Reminder.objects.bulk_create(
            [
                Reminder(
                    return_record=each.record, step=each.step, audience=audience, at=now, by=by,
                    counted_from=each.due_on, outcome=Reminder.Outcome.SENT, told=counts[pk],
                )
                for pk, each in of_these.items()
            ],
            batch_size=CHUNK,
        )  # fmt: skip
        if audience == Audience.BOARD:
            _tell_board(round_record, [user for _each, user in pairs], len(of_these), now)
        else:
            _tell(round_record, audience, pairs, now)


def _tell(
    round_record: Round, audience: Audience, pairs: Iterable[tuple[_Wanted, User]], now: datetime
) -> None:
    pairs = list(pairs)
    told, messages = [], []
    today = timezone.localdate(now)
    frequencies = notifications.frequencies(KIND, {user.pk for _each, user in pairs})
    for each, user in pairs:
        path = reverse(
            "audits:return-detail",
            kwargs={"board": round_record.board.slug, "pk": each.record.pk},
        )
        frequency = frequencies[user.pk]
        told.append(
            Notification(
                user=user, board=round_record.board, kind=KIND, path=path, created_at=now,
                text=_words(round_record, each, today),
                digest=notifications.digest_of(frequency),
            )
        )  # fmt: skip
        if frequency == Frequency.AT_ONCE:
            messages.append(_message(round_record, audience, each, user, path, now))
    Notification.objects.bulk_create(told, batch_size=CHUNK)
    queue.enqueue_all(Message.objects.bulk_create(messages, batch_size=CHUNK))


def _message(
    round_record: Round, audience: Audience, each: _Wanted, user: User, path: str, now: datetime
) -> Message:
    subject, body = emails.render(
        TEMPLATES[audience],
        {
            "board": round_record.board, "due_on": each.due_on, "url": link_to(path),
            "is_late": each.due_on < timezone.localdate(now),
            "is_sent_back": each.is_sent_back,
        },
    )  # fmt: skip
    return Message(
        kind=TEMPLATES[audience], board=round_record.board, to_user=user, queued_at=now,
        to_email=user.email, subject=subject, body=body,
        dedupe_key=f"chase:{each.record.pk}:{each.due_on}:{each.step}:{user.pk}",
    )  # fmt: skip


def _tell_board(round_record: Round, users: Iterable[User], count: int, now: datetime) -> None:
    path = reverse(
        "audits:round-detail", kwargs={"board": round_record.board.slug, "pk": round_record.pk}
    )
    text = _("%(round)s: %(count)d returns are late in spite of reminders.") % {
        "round": round_record.title[:200],
        "count": count,
    }
    for user in {user.pk: user for user in users}.values():
        notifications.tell(
            user=user, board=round_record.board, kind=KIND, text=text, path=f"{path}?late=1",
            now=now,
        )  # fmt: skip


def _words(round_record: Round, each: _Wanted, today: date) -> str:
    words = {"round": round_record.title[:200], "day": date_format(each.due_on, "j F Y")}
    if each.is_sent_back:
        if each.due_on < today:
            return _("%(round)s was sent back to your agency, to answer again by %(day)s.") % words
        return _("%(round)s was sent back to your agency: answer again by %(day)s.") % words
    if each.due_on < today:
        return _("%(round)s was due on %(day)s. Your agency has not sent it.") % words
    return _("%(round)s is due on %(day)s. Your agency has not sent it.") % words


def _locked(round_record: Round) -> Chasing:
    """Return the round's chasing while nobody else can change it."""
    return of_round(lock_round(round_record))


def _saved(row: Chasing) -> Chasing:
    row.version += 1
    row.save()
    return row
