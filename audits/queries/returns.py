"""A return as its pages, checks and figures read it: a constant number of queries for any size."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q, QuerySet, prefetch_related_objects
from django.db.models.expressions import RawSQL
from django.utils.formats import date_format

from audits.models import (
    Answer,
    AnswerAction,
    AnswerComment,
    AnswerEvidence,
    Question,
    Return,
    RivalText,
    ScalePoint,
    Standard,
)
from audits.queries.questionnaires import Questionnaire, asked_in
from audits.rules import answers as rules
from audits.rules.answers import AnswerState, Asked, Given, Lack, Progress
from audits.states import READABLE_BY_BOARD
from boards.authorization import Permission
from boards.models import BoardPartner, Membership


@dataclass
class QuestionItem:
    """One question of a return with everything that stands beside it."""

    question: Question
    asked: Asked
    answer: Answer | None
    points: list[ScalePoint]
    # What the rules make of them; see `ReturnSheet.work_out`.
    given: Given | None = None
    state: AnswerState = AnswerState.NOT_STARTED
    lacks: list[Lack] = field(default_factory=list)
    is_shown: bool = True
    evidence: list[AnswerEvidence] = field(default_factory=list)
    actions: list[AnswerAction] = field(default_factory=list)
    comments: list[AnswerComment] = field(default_factory=list)
    rivals: list[RivalText] = field(default_factory=list)
    #: Last round's answer to the question with this key; for the board only if that was sent.
    last: Answer | None = None

    @property
    def anchor(self) -> str:
        return f"q-{self.question.key}"

    @property
    def version(self) -> int:
        return self.answer.version if self.answer else 0

    @property
    def wants_action(self) -> bool:
        return self.given is not None and rules.wants_action(self.given)

    @property
    def shown_value(self) -> str:
        """The number, date or choice as a person reads it; what was typed if it cannot be read."""
        if self.answer is None:
            return ""
        return words_of_value(self.question, self.answer.value, self.answer.unfinished)


@dataclass
class StandardItem:
    """A standard of a return with its questions in order and how far they are."""

    standard: Standard
    questions: list[QuestionItem] = field(default_factory=list)

    @property
    def shown(self) -> list[QuestionItem]:
        return [item for item in self.questions if item.is_shown]

    @property
    def progress(self) -> Progress:
        return rules.progress({item.asked.key: item.state for item in self.shown})

    @property
    def rival_count(self) -> int:
        return sum(len(item.rivals) for item in self.questions)


@dataclass
class ReturnSheet:
    """A whole return: standards, questions that its sector is asked, answers."""

    record: Return
    standards: list[StandardItem]
    sector: str
    #: Answers of standards that are not in the sheet, by key, where questions in it follow them.
    elsewhere: dict[str, Given] = field(default_factory=dict)

    def work_out(self) -> None:
        """Apply the rules to all answers; called again when one of them has been replaced."""
        asked = asked_in(self.record.round).asked
        here = {item.asked.key: given_of(item.answer) for item in self.items if item.answer}
        given = self.elsewhere | here
        for item in self.items:
            item.given = given.get(item.asked.key)
            item.lacks = rules.lacks(item.asked, item.given)
            item.state = rules.state_of(item.asked, item.given)
            item.is_shown = rules.is_asked(item.asked, self.sector, asked, given)

    @property
    def items(self) -> list[QuestionItem]:
        return [item for standard in self.standards for item in standard.questions]

    @property
    def shown(self) -> list[QuestionItem]:
        return [item for item in self.items if item.is_shown]

    @property
    def progress(self) -> Progress:
        return sum((standard.progress for standard in self.standards), Progress())

    @property
    def next_standard(self) -> StandardItem | None:
        """The first standard with something left to do."""
        return next((item for item in self.standards if not item.progress.is_complete), None)

    def standard(self, key: str) -> StandardItem | None:
        return next((item for item in self.standards if item.standard.key == key), None)

    def question(self, key: str) -> QuestionItem | None:
        return next((item for item in self.items if item.question.key == key), None)

    def standard_of(self, item: QuestionItem) -> StandardItem:
        return next(standard for standard in self.standards if item in standard.questions)

    def neighbours(self, item: StandardItem) -> tuple[StandardItem | None, StandardItem | None]:
        """Return the standards before and after."""
        at = self.standards.index(item)
        before = self.standards[at - 1] if at else None
        after = self.standards[at + 1] if at + 1 < len(self.standards) else None
        return before, after


def words_of_value(question: Question, value: str, unfinished: str) -> str:
    """Return a number, date or choice as a person reads it; what was typed if it cannot be read."""
    if not value:
        return unfinished
    if question.kind == Question.Kind.DATE:
        return date_format(date.fromisoformat(value), "j F Y")
    return next((c["label"] for c in question.choices if c["key"] == value), value)


def given_of(answer: Answer) -> Given:
    """Return the answer as the rules see it; `point`, `carried_from` and the counts must be
    loaded.
    """
    old = answer.carried_from
    return Given(
        point=answer.point.key if answer.point else "",
        is_met=answer.point.is_met if answer.point else None,
        value=answer.value,
        unfinished=answer.unfinished,
        commentary=answer.commentary,
        is_not_applicable=answer.is_not_applicable,
        not_applicable_reason=answer.not_applicable_reason,
        is_confirmed=answer.is_confirmed,
        is_carried=old is not None,
        is_changed=old is not None
        and (
            (old.point.key if old.point else "") != (answer.point.key if answer.point else "")
            or (old.value, old.commentary.strip(), old.is_not_applicable)
            != (answer.value, answer.commentary.strip(), answer.is_not_applicable)
        ),
        what_changed=answer.what_changed,
        no_action_reason=answer.no_action_reason,
        evidence_count=answer.evidence_count,  # type: ignore[attr-defined]
        action_count=answer.action_count,  # type: ignore[attr-defined]
    )


def sector_of(record: Return) -> str:
    """Return the sector that the board gives the agency; the agency's own where it has left."""
    partners = BoardPartner.objects.filter(board=record.round.board_id, agency=record.agency_id)
    partner = partners.order_by().values_list("sector_id", flat=True).first()
    return partner or record.agency.sector_id


