"""What agencies owe in figures when they become another one."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from boards.models import Agency, Board
from performance.models import AgencyAnswer, DataRequirement, DataReturn
from performance.states import DataReturnStatus


@dataclass(frozen=True)
class Move:
    """What an agency is asked for, and whether the successor is asked for it from now on."""

    requirement: DataRequirement
    moves: bool


def moves(board: Board, olds: Sequence[Agency], heir: Agency | None) -> list[Move]:
    """Return what becomes of each requirement that runs, is to come, or is owed something still.

    Of several of one title the first goes on, and none of a title that the successor has itself.
    """
    awaited = DataReturn.objects.filter(
        requirement=OuterRef("pk"), status=DataReturnStatus.AWAITED
    )  # fmt: skip
    of_board = DataRequirement.objects.filter(board=board)
    rows = of_board.filter(
        Q(ends_on=None) | Q(ends_on__gte=timezone.localdate()) | Exists(awaited), agency__in=olds
    )
    taken = set(of_board.filter(agency=heir).values_list("title", flat=True)) if heir else set()
    found = []
    for row in rows.select_related("agency").order_by("title", "pk"):
        found.append(Move(row, moves=row.title not in taken))
        taken.add(row.title)
    return found


def questions_that_move(
    board: Board, olds: Sequence[Agency], heir: Agency | None
) -> list[AgencyAnswer]:
    """Return open questions to the agencies that their successor answers instead.

    Of several to one question the first goes on, and none that the successor was asked itself.
    """
    waiting = AgencyAnswer.objects.waiting().filter(board=board)
    asked = AgencyAnswer.objects.filter(board=board, agency=heir) if heir else waiting.none()
    taken = set(asked.values_list("question_id", flat=True))
    found = []
    for row in waiting.filter(agency__in=olds).select_related("agency", "question").order_by("pk"):
        if row.question_id not in taken:
            found.append(row)
            taken.add(row.question_id)
    return found


def foresee(board: Board, olds: Sequence[Agency], heir: Agency | None) -> Iterator[str]:
    """Say what would happen to what is owed, in sentences."""
    for move in moves(board, olds, heir):
        if move.moves:
            text = _(
                "“%(title)s”: the new agency is asked for the figures instead of %(agency)s, also"
                " for those that are awaited now."
            )
        else:
            text = _(
                "“%(title)s”: the new agency is asked for this already, so %(agency)s is asked no"
                " more. What it has not sent stays under its own name."
            )
        yield text % {"title": move.requirement, "agency": move.requirement.agency}
    sent_back = DataReturn.objects.filter(
        board=board, agency__in=olds, status=DataReturnStatus.SENT_BACK
    ).count()
    if sent_back:
        yield _(
            "Figures that were sent back: %(count)d. They stay under the old name; have them"
            " corrected first."
        ) % {"count": sent_back}
    questions = len(questions_that_move(board, olds, heir))
    if questions:
        yield _("Questions of the board that the new agency answers instead: %(count)d.") % {
            "count": questions
        }  # fmt: skip
