"""Section `groups`: the board itself and the groups below it."""

from collections.abc import Sequence
from dataclasses import dataclass

from boards.board_year.errors import Errors
from boards.board_year.kinds import Key, OneOf, Ref, Text, of

STATUSES = ("standing", "task_and_finish")


@dataclass(frozen=True, kw_only=True)
class Group:
    """A group; the one without parent is the board."""

    key: str | None = of(Key(noun="group"))
    name: str | None = of(Text())
    parent: str | None = of(Ref(noun="group"))
    status: str | None = of(OneOf(STATUSES))
    chair: str | None = of(Ref(noun="seat"))


def root(groups: Sequence[Group]) -> Group | None:
    """Return the group without parent, which attendance is about; None without groups."""
    return next((group for group in groups if group.parent is None), None)


def check_groups(groups: Sequence[Group], *, has_meetings: bool, errors: Errors) -> None:
    """Check that the groups form one tree: attendance is about the one without parent."""
    _check_circles(groups, errors)
    roots = [position for position, group in enumerate(groups) if group.parent is None]
    if has_meetings:
        for position in roots[1:]:
            first = f"groups[{roots[0]}]"
            message = f"missing; only one group may have no parent, and {first} has none"
            errors.add(f"groups[{position}].parent", message)


def _check_circles(groups: Sequence[Group], errors: Errors) -> None:
    parents = {group.key: group.parent for group in groups if group.key}
    for position, group in enumerate(groups):
        trail = [group.key]
        while trail[-1] is not None and len(trail) <= len(parents) + 1:
            parent = parents.get(trail[-1])
            if parent is not None and parent == group.key:
                _add_circle(position, [*trail, parent], errors)
                break
            trail.append(parent)


def _add_circle(position: int, trail: list[str | None], errors: Errors) -> None:
    path = f"groups[{position}].parent"
    if len(trail) == 2:
        errors.add(path, "a group cannot be its own parent")
    else:
        errors.add(path, f"goes round in a circle ({', '.join(filter(None, trail))})")
