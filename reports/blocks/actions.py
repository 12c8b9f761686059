"""How the board's actions stand: open, done, closed with an impact check, late."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from boards.models import Action
from boards.rules.rounding import whole_percent
from boards.states import ActionStatus
from reports.blocks.base import Block, BlockContext


@dataclass(frozen=True)
class ActionLine:
    """Actions of one kind of source."""

    source: str
    total: int
    closed: int
    complete: int
    open: int
    late: int

    @property
    def percent_closed(self) -> int | None:
        return whole_percent(self.closed, self.total)


@dataclass(frozen=True)
class ActionsProgress:
    on: str
    rows: list[ActionLine]
    total: ActionLine


def build(context: BlockContext) -> ActionsProgress | None:
    """Return actions that were due or under way in the year, as they stand at its end or today.

    Withdrawn actions are left out: nothing was wanted of anybody any more.
    """
    year = context.year
    on = min(timezone.localdate(), year.ends_on)
    actions = [
        action
        for action in Action.objects.shared()
        .filter(board=year.board_id, raised_at__date__lte=on)
        .exclude(status=ActionStatus.WITHDRAWN)
        if _stands(action, year.starts_on, on)
    ]
    if not actions:
        return None
    by_source: dict[str, list[Action]] = {}
    for action in actions:
        by_source.setdefault(action.get_source_display(), []).append(action)
    return ActionsProgress(
        on=date_format(on, "j F Y"),
        rows=[_line(source, rows, on) for source, rows in sorted(by_source.items())],
        total=_line(_("All actions"), actions, on),
    )


def _stands(action: Action, start: date, on: date) -> bool:
    """Whether the action was not yet closed when the year began."""
    return action.closed_at is None or timezone.localdate(action.closed_at) >= start


def _status(action: Action, on: date) -> str:
    """Return the status that the action had at the end of the day `on`."""
    if action.closed_at and timezone.localdate(action.closed_at) <= on:
        return ActionStatus.CLOSED
    if action.completed_at and timezone.localdate(action.completed_at) <= on:
        return ActionStatus.COMPLETE
    return ActionStatus.OPEN


def _line(source: str, actions: list[Action], on: date) -> ActionLine:
    counts: Counter[str] = Counter(_status(action, on) for action in actions)
    late = sum(_status(a, on) == ActionStatus.OPEN and a.due_on < on for a in actions)
    return ActionLine(
        source=source,
        total=len(actions),
        closed=counts[ActionStatus.CLOSED],
        complete=counts[ActionStatus.COMPLETE],
        open=counts[ActionStatus.OPEN],
        late=late,
    )


def as_data(data: ActionsProgress) -> dict[str, Any]:
    """Return the block's part of report data."""
    fields = ("source", "total", "closed", "complete", "open", "late")
    return {
        "rows": [{name: getattr(row, name) for name in fields} for row in data.rows],
        "total": {name: getattr(data.total, name) for name in fields[1:]},
    }


BLOCKS = [
    Block(
        name="actions_progress",
        label=gettext_lazy("Progress of actions"),
        build=build,
        template="reports/blocks/actions_progress.html",
        counts_no_children="actions",
        as_data=as_data,
        help=gettext_lazy("Actions by where they came from: closed, complete, open, late."),
    )
]
