"""Every target of a board as it stands today: three queries, whatever their number."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from boards.models import Board, User
from performance.models import Indicator, Target
from performance.queries.scorecards import as_trajectory
from performance.queries.series import own_figures
from performance.rules.figures import Figure, printed
from performance.rules.periods import in_words
from performance.rules.progress import RUNNING, Progress, State, progress
from performance.rules.series import Series, series_of, usual_kind
from performance.rules.words import PROGRESS

#: Figures that the small drawing shows.
SHOWN = 24
WIDTH, HEIGHT = 132, 34


@dataclass(frozen=True)
class TargetLine:
    """One target: its line, the figure that decides, and what to say of it."""

    target: Target
    series: Series | None
    progress: Progress
    today: date

    @property
    def indicator(self) -> Indicator:
        return self.target.indicator

    @property
    def is_running(self) -> bool:
        return self.progress.state in RUNNING

    @cached_property
    def value(self) -> str:
        return printed(self.indicator.measure, self.target.value)

    @cached_property
    def start(self) -> str:
        if self.target.start_value is None:
            return ""
        return printed(self.indicator.measure, self.target.start_value)

    @cached_property
    def wanted(self) -> str:
        wanted = self.progress.wanted
        return "" if wanted is None else printed(self.indicator.measure, wanted)

    @cached_property
    def wanted_then(self) -> str:
        """Where the line was at the end of the figure's period: what the figure is held against."""
        wanted = self.progress.wanted_then
        return "" if wanted is None else printed(self.indicator.measure, wanted)

    @cached_property
    def figure(self) -> str:
        figure = self.progress.figure
        return "" if figure is None else printed(self.indicator.measure, figure.result)

    @cached_property
    def figure_of(self) -> str:
        return in_words(self.progress.figure.period) if self.progress.figure else ""

    @cached_property
    def lead(self) -> str:
        """How far it is beyond the line with +, short of it with a minus sign."""
        lead = self.progress.lead
        if lead is None:
            return ""
        text = printed(self.indicator.measure, abs(lead), with_unit=False)
        return f"+{text}" if lead >= 0 else f"\N{MINUS SIGN}{text}"

    @cached_property
    def words(self) -> str:
        return str(PROGRESS[self.progress.state])

    @cached_property
    def left(self) -> str:
        """How long is left, in words; nothing for a target that is over or replaced."""
        days = self.progress.days_left
        if days < 0 or self.progress.state is State.REPLACED:
            return ""
        return ngettext("%(n)s day left", "%(n)s days left", days) % {"n": days}

    @cached_property
    def outcome(self) -> str:
        """What the figures say of a target that is over; nothing before."""
        facts = {
            "figure": self.figure, "period": self.figure_of, "value": self.value,
            "day": date_format(self.target.due_on, "j F Y"), "lead": self.lead.lstrip("+−"),
        }  # fmt: skip
        if self.progress.state is State.REACHED:
            return _("Reached: %(figure)s in %(period)s; %(value)s was wanted by %(day)s.") % facts
        if self.progress.state is State.MISSED:
            return (
                _("Missed by %(lead)s: %(figure)s in %(period)s; %(value)s was wanted by %(day)s.")
                % facts
            )
        if self.progress.state is State.NO_END:
            return _("Over since %(day)s. Nobody has sent the figure of its last period.") % facts
        return ""

    @cached_property
    def drawing(self) -> dict[str, Any] | None:
        """Where the small drawing has its points: the target's line and the figures."""
        target, series = self.target, self.series
        figures = [] if series is None else [f for f in series.figures if f.result is not None]
        figures = [f for f in figures if f.period.end <= target.due_on][-SHOWN:]
        if not figures:
            return None
        first = min(figures[0].period.end, target.starts_on)
        days = max((target.due_on - first).days, 1)
        trajectory = as_trajectory(target)
        begins = trajectory.expected(target.starts_on)
        line = [(target.starts_on, begins), (target.due_on, target.value)]
        values = [float(v) for _day, v in line if v is not None]
        values += [float(f.result) for f in figures if f.result is not None]
        low, span = min(values), (max(values) - min(values)) or 1

        def at(day: date, value: Any) -> str:
            x = 3 + (WIDTH - 6) * (day - first).days / days
            y = HEIGHT - 4 - (HEIGHT - 8) * (float(value) - low) / span
            return f"{x:.1f},{y:.1f}"

        points = [at(f.period.end, f.result) for f in figures]
        return {
            "line": " ".join(at(day, value) for day, value in line if value is not None),
            "points": " ".join(points),
            "end": points[-1].split(","),
            "label": self._drawn(figures),
        }

    def _drawn(self, figures: list[Figure]) -> str:
        measure = self.indicator.measure
        return _("%(label)s: from %(first)s to %(last)s, target %(value)s") % {
            "label": self.indicator, "value": self.value,
            "first": printed(measure, figures[0].result),
            "last": printed(measure, figures[-1].result),
        }  # fmt: skip


def targets_of(board: Board, user: User, today: date) -> list[TargetLine]:
    """Return the targets of indicators that the person may see, worst first."""
    visible = Indicator.objects.visible_to(user).filter(board=board)
    rows = Target.objects.filter(indicator__in=visible).select_related("indicator__owner_agency")
    targets = list(rows.order_by("indicator__order", "indicator_id", "starts_on"))
    figures = own_figures({each.indicator_id: each.indicator for each in targets}.values())
    series = {pk: _series(found.own, targets, pk) for pk, found in figures.items()}
    lines = [
        TargetLine(
            each,
            series[each.indicator_id],
            progress(
                each.indicator.measure, series[each.indicator_id], as_trajectory(each), today,
                replaced_on=replaced,
            ),
            today,
        )
        for each, replaced in _with_next(targets)
    ]  # fmt: skip
    return sorted(lines, key=worst_first)


def worst_first(line: TargetLine) -> tuple[int, int]:
    """Sort by what wants looking at, then by what is due soonest."""
    order = list(State)
    return order.index(line.progress.state), line.progress.days_left


def _series(own: list[Figure], targets: list[Target], pk: int) -> Series | None:
    indicator = next(each.indicator for each in targets if each.indicator_id == pk)
    kind = usual_kind(own, indicator.frequency)
    return series_of(indicator.measure, own, kind) if kind else None


def _with_next(targets: list[Target]) -> list[tuple[Target, date | None]]:
    """Return each target with the day on which a later one of its indicator takes over."""
    of_indicator: dict[int, list[Target]] = defaultdict(list)
    for each in targets:
        of_indicator[each.indicator_id].append(each)
    return [
        (each, next((x.starts_on for x in group if x.starts_on > each.starts_on), None))
        for group in of_indicator.values()
        for each in group
    ]
