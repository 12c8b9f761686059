"""Which agency's figures are missing, who sends what alone, what is out of date."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import Max, Q
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from boards.models import Board, BoardPartner, BoardYear, User
from performance.models import (
    DataRequirement,
    DataReturn,
    Indicator,
    Observation,
    RequiredIndicator,
    ScorecardIndicator,
)
from performance.queries import data_returns
from performance.rules import completeness as rules
from performance.rules.completeness import Received, Source, Standing
from performance.rules.periods import Period, PeriodKind, containing, following, in_words

STANDINGS: Mapping[Standing, str | Promise] = {
    Standing.IN: gettext_lazy("in"),
    Standing.IN_PART: gettext_lazy("in, figures missing"),
    Standing.SENT_BACK: gettext_lazy("sent back"),
    Standing.LATE: gettext_lazy("late"),
    Standing.AWAITED: gettext_lazy("awaited"),
    Standing.NOT_DUE: gettext_lazy("not due"),
}
#: Colour of a cell of the grid: 4 best … 1 worst, 0 nothing yet.
LEVELS = {
    Standing.IN: "4", Standing.IN_PART: "3", Standing.SENT_BACK: "2", Standing.LATE: "1",
    Standing.AWAITED: "0", Standing.NOT_DUE: "na",
}  # fmt: skip
SOURCES: Mapping[Source, str | Promise] = {
    Source.ONE: gettext_lazy("One agency only"),
    Source.SEVERAL: gettext_lazy("Several agencies"),
    Source.UNSAID: gettext_lazy("No agency: published, or calculated by the portal"),
    Source.NONE: gettext_lazy("No figures"),
}


@dataclass(frozen=True)
class Cell:
    """One agency's figures for one period."""

    requirement: DataRequirement
    period: Period
    standing: Standing
    #: The return and what came in; None while the period is not over.
    data_return: DataReturn | None = None
    received: Received | None = None

    @property
    def level(self) -> str:
        return LEVELS[self.standing]

    @property
    def label(self) -> str:
        return in_words(self.period)

    @cached_property
    def word(self) -> str:
        if self.standing is Standing.IN_PART and self.received:
            n = self.received.missing
            return ngettext("in, %(n)d missing", "in, %(n)d missing", n) % {"n": n}
        return str(STANDINGS[self.standing])


@dataclass(frozen=True)
class Row:
    """One requirement of an agency, with a cell or nothing for each month of the year."""

    requirement: DataRequirement
    cells: list[Cell | None]


@dataclass(frozen=True)
class Dependence:
    """How many indicators come from one agency alone."""

    partner: BoardPartner | None
    agency_id: int
    count: int
    percent: object


@dataclass(frozen=True)
class Listed:
    """An indicator of the year, with where its figures come from and how old the latest is."""

    indicator: Indicator
    source: Source
    agencies: list[str]
    agency_ids: frozenset[int]
    latest: date | None
    on_scorecard: bool
    is_stale: bool

    @property
    def source_label(self) -> str:
        return str(SOURCES[self.source])


@dataclass(frozen=True)
class Completeness:
    """Everything that the page shows."""

    months: list[Period]
    rows: list[Row]
    cells: list[Cell]
    listed: list[Listed]
    dependence: list[Dependence]

    @cached_property
    def totals(self) -> dict[str, int]:
        return rules.totals(cell.standing for cell in self.cells)

    @cached_property
    def figures(self) -> Received:
        """Figures that were asked for in returns that are due or in, and what came of them."""
        counted = [
            cell.received for cell in self.cells
            if cell.received and cell.standing is not Standing.AWAITED
        ]  # fmt: skip
        return Received(
            sum(each.asked for each in counted), sum(each.known for each in counted),
            sum(each.coded for each in counted),
        )  # fmt: skip

    @property
    def percent_known(self) -> object:
        return rules.percent(self.figures.known, self.figures.asked)

    @cached_property
    def by_source(self) -> dict[str, int]:
        counted = Counter(each.source for each in self.listed)
        return {each.value: counted[each] for each in Source}

    @cached_property
    def on_scorecards(self) -> int:
        return sum(each.on_scorecard for each in self.listed)

    @cached_property
    def stale(self) -> int:
        return sum(each.on_scorecard and each.is_stale for each in self.listed)


def years_of(board: Board, today: date) -> tuple[list[BoardYear], BoardYear | None]:
    """Return the board's years that have begun, the last first, and the one to show at first."""
    years = list(BoardYear.objects.filter(board=board, starts_on__lte=today))
    return years, years[0] if years else None


def completeness_of(board: Board, user: User, year: BoardYear, today: date) -> Completeness:
    """Return how complete the figures of a year are on the day: a constant number of queries."""
    cells = cells_of(board, user, year.starts_on, year.ends_on, today)
    months = _months(year)
    rows: dict[int, Row] = {}
    for cell in cells:
        requirement = cell.requirement
        row = rows.setdefault(requirement.pk, Row(requirement, [None] * len(months)))
        month = containing(cell.period.end, PeriodKind.MONTH)
        if month in months:
            row.cells[months.index(month)] = cell
    listed, dependence = _indicators(board, user, year, min(today, year.ends_on))
    ordered = sorted(
        rows.values(), key=lambda row: (row.requirement.agency.name, row.requirement.title)
    )
    shown = [cell for cell in cells if cell.data_return is not None]
    return Completeness(months, ordered, shown, listed, dependence)