def sheet(
    record: Return, *, standard_key: str | None = None, for_board: bool = False
) -> ReturnSheet:
    """Read a return with all that its pages show.

    `standard_key` loads evidence, actions, comments and rival texts of that standard alone (all
    answers are needed either way, because follow-ups depend on them). With `for_board` unsettled
    texts of the agency stay out; without, comments that the board has not released yet.
    """
    found = outline(record, with_people=standard_key is not None)
    _add_surroundings(found, standard_key, for_board=for_board)
    return found


def outline(record: Return, *, with_people: bool = False) -> ReturnSheet:
    """Read the answers of a return, with who saved them if wanted, and nothing beside them."""
    asks = asked_in(record.round)
    rows = with_counts(record.answers.order_by())
    answers = known(list(rows.select_related("updated_by") if with_people else rows), asks)
    found = ReturnSheet(
        record, laid_out(asks, sector := sector_of(record), asks.questions, answers), sector
    )
    found.work_out()
    return found


def laid_out(
    asks: Questionnaire, sector: str, questions: Iterable[Question], answers: dict[int, Answer]
) -> list[StandardItem]:
    """Return the standards of these questions, with those that the sector is asked."""
    standards = {standard.pk: StandardItem(standard) for standard in asks.standards}
    for question in questions:
        rule = asks.asked[question.key]
        if not rule.sectors or sector in rule.sectors:
            standards[question.standard_id].questions.append(
                QuestionItem(question, rule, answers.get(question.pk), asks.grades[question.pk])
            )
    return [item for item in standards.values() if item.questions]


