"""A scorecard: each indicator’s latest figure, how it moved, how near its target it is."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from boards.board_year.periods import PeriodKind
from boards.models import User
from performance.models import Indicator, IndicatorNote, Observation, Scorecard, Target
from performance.queries import by_period
from performance.queries.by_period import Origin, Shown
from performance.queries.series import Figures, own_figures
from performance.rules.comparisons import comparable
from performance.rules.figures import Figure, printed
from performance.rules.periods import in_words
from performance.rules.rollups import RolledUp, roll_up
from performance.rules.series import Series, year_so_far
from performance.rules.targets import (
    Rating,
    Trajectory,
    comparator_tolerance,
    in_force,
    rating,
)
from performance.rules.themes import theme_label, theme_order

#: Periods that a sparkline shows: enough to see a season come back.
SPARK = 13
#: Lines of what got worse that stand on top; the others are marked in their themes.
MOST_WORSE = 12
#: Comparators by which a figure is rated where it has no target, the nearest one first.
RATED_BY = ("statistical_neighbours", "region", "england")


@dataclass(frozen=True)
class Standing:
    """How near a figure is to what is wanted of it."""

    rating: Rating
    wanted: Decimal | None = None
    #: What it is rated against: the target's line, or a comparator.
    against: str = ""


@dataclass(frozen=True)
class Line:
    """One indicator on a scorecard."""

    indicator: Indicator
    series: Series | None
    standing: Standing
    to_date: RolledUp | None
    commentary: IndicatorNote | None
    #: How the latest figure came about; None where it is as it was given.
    origin: Origin | None = None
    #: Lines of enquiry under way about it, where somebody counted them.
    enquiries: int = 0

    @cached_property
    def latest(self) -> Figure | None:
        return self.series.latest if self.series else None

    @cached_property
    def is_known(self) -> bool:
        """Whether its latest period has a figure, and not a reason why there is none."""
        return self.latest is not None and not self.latest.missing

    @cached_property
    def value(self) -> str:
        return self._printed(self.latest)

    @cached_property
    def period(self) -> str:
        return in_words(self.latest.period) if self.latest else ""

    @cached_property
    def previous(self) -> str:
        return self._printed(self.series.previous) if self.series else ""

    @cached_property
    def year_before(self) -> str:
        """The same period a year earlier."""
        return self._printed(self.series.year_before) if self.series else ""

    @cached_property
    def change(self) -> str:
        """The change since the period before, with its sign."""
        amount = self.series.change if self.series else None
        if amount is None:
            return ""
        text = printed(self.indicator.measure, amount, with_unit=False)
        return f"+{text}" if amount > 0 else text.replace("-", "\N{MINUS SIGN}")

    @cached_property
    def direction(self) -> str:
        return (self.series.direction or "") if self.series else ""

    @cached_property
    def got_worse(self) -> bool:
        """Whether somebody should look: it moved the wrong way, or it is off its target."""
        return self.direction == "worse" or self.standing.rating is Rating.RED

    @cached_property
    def spark(self) -> list[float | None]:
        values = self.series.values(SPARK) if self.series else []
        return [None if value is None else float(value) for value in values]

    @cached_property
    def wanted(self) -> str:
        if self.standing.wanted is None:
            return ""
        return printed(self.indicator.measure, self.standing.wanted)

    @cached_property
    def year_to_date(self) -> str:
        """The year so far; what is known of it where periods are missing, and then said so."""
        if self.to_date is None:
            return ""
        measure = self.indicator.measure
        if self.to_date.is_complete:
            return printed(measure, self.to_date.value, "zero_of_zero")
        if self.to_date.so_far is None:
            return ""
        return _("%(figure)s, incomplete") % {"figure": printed(measure, self.to_date.so_far)}

    def _printed(self, figure: Figure | None) -> str:
        if figure is None:
            return ""
        return printed(self.indicator.measure, figure.result, figure.missing)


@dataclass(frozen=True)
class Theme:
    label: str
    lines: list[Line]


def scorecards_of(board: Any, user: User) -> Any:
    """Return the board's scorecards in order, with their groups."""
    rows = Scorecard.objects.visible_to(user).filter(board=board)
    return rows.select_related("group").order_by("order", "pk")


def lines_of(scorecard: Scorecard, on: date, kind: str = "") -> list[Line]:
    """Return the scorecard's indicators as they stand: five queries, whatever their number."""
    chosen = scorecard.lines.select_related("indicator__owner_agency").order_by("order", "pk")
    return lines([line.indicator for line in chosen], on, kind)


def lines(indicators: Sequence[Indicator], on: date, kind: str = "") -> list[Line]:
    """Return a line for each indicator; its owner must be loaded.

    `kind` is the sort of period that is wanted; an indicator that cannot be shown by it is shown as
    it is measured.
    """
    return lines_from(indicators, own_figures(indicators), on, kind)


