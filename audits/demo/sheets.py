"""Filling in demonstration returns, many answers at once and by the rules of single ones."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

from audits.demo.texts import Text, Writer, no_action_reason, number
from audits.models import Answer, AnswerEvidence, Question, Return, ScalePoint
from audits.queries.questionnaires import asked_of
from audits.queries.returns import sector_of
from audits.rules.answers import Asked, Given, is_asked
from audits.services.answers import scale_points
from boards.activity import change
from boards.models import Evidence, User

POINTERS = ("page 1", "section 2", "page 2, second paragraph", "first sheet", "item 4")
#: Of a hundred met answers that need no evidence, how many have some all the same.
EVIDENCE_BESIDE = 35
_FIELDS = [
    "point", "value", "commentary", "is_not_applicable", "not_applicable_reason", "is_confirmed",
    "what_changed", "no_action_reason", "updated_by", "updated_at", "version",
]  # fmt: skip


@dataclass
class Filling:
    """One return, who fills it in, and between which moments."""

    record: Return
    writer: Writer
    people: list[User]
    begins: dt.datetime
    ends: dt.datetime
    evidence: list[Evidence] = field(default_factory=list)
    #: Questions below met about which an action will be planned.
    with_action: set[str] = field(default_factory=set)
    #: Scale of a question → its grades, read once.
    points: dict[int | str, dict[str, ScalePoint]] = field(default_factory=dict)

    def fill(self, standards: int | None = None) -> None:
        """Answer the first so many standards (all unless given) so that nothing is left to do."""
        version = self.record.round.tool_version
        assert version is not None  # noqa: S101 - a round with returns has a tool version
        questions = list(version.questions.select_related("standard", "tool_version", "follows"))
        keys = {question.pk: question.key for question in questions}
        asked = {question.key: asked_of(question, keys) for question in questions}
        wanted = list(dict.fromkeys(question.standard_id for question in questions))[:standards]
        stored = {
            answer.question_id: answer
            for answer in self.record.answers.select_related("point", "carried_from__point")
        }
        answers = [
            self._answer(question, stored.get(question.pk))
            for question in self._shown(questions, asked)
            if question.standard_id in wanted
        ]
        self._write(answers)

    def _shown(self, questions: Iterable[Question], asked: dict[str, Asked]) -> list[Question]:
        """The questions that the agency is asked, given what it answers to those before."""
        sector = sector_of(self.record)
        given: dict[str, Given] = {}
        found = []
        for question in questions:
            if not is_asked(asked[question.key], sector, asked, given):
                continue
            text = self.writer.text(question.key)
            given[question.key] = Given(
                point=text.point,
                value=text.value,
                commentary=text.commentary,
                is_not_applicable=bool(text.not_applicable),
            )
            found.append(question)
        return found

    def _answer(self, question: Question, stored: Answer | None) -> Answer:
        text = self.writer.text(question.key)
        answer = stored or Answer(return_record=self.record, question=question, version=0)
        answer.point = self._point(question, text)
        answer.value = text.value
        answer.commentary = "" if text.not_applicable else text.commentary
        answer.is_not_applicable = bool(text.not_applicable)
        answer.not_applicable_reason = text.not_applicable
        answer.what_changed = text.what_changed if _is_changed(answer) else ""
        answer.no_action_reason = self._no_action_reason(question, answer)
        answer.is_confirmed = True
        # People answer in the order of the standards, a few on each day.
        share = number(question.key) / 250 + question.standard.order / 20
        answer.updated_at = self.begins + (self.ends - self.begins) * min(share, 1)
        answer.updated_by = self.people[number(question.key, "who") % len(self.people)]
        answer.version += 1
        return answer

    def _point(self, question: Question, text: Text) -> ScalePoint | None:
        if not text.point:
            return None
        scale = question.scale_id or question.kind
        if scale not in self.points:
            self.points[scale] = {point.key: point for point in scale_points(question)}
        return self.points[scale][text.point]

    def _no_action_reason(self, question: Question, answer: Answer) -> str:
        below = answer.point is not None and answer.point.is_met is False
        if not below or question.key in self.with_action:
            return ""
        return no_action_reason(self.writer.agency, question.key)

    def _write(self, answers: list[Answer]) -> None:
        """Store all answers and what stands beside them, as one change of the return."""
        record = self.record
        with change("returns.answer", by=self.people[0], board=record.round.board, on=record):
            known = [answer for answer in answers if answer.pk is not None]
            Answer.objects.bulk_create([answer for answer in answers if answer.pk is None])
            Answer.objects.bulk_update(known, _FIELDS)
        with change("returns.evidence", by=self.people[0], board=record.round.board, on=record):
            AnswerEvidence.objects.bulk_create(
                [
                    AnswerEvidence(
                        answer=answer,
                        evidence=self.evidence[place % len(self.evidence)],
                        pointer=POINTERS[place % len(self.evidence)],
                    )
                    for place, answer in enumerate(answers)
                    if self._shows(answer)
                ],
                ignore_conflicts=True,
            )

    def _shows(self, answer: Answer) -> bool:
        """Whether evidence stands beside the answer: where it must, and sometimes where it may."""
        if not self.evidence or answer.point is None or not answer.point.is_met:
            return False
        required = answer.question.evidence_rule == Question.EvidenceRule.REQUIRED
        return required or number(self.writer.agency, answer.question.key, "b") < EVIDENCE_BESIDE


def _is_changed(answer: Answer) -> bool:
    """Whether the answer differs from what was carried forward into it."""
    old = answer.carried_from
    return old is not None and (
        (old.point.key if old.point else "", old.value, old.commentary, old.is_not_applicable)
        != (
            answer.point.key if answer.point else "",
            answer.value,
            answer.commentary,
            answer.is_not_applicable,
        )
    )
