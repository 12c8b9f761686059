"""What of the shared ground can be found, from what the person may see of it."""

from collections.abc import Callable, Collection, Mapping
from typing import Any

from django.db.models import CharField, Exists, F, OuterRef, QuerySet, Value
from django.db.models.functions import Cast, Coalesce, Concat, NullIf
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from boards.authorization import Permission as P
from boards.models import (
    Action,
    BoardPartner,
    Group,
    Meeting,
    Membership,
    Seat,
    SeatTerm,
    Theme,
    User,
)
from boards.registry import SearchKind


def page(name: str) -> Callable[[str, Mapping[str, Any]], str]:
    """Return what makes the address of a record's page from the board's slug and the row's args."""
    return lambda board, args: reverse(name, kwargs={"board": board, **args})


def _partners(user: User, boards: Collection[int]) -> QuerySet[BoardPartner]:
    return BoardPartner.objects.visible_to(user).filter(board__in=boards)


def _former_names(user: User, boards: Collection[int]) -> QuerySet[BoardPartner]:
    """Return partners once for each name that their agency had before."""
    return _partners(user, boards).filter(agency__former_names__isnull=False)


def _people(user: User, boards: Collection[int]) -> QuerySet[Membership]:
    """Return each person of the boards once for each board."""
    rows = Membership.objects.current().filter(board__in=boards)
    earlier = Membership.objects.current().filter(
        user=OuterRef("user"), board=OuterRef("board"), pk__lt=OuterRef("pk")
    )
    allowed = Membership.objects.granting(P.PEOPLE_VIEW, user).filter(
        board=OuterRef("board"), agency=None
    )
    return rows.filter(~Exists(earlier), Exists(allowed))


def _people_url(board: str, args: Mapping[str, Any]) -> str:
    query = urlencode({"person": args["pk"]})
    return f"{reverse('boards:person-list', kwargs={'board': board})}?{query}"


def _group_url(board: str, args: Mapping[str, Any]) -> str:
    query = urlencode({"group": args["pk"], "year": "all"})
    return f"{reverse('boards:meeting-list', kwargs={'board': board})}?{query}"


def _theme_url(board: str, args: Mapping[str, Any]) -> str:
    query = urlencode({"theme": args["pk"]})
    return f"{reverse('boards:action-list', kwargs={'board': board})}?{query}"


def _holders(user: User, boards: Collection[int]) -> QuerySet[SeatTerm]:
    seats = Seat.objects.visible_to(user).filter(board__in=boards)
    return SeatTerm.objects.filter(seat__in=seats, is_vacant=False)


KINDS = [
    SearchKind(
        "action", _("Actions"), P.ACTION_VIEW,
        rows=lambda user, boards: Action.objects.visible_to(user).filter(board__in=boards),
        words=[("action", "pk")],
        title=Concat(Value("A"), Cast("number", CharField()), Value(" "), "title"),
        detail="agency__name", day="due_on", url=page("boards:action-detail"),
        text=("description", "success_measure", "completion_evidence", "impact", "impact_measure",
              "withdrawn_reason", "source_label"),
        order=10,
    ),
    SearchKind(
        "agency", _("Agencies"), P.AGENCY_VIEW,
        rows=_partners, words=[("partner", "pk")], title="name", detail="sector__label",
        url=page("boards:partner-detail"), order=20,
    ),
    SearchKind(
        "former-name", _("Former names of agencies"), P.AGENCY_VIEW,
        rows=_former_names, words=[("agency_name", "agency__former_names__pk")],
        title="agency__former_names__name", detail="name", url=page("boards:partner-detail"),
        order=21,
    ),
    SearchKind(
        "person", _("People"), P.PEOPLE_VIEW,
        rows=_people, words=[("person", "user_id")], title="user__name", detail="user__email",
        args={"pk": "user_id"}, url=_people_url, order=30,
    ),
    SearchKind(
        "seat", _("Seats"), P.SEAT_VIEW,
        rows=lambda user, boards: Seat.objects.visible_to(user).filter(board__in=boards),
        words=[("seat", "pk"), ("partner", "partner_id")],
        title=Coalesce(NullIf("title", Value("")), "key", output_field=CharField()),
        detail="partner__name", url=page("boards:seat-detail"), order=40,
    ),
    SearchKind(
        "holder", _("Who holds a seat"), P.SEAT_VIEW,
        rows=_holders, words=[("seat_term", "pk"), ("person", "holder_id")],
        title=Coalesce("holder__name", "holder_name"), detail="seat__title", day="starts_on",
        board=F("seat__board_id"), args={"pk": "seat_id"}, url=page("boards:seat-detail"),
        order=41,
    ),
    SearchKind(
        "theme", _("Themes"), P.ACTION_VIEW,
        rows=lambda user, boards: Theme.objects.visible_to(user).filter(board__in=boards),
        words=[("theme", "pk")], title="label", url=_theme_url, order=45,
    ),
    SearchKind(
        "group", _("Groups"), P.MEETING_VIEW,
        rows=lambda user, boards: Group.objects.visible_to(user).filter(board__in=boards),
        words=[("group", "pk")], title="name", url=_group_url, order=50,
    ),
    SearchKind(
        "meeting", _("Meetings"), P.MEETING_VIEW,
        rows=lambda user, boards: Meeting.objects.visible_to(user).filter(board__in=boards),
        words=[("meeting", "pk"), ("group", "group_id")], title="group__name", day="held_on",
        url=page("boards:meeting-detail"), order=51,
    ),
]  # fmt: skip
