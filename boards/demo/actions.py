"""Actions of a living board that came from meetings, challenges and reviews, in every state."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from boards.models import Action
from boards.services import actions

if TYPE_CHECKING:
    from boards.demo.living import Living


def raise_all(living: Living, items: list[dict[str, Any]]) -> None:
    """Raise each action on its day and let happen to it what the file says."""
    for item in items:
        _follow(living, _raise(living, item), item)


def _raise(living: Living, item: dict[str, Any]) -> Action:
    return actions.raise_action(
        board=living.board,
        title=item["title"],
        by=living.manager,
        due_on=living.clock.day(item.get("extended_from", item["due"])),
        agency=living.partners[item["partner"]].agency,
        owner=living.people[item["owner"]] if "owner" in item else None,
        description=item.get("description", ""),
        success_measure=item.get("success_measure", ""),
        source=item["source"],
        source_label=item["source_label"],
        themes=living.board.themes.filter(key__in=item.get("themes", [])),
        now=living.clock.moment(item["raised"]),
    )


def _follow(living: Living, action: Action, item: dict[str, Any]) -> None:
    by = action.owner or living.manager
    clock = living.clock
    for note in item.get("notes", []):
        actions.progress(
            action=action, by=by, note=note["text"], rating=note["rating"],
            now=clock.moment(note["days_ago"]),
        )  # fmt: skip
    if "extended_from" in item:
        actions.extend(
            action=action, by=living.manager, due_on=clock.day(item["due"]), reason=item["why"],
            now=clock.moment(item["extended_from"] + 2),
        )  # fmt: skip
    if "evidence" in item:
        actions.complete(
            action=action, by=by, completion_evidence=item["evidence"],
            now=clock.moment(item["due"] + 5),
        )  # fmt: skip
    if item.get("state") == "closed":
        actions.close(
            action=action, by=living.manager, impact=item["impact"],
            impact_measure=item["impact_measure"], now=clock.moment(item["due"] - 40),
        )  # fmt: skip
    if item.get("state") == "withdrawn":
        actions.withdraw(
            action=action, by=living.manager, reason=item["reason"],
            now=clock.moment(item["due"] + 20),
        )  # fmt: skip
