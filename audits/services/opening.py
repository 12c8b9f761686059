"""What happens to returns when their round opens, or when they join an open one: in bulk.

Called by `audits.services.rounds` inside its change, for one chunk of returns at a time.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from audits.models import Answer, Question, Respondent, Return, Round, ScalePoint
from boards import emails, queue
from boards.authorization import Permission
from boards.emails import link_to
from boards.models import Membership, Message, Notification, User
from boards.rules.digests import Frequency
from boards.services import notifications as notifying

#: Answers and messages written at once.
CHUNK = 1000


def begin(round_record: Round, return_pks: Sequence[int], *, by: User, now: datetime) -> None:
    """Copy last round's answers into the returns and tell the people who are to answer."""
    if round_record.previous_id:
        carry_forward(round_record, return_pks)
    tell(round_record, return_pks, now=now)


def carry_forward(round_record: Round, return_pks: Sequence[int]) -> int:
    """Copy counting answers of the previous round by question key; none counts until confirmed.

    A grade is taken over where the new question still has it. Returns how many were copied.
    """
    new = {q.key: q for q in round_record.tool_version.questions.all()}  # type: ignore[union-attr]
    points = _points(round_record, new.values())
    returns = dict(Return.objects.filter(pk__in=return_pks).values_list("agency_id", "pk"))
    have = set(
        Answer.objects.filter(return_record__in=return_pks).values_list(
            "return_record_id", "question_id"
        )
    )
    old_answers = (
        Answer.objects.counting()
        .filter(
            return_record__round=round_record.previous_id,
            return_record__agency__in=list(returns),
            question__key__in=list(new),
        )
        .select_related("question", "point", "return_record")
    )
    batch: list[Answer] = []
    count = 0
    for old in old_answers.iterator(chunk_size=CHUNK):
        question = new[old.question.key]
        return_pk = returns[old.return_record.agency_id]
        if question.kind != old.question.kind or (return_pk, question.pk) in have:
            continue
        batch.append(
            Answer(
                return_record_id=return_pk,
                question=question,
                point_id=points[_scale(round_record, question)].get(
                    old.point.key if old.point else ""
                ),
                value=_value(question, old.value),
                commentary=old.commentary,
                is_not_applicable=old.is_not_applicable,
                not_applicable_reason=old.not_applicable_reason,
                carried_from=old,
                is_confirmed=False,
            )
        )
        if len(batch) == CHUNK:
            count += len(Answer.objects.bulk_create(batch))
            batch = []
    return count + len(Answer.objects.bulk_create(batch))


def _scale(round_record: Round, question: Question) -> int | None:
    """The scale a question is graded by; 0 stands for yes or no."""
    if question.kind == Question.Kind.YES_NO:
        return 0
    return question.scale_id or round_record.tool_version.scale_id  # type: ignore[union-attr]


def _value(question: Question, value: str) -> str:
    """A choice that the new question does not offer any more is not taken over."""
    if question.kind == Question.Kind.CHOICE and value not in {c["key"] for c in question.choices}:
        return ""
    return value


def _points(
    round_record: Round, questions: Iterable[Question]
) -> defaultdict[int | None, dict[str, int]]:
    scales = {_scale(round_record, question) for question in questions}
    found: defaultdict[int | None, dict[str, int]] = defaultdict(dict)
    rows = ScalePoint.objects.filter(
        Q(scale__in=[pk for pk in scales if pk]) | Q(scale__board=None, scale__key="yes_no")
    )
    for point in rows.select_related("scale"):
        found[point.scale_id][point.key] = point.pk
        if point.scale.key == "yes_no" and point.scale.board_id is None:
            found[0][point.key] = point.pk
    return found


def tell(round_record: Round, return_pks: Sequence[int], *, now: datetime) -> int:
    """Tell the named respondents, or where none is named everybody who may answer.

    Each gets a notification, and who wants to hear at once one e-mail with a link to their return,
    never two for one return.
    Returns how many were told.
    """
    return tell_people(round_record, respondents_of(round_record, return_pks), now=now)


def tell_people(round_record: Round, pairs: Sequence[tuple[int, User]], *, now: datetime) -> int:
    """Tell these people, each about the return whose primary key stands beside them."""
    notifications, messages = [], []
    letter = _letter(round_record)
    frequencies = notifying.frequencies("round", {user.pk for _return_pk, user in pairs})
    for return_pk, user in pairs:
        frequency = frequencies[user.pk]
        path = reverse(
            "audits:return-detail", kwargs={"board": round_record.board.slug, "pk": return_pk}
        )
        notifications.append(_notification(round_record, user, path, frequency, now))
        if frequency == Frequency.AT_ONCE:
            messages.append(_message(round_record, letter, user, return_pk, path, now))
    Notification.objects.bulk_create(notifications, batch_size=CHUNK)
    keys = [message.dedupe_key for message in messages]
    Message.objects.bulk_create(messages, batch_size=CHUNK, ignore_conflicts=True)
    queue.enqueue_all(list(Message.objects.filter(dedupe_key__in=keys).only("pk", "status")))
    return len(pairs)


def _notification(
    round_record: Round, user: User, path: str, frequency: Frequency, now: datetime
) -> Notification:
    text = _("%(round)s is open. Your agency is asked to answer.") % {
        "round": round_record.title[:200]
    }
    return Notification(
        user=user, board=round_record.board, kind="round", text=text[:300], path=path,
        created_at=now, digest=notifying.digest_of(frequency),
    )  # fmt: skip


#: Stands for the address of the return in the letter that is rendered once for all.
_ADDRESS = "{address of the return}"


def _letter(round_record: Round) -> tuple[str, str]:
    """Return subject and text of the letter, the same for everybody but for the address in it."""
    facts = {"board": round_record.board, "closes_on": round_record.closes_on, "url": _ADDRESS}
    return emails.render("round_opened", facts)


def _message(
    round_record: Round, letter: tuple[str, str], user: User, return_pk: int, path: str,
    now: datetime,
) -> Message:  # fmt: skip
    subject, body = letter
    return Message(
        kind="round_opened", board=round_record.board, to_user=user, to_email=user.email,
        subject=subject, body=body.replace(_ADDRESS, link_to(path)),
        dedupe_key=f"round-opened:{return_pk}:{user.pk}", queued_at=now,
    )  # fmt: skip


def respondents_of(round_record: Round, return_pks: Sequence[int]) -> list[tuple[int, User]]:
    """Return who is written to about each return: those named, else all who may answer it.

    Somebody who was named and may not answer any more is left out.
    """
    able = Membership.objects.granting(Permission.RETURN_ANSWER).filter(
        user=OuterRef("user"), board=round_record.board_id, agency=OuterRef("return_record__agency")
    )
    named = Respondent.objects.filter(
        Exists(able), return_record__in=return_pks, user__is_active=True
    )
    pairs = [(row.return_record_id, row.user) for row in named.select_related("user")]
    with_names = {pk for pk, _user in pairs}
    unnamed = {
        agency: pk
        for pk, agency in Return.objects.filter(pk__in=return_pks).values_list("pk", "agency_id")
        if pk not in with_names
    }
    people = (
        Membership.objects.granting(Permission.RETURN_ANSWER)
        .filter(board=round_record.board_id, agency__in=list(unnamed), user__is_active=True)
        .select_related("user")
        .order_by("agency", "user")
    )
    found = {(unnamed[row.agency_id], row.user_id): row.user for row in people if row.agency_id}
    return pairs + [(return_pk, user) for (return_pk, _user), user in found.items()]
