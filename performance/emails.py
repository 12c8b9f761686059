"""E-mails and notifications about data returns and enquiries: a link each, no figure, no text."""

from collections.abc import Iterable

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from boards.authorization import Permission
from boards.models import Membership, User
from boards.services import notifications
from boards.services.notifications import Mail
from performance.models import AgencyAnswer, DataRequirement, DataReturn, Enquiry
from performance.queries.deciding import deciders_of
from performance.rules.data_returns import Step
from performance.rules.periods import Period


def figures_asked(requirement: DataRequirement, period: Period) -> None:
    """Tell those who send the agency's figures that a period is over; `period` is the last."""
    text = _("Figures are asked for: %(title)s.") % {"title": requirement.title}
    path = reverse("performance:data-return-list", kwargs={"board": requirement.board.slug})
    for user in _people(_senders(requirement)):
        _tell(requirement, user, "figures_asked", text, path, f"{requirement.pk}:{period}")


def figures_sent_back(data_return: DataReturn) -> None:
    """Tell the same people that the board asks for a correction."""
    text = _("The board asks for a correction: %(figures)s.") % {"figures": data_return}
    for user in _people(_senders(data_return.requirement)):
        _tell(
            data_return.requirement, user, "figures_sent_back", text, _path(data_return),
            f"{data_return.pk}:{data_return.version}",
        )  # fmt: skip


def figures_late(data_return: DataReturn, step: Step) -> None:
    """Tell those of a step that figures are late."""
    requirement = data_return.requirement
    rows = _senders(requirement)
    if step >= Step.AGENCY_LEAD:
        rows |= _of_agency(requirement, Permission.AGENCY_PEOPLE_INVITE)
    if step >= Step.BOARD_MANAGER:
        rows |= Q(role="board_manager", board=requirement.board)
    text = _("Figures are late: %(figures)s.") % {"figures": data_return}
    due = data_return.due  # type: ignore[attr-defined]  # annotated by the service's lock
    for user in _people(rows):
        _tell(
            requirement, user, "figures_late", text, _path(data_return),
            f"{data_return.pk}:{due}:{step.value}",
        )  # fmt: skip


def question_asked(answer: AgencyAnswer) -> None:
    """Tell those who answer for the agency that the board has a question."""
    text = _("The board has a question to your agency.")
    _tell_agency(answer, "question_asked", text, str(answer.pk), _answerers(answer))


def question_sent_back(answer: AgencyAnswer) -> None:
    """Tell the same people that the board asks for more."""
    text = _("The board asks for more about your answer: %(enquiry)s.")
    words = text % {"enquiry": answer.question.enquiry}
    occasion = f"{answer.pk}:{answer.version}"
    _tell_agency(answer, "question_sent_back", words, occasion, _answerers(answer))


def question_late(answer: AgencyAnswer, step: Step) -> None:
    """Tell those of a step that an answer is late; each step tells the ones before, too."""
    rows = _answerers(answer)
    if step >= Step.AGENCY_LEAD:
        rows |= _of_agency(answer, Permission.AGENCY_PEOPLE_INVITE)
    text = _("An answer to the board is late: %(enquiry)s.") % {"enquiry": answer.question.enquiry}
    occasion = f"{answer.pk}:{answer.due_on}:{step.value}"
    _tell_agency(answer, "question_late", text, occasion, rows)
    if step >= Step.BOARD_MANAGER:
        managers = Q(role="board_manager", board=answer.board)
        text = _("%(agency)s is late with an answer: %(enquiry)s.") % {
            "agency": answer.agency, "enquiry": answer.question.enquiry
        }  # fmt: skip
        _tell_board(answer.question.enquiry, _people(managers), "answer_overdue", text, occasion)


def question_answered(answer: AgencyAnswer) -> None:
    """Tell who asked that the answer is in."""
    text = _("%(agency)s answered a question: %(enquiry)s.") % {
        "agency": answer.agency, "enquiry": answer.question.enquiry
    }  # fmt: skip
    asker = Q(user=answer.question.asked_by, board=answer.board)
    occasion = f"{answer.pk}:{answer.version}"
    _tell_board(answer.question.enquiry, _people(asker), "question_answered", text, occasion)


def recommendation_to_decide(enquiry: Enquiry) -> None:
    """Tell those who decide for the group that a recommendation is before it."""
    text = _("A recommendation waits for a decision: %(enquiry)s.") % {"enquiry": enquiry}
    _tell_board(enquiry, deciders_of(enquiry), "enquiry_to_decide", text, str(enquiry.version))


def recommendation_decided(enquiry: Enquiry) -> None:
    """Tell who recommended what became of it."""
    text = _("A decision was made on your recommendation: %(enquiry)s.") % {"enquiry": enquiry}
    who = Q(user=enquiry.recommended_by, board=enquiry.board)
    _tell_board(enquiry, _people(who), "enquiry_decided", text, str(enquiry.version))


def _tell_agency(answer: AgencyAnswer, kind: str, text: str, occasion: str, who: Q) -> None:
    path = reverse(
        "performance:question-answer", kwargs={"board": answer.board.slug, "pk": answer.pk}
    )
    for user in _people(who):
        notifications.tell(
            user=user, board=answer.board, text=text, path=path, kind="enquiries",
            mail=Mail(template=kind, dedupe_key=f"{kind}:{occasion}:{user.pk}"),
        )  # fmt: skip


def _tell_board(
    enquiry: Enquiry, users: Iterable[User], kind: str, text: str, occasion: str
) -> None:
    """Tell people of the board; the e-mail is the plain one."""
    path = reverse(
        "performance:enquiry-detail", kwargs={"board": enquiry.board.slug, "pk": enquiry.pk}
    )
    for user in users:
        key = f"{kind}:{enquiry.pk}:{occasion}:{user.pk}"
        notifications.tell(
            user=user, board=enquiry.board, text=text, path=path, kind="enquiries",
            mail=Mail(template="notification", dedupe_key=key),
        )  # fmt: skip


def _answerers(answer: AgencyAnswer) -> Q:
    return _of_agency(answer, Permission.ENQUIRY_ANSWER)


def _tell(
    requirement: DataRequirement, user: User, kind: str, text: str, path: str, occasion: str
) -> None:
    notifications.tell(
        user=user, board=requirement.board, text=text, path=path, kind="figures",
        mail=Mail(template=kind, dedupe_key=f"{kind}:{occasion}:{user.pk}"),
    )  # fmt: skip


def _senders(requirement: DataRequirement) -> Q:
    return _of_agency(requirement, Permission.DATA_RETURN_SEND)


def _of_agency(owed: DataRequirement | AgencyAnswer, permission: Permission) -> Q:
    rows = Membership.objects.granting(permission).filter(board=owed.board, agency=owed.agency)
    return Q(pk__in=rows.values("pk"))


def _people(memberships: Q) -> list[User]:
    current = Membership.objects.current().filter(memberships)
    return list(User.objects.filter(pk__in=current.values("user"), is_active=True).order_by("pk"))


def _path(data_return: DataReturn) -> str:
    return reverse(
        "performance:data-return-detail",
        kwargs={"board": data_return.board.slug, "pk": data_return.pk},
    )
