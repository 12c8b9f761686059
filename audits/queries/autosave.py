"""What saving one answer reads: it is saved at every pause of typing, so everything counts here.

Two queries, worded once: the return with its board, and the answers to one standard with those
that its questions follow. The pages read a return whole (`audits.queries.returns`).
"""

from collections.abc import Iterable

from django.db.models import F, OuterRef, Subquery

from audits.models import Answer, Question, Return
from audits.queries.questionnaires import Questionnaire, asked_in
from audits.queries.returns import (
    QuestionItem,
    ReturnSheet,
    given_of,
    known,
    laid_out,
    with_counts,
)
from audits.states import RoundStatus
from boards.authorization import Access, Permission
from boards.models import BoardPartner
from boards.prepared import AnyOf, Prepared, Slot

_PARTNER = BoardPartner.objects.filter(board=OuterRef("round__board"), agency=OuterRef("agency"))
_RETURN = Prepared(
    lambda: (
        Return.objects.exclude(round__status=RoundStatus.DRAFT)
        .filter(pk=Slot("pk"), round__board__slug=Slot("board"))
        .select_related("round__board", "round__tool_version", "agency")
        .annotate(partner_sector=Subquery(_PARTNER.order_by().values("sector")[:1]))
        .order_by()
    )
)
_ANSWERS = Prepared(
    lambda: (
        with_counts(Answer.objects.filter(return_record=Slot("pk")))
        .filter(AnyOf(F("question"), Slot("questions")))
        .order_by()
    )
)


def within(access: Access, *, board: str, pk: int) -> Return | None:
    """Return the return of the board with this slug if the person may see it.

    It says the same as `Return.objects.visible_to`, from the grants that the request has read
    anyway: one short query where saving an answer would need two long ones.
    """
    record = _RETURN.first(board=board, pk=pk)
    if record is None:
        return None
    may_see = access.can(
        Permission.RETURN_VIEW, board=record.round.board_id, agency=record.agency_id
    )
    return record if may_see else None


def standard_around(record: Return, key: str) -> tuple[ReturnSheet, QuestionItem] | None:
    """Return the standard of the question, and the question in it; None if it is not asked here.

    The return comes from `within`.
    """
    asks = asked_in(record.round)
    asked = next((question for question in asks.questions if question.key == key), None)
    if asked is None:
        return None
    beside = [one for one in asks.questions if one.standard_id == asked.standard_id]
    followed = _followed(asks, beside)
    wanted = [question.pk for question in [*beside, *followed]]
    answers = known(_ANSWERS.rows(pk=record.pk, questions=wanted), asks)
    sector = record.partner_sector or record.agency.sector_id  # type: ignore[attr-defined]
    elsewhere = {one.key: given_of(answers[one.pk]) for one in followed if one.pk in answers}
    found = ReturnSheet(record, laid_out(asks, sector, beside, answers), sector, elsewhere)
    found.work_out()
    item = found.question(key)
    return (found, item) if item else None


def _followed(asks: Questionnaire, questions: Iterable[Question]) -> list[Question]:
    """Return the questions of other standards on which it depends whether these are asked."""
    by_pk = {question.pk: question for question in asks.questions}
    found = {question.pk: question for question in questions}
    here = set(found)
    waiting = list(found.values())
    while waiting:
        before = by_pk.get(waiting.pop().follows_id or 0)
        if before and before.pk not in found:
            found[before.pk] = before
            waiting.append(before)
    return [question for pk, question in found.items() if pk not in here]


def replace_answer(found: ReturnSheet, item: QuestionItem, answer: Answer) -> None:
    """Put a freshly saved answer into a standard that was read before, and work it out anew."""
    old = item.answer
    answer.evidence_count = old.evidence_count if old else 0  # type: ignore[attr-defined]
    answer.action_count = old.action_count if old else 0  # type: ignore[attr-defined]
    answer.carried_from = old.carried_from if old else None
    item.answer = answer
    found.work_out()
