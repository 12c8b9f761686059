"""What rounds ask of a board's office, and what agencies owe the board."""

from collections.abc import Iterator
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from audits.models import Reminder, Return, Round
from audits.queries.compliance import with_names
from audits.rules.chasing import Audience
from audits.states import READABLE_BY_BOARD, ReturnStatus, RoundStatus
from boards.authorization import Permission
from boards.models import Board, Membership, User
from boards.registry import Panel, ToDo
from boards.rules.todos import MOST, SOON

#: Returns that the home page offers to those who only read.
LATEST = 5


def rounds_to_mind(user: User, on: date) -> Iterator[ToDo]:
    """What rounds want of the person, over all boards: one query, as every page asks for it.

    Returns that wait to be read, rounds that close within days and still miss returns, and drafts
    whose opening day has come.
    """
    closing = Q(status=RoundStatus.OPEN, closes_on__gte=on, closes_on__lte=on + SOON)
    planned = Q(status=RoundStatus.DRAFT, opens_on__lte=on)
    rounds = (
        Round.objects.live()
        .select_related("board")
        .annotate(
            may_review=_office(user, Permission.RETURN_REVIEW),
            may_edit=_office(user, Permission.ROUND_EDIT),
        )
        .filter(Q(may_review=True) | Q(may_edit=True))
        .annotate(
            waiting=Count("returns", filter=Q(returns__status=ReturnStatus.SUBMITTED)),
            missing=Count("returns", filter=~Q(returns__status__in=READABLE_BY_BOARD)),
            escalated=Coalesce(_escalated(), 0),
        )
        .filter(
            Q(waiting__gt=0, may_review=True)
            | ((closing | planned | Q(escalated__gt=0)) & Q(may_edit=True))
        )
    )
    for row in rounds:
        url = reverse("audits:round-detail", kwargs={"board": row.board.slug, "pk": row.pk})
        if row.waiting and row.may_review:
            yield ToDo(
                kind="review", title=row.title, detail=_waiting(row.waiting),
                url=f"{url}?stage=submitted", board=row.board,
            )  # fmt: skip
        if not row.may_edit:
            continue
        if row.escalated:
            yield ToDo(
                kind="round", title=row.title, detail=_too_late(row.escalated),
                url=f"{url}?late=1", board=row.board, due_on=row.closes_on,
            )  # fmt: skip
        if row.status == RoundStatus.DRAFT:
            yield ToDo(
                kind="round", title=row.title, detail=_("Open this round: its day has come"),
                url=url, board=row.board, due_on=row.opens_on,
            )  # fmt: skip
        elif row.missing and row.status == RoundStatus.OPEN and _is_soon(row.closes_on, on):
            yield ToDo(
                kind="round", title=row.title, detail=_missing(row.missing),
                url=url, board=row.board, due_on=row.closes_on,
            )  # fmt: skip


def panels(user: User) -> Iterator[Panel]:
    """The latest returns for those who read a whole board's but review none: one query."""
    latest = (
        Return.objects.visible_to(user)
        .filter(
            _office(user, Permission.RETURN_VIEW, "round__board"),
            ~_office(user, Permission.RETURN_REVIEW, "round__board"),
            status__in=READABLE_BY_BOARD,
        )
        .select_related("round__board", "agency")
        .order_by("-submitted_at", "-pk")[:LATEST]
    )
    links = [
        (
            _("%(agency)s: %(round)s") % {"agency": row.agency.name, "round": row.round.title},
            reverse("audits:review-detail", kwargs={"board": row.round.board.slug, "pk": row.pk}),
        )
        for row in latest
    ]
    if links:
        yield Panel(_("Latest returns to read"), links=links)


def _is_soon(day: date | None, on: date) -> bool:
    return day is not None and on <= day <= on + SOON


def _office(user: User, permission: Permission, board: str = "board") -> Exists:
    """Whether the person has the permission for the whole board of the round."""
    rows = Membership.objects.granting(permission, user).filter(agency=None)
    return Exists(rows.filter(board=OuterRef(board)))


def _waiting(count: int) -> str:
    return ngettext(
        "%(count)d return waits to be read", "%(count)d returns wait to be read", count
    ) % {"count": count}


def _escalated() -> Subquery:
    """How many returns of a round are so late that they came up to the board's manager."""
    told = Reminder.objects.filter(
        return_record=OuterRef("pk"), audience=Audience.BOARD, counted_from=OuterRef("due_on")
    )
    rows = Return.objects.filter(round=OuterRef("pk")).with_due().outstanding()
    counted = rows.filter(Exists(told)).order_by().values("round").annotate(n=Count("pk"))
    return Subquery(counted.values("n"))


def _too_late(count: int) -> str:
    return ngettext(
        "%(count)d return is late in spite of reminders: speak to the agency",
        "%(count)d returns are late in spite of reminders: speak to the agencies",
        count,
    ) % {"count": count}


def _missing(count: int) -> str:
    return ngettext(
        "Closes soon; %(count)d return is outstanding",
        "Closes soon; %(count)d returns are outstanding",
        count,
    ) % {"count": count}


def returns_owed(board: Board, user: User, on: date) -> Iterator[ToDo]:
    """Returns that agencies have not sent yet, each with its due date: one query."""
    office = Membership.objects.granting(Permission.RETURN_VIEW, user).filter(
        board=board, agency=None
    )
    rows = (
        with_names(Return.objects.visible_to(user), board.pk)
        .filter(Exists(office), round__board=board)
        .with_due()
        .outstanding()
        .select_related("round")
        .order_by("due_on", "pk")[:MOST]
    )
    for record in rows:
        yield ToDo(
            kind="return",
            title=record.round.title,
            detail=record.get_status_display(),
            url=reverse("audits:review-detail", kwargs={"board": board.slug, "pk": record.pk}),
            board=board,
            due_on=record.due_on,
            agency_name=record.partner_name,
        )
