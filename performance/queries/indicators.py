"""What the pages about indicators show."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from boards.board_year.periods import Period, PeriodKind
from boards.charts import Chart
from boards.charts.drawing import draw_all
from boards.models import Action, Board, User
from performance.charts import (
    ChartTable,
    Line,
    Note,
    Picture,
    Point,
    chart_table,
    indicator_chart,
)
from performance.models import Indicator, IndicatorNote, InPeriod, Observation
from performance.queries import by_period, scorecards
from performance.queries.comparisons import COMPARATORS, Compared, compared_with
from performance.queries.populations import NamedBase, named_base
from performance.queries.revisions import corrected
from performance.queries.series import Figures, all_figures, contradictions, own_figures
from performance.rules.comparisons import comparable
from performance.rules.figures import Figure, printed
from performance.rules.periods import in_short, in_words
from performance.rules.series import Series, series_of, usual_kind
from performance.rules.targets import Trajectory, in_force

#: Periods that a chart draws; the table of a longer series says so.
MOST_PERIODS = 40


@dataclass(frozen=True)
class ListedIndicator:
    """An indicator in the list, with its latest figure."""

    indicator: Indicator
    latest: str
    period: str


@dataclass(frozen=True)
class PartsTable:
    """Figures of one period by one set of dimensions."""

    heading: str
    period: str
    #: What it is divided by, its figure, and its share where all parts are counts.
    rows: list[tuple[str, str]]


@dataclass(frozen=True)
class IndicatorFigures:
    """Everything beside the definition on an indicator's page."""

    line: scorecards.Line
    #: Kinds of period in which figures can be shown: label, key, whether it is the one shown.
    kinds: list[dict[str, Any]]
    #: How figures of longer periods are calculated; empty where none is.
    rule: str
    #: Figures that another agency, or their own parts, contradict.
    disagreements: list[str]
    chart: Chart | None
    drawing: SafeString | None
    table: ChartTable | None
    #: How many figures a later one took the place of.
    corrected: int
    #: What the latest figure is held against.
    compared: list[Compared]
    #: The population that the latest figure without a denominator was worked out of.
    base: NamedBase | None
    #: How many earlier periods are not drawn.
    left_out: int
    parts: list[PartsTable]
    commentary: list[IndicatorNote]
    actions: list[Action]


def listed(indicators: Iterable[Indicator]) -> list[ListedIndicator]:
    """Return a page of indicators with their latest figures: one query more."""
    rows = list(indicators)
    figures = own_figures(rows)
    return [_listed(each, figures[each.pk]) for each in rows]


def library_keys(board: Board) -> set[str]:
    """Return what the board took from the library."""
    rows = Indicator.objects.filter(board=board).exclude(library_key="")
    return set(rows.values_list("library_key", flat=True))


def page_of(indicator: Indicator, user: User, today: date, kind: str = "") -> IndicatorFigures:
    """Return what the page of an indicator shows; `kind` is the sort of period that is wanted."""
    found = all_figures(indicator)
    line = scorecards.lines_from([indicator], {indicator.pk: found}, today, kind)[0]
    shown = by_period.shown(indicator, found.own, kind, today)
    series = shown.series if shown else None
    notes = list(indicator.notes.select_related("by"))
    targets = [scorecards.as_trajectory(each) for each in indicator.targets.all()]
    if shown and not shown.has_target:
        targets = []
    picture = picture_of(indicator, series, found, targets, notes) if series else None
    chart = indicator_chart(picture) if picture else None
    links = indicator.action_links.filter(action__in=Action.objects.visible_to(user))
    return IndicatorFigures(
        line=line,
        kinds=[
            {"label": str(InPeriod.PeriodKinds(each).label), "url": f"?period={each}",
             "current": series is not None and each is series.kind}
            for each in by_period.choices(indicator, found.own)
        ],
        rule=shown.rule if shown else "",
        disagreements=[
            *_of_several_agencies(indicator),
            *by_period.disagreements(indicator, found.own, today),
        ],
        chart=chart,
        drawing=draw_all([chart])[chart.sha256] if chart else None,
        table=chart_table(picture, shown.origins[-MOST_PERIODS:]) if picture and shown else None,
        corrected=corrected(indicator).exclude(superseded_at=None).count(),
        compared=compared_with(indicator, series, found, targets) if series else [],
        base=named_base(indicator),
        left_out=max(len(series.figures) - MOST_PERIODS, 0) if series else 0,
        parts=_parts(indicator, found.divided),
        commentary=[each for each in notes if each.kind == IndicatorNote.Kind.COMMENTARY],
        actions=[each.action for each in links.select_related("action__agency")],
    )  # fmt: skip


