"""Agencies of a board, and which shared agencies a name may mean."""

from __future__ import annotations

from datetime import date

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from boards.models import Agency, Board, BoardPartner, Membership, User
from boards.rules.partners import probably_same, words

#: How many shared agencies a search offers.
OFFERED = 20


def listed(board: Board, user: User, on: date) -> QuerySet[BoardPartner]:
    """Return the board's agencies with `people`: how many people work for it here now."""
    people = (
        Membership.objects.current(on)
        .filter(board=board, agency=OuterRef("agency"))
        .order_by()
        .values("agency")
        .annotate(n=Count("user", distinct=True))
        .values("n")
    )
    return (
        BoardPartner.objects.visible_to(user)
        .filter(board=board)
        .select_related("sector", "agency__parent")
        .annotate(people=Coalesce(Subquery(people), 0))
    )


def search(text: str, *, board: Board) -> list[Agency]:
    """Return shared agencies by part of their name now or then, without those on the board."""
    if len(text.strip()) < 2:
        return []
    rows = (
        Agency.objects.not_replaced()
        .filter(Q(name__icontains=text.strip()) | Q(former_names__name__icontains=text.strip()))
        .exclude(partnerships__board=board)
        .select_related("sector")
        .distinct()
        .order_by("name", "pk")
    )
    return list(rows[:OFFERED])


def probable_duplicates(name: str) -> list[Agency]:
    """Return shared agencies that may be the one so named."""
    condition = Q()
    for word in sorted(words(name), key=len, reverse=True)[:4]:
        condition |= Q(name__icontains=word)
    if not condition:
        return []
    near = Agency.objects.filter(condition).select_related("sector").order_by("name", "pk")
    return [agency for agency in near[:500] if probably_same(agency.name, name)][:OFFERED]


def people(partner: BoardPartner, on: date) -> QuerySet[Membership]:
    """Return who works for the agency on this board."""
    return (
        Membership.objects.current(on)
        .filter(board=partner.board_id, agency=partner.agency_id)
        .select_related("user")
        .order_by("user__name", "role")
    )


def other_boards(partner: BoardPartner, user: User, on: date) -> QuerySet[BoardPartner]:
    """Return its partnerships with other boards of the person; boards they have no role on stay
    out.
    """
    return (
        BoardPartner.objects.filter(
            agency=partner.agency_id, board__in=Board.objects.visible_to(user)
        )
        .exclude(pk=partner.pk)
        .current(on)
        .select_related("board")
        .order_by("board__name")
    )


def parts(partner: BoardPartner) -> QuerySet[BoardPartner]:
    """Return the agencies of this board that are part of this one."""
    return BoardPartner.objects.filter(
        board=partner.board_id, agency__parent=partner.agency_id
    ).select_related("sector")