def lines_from(
    indicators: Sequence[Indicator],
    figures: Mapping[int, Figures],
    on: date,
    kind: str = "",
    *,
    until: date | None = None,
) -> list[Line]:
    """Return a line for each indicator from figures at hand; commentary on those until a day."""
    targets = _targets(indicators)
    said = _latest_commentary(indicators, until)
    return [
        _line(
            each,
            figures[each.pk],
            targets[each.pk],
            said.get(each.pk),
            by_period.shown(each, figures[each.pk].own, kind, on, only_over=True),
        )
        for each in indicators
    ]


def by_theme(found: Iterable[Line]) -> list[Theme]:
    """Return the lines by theme, in the order of the children's journey."""
    themes: dict[str, list[Line]] = defaultdict(list)
    for line in found:
        themes[line.indicator.theme].append(line)
    return [Theme(theme_label(key), themes[key]) for key in sorted(themes, key=theme_order)]


def worst_first(found: Iterable[Line]) -> list[Line]:
    """Return what got worse: off target first, then by how much it moved the wrong way."""
    return sorted((line for line in found if line.got_worse), key=how_bad)


def how_bad(line: Line) -> tuple[int, int, Decimal]:
    """Return what lines are sorted by: off target first, then by how much each got worse."""
    percent = line.series.change_percent if line.series else None
    moved = abs(percent) if percent is not None and line.direction == "worse" else Decimal(0)
    ratings = {Rating.RED: 0, Rating.AMBER: 1, Rating.NONE: 2, Rating.GREEN: 3}
    return ratings[line.standing.rating], int(line.direction != "worse"), -moved


def _line(
    indicator: Indicator,
    found: Figures,
    targets: list[Trajectory],
    commentary: IndicatorNote | None,
    shown: Shown | None,
) -> Line:
    series = shown.series if shown else None
    if shown and not shown.has_target:
        targets = []
    return Line(
        indicator=indicator,
        series=series,
        standing=standing_of(series, found, targets, indicator.adds_up),
        to_date=_to_date(indicator, found, series),
        commentary=commentary,
        origin=shown.origins[-1] if shown and shown.origins else None,
    )


def standing_of(
    series: Series | None, found: Figures, targets: list[Trajectory], adds_up: str = ""
) -> Standing:
    """Rate the latest figure against its target's line on that day, else against a comparator."""
    latest = series.latest if series else None
    if series is None or latest is None:
        return Standing(Rating.NONE)
    target = in_force(targets, latest.period.end)
    if target is not None:
        wanted = target.expected(latest.period.end)
        found_rating = rating(series.measure, latest.result, wanted, target.tolerance)
        return Standing(found_rating, wanted, _("target"))
    for name in RATED_BY:
        figure = comparable(latest, found.compared[name], adds_up)
        if figure is not None and figure.result is not None:
            return _against(name, latest, figure, figure.result)
    return Standing(Rating.NONE)


def _against(name: str, latest: Figure, figure: Figure, wanted: Decimal) -> Standing:
    """Rate a figure against a comparator; one of another period says which."""
    label = str(Observation.Comparator(name).label)
    if figure.period != latest.period:
        label = f"{label}, {in_words(figure.period)}:"
    found = rating(latest.measure, latest.result, wanted, comparator_tolerance(wanted))
    return Standing(found, wanted, label)


def _to_date(indicator: Indicator, found: Figures, series: Series | None) -> RolledUp | None:
    """Return the financial year to the latest period; a snapshot has none but itself."""
    latest = series.latest if series else None
    shorter = {PeriodKind.MONTH, PeriodKind.QUARTER}
    if latest is None or indicator.kind == "snapshot" or latest.period.kind not in shorter:
        return None
    adds_up = by_period.adding_up(indicator)
    year = year_so_far(latest.period)
    within = [each for each in found.own if year.start <= each.period.start <= year.end]
    return roll_up(indicator.measure, within, year, latest.period.kind, adds_up=adds_up)


def _targets(indicators: Iterable[Indicator]) -> dict[int, list[Trajectory]]:
    found: dict[int, list[Trajectory]] = defaultdict(list)
    for each in Target.objects.filter(indicator__in=[row.pk for row in indicators]):
        found[each.indicator_id].append(as_trajectory(each))
    return found


def as_trajectory(target: Target) -> Trajectory:
    """Return a target as the rules see it."""
    return Trajectory(
        target.starts_on, target.due_on, target.value, target.start_value, target.tolerance
    )


def _latest_commentary(
    indicators: Iterable[Indicator], until: date | None
) -> dict[int, IndicatorNote]:
    rows = IndicatorNote.objects.filter(
        indicator__in=[row.pk for row in indicators], kind=IndicatorNote.Kind.COMMENTARY
    )
    if until is not None:
        rows = rows.filter(on__lte=until)
    newest = rows.order_by("indicator_id", "-on", "-at").distinct("indicator_id")
    return {each.indicator_id: each for each in newest.select_related("by")}
