"""What chasing of a round has sent and will send, for the page of the board's office."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from audits.models import Chasing, Reminder, Return, Round
from audits.queries.compliance import with_names
from audits.rules import chasing as rules
from audits.rules.chasing import Audience, Step
from audits.services.chasing import asked_on, done_steps, people_of
from boards.models import User

WORDS = {
    Audience.PEOPLE: gettext_lazy("Reminder to those who answer"),
    Audience.LEAD: gettext_lazy("E-mail to the agency’s lead"),
    Audience.BOARD: gettext_lazy("To-do for the board’s manager"),
}


@dataclass(frozen=True)
class Planned:
    """So many of one thing that will be sent on a day, if nothing comes in before."""

    day: date
    label: str
    count: int


@dataclass(frozen=True)
class Line:
    """One outstanding return: what was sent last, what comes next and to whom."""

    record: Return
    last: Reminder | None
    last_label: str
    next: Step | None
    next_label: str
    people: Sequence[User]
    is_reminded_today: bool


def outstanding(round_record: Round) -> QuerySet[Return]:
    """Return the returns that are chased, the earliest due first, with `partner_name`."""
    rows = with_names(Return.objects.filter(round=round_record), round_record.board_id)
    return rows.with_due().outstanding().order_by(F("due_on"), "partner_name", "pk")


def timetable(round_record: Round, chasing: Chasing, on: date) -> list[Planned]:
    """Return what will be sent on which day to how many agencies: two queries."""
    counts: Counter[tuple[date, Audience]] = Counter()
    records = list(outstanding(round_record).order_by().only("pk", "sent_back_at"))
    done = done_steps([record.pk for record in records])
    for record in records:
        for step in _upcoming(round_record, chasing, record, on, done):
            counts[(step.day, step.audience)] += 1
    return [
        Planned(day, str(WORDS[audience]), count)
        for (day, audience), count in sorted(counts.items())
    ]


def lines(round_record: Round, chasing: Chasing, records: Sequence[Return], on: date) -> list[Line]:
    """Return the lines of a page of outstanding returns; queries do not grow with them."""
    pks = [record.pk for record in records]
    done = done_steps(pks)
    sent = {row.return_record_id: row for row in Reminder.objects.filter(
        return_record__in=pks, outcome=Reminder.Outcome.SENT
    ).order_by("at", "pk")}  # fmt: skip
    coming: dict[int, Step | None] = {}
    by_audience: dict[Audience, list[int]] = defaultdict(list)
    for record in records:
        found = _upcoming(round_record, chasing, record, on, done)
        coming[record.pk] = found[0] if found else None
        by_audience[found[0].audience if found else Audience.PEOPLE].append(record.pk)
    people: dict[int, list[User]] = defaultdict(list)
    for audience, of_these in by_audience.items():
        for pk, user in people_of(round_record, audience, of_these):
            people[pk].append(user)
    return [
        _line(record, sent.get(record.pk), coming[record.pk], people[record.pk], on)
        for record in records
    ]


def _line(
    record: Return, last: Reminder | None, step: Step | None, people: Sequence[User], on: date
) -> Line:
    return Line(
        record=record,
        last=last,
        last_label=str(WORDS[Audience(last.audience)]) if last else "",
        next=step,
        next_label=str(WORDS[step.audience]) if step else _("Nothing more"),
        people=people,
        is_reminded_today=last is not None and timezone.localdate(last.at) == on,
    )


def _upcoming(
    round_record: Round, chasing: Chasing, record: Return, on: date,
    done: Mapping[tuple[int, date], set[str]],
) -> list[Step]:  # fmt: skip
    due_on: date = record.due_on  # type: ignore[attr-defined]
    return rules.upcoming(
        chasing.plan(), due_on, asked_on=asked_on(round_record, record), on=on,
        done=done.get((record.pk, due_on), set()),
    )  # fmt: skip