def _of_several_agencies(indicator: Indicator) -> list[str]:
    return [
        _("%(period)s: %(said)s. The last of these is shown.")
        % {
            "period": in_words(said[-1][1].period),
            "said": ", ".join(
                f"{name} {printed(indicator.measure, figure.result, figure.missing)}"
                for name, figure in said
            ),
        }
        for said in contradictions(indicator)
    ]


def _listed(indicator: Indicator, found: Figures) -> ListedIndicator:
    kind = usual_kind(found.own, indicator.frequency)
    latest = series_of(indicator.measure, found.own, kind).latest if kind else None
    if latest is None:
        return ListedIndicator(indicator, "", "")
    value = printed(indicator.measure, latest.result, latest.missing)
    return ListedIndicator(indicator, value, in_words(latest.period))


def picture_of(
    indicator: Indicator,
    series: Series,
    found: Figures,
    targets: list[Trajectory],
    notes: Sequence[IndicatorNote],
) -> Picture:
    """Return what a chart of the indicator shows: the last periods, what they are held against."""
    figures = series.figures[-MOST_PERIODS:]
    return Picture(
        title=str(indicator),
        label=_("This board"),
        unit=str(indicator.get_unit_display() or indicator),
        points=[_point(each) for each in figures],
        lines=[*_target_line(indicator, figures, targets), *_compared(indicator, figures, found)],
        notes=_notes(figures, notes),
    )


def _point(figure: Figure) -> Point:
    text = printed(figure.measure, figure.result, figure.missing)
    return Point(_short(figure.period), figure.result, text)


def _compared(indicator: Indicator, figures: Sequence[Figure], found: Figures) -> list[Line]:
    """Draw each comparator; with the target and the board's own line a chart has five."""
    lines = []
    for name in COMPARATORS:
        known = [comparable(each, found.compared[name], indicator.adds_up) for each in figures]
        points = [
            Point(_short(mine.period), each.result, _point(each).text)
            if each is not None
            else Point(_short(mine.period), None, "–")
            for mine, each in zip(figures, known, strict=True)
        ]
        if any(point.number is not None for point in points):
            lines.append(Line(str(Observation.Comparator(name).label), points))
    return lines


def _target_line(
    indicator: Indicator, figures: Sequence[Figure], targets: list[Trajectory]
) -> list[Line]:
    points = []
    for each in figures:
        target = in_force(targets, each.period.end)
        wanted = target.expected(each.period.end) if target else None
        points.append(Point(_short(each.period), wanted, printed(indicator.measure, wanted)))
    known = any(point.number is not None for point in points)
    return [Line(_("Target"), points)] if known else []


def _notes(figures: Sequence[Figure], notes: Sequence[IndicatorNote]) -> list[Note]:
    """Return the events at the period in which each happened; those outside are left out."""
    found = []
    for note in sorted(notes, key=lambda each: each.on):
        places = [at for at, each in enumerate(figures) if each.period.end >= note.on]
        if note.kind == IndicatorNote.Kind.ANNOTATION and places:
            found.append(Note(places[0], note.text, note.starts_anew))
    return found


def _parts(indicator: Indicator, divided: Sequence[Figure]) -> list[PartsTable]:
    """Return the latest period of each set of dimensions that there are parts by."""
    sets: dict[frozenset[str], list[Figure]] = {}
    for each in divided:
        sets.setdefault(frozenset(each.breakdown), []).append(each)
    tables = []
    for dimensions, figures in sets.items():
        last = max(each.period for each in figures)
        ordered = [name for name in indicator.dimensions if name in dimensions]
        names = ordered + sorted(dimensions - set(ordered))
        rows = [each for each in figures if each.period == last]
        tables.append(
            PartsTable(
                heading=_("By %(names)s")
                % {"names": ", ".join(name.replace("_", " ") for name in names)},
                period=in_words(last),
                rows=[
                    (
                        ", ".join(str(each.breakdown[name]) for name in names),
                        printed(indicator.measure, each.result, each.missing),
                    )
                    for each in sorted(rows, key=lambda row: _sort_key(row, names))
                ],
            )
        )
    return tables


def _sort_key(figure: Figure, names: Sequence[str]) -> list[tuple[int, int, str]]:
    """Sort ages as numbers and words as words."""
    values = [figure.breakdown[name] for name in names]
    return [(0, each, "") if isinstance(each, int) else (1, 0, each) for each in values]


def _short(period: Period) -> str:
    """Return a period as short as a chart's axis wants it."""
    if period.kind in {PeriodKind.MONTH, PeriodKind.DAY, PeriodKind.QUARTER}:
        return "\n".join(in_short(period).rsplit(" ", 1))
    return in_words(period)
