"""How the figures of an indicator changed: what was said when, and what reports printed (PER-04).

"As published" comes from the files that builds of reports left, "as it was" from the figures
themselves: neither is ever overwritten.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from boards.board_year.periods import Period, parse
from boards.models import User
from boards.registry import PrintedReport, registry
from performance.models import Indicator, Observation
from performance.queries.published import as_figure
from performance.queries.series import Figures, all_figures, figures_as_of
from performance.rules.figures import Breakdown, Figure, Measure, printed
from performance.rules.periods import in_words

Cell = tuple[Period, Breakdown]


@dataclass(frozen=True)
class Said:
    """A figure as it stood for a time; without `until` it stands now."""

    value: str
    since: datetime
    until: datetime | None
    by: str
    how: str
    note: str


@dataclass(frozen=True)
class Printed:
    """What a report printed of a figure, and whether it says something else now."""

    title: str
    build: int
    url: str
    at: datetime | None
    value: str
    differs: bool


@dataclass
class History:
    """One figure: as it is now, what was said of it, newest first, and what reports printed."""

    cell: Cell
    now: str
    said: list[Said] = field(default_factory=list)
    printed: list[Printed] = field(default_factory=list)

    @property
    def heading(self) -> str:
        return _heading(self.cell)

    @property
    def has_changed(self) -> bool:
        return bool(self.said) or any(each.differs for each in self.printed)


@dataclass(frozen=True)
class Difference:
    """A figure that said something else at a moment than it says now."""

    heading: str
    then: str
    now: str


@dataclass(frozen=True)
class AsItWas:
    differences: list[Difference]
    #: How many figures said then what they say now, and how many came later.
    same: int
    later: int


def corrected(indicator: Indicator) -> QuerySet[Observation]:
    """Return the indicator's own figures that a later one took the place of, or that took one's."""
    changed = Q(superseded_at__isnull=False) | Q(supersedes__isnull=False)
    return Observation.objects.own().filter(changed, indicator=indicator)


def histories(indicator: Indicator, user: User) -> tuple[list[History], list[PrintedReport]]:
    """Return each figure that changed since it was first said or printed, the latest period first;
    and the reports of which it cannot be told any more what they printed.
    """
    now = _own(all_figures(indicator))
    found: dict[Cell, History] = {}
    for cell, said in _said(indicator).items():
        _history(found, cell, now).said = said
    reports = [
        report
        for source in registry.printed_figures
        for report in source(indicator.board, user, indicator.key)
    ]
    for report in reports:
        for row in report.rows:
            cell = parse(row["period"]), frozenset(row.get("breakdown", {}).items())
            history = _history(found, cell, now)
            _add_printed(history, report, row, now.get(cell), indicator.measure)
    changed = [each for each in found.values() if each.has_changed]
    changed.sort(key=lambda each: each.heading)
    changed.sort(key=lambda each: each.cell[0], reverse=True)
    return changed, [report for report in reports if report.problem]


def as_it_was(indicator: Indicator, moment: datetime) -> AsItWas:
    """Compare the indicator's figures as they stood at the moment with those of now."""
    then, now = _own(figures_as_of(indicator, moment)), _own(all_figures(indicator))
    different = [
        Difference(
            heading=_heading(cell),
            then=_printed(figure),
            now=_printed(now.get(cell)),
        )
        for cell, figure in sorted(then.items(), key=lambda item: item[0][0], reverse=True)
        if _printed(figure) != _printed(now.get(cell))
    ]
    return AsItWas(different, same=len(then) - len(different), later=len(now.keys() - then.keys()))


def _own(figures: Figures) -> dict[Cell, Figure]:
    return {(each.period, each.divided_by): each for each in [*figures.own, *figures.divided]}


def _said(indicator: Indicator) -> dict[Cell, list[Said]]:
    rows = corrected(indicator).select_related("indicator", "agency", "supplied_by", "stated_in")
    found: dict[Cell, list[Said]] = defaultdict(list)
    for row in rows.order_by("-supplied_at", "-pk"):
        figure = as_figure(row)
        found[row.period, figure.divided_by].append(
            Said(
                value=_printed(figure),
                since=row.supplied_at,
                until=row.superseded_at,
                by=" · ".join(str(who) for who in (row.supplied_by, row.agency) if who),
                how=_how(row),
                note=row.note,
            )
        )
    return found


def _how(row: Observation) -> str:
    stated = _("report of %(year)s") % {"year": row.stated_in.label} if row.stated_in else ""
    return ", ".join(filter(None, [str(row.get_via_display()), row.source, stated]))


def _history(found: dict[Cell, History], cell: Cell, now: Mapping[Cell, Figure]) -> History:
    if cell not in found:
        found[cell] = History(cell, _printed(now.get(cell)))
    return found[cell]


def _add_printed(
    history: History,
    report: PrintedReport,
    row: Mapping[str, Any],
    now: Figure | None,
    measure: Measure,
) -> None:
    """Note what the report printed; of builds that printed the same, the latest alone."""
    number = None if row["value"] is None else Decimal(str(row["value"]))
    value = printed(measure, number, row.get("missing", ""))
    known = {(each.title, each.value) for each in history.printed}
    if (report.title, value) not in known:
        is_now = now is not None and number == now.result
        differs = not is_now and value != history.now
        history.printed.append(
            Printed(report.title, report.build, report.url, report.at, value, differs)
        )


def _heading(cell: Cell) -> str:
    period, breakdown = cell
    parts = [str(value) for _name, value in sorted(breakdown, key=str)]
    return ", ".join([in_words(period), *parts])


def _printed(figure: Figure | None) -> str:
    if figure is None:
        return _("withdrawn")
    return printed(figure.measure, figure.result, figure.missing)