def cells_of(board: Board, user: User, start: date, end: date, today: date) -> list[Cell]:
    """Return a cell for each return whose period ends in the span, and those not due yet."""
    requirements = {
        each.pk: each
        for each in DataRequirement.objects.visible_to(user)
        .filter(board=board)
        .select_related("agency")
    }
    returns = list(
        data_returns.listed(board, user)
        .filter(period_end__range=(start, end))
        .order_by("period_end", "pk")
    )
    received = received_of(returns)
    cells = [
        Cell(
            requirements[row.requirement_id], row.period,
            rules.standing(row.status, row.due, today, received[row.pk]),  # type: ignore[attr-defined]
            row, received[row.pk],
        )
        for row in returns
    ]  # fmt: skip
    known = {(cell.requirement.pk, cell.period) for cell in cells}
    for requirement in requirements.values():
        cells += [
            Cell(requirement, period, Standing.NOT_DUE)
            for period in _to_come(requirement, end, today)
            if (requirement.pk, period) not in known
        ]
    return cells


def received_of(returns: Sequence[DataReturn]) -> dict[int, Received]:
    """Return what came in for each return: two queries, whatever their number."""
    wanted: dict[int, set[int]] = defaultdict(set)
    pairs = RequiredIndicator.objects.filter(
        requirement__in={row.requirement_id for row in returns}
    ).values_list("requirement_id", "indicator_id")
    for requirement, indicator in pairs:
        wanted[requirement].add(indicator)
    said = _said(returns, {each for indicators in wanted.values() for each in indicators})
    found = {}
    for row in returns:
        answers = [
            said.get((indicator, row.agency_id, row.period_end, row.period_kind))
            for indicator in wanted[row.requirement_id]
        ]
        found[row.pk] = Received(
            len(answers), sum(each == "" for each in answers), sum(bool(each) for each in answers)
        )
    return found


def _said(
    returns: Sequence[DataReturn], indicators: set[int]
) -> dict[tuple[int, int | None, date, str], str]:
    """Return the code of each figure, empty for one that is known; a snapshot is of a day."""
    rows = (
        Observation.objects.current()
        .own()
        .undivided()
        .filter(
            indicator__in=indicators,
            agency__in={row.agency_id for row in returns},
            period_end__in={row.period_end for row in returns},
            stated_in=None,
        )
        .values_list("indicator_id", "agency_id", "period_end", "period_kind", "missing")
    )
    kinds = {row.period_kind for row in returns}
    found = {}
    for indicator, agency, end, kind, missing in rows:
        for each in kinds if kind == PeriodKind.DAY else (kind,):
            found[indicator, agency, end, each] = missing
    return found


def _to_come(requirement: DataRequirement, until: date, today: date) -> list[Period]:
    """Return the periods of the span that the requirement will ask for and that are not over."""
    period = containing(max(today, requirement.starts_on), PeriodKind(requirement.frequency))
    found = []
    while period.end <= until:
        if requirement.ends_on is None or period.end <= requirement.ends_on:
            found.append(period)
        period = following(period)
    return found


def _months(year: BoardYear) -> list[Period]:
    month = containing(year.starts_on, PeriodKind.MONTH)
    months = []
    while month.start <= year.ends_on:
        months.append(month)
        month = following(month)
    return months


def _indicators(
    board: Board, user: User, year: BoardYear, on: date
) -> tuple[list[Listed], list[Dependence]]:
    indicators = list(
        Indicator.objects.visible_to(user)
        .filter(board=board)
        .between(year.starts_on, year.ends_on)
        .order_by("order", "pk")
    )
    own = Observation.objects.current().own().undivided().filter(indicator__board=board, missing="")
    in_year = own.filter(period_end__range=(year.starts_on, year.ends_on))
    sources: dict[int, set[int | None]] = {each.pk: set() for each in indicators}
    for indicator, agency in in_year.values_list("indicator_id", "agency_id").distinct():
        if indicator in sources:
            sources[indicator].add(agency)
    latest = dict(
        own.filter(period_end__lte=on)
        .order_by()
        .values("indicator_id")
        .annotate(last=Max("period_end"))
        .values_list("indicator_id", "last")
    )
    required = RequiredIndicator.objects.filter(requirement__board=board)
    grace = dict(required.order_by("requirement__due_days").values_list(
        "indicator_id", "requirement__due_days"
    ))  # fmt: skip
    on_card = set(
        ScorecardIndicator.objects.filter(scorecard__board=board).values_list(
            "indicator_id", flat=True
        )
    )
    partners = {each.agency_id: each for each in BoardPartner.objects.filter(
        Q(board=board)
    ).select_related("sector").order_by("pk")}  # fmt: skip
    listed = [
        _listed(each, sources[each.pk], latest.get(each.pk), on, partners,
                on_card=each.pk in on_card, grace=grace.get(each.pk, rules.USUAL_GRACE))
        for each in indicators
    ]  # fmt: skip
    dependence = [
        Dependence(partners.get(each.agency), each.agency, each.count, each.percent)
        for each in rules.shares(sources)
    ]
    return listed, dependence


def _listed(
    indicator: Indicator,
    agencies: set[int | None],
    latest: date | None,
    on: date,
    partners: Mapping[int, BoardPartner],
    *,
    on_card: bool,
    grace: int,
) -> Listed:
    named = frozenset(each for each in agencies if each is not None)
    others = _("another agency")
    names = sorted(str(partners[each]) if each in partners else others for each in named)
    return Listed(
        indicator, rules.source_of(agencies), names, named, latest, on_card,
        rules.is_stale(indicator.frequency, latest, on, grace),
    )  # fmt: skip
