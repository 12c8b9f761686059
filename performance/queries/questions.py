"""What lines of enquiry ask of people: answers of agencies, reading, deciding, going on."""

from collections.abc import Iterator
from datetime import date

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from boards.authorization import Permission
from boards.models import Board, Membership, User
from boards.registry import ToDo
from boards.rules.todos import MOST
from performance.models import AgencyAnswer, Enquiry
from performance.queries.deciding import to_decide_by
from performance.states import AnswerStatus, EnquiryStatus


def questions_due(user: User, on: date) -> Iterator[ToDo]:
    """Questions that the person's agencies have not answered, on all their boards: one query."""
    mine = Membership.objects.granting(Permission.ENQUIRY_ANSWER, user).filter(
        board=OuterRef("board"), agency=OuterRef("agency")
    )
    rows = AgencyAnswer.objects.visible_to(user).waiting().filter(Exists(mine))
    for row in rows.select_related("board", "agency", "question"):
        sent_back = row.status == AnswerStatus.SENT_BACK
        yield _question(row, _("Sent back: say more") if sent_back else _("Answer the question"))


def questions_owed(board: Board, user: User, on: date) -> Iterator[ToDo]:
    """Answers that the board's agencies still owe it."""
    rows = AgencyAnswer.objects.visible_to(user).waiting().filter(board=board).order_by("due_on")
    for row in rows.select_related("board", "agency", "question__enquiry")[:MOST]:
        yield ToDo(
            kind="question", title=_short(row), detail=_("Answer the question"),
            url=f"{_page(row.question.enquiry, row.board)}#answer-{row.pk}", board=row.board,
            due_on=row.due_on, agency_name=row.agency.name,
        )  # fmt: skip


def answers_to_read(user: User, on: date) -> Iterator[ToDo]:
    """Answers that came in, for who asked and for who works on the board's figures: one query."""
    rows = AgencyAnswer.objects.visible_to(user).filter(
        _for_those_who_work_on_it(user, "question__asked_by"), status=AnswerStatus.ANSWERED
    )
    for row in rows.select_related("board", "agency", "question__enquiry"):
        yield ToDo(
            kind="answer", title=_short(row), detail=_("Read the answer"),
            url=f"{_page(row.question.enquiry, row.board)}#answer-{row.pk}", board=row.board,
            agency_name=row.agency.name,
        )  # fmt: skip


def enquiries_to_mind(user: User, on: date) -> Iterator[ToDo]:
    """Recommendations to decide on, and what was decided to go on with: one query."""
    decided = {
        EnquiryStatus.MORE_ASKED: _("More was asked for: go on with it"),
        EnquiryStatus.ACCEPTED: _("Raise what follows, then close it"),
    }
    to_decide = Q(pk__in=to_decide_by(user).order_by().values("pk"))
    to_go_on_with = _for_those_who_work_on_it(user, "recommended_by") & Q(status__in=list(decided))
    rows = Enquiry.objects.visible_to(user).filter(to_decide | to_go_on_with)
    for row in rows.select_related("board"):
        status = EnquiryStatus(row.status)
        yield _enquiry(row, decided.get(status, _("Decide on the recommendation")))


def _for_those_who_work_on_it(user: User, began: str) -> Q:
    """Return the rows that are the person's to go on with: begun by them, or figures their work."""
    granting = Membership.objects.granting
    board = OuterRef("board")
    edits = granting(Permission.ENQUIRY_EDIT, user).filter(board=board)
    figures = granting(Permission.INDICATOR_EDIT, user).filter(board=board)
    return Q(Exists(edits)) & (Q(**{began: user}) | Q(Exists(figures)))


def _question(row: AgencyAnswer, detail: str) -> ToDo:
    return ToDo(
        kind="question", title=_short(row), detail=detail,
        url=reverse("performance:question-answer", args=[row.board.slug, row.pk]),
        board=row.board, due_on=row.due_on, agency_name=row.agency.name,
    )  # fmt: skip


def _enquiry(row: Enquiry, detail: str) -> ToDo:
    return ToDo(
        kind="enquiry", title=row.title, detail=detail, url=_page(row, row.board), board=row.board
    )


def _short(row: AgencyAnswer) -> str:
    return Truncator(row.question.text).chars(120)


def _page(enquiry: Enquiry, board: Board) -> str:
    return reverse("performance:enquiry-detail", args=[board.slug, enquiry.pk])
