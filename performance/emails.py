"""E-mails and notifications about data returns: a link each, no figure."""

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from boards.authorization import Permission
from boards.models import Membership, User
from boards.services import notifications
from boards.services.notifications import Mail
from performance.models import DataRequirement, DataReturn
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
    due = data_return.extended_to or data_return.due_on
    for user in _people(rows):
        _tell(
            requirement, user, "figures_late", text, _path(data_return),
            f"{data_return.pk}:{due}:{step.value}",
        )  # fmt: skip


def _tell(
    requirement: DataRequirement, user: User, kind: str, text: str, path: str, occasion: str
) -> None:
    notifications.tell(
        user=user, board=requirement.board, text=text, path=path, kind="figures",
        mail=Mail(template=kind, dedupe_key=f"{kind}:{occasion}:{user.pk}"),
    )  # fmt: skip


def _senders(requirement: DataRequirement) -> Q:
    return _of_agency(requirement, Permission.DATA_RETURN_SEND)


def _of_agency(requirement: DataRequirement, permission: Permission) -> Q:
    rows = Membership.objects.granting(permission).filter(
        board=requirement.board, agency=requirement.agency
    )
    return Q(pk__in=rows.values("pk"))


def _people(memberships: Q) -> list[User]:
    current = Membership.objects.current().filter(memberships)
    return list(User.objects.filter(pk__in=current.values("user"), is_active=True).order_by("pk"))


def _path(data_return: DataReturn) -> str:
    return reverse(
        "performance:data-return-detail",
        kwargs={"board": data_return.board.slug, "pk": data_return.pk},
    )
