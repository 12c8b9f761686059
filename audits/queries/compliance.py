"""Compliance of a round: by standard, agency, question, and agency × standard.

Only returns that the board may read count, and of those only answers that a person gave or
confirmed, to questions that the agency is asked, and that apply. Everything is read in six
queries, whatever the round's size; the figures are sums of the same cells, so they never differ.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from django.db.models import FilteredRelation, Q
from django.db.models.functions import Coalesce

from audits.models import Answer, Question, Return, Round, ScalePoint, Standard
from audits.queries.questionnaires import Questionnaire, questionnaire
from audits.rules import answers as rules
from audits.rules.answers import Given
from audits.rules.compliance import Compliance, compliance, is_capped
from audits.rules.rounds import heat
from audits.states import READABLE_BY_BOARD

#: Kinds whose answers are graded; others say something, but not whether a standard is met.
GRADED = frozenset({"graded", "yes_no"})


@dataclass(frozen=True)
class Row:
    """A line of a compliance table.

    `capped` counts the agencies whom an essential question below met holds back.
    """

    key: str
    title: str
    value: Compliance
    capped: int = 0
    #: Primary key of the return, for lines about an agency.
    return_pk: int | None = None
    #: Standard of a question, sector of an agency: what the line belongs to.
    group: str = ""
    #: Whether a question below met holds its standard back.
    is_essential: bool = False

    @property
    def met(self) -> int:
        return self.value.met

    @property
    def base(self) -> int:
        return self.value.base

    @property
    def percent(self) -> Decimal | None:
        return self.value.percent


@dataclass(frozen=True)
class Cell:
    """One agency on one standard."""

    standard: Standard
    value: Compliance
    is_capped: bool
    return_pk: int

    @property
    def level(self) -> int | str:
        return heat(self.value, is_capped=self.is_capped)


@dataclass(frozen=True)
class MatrixRow:
    """One agency with its cells in the order of the standards."""

    agency: Row
    cells: tuple[Cell, ...]


class Grade(NamedTuple):
    """One counted answer: True met, False below met, None a grade that does not count."""

    question: Question
    return_pk: int
    is_met: bool | None


class Respondent(NamedTuple):
    """An agency whose return is read: under the name and sector that the board gives it."""

    return_pk: int
    agency_id: int
    name: str
    sector: str
    status: str


@dataclass
class RoundGrades:
    """All counted grades of a round's readable returns, read once; tables are made from it."""

    round: Round
    standards: list[Standard]
    questions: list[Question]
    respondents: list[Respondent]
    grades: list[Grade]
    _by_cell: dict[tuple[int, int], list[Grade]] = field(init=False)

    def __post_init__(self) -> None:
        self._by_cell = defaultdict(list)
        for grade in self.grades:
            self._by_cell[grade.return_pk, grade.question.standard_id].append(grade)

    def overall(self) -> Compliance:
        return _sum(self.grades)

    def by_standard(self) -> list[Row]:
        rows = []
        for standard in self.standards:
            cells = [self._cell(who, standard) for who in self.respondents]
            value = sum((cell.value for cell in cells), Compliance(0, 0))
            rows.append(
                Row(standard.key, standard.title, value, capped=sum(c.is_capped for c in cells))
            )
        return rows

    def by_agency(self) -> list[Row]:
        return [row.agency for row in self.matrix()]

    def by_question(self) -> list[Row]:
        grades = defaultdict(list)
        for grade in self.grades:
            grades[grade.question.pk].append(grade)
        titles = {standard.pk: standard.title for standard in self.standards}
        return [
            Row(q.key, q.text, _sum(grades[q.pk]), group=titles[q.standard_id],
                capped=sum(g.is_met is False for g in grades[q.pk]) if q.is_essential else 0,
                is_essential=q.is_essential)
            for q in self.questions
            if q.kind in GRADED
        ]  # fmt: skip

    def matrix(self) -> list[MatrixRow]:
        rows = []
        for who in self.respondents:
            cells = tuple(self._cell(who, standard) for standard in self.standards)
            value = sum((cell.value for cell in cells), Compliance(0, 0))
            row = Row(
                str(who.agency_id), who.name, value, group=who.sector, return_pk=who.return_pk,
                capped=sum(cell.is_capped for cell in cells),
            )  # fmt: skip
            rows.append(MatrixRow(row, cells))
        return rows

    def _cell(self, who: Respondent, standard: Standard) -> Cell:
        grades = self._by_cell.get((who.return_pk, standard.pk), [])
        essential = [grade.is_met for grade in grades if grade.question.is_essential]
        return Cell(standard, _sum(grades), is_capped(essential), who.return_pk)


