"""What returns ask of people: of an agency's people to answer, sign off and send theirs."""

from collections.abc import Iterator
from datetime import date

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext_lazy

from audits.models import Return
from audits.states import ReturnStatus
from boards.authorization import Permission
from boards.models import Membership, User
from boards.registry import ToDo

_WORDS = {
    ReturnStatus.DRAFT: gettext_lazy("Answer"),
    ReturnStatus.SENT_BACK: gettext_lazy("Sent back: answer the board’s questions"),
    ReturnStatus.SIGNED_OFF: gettext_lazy("Signed off: send it to the board"),
}


def returns_due(user: User, on: date) -> Iterator[ToDo]:
    """Returns that the person's agencies have not sent yet, on all their boards: one query."""
    mine = Membership.objects.granting(Permission.RETURN_ANSWER, user).filter(
        board=OuterRef("round__board"), agency=OuterRef("agency")
    )
    rows = (
        Return.objects.visible_to(user)
        .with_due()
        .outstanding()
        .filter(Exists(mine))
        .select_related("round__board", "agency")
    )
    for record in rows:
        board = record.round.board
        yield ToDo(
            kind="return",
            title=record.round.title,
            detail=str(_WORDS[ReturnStatus(record.status)]),
            url=reverse("audits:return-detail", kwargs={"board": board.slug, "pk": record.pk}),
            board=board,
            due_on=record.due_on,
            agency_name=record.agency.name,
        )
