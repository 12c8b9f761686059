"""Telling those who answer that their return is due later: in bulk, as a round opens."""

from collections.abc import Sequence
from datetime import date, datetime

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from audits.models import Return, Round
from audits.services.opening import CHUNK, respondents_of
from boards import emails, queue
from boards.emails import link_to
from boards.models import Message, Notification
from boards.rules.digests import Frequency
from boards.services import notifications

TEMPLATE = "return_more_time"
#: By which people choose how they hear of it.
KIND = "round"
#: Stands for the address of the return in the letter that is rendered once for all.
_ADDRESS = "{address of the return}"


def tell_round(round_record: Round, *, is_reopened: bool = False, now: datetime) -> int:
    """Tell the agencies of a round whose return is outstanding about its new closing date, if it
    is theirs: none that was sent back, or has longer; returns how many people were told.
    """
    due_on = round_record.closes_on
    assert due_on is not None  # noqa: S101 - a live round has its dates
    rows = Return.objects.filter(round=round_record).with_due().outstanding()
    rows = rows.exclude(sent_back_at__isnull=False, extended_to__isnull=False)
    rows = rows.filter(due_on=due_on)  # type: ignore[misc]  # annotated above
    pks = list(rows.order_by("pk").values_list("pk", flat=True))
    return sum(
        tell(round_record, pks[start : start + CHUNK], due_on, is_reopened=is_reopened, now=now)
        for start in range(0, len(pks), CHUNK)
    )


def tell(
    round_record: Round,
    return_pks: Sequence[int],
    due_on: date,
    *,
    is_reopened: bool = False,
    now: datetime,
) -> int:
    """Tell the people of these returns, each once about each day; returns how many."""
    board = round_record.board
    pairs = respondents_of(round_record, return_pks)
    frequencies = notifications.frequencies(KIND, {user.pk for _pk, user in pairs})
    facts = {"board": board, "due_on": due_on, "is_reopened": is_reopened, "url": _ADDRESS}
    subject, body = emails.render(TEMPLATE, facts)
    text = _("%(round)s is now due on %(day)s.") % {
        "round": round_record.title[:200],
        "day": date_format(due_on, "j F Y"),
    }
    told, messages = [], []
    for pk, user in pairs:
        path = reverse("audits:return-detail", kwargs={"board": board.slug, "pk": pk})
        frequency = frequencies[user.pk]
        told.append(
            Notification(
                user=user, board=board, kind=KIND, text=text[:300], path=path, created_at=now,
                digest=notifications.digest_of(frequency),
            )
        )  # fmt: skip
        if frequency == Frequency.AT_ONCE:
            messages.append(
                Message(
                    kind=TEMPLATE, board=board, to_user=user, to_email=user.email,
                    subject=subject, body=body.replace(_ADDRESS, link_to(path)), queued_at=now,
                    dedupe_key=f"more-time:{pk}:{due_on}:{user.pk}",
                )
            )  # fmt: skip
    Notification.objects.bulk_create(told, batch_size=CHUNK)
    keys = [message.dedupe_key for message in messages]
    Message.objects.bulk_create(messages, batch_size=CHUNK, ignore_conflicts=True)
    queue.enqueue_all(list(Message.objects.filter(dedupe_key__in=keys).only("pk", "status")))
    return len(pairs)