def grades(round_record: Round, *, sector: str = "") -> RoundGrades:
    """Read the counted grades of a round, of one sector if given."""
    version = round_record.tool_version
    if version is None:
        return RoundGrades(round_record, [], [], [], [])
    asks = questionnaire(version)
    standards, questions = list(asks.standards), list(asks.questions)
    respondents = _respondents(round_record, sector)
    said = _said(round_record, respondents if sector else None)
    graded = [question for question in questions if question.kind in GRADED]
    points = _points(asks, said)
    found: list[Grade] = []
    for who in respondents:
        found += _counted(who, graded, asks, said.get(who.return_pk, {}), points)
    return RoundGrades(round_record, standards, questions, respondents, found)


def by_standard(round_record: Round) -> list[Row]:
    """Return the round's standards in order, each with met, base and agencies held back."""
    return grades(round_record).by_standard()


def by_agency(round_record: Round) -> list[Row]:
    """Return the agencies that answered, by name, each with met, base and per cent."""
    return grades(round_record).by_agency()


def by_question(round_record: Round) -> list[Row]:
    """Return the graded questions; `capped` counts agencies below met on an essential one."""
    return grades(round_record).by_question()


def matrix(round_record: Round) -> list[MatrixRow]:
    """Return agency × standard."""
    return grades(round_record).matrix()


def with_names(returns, board_id: int):  # type: ignore[no-untyped-def]  # a queryset of Return
    """Annotate `partner_name` and `sector_key`: what the board calls the agency, else its own.

    Joined, not looked up for each row: a round may have 24,000 returns. An agency has one
    partnership with a board, so no row is doubled.
    """
    here = FilteredRelation(
        "agency__partnerships", condition=Q(agency__partnerships__board=board_id)
    )
    return returns.annotate(here=here).annotate(
        partner_name=Coalesce("here__name", "agency__name"),
        sector_key=Coalesce("here__sector_id", "agency__sector_id"),
    )


def _respondents(round_record: Round, sector: str) -> list[Respondent]:
    readable = Return.objects.filter(round=round_record).readable_by_board()
    rows = with_names(readable, round_record.board_id).order_by("partner_name", "pk")
    if sector:
        rows = rows.filter(sector_key=sector)
    return [
        Respondent(*values)
        for values in rows.values_list("pk", "agency_id", "partner_name", "sector_key", "status")
    ]


class Said(NamedTuple):
    """What figures need of a confirmed answer: a round may have 1.4 million of them."""

    point_pk: int | None
    value: str
    is_not_applicable: bool


def _said(round_record: Round, only: Iterable[Respondent] | None) -> Mapping[int, dict[int, Said]]:
    """Return the confirmed answers by return and question, of these respondents if given."""
    rows = Answer.objects.counting().filter(
        return_record__round=round_record, return_record__status__in=READABLE_BY_BOARD
    )
    if only is not None:
        rows = rows.filter(return_record__in=[who.return_pk for who in only])
    found: dict[int, dict[int, Said]] = defaultdict(dict)
    for return_pk, question_pk, point, value, is_na in (
        rows.order_by()
        .values_list("return_record_id", "question_id", "point_id", "value", "is_not_applicable")
        .iterator(chunk_size=5000)
    ):
        found[return_pk][question_pk] = Said(point, value, is_na)
    return found


def _points(asks: Questionnaire, said: Mapping[int, dict[int, Said]]) -> Mapping[int, ScalePoint]:
    """Return the grades that were given, by primary key: those of the tool, and any other."""
    used = {answer.point_pk for answers in said.values() for answer in answers.values()}
    strange = used - {None} - asks.points.keys()
    return asks.points | ScalePoint.objects.in_bulk(strange) if strange else asks.points


def _counted(
    who: Respondent, graded: list[Question], asks: Questionnaire, said: dict[int, Said],
    points: Mapping[int, ScalePoint],
) -> list[Grade]:  # fmt: skip
    found = []
    given: dict[str, Given] | None = None
    for question in graded:
        answer = said.get(question.pk)
        if answer is None or answer.is_not_applicable or answer.point_pk is None:
            continue
        rule = asks.asked[question.key]
        if rule.follows is not None and given is None:
            given = _given(asks, said, points)
        # Most questions follow no other: their agency's sector alone says whether they are asked.
        if rules.is_asked(rule, who.sector, asks.asked, given or {}):
            found.append(Grade(question, who.return_pk, points[answer.point_pk].is_met))
    return found


def _given(
    asks: Questionnaire, said: dict[int, Said], points: Mapping[int, ScalePoint]
) -> dict[str, Given]:
    """Return an agency's answers as the rules see them, where a question follows another."""
    keys = {question.pk: question.key for question in asks.questions}
    return {
        keys[pk]: Given(
            point=points[answer.point_pk].key if answer.point_pk else "",
            value=answer.value,
            is_not_applicable=answer.is_not_applicable,
        )
        for pk, answer in said.items()
        if pk in keys
    }


def _sum(grades: Iterable[Grade]) -> Compliance:
    return compliance(grade.is_met for grade in grades)
