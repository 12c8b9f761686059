"""Reads of the action tracker: the list, who owes what, figures at a glance."""

from collections.abc import Iterator
from datetime import date

from django.contrib.postgres.aggregates import StringAgg
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery, TextField, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from boards.authorization import Access, Permission
from boards.models import Action, ActionTheme, ActionUpdate, Board, Evidence, Membership, User
from boards.registry import Figure, ToDo
from boards.rules.todos import MOST
from boards.states import ActionStatus


def listed(board: Board, user: User) -> QuerySet[Action]:
    """Return the actions of the board that the person may see, with what a list shows."""
    rows = Action.objects.visible_to(user).filter(board=board).select_related("agency", "owner")
    names = ActionTheme.objects.filter(action=OuterRef("pk")).order_by().values("action")
    joined = names.annotate(names=StringAgg("theme__label", Value(", "), order_by="theme__label"))
    return rows.annotate(
        theme_names=Coalesce(Subquery(joined.values("names")), Value(""), output_field=TextField())
    )


def counts(rows: QuerySet[Action], on: date) -> dict[str, int]:
    """Return how many of the actions are open, overdue, complete, closed, withdrawn: one query."""
    return rows.aggregate(
        open=Count("pk", filter=Q(status=ActionStatus.OPEN)),
        overdue=Count("pk", filter=Q(status=ActionStatus.OPEN, due_on__lt=on)),
        complete=Count("pk", filter=Q(status=ActionStatus.COMPLETE)),
        closed=Count("pk", filter=Q(status=ActionStatus.CLOSED)),
        withdrawn=Count("pk", filter=Q(status=ActionStatus.WITHDRAWN)),
    )


def evidence(action: Action, access: Access) -> QuerySet[Evidence]:
    """Return what shows that the action was done: for the board all, for others their agency's.

    An action that was given to another agency takes its story along, not the files behind it.
    """
    rows = Evidence.objects.filter(action_links__action=action).order_by("pk")
    if access.can_board_wide(Permission.ACTION_VIEW, board=action.board_id):
        return rows
    own = access.agencies(Permission.ACTION_VIEW, board=action.board_id)
    return rows.filter(agency__in=own)


def updates(action: Action) -> QuerySet[ActionUpdate]:
    """Return the notes of an action, newest first."""
    return action.updates.select_related("by").order_by("-at", "-pk")


def owed_by(user: User, on: date) -> Iterator[ToDo]:
    """To-dos: open actions of mine or of my agency, and complete ones that wait for my sign-off:
    one query, as every page asks for it.
    """
    mine = Membership.objects.granting(Permission.ACTION_PROGRESS, user)
    of_my_agency = Exists(mine.filter(board=OuterRef("board"), agency=OuterRef("agency")))
    closing = Membership.objects.granting(Permission.ACTION_CLOSE, user)
    for_sign_off = Exists(closing.filter(board=OuterRef("board"), agency=None))
    rows = (
        Action.objects.visible_to(user)
        .shared()
        .filter(
            Q(status=ActionStatus.OPEN) & (Q(owner=user) | of_my_agency)
            | Q(status=ActionStatus.COMPLETE) & for_sign_off
        )
    )
    for action in rows.select_related("board", "agency", "owner"):
        if action.status == ActionStatus.COMPLETE:
            title = _("Check the impact of %(action)s") % {"action": action}
            yield _todo(action, kind="sign-off", title=title, due_on=None)
        else:
            yield _todo(action, kind="action", title=str(action), due_on=action.due_on)


def owed_to_board(board: Board, user: User, on: date) -> Iterator[ToDo]:
    """Open actions that agencies owe the board."""
    rows = listed(board, user).open().exclude(agency=None).select_related("board")
    for action in rows.order_by("due_on", "pk")[:MOST]:
        yield _todo(action, kind="action", title=str(action), due_on=action.due_on)


def _todo(action: Action, *, kind: str, title: str, due_on: date | None) -> ToDo:
    if kind == "sign-off" and action.completed_at:
        detail = _("Complete since %(day)s") % {"day": date_format(action.completed_at, "j F Y")}
    else:
        detail = str(action.owner) if action.owner else ""
    return ToDo(
        kind=kind,
        title=title,
        url=reverse("boards:action-detail", kwargs={"board": action.board.slug, "pk": action.pk}),
        board=action.board,
        due_on=due_on,
        agency_name=action.agency.name if action.agency else "",
        detail=detail,
    )


def figures(board: Board, user: User, on: date) -> Iterator[Figure]:
    """Figures of the board's first page: open actions, and those waiting for an impact check."""
    found = counts(Action.objects.visible_to(user).filter(board=board), on)
    url = reverse("boards:action-list", kwargs={"board": board.slug})
    yield Figure(_("Open actions"), found["open"], f"{url}?status=open")
    late = found["overdue"]
    yield Figure(_("Late actions"), late, f"{url}?status=overdue", tone="red" if late else "")
    waiting = found["complete"]
    yield Figure(
        _("Waiting for an impact check"), waiting, f"{url}?status=complete",
        tone="amber" if waiting else "",
    )  # fmt: skip
