"""What of the lines of enquiry can be found."""

from django.db.models.functions import Left
from django.utils.translation import gettext_lazy as _

from boards.authorization import Permission as P
from boards.queries.search_kinds import page
from boards.registry import SearchKind
from performance.models import AgencyAnswer, Enquiry, EnquiryQuestion

#: Characters of a question that a result shows.
SHOWN = 160

KINDS = [
    SearchKind(
        "enquiry", _("Lines of enquiry"), P.ENQUIRY_VIEW,
        rows=lambda user, boards: Enquiry.objects.visible_to(user).filter(board__in=boards),
        words=[("enquiry", "pk")], title="title", detail="group__name", day="opened_at",
        text=("why", "finding", "recommendation"), url=page("performance:enquiry-detail"),
        order=60,
    ),
    SearchKind(
        "enquiry-question", _("Questions to agencies"), P.ENQUIRY_VIEW,
        rows=lambda user, boards: EnquiryQuestion.objects.filter(
            enquiry__in=Enquiry.objects.visible_to(user).filter(board__in=boards)
        ),
        words=[("enquiry_question", "pk")], title=Left("text", SHOWN),
        detail="enquiry__title", day="due_on",
        board="enquiry__board_id", args={"pk": "enquiry_id"},
        url=page("performance:enquiry-detail"), order=61,
    ),
    SearchKind(
        "question", _("Questions of the board"), P.ENQUIRY_ANSWER,
        rows=lambda user, boards: AgencyAnswer.objects.visible_to(user).filter(board__in=boards),
        words=[("enquiry_question", "question_id")], title=Left("question__text", SHOWN),
        detail="agency__name", day="due_on", url=page("performance:question-answer"), order=62,
    ),
]  # fmt: skip
