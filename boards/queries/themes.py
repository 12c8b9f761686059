"""A board's themes with what is tagged with them."""

from collections.abc import Sequence

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from boards.models import Action, ActionTheme, Board, Theme, User
from boards.states import ActionStatus


def listed(board: Board, user: User) -> QuerySet[Theme]:
    """Return the themes, those in use first, with how many actions of theirs the person sees."""
    seen = Exists(Action.objects.visible_to(user).filter(pk=OuterRef("action_links__action")))
    is_open = Q(action_links__action__status=ActionStatus.OPEN)
    rows: QuerySet[Theme] = Theme.objects.visible_to(user).filter(board=board)
    return rows.annotate(
        actions=Count("action_links", filter=seen),
        open_actions=Count("action_links", filter=seen & is_open),
    ).order_by(F("retired_on").asc(nulls_first=True), "label", "pk")


def offered(board: Board, *, kept: Sequence[Theme] = ()) -> QuerySet[Theme]:
    """Return what can be chosen: themes in use, and retired ones that are there already."""
    kept_keys = [each.pk for each in kept]
    rows: QuerySet[Theme] = Theme.objects.filter(board=board)
    return rows.filter(Q(retired_on=None) | Q(pk__in=kept_keys)).order_by("label", "pk")


def of_action(action: Action) -> list[Theme]:
    links = ActionTheme.objects.filter(action=action).select_related("theme")
    return [link.theme for link in links.order_by("theme__label")]
