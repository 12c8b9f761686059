"""What of audits can be found. A draft's words are for its own agency alone."""

from collections.abc import Collection, Mapping
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from audits.models import Answer, AnswerEvidence, Return, Round, Tool
from audits.states import RoundStatus
from boards.authorization import Permission as P
from boards.models import Evidence, Membership, User
from boards.queries.search_kinds import page
from boards.registry import SearchKind


def _returns(user: User, boards: Collection[int]) -> QuerySet[Return]:
    return Return.objects.visible_to(user).filter(round__board__in=boards)


def _returns_to_board(user: User, boards: Collection[int]) -> QuerySet[Return]:
    wide = Membership.objects.granting(P.RETURN_VIEW, user).filter(agency=None)
    return _returns(user, boards).filter(Exists(wide.filter(board=OuterRef("round__board"))))


def _returns_of_agency(user: User, boards: Collection[int]) -> QuerySet[Return]:
    own = Membership.objects.granting(P.RETURN_ANSWER, user)
    return _returns(user, boards).filter(
        Exists(own.filter(board=OuterRef("round__board"), agency=OuterRef("agency")))
    )


def _answers(user: User, boards: Collection[int]) -> QuerySet[Answer]:
    rows = Answer.objects.visible_to(user).filter(return_record__round__board__in=boards)
    return rows.exclude(return_record__round__status=RoundStatus.DRAFT)


def _evidence_of_answers(user: User, boards: Collection[int]) -> QuerySet[AnswerEvidence]:
    return AnswerEvidence.objects.filter(answer__in=_answers(user, boards))


def _own_evidence(user: User, boards: Collection[int]) -> QuerySet[Evidence]:
    """Return the evidence of the person's agencies, on the first of the boards where they sit."""
    own = Membership.objects.granting(P.EVIDENCE_EDIT, user).filter(
        board__in=boards, agency=OuterRef("agency")
    )
    first = Subquery(own.order_by("board").values("board")[:1])
    return Evidence.objects.visible_to(user).filter(Exists(own)).annotate(first_board=first)


def _evidence_url(board: str, args: Mapping[str, Any]) -> str:
    if args["kind"] == Evidence.Kind.LINK:
        return reverse("audits:evidence-list", kwargs={"board": board})
    return reverse("audits:evidence-download", kwargs={"board": board, "pk": args["pk"]})


def _tools(user: User, boards: Collection[int]) -> QuerySet[Tool]:
    """Return the boards' own tools, and the shipped ones on the first of the boards."""
    first = Coalesce("board_id", Value(min(boards)))
    return Tool.objects.visible_to(user).annotate(first_board=first).filter(first_board__in=boards)


_QUESTION = {"pk": "return_record_id", "question": "question__key"}

KINDS = [
    SearchKind(
        "round", _("Rounds"), P.ROUND_VIEW,
        rows=lambda user, boards: Round.objects.visible_to(user).filter(board__in=boards),
        words=[("round", "pk")], title="title", detail="year__label", day="closes_on",
        text=("introduction",), url=page("audits:round-detail"), order=60,
    ),
    SearchKind(
        "return", _("Returns"), P.RETURN_VIEW,
        rows=_returns_to_board, words=[("agency", "agency_id"), ("round", "round_id")],
        title="agency__name", detail="round__title", board="round__board_id",
        url=page("audits:review-detail"), order=61,
    ),
    SearchKind(
        "own-return", _("Your agency’s returns"), P.RETURN_ANSWER,
        rows=_returns_of_agency, words=[("agency", "agency_id"), ("round", "round_id")],
        title="round__title", detail="agency__name", board="round__board_id",
        url=page("audits:return-detail"), order=11,
    ),
    SearchKind(
        "answer", _("Answers"), P.RETURN_VIEW,
        rows=_answers, words=[("answer", "pk")], title="question__text",
        detail="return_record__agency__name", board="return_record__round__board_id",
        text=("commentary", "value", "not_applicable_reason", "what_changed", "no_action_reason"),
        args=_QUESTION, url=page("audits:return-question"), order=62,
    ),
    SearchKind(
        "answer-evidence", _("Evidence beside answers"), P.RETURN_VIEW,
        rows=_evidence_of_answers, words=[("evidence", "evidence_id")], title="evidence__title",
        detail="answer__return_record__agency__name",
        board="answer__return_record__round__board_id",
        text=("evidence__file_name", "evidence__link"),
        args={path: f"answer__{name}" for path, name in _QUESTION.items()},
        url=page("audits:return-question"), order=63,
    ),
    SearchKind(
        "evidence", _("Your agency’s evidence"), P.EVIDENCE_EDIT,
        rows=_own_evidence, words=[("evidence", "pk")], title="title", detail="agency__name",
        board="first_board", text=("file_name", "link"), args={"pk": "pk", "kind": "kind"},
        url=_evidence_url, order=12,
    ),
    SearchKind(
        "tool", _("Tools"), P.TOOL_VIEW,
        rows=_tools, words=[("tool", "pk")], title="title", board="first_board",
        url=page("audits:tool-detail"), order=70,
    ),
]  # fmt: skip
