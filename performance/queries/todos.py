"""What figures ask of people: of agencies to send theirs, of analysts to read what came in."""

from collections.abc import Iterator
from datetime import date

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _

from boards.authorization import Permission
from boards.models import Board, Membership, User
from boards.registry import ToDo
from performance.models import DataReturn
from performance.rules.periods import in_words
from performance.states import DataReturnStatus


def figures_due(user: User, on: date) -> Iterator[ToDo]:
    """Data returns that the person's agencies have not sent, on all their boards: one query."""
    mine = Membership.objects.granting(Permission.DATA_RETURN_SEND, user).filter(
        board=OuterRef("board"), agency=OuterRef("agency")
    )
    rows = DataReturn.objects.visible_to(user).with_due().outstanding().filter(Exists(mine))
    for row in rows.select_related("board", "agency", "requirement"):
        sent_back = row.status == DataReturnStatus.SENT_BACK
        yield _todo(row, _("Sent back: correct the figures") if sent_back else _("Send figures"))


def figures_to_read(user: User, on: date) -> Iterator[ToDo]:
    """Data returns that came in and wait for the board: one query."""
    mine = Membership.objects.granting(Permission.DATA_RETURN_REVIEW, user).filter(
        board=OuterRef("board")
    )
    rows = DataReturn.objects.visible_to(user).with_due().filter(
        Exists(mine), status=DataReturnStatus.SUBMITTED
    )  # fmt: skip
    for row in rows.select_related("board", "agency", "requirement"):
        yield _todo(row, _("Read and accept the figures"), due=False)


def figures_owed(board: Board, user: User, on: date) -> Iterator[ToDo]:
    """Data returns that the board's agencies still owe it."""
    rows = DataReturn.objects.visible_to(user).with_due().outstanding().filter(board=board)
    for row in rows.select_related("board", "agency", "requirement"):
        yield _todo(row, _("Send figures"))


def _todo(row: DataReturn, detail: str, *, due: bool = True) -> ToDo:
    return ToDo(
        kind="data_return",
        title=f"{row.requirement.title}, {in_words(row.period)}",
        detail=detail,
        url=reverse(
            "performance:data-return-detail", kwargs={"board": row.board.slug, "pk": row.pk}
        ),
        board=row.board,
        due_on=row.due if due else None,  # type: ignore[attr-defined]  # annotated
        agency_name=row.agency.name,
    )
