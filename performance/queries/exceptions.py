"""An exception report: what of a scorecard, or of all a board measures, needs looking at."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from boards.charts import Chart
from boards.models import Board, User
from performance.charts import ChartTable, Picture, chart_table, indicator_chart
from performance.charts.words import last_in_words, marks_in_words
from performance.models import Enquiry, Indicator, IndicatorNote, Scorecard, Target
from performance.queries import enquiries, scorecards
from performance.queries.enquiries import EnquiryView
from performance.queries.indicators import picture_of
from performance.queries.scorecards import Line
from performance.queries.series import Figures, own_figures
from performance.rules import exceptions as rules
from performance.rules.exceptions import Reason
from performance.rules.periods import Period, in_words

#: Rows of the table beneath a chart; the indicator's page has them all.
MOST_ROWS = 13


@dataclass(frozen=True)
class ExceptionLine:
    """An indicator that needs looking at, with all that is known about why."""

    line: Line
    #: Why it is here, in words.
    reasons: list[str]
    chart: Chart
    table: ChartTable
    #: Between which limits the figures lie, and how the last one stands out.
    limits: str
    enquiries: list[EnquiryView]

    @property
    def indicator(self) -> Indicator:
        return self.line.indicator


@dataclass(frozen=True)
class Contents:
    """Everything that an exception report prints; no template reads the database."""

    board: Board
    scorecard: Scorecard | None
    period: Period
    made_at: datetime
    exceptions: list[ExceptionLine]
    #: Moved the wrong way by no more than chance.
    moved: list[Line]
    #: No figure in the period, or a missing one.
    missing: list[Line]
    #: How many indicators were looked at.
    looked_at: int

    @property
    def subject(self) -> str:
        return str(self.scorecard or _("All indicators"))

    @property
    def period_words(self) -> str:
        return in_words(self.period)

    @property
    def charts(self) -> list[Chart]:
        return [each.chart for each in self.exceptions]


@dataclass(frozen=True)
class _Looked:
    """An indicator with what decides whether it is an exception."""

    line: Line
    picture: Picture | None
    is_current: bool
    reasons: list[Reason]
    enquiries: list[EnquiryView]


def contents(
    board: Board,
    scorecard: Scorecard | None,
    period: Period,
    *,
    user: User | None,
    now: datetime,
) -> Contents:
    """Return the report of a period: a constant number of queries.

    Without a user (a worker builds the document) it holds what the board's people may see.
    """
    indicators = _chosen(board, scorecard, period)
    looked = _look(indicators, period, _enquiries(board, indicators, period, user))
    ordered = sorted(looked, key=lambda each: scorecards.how_bad(each.line))
    missing = [each for each in looked if not each.is_current or not each.line.is_known]
    missing_keys = {each.line.indicator.pk for each in missing}
    return Contents(
        board=board,
        scorecard=scorecard,
        period=period,
        made_at=now,
        exceptions=[_exception(each) for each in ordered if each.reasons and each.picture],
        moved=[
            each.line
            for each in ordered
            if not each.reasons
            and each.line.direction == "worse"
            and each.line.indicator.pk not in missing_keys
        ],
        missing=[each.line for each in missing],
        looked_at=len(looked),
    )


def _chosen(board: Board, scorecard: Scorecard | None, period: Period) -> list[Indicator]:
    rows = Indicator.objects.filter(board=board).select_related("owner_agency")
    if scorecard is not None:
        rows = rows.filter(scorecards__scorecard=scorecard).order_by("scorecards__order", "pk")
    else:
        rows = rows.active(period.end).order_by("order", "pk")
    return list(rows)


def _enquiries(
    board: Board, indicators: Sequence[Indicator], period: Period, user: User | None
) -> dict[int, list[EnquiryView]]:
    """Return the lines of enquiry by indicator: those under way, and those closed since."""
    rows = Enquiry.objects.filter(board=board)
    if user is not None:
        rows = rows.visible_to(user)
    rows = rows.filter(
        Q(closed_at=None) | Q(closed_at__date__gte=period.start),
        about__indicator__in=[each.pk for each in indicators],
    ).distinct()
    found: dict[int, list[EnquiryView]] = defaultdict(list)
    for view in enquiries.views(rows.select_related("board", "group", "decided_by_group"), user):
        for indicator in view.indicators:
            found[indicator.pk].append(view)
    return found


def _look(
    indicators: Sequence[Indicator], period: Period, asked: dict[int, list[EnquiryView]]
) -> list[_Looked]:
    figures = {pk: each.until(period.end) for pk, each in own_figures(indicators).items()}
    lines = scorecards.lines_from(indicators, figures, period.end, until=period.end)
    targets, notes = _targets(indicators), _notes(indicators, period)
    return [
        _looked(
            line,
            figures[line.indicator.pk],
            targets[line.indicator.pk],
            notes[line.indicator.pk],
            period,
            asked.get(line.indicator.pk, []),
        )
        for line in lines
    ]


def _looked(
    line: Line,
    found: Figures,
    targets: list[Target],
    notes: list[IndicatorNote],
    period: Period,
    asked: list[EnquiryView],
) -> _Looked:
    is_current = line.latest is not None and line.latest.period.end >= period.start
    trajectories = [scorecards.as_trajectory(each) for each in targets]
    picture = (
        picture_of(line.indicator, line.series, found, trajectories, notes) if line.series else None
    )
    marks = picture.control.marks[-1] if picture and picture.control.marks else frozenset()
    why = rules.reasons(
        rating=line.standing.rating, marks=marks, polarity=line.indicator.polarity,
        is_asked_about=bool(asked),
    )  # fmt: skip
    # An old figure is no news of this period, unless somebody asks about it.
    if not is_current:
        why = [reason for reason in why if reason is Reason.ASKED_ABOUT]
    return _Looked(line, picture, is_current, why, asked)


def _exception(looked: _Looked) -> ExceptionLine:
    picture = looked.picture
    assert picture is not None  # noqa: S101 - exceptions have figures; narrows the type
    table = chart_table(picture)
    return ExceptionLine(
        line=looked.line,
        reasons=list(_words(looked)),
        chart=indicator_chart(picture),
        table=ChartTable(table.headings, table.rows[-MOST_ROWS:], table.marks, table.notes),
        limits=last_in_words(picture),
        enquiries=looked.enquiries,
    )


def _words(looked: _Looked) -> Iterable[str]:
    line = looked.line
    if Reason.OFF_TARGET in looked.reasons:
        yield _("off target: %(against)s %(wanted)s") % {
            "against": line.standing.against, "wanted": line.wanted
        }  # fmt: skip
    if Reason.STANDS_OUT in looked.reasons and looked.picture:
        yield marks_in_words(looked.picture.control.marks[-1])
    if not looked.is_current:
        yield _("no figure of this period")
    elif line.direction == "worse":
        yield _("worse than the period before")
    if Reason.ASKED_ABOUT in looked.reasons:
        yield _("being asked about")


def _targets(indicators: Sequence[Indicator]) -> dict[int, list[Target]]:
    found: dict[int, list[Target]] = defaultdict(list)
    for each in Target.objects.filter(indicator__in=[row.pk for row in indicators]):
        found[each.indicator_id].append(each)
    return found


def _notes(indicators: Sequence[Indicator], period: Period) -> dict[int, list[IndicatorNote]]:
    found: dict[int, list[IndicatorNote]] = defaultdict(list)
    rows = IndicatorNote.objects.filter(
        indicator__in=[row.pk for row in indicators], on__lte=period.end,
        kind=IndicatorNote.Kind.ANNOTATION,
    )  # fmt: skip
    for each in rows:
        found[each.indicator_id].append(each)
    return found
