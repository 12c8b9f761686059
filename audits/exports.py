"""CSV files of rounds: the table of returns, compliance, and every answer of readable returns."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from audits.models import Answer, Question, Return, Round
from audits.queries import rounds
from audits.queries.compliance import MatrixRow, Row, with_names
from audits.queries.questionnaires import asked_of
from audits.queries.returns import given_of
from audits.rules import answers as rules
from audits.rules.answers import Asked, Given, Progress
from boards.exports import Column
from boards.models import Sector

#: Returns read at once, so that a file of any length needs little memory.
CHUNK = 200


@dataclass(frozen=True)
class ReturnLine:
    record: Any
    sector: str
    stage: str
    progress: Progress


def lines_of(
    round_record: Round, returns: QuerySet[Return], stages: Mapping[str, Any]
) -> Iterator[ReturnLine]:
    """Yield the returns of the round's page (see `queries.rounds.returns_of`) with their progress.

    `stages` names a stage in words. Two queries for each `CHUNK` of returns.
    """
    labels = dict(Sector.objects.values_list("key", "label"))
    rows = returns.iterator(chunk_size=CHUNK)
    while chunk := list(islice(rows, CHUNK)):
        progress = rounds.progress_of(round_record, chunk)
        for record in chunk:
            yield ReturnLine(
                record=record,
                sector=labels.get(record.sector_key, ""),  # type: ignore[attr-defined]
                stage=str(stages[record.stage]),  # type: ignore[attr-defined]
                progress=progress[record.pk],
            )


RETURNS = [
    Column(_("Agency"), lambda line: line.record.partner_name),
    Column(_("Sector"), lambda line: line.sector),
    Column(_("Status"), lambda line: line.stage),
    Column(_("Due"), lambda line: line.record.due_on),
    Column(_("Late"), lambda line: bool(line.record.is_late)),
    Column(_("Questions asked"), lambda line: line.progress.asked),
    Column(_("Questions answered"), lambda line: line.progress.done),
    Column(_("Last activity"), lambda line: line.record.last_activity_at),
    Column(_("First sent"), lambda line: line.record.first_submitted_at),
    Column(_("Sent"), lambda line: line.record.submitted_at),
    Column(_("Accepted"), lambda line: line.record.accepted_at),
    Column(_("Extended to"), lambda line: line.record.extended_to),
    Column(_("Reason for more time"), lambda line: line.record.extension_reason),
]

#: The list of returns, of one agency or of the board.
RETURN_LIST = [
    Column(_("Return"), lambda record: record.round.title),
    Column(_("Agency"), lambda record: record.partner_name),
    Column(_("Due"), lambda record: record.due_on),
    Column(_("Status"), lambda record: record.get_status_display()),
]

#: Live rounds with what was counted, past ones with what was printed.
ROUNDS = [
    Column(_("Round"), lambda item: item.round.title),
    Column(_("Year"), lambda item: item.round.year),
    Column(_("Status"), lambda item: item.round.get_status_display()),
    Column(_("Opens"), lambda item: item.round.opens_on),
    Column(_("Closes"), lambda item: item.round.closes_on),
    Column(_("Invited"), lambda item: item.counts.invited),
    Column(_("Submitted"), lambda item: item.counts.submitted),
    Column(_("Started"), lambda item: item.counts.started),
    Column(_("Not started"), lambda item: item.counts.not_started),
    Column(_("Return rate, per cent"), lambda item: item.percent),
]

#: Who is chased: what was sent last, what comes next.
CHASING = [
    Column(_("Agency"), lambda line: line.record.partner_name),
    Column(_("Due"), lambda line: line.record.due_on),
    Column(_("Last sent on"), lambda line: line.last.at if line.last else None),
    Column(_("Last sent"), lambda line: line.last_label),
    Column(_("Next on"), lambda line: line.next.day if line.next else None),
    Column(_("Next"), lambda line: line.next_label),
    Column(_("To"), lambda line: ", ".join(person.name for person in line.people)),
]

TOOLS = [
    Column(_("Tool"), lambda row: row.tool.title),
    Column(_("Kind"), lambda row: row.tool.get_kind_display()),
    Column(_("Starter"), lambda row: row.tool.board_id is None),
    Column(_("Published version"), lambda row: row.published.number if row.published else None),
    Column(_("Draft of version"), lambda row: row.draft.number if row.draft else None),
    Column(_("Questions"), lambda row: row.latest.question_count if row.latest else None),
    Column(_("Used in rounds"), lambda row: ", ".join(each.title for each in row.rounds)),
]

EVIDENCE = [
    Column(_("Evidence"), lambda row: row.title),
    Column(_("Agency"), lambda row: row.agency),
    Column(_("File or link"), lambda row: row.withdrawn_reason or row.file_name or row.link),
    Column(_("Added"), lambda row: row.uploaded_at),
    Column(_("Added by"), lambda row: row.uploaded_by.name),
    Column(_("Used in answers"), lambda row: row.use_count),
    Column(_("Out of date after"), lambda row: row.expires_on),
]

_FIGURES = [
    Column(_("Met"), lambda row: row.met),
    Column(_("Answers that apply (n)"), lambda row: row.base),
    Column(_("Met, per cent"), lambda row: row.percent),
]
STANDARDS = [
    Column(_("Key"), lambda row: row.key),
    Column(_("Standard"), lambda row: row.title),
    *_FIGURES,
    Column(_("Agencies with an essential question below met"), lambda row: row.capped),
]
AGENCIES = [
    Column(_("Agency"), lambda row: row.title),
    Column(_("Sector"), lambda row: row.group),
    *_FIGURES,
    Column(_("Standards with an essential question below met"), lambda row: row.capped),
]
QUESTIONS = [
    Column(_("Key"), lambda row: row.key),
    Column(_("Standard"), lambda row: row.group),
    Column(_("Question"), lambda row: row.title),
    *_FIGURES,
]
_TABLES: Mapping[str, list[Column]] = {
    "standards": STANDARDS,
    "agencies": AGENCIES,
    "questions": QUESTIONS,
}


def compliance_table(name: str, grades: Any) -> tuple[list[Column], Iterable[Any]]:
    """Return columns and rows of one compliance table: standards, agencies, questions, heat-map."""
    if name == "heat-map":
        return MATRIX, _cells(grades.matrix())
    rows: dict[str, list[Row]] = {
        "standards": grades.by_standard(),
        "agencies": grades.by_agency(),
        "questions": grades.by_question(),
    }
    return _TABLES[name], rows[name]


#: One row for each agency and standard, so that a spreadsheet can pivot it.
MATRIX = [
    Column(_("Agency"), lambda pair: pair[0].title),
    Column(_("Sector"), lambda pair: pair[0].group),
    Column(_("Standard"), lambda pair: pair[1].standard.title),
    Column(_("Met"), lambda pair: pair[1].value.met),
    Column(_("Answers that apply (n)"), lambda pair: pair[1].value.base),
    Column(_("Met, per cent"), lambda pair: pair[1].value.percent),
    Column(_("Essential question below met"), lambda pair: pair[1].is_capped),
]


def _cells(rows: Iterable[MatrixRow]) -> Iterator[tuple[Row, Any]]:
    for row in rows:
        for cell in row.cells:
            yield row.agency, cell


@dataclass(frozen=True)
class AnswerLine:
    """One question that an agency was asked, with its answer if there is one that counts."""

    record: Any
    question: Question
    answer: Answer | None
    given: Given | None

    def of(self, name: str) -> Any:
        return getattr(self.answer, name) if self.answer else None


ANSWERS = [
    Column(_("Agency"), lambda line: line.record.partner_name),
    Column(_("Sector"), lambda line: line.record.sector_key),
    Column(_("Status"), lambda line: line.record.get_status_display()),
    Column(_("Sent"), lambda line: line.record.submitted_at),
    Column(_("Standard"), lambda line: line.question.standard.title),
    Column(_("Question key"), lambda line: line.question.key),
    Column(_("Question"), lambda line: line.question.text),
    Column(_("Essential"), lambda line: line.question.is_essential),
    Column(_("Grade"), lambda line: line.answer.point if line.answer else None),
    Column(_("Met"), lambda line: line.given.is_met if line.given else None),
    Column(_("Answer"), lambda line: line.of("value")),
    Column(_("How the agency knows"), lambda line: line.of("commentary")),
    Column(_("Does not apply"), lambda line: line.of("is_not_applicable")),
    Column(_("Why it does not apply"), lambda line: line.of("not_applicable_reason")),
    Column(_("What changed"), lambda line: line.of("what_changed")),
    Column(_("Why no action"), lambda line: line.of("no_action_reason")),
    Column(_("Pieces of evidence"), lambda line: line.given.evidence_count if line.given else 0),
    Column(_("Actions planned"), lambda line: line.given.action_count if line.given else 0),
]


def answers_of(round_record: Round) -> Iterator[AnswerLine]:
    """Yield every asked question of every return that the board may read, by agency, in order."""
    questions = list(
        Question.objects.filter(tool_version=round_record.tool_version_id)
        .select_related("standard")
        .order_by("standard__order", "order", "pk")
    )
    keys = {question.pk: question.key for question in questions}
    asked = {question.key: asked_of(question, keys) for question in questions}
    returns = Return.objects.filter(round=round_record).readable_by_board()
    pks = list(
        with_names(returns, round_record.board_id)
        .order_by("partner_name", "pk")
        .values_list("pk", flat=True)
    )
    for start in range(0, len(pks), CHUNK):
        yield from _lines(round_record, pks[start : start + CHUNK], questions, keys, asked)


def _lines(
    round_record: Round,
    pks: list[int],
    questions: list[Question],
    keys: dict[int, str],
    asked: dict[str, Asked],
) -> Iterator[AnswerLine]:
    # Asked for again: a return may have been sent back while the file is being written.
    returns = Return.objects.filter(pk__in=pks).readable_by_board()
    records = list(with_names(returns, round_record.board_id).order_by("partner_name", "pk"))
    answers: dict[int, dict[str, Answer]] = defaultdict(dict)
    given: dict[int, dict[str, Given]] = defaultdict(dict)
    rows = (
        Answer.objects.counting()
        .filter(return_record__in=records)
        .select_related("point", "carried_from__point")
        .annotate(
            evidence_count=Count(
                "evidence_links",
                filter=Q(evidence_links__evidence__withdrawn_at=None),
                distinct=True,
            ),
            action_count=Count("action_links", distinct=True),
        )
    )
    for row in rows:
        key = keys[row.question_id]
        answers[row.return_record_id][key] = row
        given[row.return_record_id][key] = given_of(row)
    for record in records:
        theirs = given[record.pk]
        for question in questions:
            if rules.is_asked(asked[question.key], record.sector_key, asked, theirs):
                yield AnswerLine(
                    record, question, answers[record.pk].get(question.key), theirs.get(question.key)
                )
