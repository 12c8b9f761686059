"""Lines of enquiry as pages show them: listed, one with its questions, beside an indicator."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Count, Prefetch, Q

from boards.models import Action, Board, User
from performance.models import (
    AgencyAnswer,
    Enquiry,
    EnquiryAction,
    EnquiryIndicator,
    EnquiryQuestion,
    EnquiryStep,
    Indicator,
)
from performance.models.enquiries import EnquiryQuerySet
from performance.models.questions import WAITING, AgencyAnswerQuerySet
from performance.queries import scorecards
from performance.rules.periods import in_words
from performance.states import AnswerStatus


@dataclass(frozen=True)
class EnquiryView:
    """A line of enquiry with everything that a page or the exception report prints of it."""

    enquiry: Enquiry
    indicators: list[Indicator]
    questions: list[EnquiryQuestion]
    answers: list[AgencyAnswer]
    steps: list[EnquiryStep]
    actions: list[Action]

    @property
    def period(self) -> str:
        return in_words(self.enquiry.period)

    @property
    def waiting(self) -> int:
        """How many answers agencies still owe."""
        return sum(answer.status in WAITING for answer in self.answers)

    @property
    def to_read(self) -> int:
        return sum(answer.status == AnswerStatus.ANSWERED for answer in self.answers)

    @property
    def last_decision(self) -> EnquiryStep | None:
        decisions = [step for step in self.steps if step.kind != EnquiryStep.Kind.RECOMMENDED]
        return decisions[-1] if decisions else None


def listed(board: Board, user: User, on: date) -> EnquiryQuerySet:
    """Return the board's lines of enquiry, with how many answers are out, late and to read."""
    answers = "questions__answers"
    waiting = Q(**{f"{answers}__status__in": WAITING})
    rows: EnquiryQuerySet = (
        Enquiry.objects.visible_to(user)
        .filter(board=board)
        .select_related("group", "decided_by_group", "opened_by")
        .annotate(
            waiting=Count(answers, filter=waiting, distinct=True),
            late=Count(
                answers, filter=waiting & Q(**{f"{answers}__due_on__lt": on}), distinct=True
            ),
            to_read=Count(
                answers, filter=Q(**{f"{answers}__status": AnswerStatus.ANSWERED}), distinct=True
            ),
        )
    )
    return rows


def views(rows: Iterable[Enquiry], user: User | None) -> list[EnquiryView]:
    """Return enquiries with what belongs to them: five queries, whatever their number.

    Without a user (a document that a worker builds for the board) all of the board's actions.
    """
    found = list(rows)
    about, questions, steps = _about(found), _questions(found), _steps(found)
    actions = _actions(found, user)
    return [
        EnquiryView(
            enquiry=each,
            indicators=about.get(each.pk, []),
            questions=questions.get(each.pk, []),
            answers=[
                answer
                for question in questions.get(each.pk, [])
                for answer in question.answers.all()  # prefetched
            ],
            steps=steps.get(each.pk, []),
            actions=actions.get(each.pk, []),
        )
        for each in found
    ]


def of_indicator(indicator: Indicator, user: User) -> list[EnquiryView]:
    """Return the lines of enquiry about an indicator, those under way first."""
    rows = Enquiry.objects.visible_to(user).filter(about__indicator=indicator)
    ordered = sorted(
        rows.select_related("board", "group", "decided_by_group"), key=lambda row: row.is_over
    )
    return views(ordered, user)


def marked(lines: Sequence[scorecards.Line], board: Board, user: User) -> list[scorecards.Line]:
    """Return a scorecard's lines with how many lines of enquiry are under way about each."""
    open_ones = Enquiry.objects.visible_to(user).filter(board=board).under_way()
    rows = EnquiryIndicator.objects.filter(enquiry__in=open_ones)
    counts = Counter(rows.values_list("indicator_id", flat=True))
    return [
        replace(line, enquiries=counts[line.indicator.pk]) if counts[line.indicator.pk] else line
        for line in lines
    ]


def put_to(board: Board, user: User, agencies: Iterable[int]) -> AgencyAnswerQuerySet:
    """Return what was asked of these agencies that the person may see."""
    rows = AgencyAnswer.objects.visible_to(user).filter(board=board, agency__in=agencies)
    return rows.select_related("agency", "board", "question__enquiry", "draft_by")


def _about(rows: Sequence[Enquiry]) -> dict[int, list[Indicator]]:
    found: dict[int, list[Indicator]] = {}
    links = EnquiryIndicator.objects.filter(enquiry__in=[row.pk for row in rows])
    for each in links.select_related("indicator__owner_agency").order_by("order", "pk"):
        found.setdefault(each.enquiry_id, []).append(each.indicator)
    return found


def _questions(rows: Sequence[Enquiry]) -> dict[int, list[EnquiryQuestion]]:
    answers = AgencyAnswer.objects.select_related(
        "agency", "answered_by", "accepted_by", "sent_back_by"
    ).order_by("agency__name", "pk")
    questions = EnquiryQuestion.objects.filter(enquiry__in=[row.pk for row in rows])
    found: dict[int, list[EnquiryQuestion]] = {}
    for each in questions.select_related("asked_by").prefetch_related(Prefetch("answers", answers)):
        found.setdefault(each.enquiry_id, []).append(each)
    return found


def _steps(rows: Sequence[Enquiry]) -> dict[int, list[EnquiryStep]]:
    found: dict[int, list[EnquiryStep]] = {}
    steps = EnquiryStep.objects.filter(enquiry__in=[row.pk for row in rows])
    for each in steps.select_related("by", "group"):
        found.setdefault(each.enquiry_id, []).append(each)
    return found


def _actions(rows: Sequence[Enquiry], user: User | None) -> dict[int, list[Action]]:
    links = EnquiryAction.objects.filter(enquiry__in=[row.pk for row in rows])
    if user is not None:
        links = links.filter(action__in=Action.objects.visible_to(user))
    found: dict[int, list[Action]] = {}
    for each in links.select_related("action__agency", "action__owner"):
        found.setdefault(each.enquiry_id, []).append(each.action)
    return found
