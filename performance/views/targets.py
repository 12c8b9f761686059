"""Targets and ambitions: where each line should be today, and where the figure is."""

from collections.abc import Callable
from typing import Any, ClassVar

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from boards.authorization import Permission
from boards.exports import Column
from boards.views.lists import ListPage
from performance.forms.targets import TargetFilter
from performance.queries import targets as queries
from performance.queries.targets import TargetLine
from performance.rules.progress import State
from performance.rules.themes import theme_label, theme_order

SORTS: dict[str, Callable[[TargetLine], Any]] = {
    "state": queries.worst_first,
    "indicator": lambda line: str(line.indicator).casefold(),
    "theme": lambda line: theme_order(line.indicator.theme),
    "due": lambda line: line.target.due_on,
}


class TargetList(ListPage):
    """Sorted and filtered here: where a target stands is worked out and is in no column."""

    permission = Permission.INDICATOR_VIEW
    template_name = "performance/targets/list.html"
    filter_form = TargetFilter
    csv_name = "targets"
    default_sort: ClassVar[str] = "state"

    def get_rows(self) -> Any:
        return queries.targets_of(self.board, self.request.user, timezone.localdate())

    def filtered(self, rows: Any, data: dict[str, Any]) -> Any:
        if data["when"]:
            rows = [line for line in rows if line.is_running == (data["when"] == "running")]
        if data["state"]:
            rows = [line for line in rows if line.progress.state == data["state"]]
        words = (data["q"] or "").casefold()
        return [line for line in rows if words in f"{line.indicator} {line.target.note}".casefold()]

    def sorted(self, rows: Any) -> Any:
        asked = self.request.GET.get("sort") or self.default_sort
        key = SORTS.get(asked.removeprefix("-"), SORTS[self.default_sort])
        return sorted(rows, key=key, reverse=asked.startswith("-"))

    def columns(self) -> list[Column]:
        return [
            Column(_("Indicator"), lambda line: str(line.indicator)),
            Column(_("Theme"), lambda line: theme_label(line.indicator.theme)),
            Column(_("Agency"), lambda line: line.indicator.owner_agency),
            Column(_("Whose target it is"), lambda line: line.target.note),
            Column(_("Starting from"), lambda line: line.target.starts_on),
            Column(_("Where it stood"), lambda line: line.start),
            Column(_("To be reached by"), lambda line: line.target.due_on),
            Column(_("Target"), lambda line: line.value),
            Column(_("Line today"), lambda line: line.wanted),
            Column(_("Figure"), lambda line: line.figure),
            Column(_("Period"), lambda line: line.figure_of),
            Column(_("Line at its end"), lambda line: line.wanted_then),
            Column(_("Ahead or behind"), lambda line: line.lead),
            Column(_("State"), lambda line: line.words),
            Column(_("Days left"), lambda line: max(line.progress.days_left, 0)),
            Column(_("Outcome"), lambda line: line.outcome),
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        states = [line.progress.state for line in self.all_rows]
        count = context["page"].paginator.count
        return context | {
            "any": bool(self.all_rows),
            "counted": ngettext("%(n)s target", "%(n)s targets", count) % {"n": count},
            "counts": {
                "running": sum(line.is_running for line in self.all_rows),
                "ahead": states.count(State.AHEAD),
                "behind": states.count(State.BEHIND) + states.count(State.OFF),
                "missed": states.count(State.MISSED),
            },
        }
