"""The board's structure as a tree."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Prefetch, Q

from boards.models import Board, Group, SeatTerm, User


@dataclass
class GroupNode:
    """A group with those under it. `chair_term` is who holds the chair's seat on the day."""

    group: Group
    chair_term: SeatTerm | None
    depth: int = 0
    children: list[GroupNode] = field(default_factory=list)

    @property
    def lacks_chair(self) -> bool:
        return self.chair_term is None or self.chair_term.is_vacant

    @property
    def has_ended(self) -> bool:
        return bool(self.group.has_ended)  # type: ignore[attr-defined]


def tree(board: Board, user: User, on: date, *, ended: bool = False) -> list[GroupNode]:
    """Return the groups there are on the day, or those that have ended, in the order of the tree,
    each with its depth: two queries. Under a group of the other kind one stands at the top."""
    now = SeatTerm.objects.filter(Q(ends_on=None) | Q(ends_on__gte=on), starts_on__lte=on)
    groups = (
        Group.objects.visible_to(user)
        .filter(board=board)
        .select_related("chair", "parent")
        .prefetch_related(Prefetch("chair__terms", now.select_related("holder"), to_attr="now"))
    )
    nodes: dict[int, GroupNode] = {}
    for group in groups:
        terms = group.chair.now if group.chair else []  # type: ignore[attr-defined]
        group.has_ended = group.ends_on is not None and group.ends_on < on  # type: ignore[attr-defined]
        if group.has_ended != ended:  # type: ignore[attr-defined]
            continue
        nodes[group.pk] = GroupNode(group, terms[0] if terms else None)
    roots: list[GroupNode] = []
    for node in nodes.values():
        parent = nodes.get(node.group.parent_id or 0)
        (parent.children if parent else roots).append(node)
    return [line for root in roots for line in _down(root, 0)]


def _down(node: GroupNode, depth: int) -> list[GroupNode]:
    node.depth = depth
    return [node, *(line for child in node.children for line in _down(child, depth + 1))]