def with_counts(answers: QuerySet[Answer]) -> QuerySet[Answer]:
    """Annotate how much evidence and how many actions stand beside each answer."""
    return answers.annotate(evidence_count=_count(_EVIDENCE), action_count=_count(_ACTIONS))


def known(answers: list[Answer], asks: Questionnaire) -> dict[int, Answer]:
    """Return the answers by question, each with what `given_of` needs; they have their counts."""
    for answer in answers:
        if answer.point_id in asks.points:
            answer.point = asks.points[answer.point_id]
    carried = [answer for answer in answers if answer.carried_from_id]
    prefetch_related_objects(carried, "carried_from__point")
    return {answer.question_id: answer for answer in answers}


#: What stands beside an answer; evidence that its agency withdrew shows nothing any more.
_ACTIONS = "SELECT count(*) FROM audits_answeraction WHERE answer_id = audits_answer.id"
_EVIDENCE = """
    SELECT count(*) FROM audits_answerevidence AS link
    JOIN boards_evidence AS evidence ON evidence.id = link.evidence_id
    WHERE link.answer_id = audits_answer.id AND evidence.withdrawn_at IS NULL
"""


def _count(sql: str) -> RawSQL:
    """Count what stands beside an answer. Written out, because Django needs longer to word it
    than PostgreSQL to answer.
    """
    return RawSQL(sql, ())  # noqa: S611 - nothing in it is given from outside


def _add_surroundings(found: ReturnSheet, standard_key: str | None, *, for_board: bool) -> None:
    record = found.record
    items = {
        item.question.pk: item
        for item in found.items
        if standard_key is None or item.question.standard.key == standard_key
    }
    of_items = Q(answer__return_record=record, answer__question__in=list(items))
    for link in AnswerEvidence.objects.filter(of_items).select_related("answer", "evidence"):
        items[link.answer.question_id].evidence.append(link)
    for planned in AnswerAction.objects.filter(of_items).select_related("answer", "action__owner"):
        items[planned.answer.question_id].actions.append(planned)
    comments: QuerySet[AnswerComment] = record.comments.filter(question__in=list(items))
    if not for_board:
        comments = comments.exclude(released_at=None)
    for comment in comments.select_related("by"):
        items[comment.question_id].comments.append(comment)
    if not for_board:
        _add_rivals(record, items)
    keys = [item.question.key for item in items.values()]
    for old in _last_answers(record, keys, for_board=for_board):
        for item in items.values():
            if item.question.key == old.question.key:
                item.last = old


def _add_rivals(record: Return, items: dict[int, QuestionItem]) -> None:
    for rival in record.rival_texts.filter(question__in=list(items)).select_related("by"):
        item = items[rival.question_id]
        point = next((p for p in item.points if p.key == rival.fields["point"]), None)
        rival.grade = point.label if point else ""  # type: ignore[attr-defined]
        item.rivals.append(rival)


def _last_answers(record: Return, keys: list[str], *, for_board: bool) -> QuerySet[Answer]:
    """Return what the agency said in the round before this one, with what it promised then."""
    if not record.round.previous_id:
        return Answer.objects.none()
    rows = Answer.objects.filter(
        return_record__round=record.round.previous_id,
        return_record__agency=record.agency_id,
        question__key__in=keys,
    )
    if for_board:
        # What an agency never sent stays its own, in the next round too.
        rows = rows.filter(return_record__status__in=READABLE_BY_BOARD)
    return rows.select_related("question", "point").prefetch_related("action_links__action")


def colleagues(record: Return) -> QuerySet[Membership]:
    """Return the people of the agency who may work on the return, with their roles."""
    return (
        Membership.objects.granting(Permission.RETURN_ANSWER)
        .filter(board=record.round.board_id, agency=record.agency_id)
        .select_related("user")
        .order_by("user__name")
    )
