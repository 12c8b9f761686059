"""Loader 40: what both boards measure today, years of months, what is said, comparators."""

import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction
from django.utils import timezone

from boards.activity import change
from boards.demo.living import LAST_DAY, SLUGS
from boards.demo.when import Clock
from boards.models import Board, Membership, User
from boards.rules.rounding import half_up
from performance import starter_tables
from performance.demo import comparators, context, derived, enquiries, returns
from performance.demo.figures import SIZE, Invented
from performance.models import DataSubmission, Indicator, Observation, period_fields
from performance.rules.entries import usual_period
from performance.rules.periods import Period, PeriodKind, containing, preceding
from performance.services import breakdown_tables, chains, indicators, notes, scorecards

PLAN = Path(__file__).parent / "figures.yaml"
#: Days after the end of a month on which its figures come in.
IN_AFTER = 16


def load() -> None:
    """Make figures for both boards, unless they measure something of the library already."""
    clock = Clock(timezone.now())
    plan = yaml.safe_load(PLAN.read_text(encoding="utf-8"))
    for slug in SLUGS:
        with transaction.atomic():
            board = Board.objects.get(slug=slug)
            if not board.indicators.exclude(library_key="").exists():
                _make(board, plan, clock)
    returns.load(plan, clock)
    for slug in SLUGS:
        board = Board.objects.get(slug=slug)
        _declare_chains(board, plan, clock)
        derived.load(board, clock)
    context.load(clock)
    enquiries.load(clock)


def _make(board: Board, plan: dict[str, Any], clock: Clock) -> None:
    manager = Membership.objects.filter(board=board, role="board_manager").order_by("pk")[0].user
    _end_published(board, manager)
    keys = [*plan["counts"], *plan["ends"], *plan["ratios"]]
    first = clock.year_start.replace(year=clock.year_start.year - 2)
    made = indicators.adopt(board=board, keys=keys, by=manager, on=first)
    by_key = {each.library_key: each for each in made}
    _observe(board, by_key, plan, clock, manager)
    _say(by_key, plan, clock, manager)
    comparators.make(board, by_key, clock, manager)
    for card in plan["scorecards"]:
        chosen = [by_key[key] for key in card["indicators"]]
        scorecards.make(board=board, title=card["title"], group=None, indicators=chosen, by=manager)
    starters = [each.key for each in starter_tables.shipped()]
    breakdown_tables.adopt(board=board, keys=starters, by=manager, on=first)


def _declare_chains(board: Board, plan: dict[str, Any], clock: Clock) -> None:
    """Check figures from today on: nobody was asked about those that were sent before."""
    if not board.chains.exists():
        analyst = Membership.objects.filter(board=board, role="data_analyst").order_by("pk")[0].user
        for key in plan["chains"]:
            chains.adopt(board=board, key=key, by=analyst, on=clock.today)


def _end_published(board: Board, by: User) -> None:
    """What the report of 2016/17 printed ended with its year; today's figures are the library's."""
    for each in board.indicators.filter(ends_on=None):
        indicators.retire(
            indicator=each, ends_on=LAST_DAY, version=each.version, by=by,
            reason="Printed in the annual report of 2016/17.",
        )  # fmt: skip


def _observe(
    board: Board, by_key: dict[str, Indicator], plan: dict[str, Any], clock: Clock, by: User
) -> None:
    with change("figures.supply", by=by, board=board, on=board):
        came_in = DataSubmission.objects.create(
            board=board, via=DataSubmission.Via.FILE, file_name="monthly-figures.csv", by=by,
            at=clock.moment(3),
        )  # fmt: skip
        sent = returns.sent_by_agencies(board.slug, clock)
        invented = Invented(board.slug, plan)
        rows = [
            row
            for month in _months(clock)
            for key, indicator in by_key.items()
            for row in _figures(invented, key, indicator, month, clock, came_in, sent.get(key))
        ]
        Observation.objects.bulk_create(rows, batch_size=1000)
        came_in.added = len(rows)
        came_in.save(update_fields=["added"])


def _months(clock: Clock) -> list[Period]:
    """Return the months whose figures are in by today, the last one first."""
    last = preceding(containing(clock.today, PeriodKind.MONTH))
    if last.end + dt.timedelta(days=IN_AFTER) > clock.today:
        last = preceding(last)
    months = [last]
    first = clock.year_start.replace(year=clock.year_start.year - 2)
    while months[-1].start > first:
        months.append(preceding(months[-1]))
    return months


def _figures(
    invented: Invented,
    key: str,
    indicator: Indicator,
    month: Period,
    clock: Clock,
    came_in: DataSubmission,
    sent_from: dt.date | None,
) -> list[Observation]:
    """Return one month of an indicator: the same whenever the demonstration is loaded.

    From the day on which its agency sends the figure itself the file has its parts alone.
    """
    is_quarterly = key in invented.plan["quarterly"]
    if is_quarterly and month.end.month % 3:
        return []
    period = containing(month.end, PeriodKind.QUARTER) if is_quarterly else month
    ago = returns.months_ago(month, clock)
    common: dict[str, Any] = {
        "indicator": indicator,
        "via": Observation.Via.FILE,
        "submission": came_in,
        "supplied_by": came_in.by,
        "supplied_at": min(came_in.at, _at_noon(month.end + dt.timedelta(days=IN_AFTER))),
        **period_fields(usual_period(indicator.kind, period)),
    }
    figure = invented.figure(key, ago)
    is_sent = sent_from is not None and month.start >= sent_from
    found = [] if is_sent else [Observation(agency=indicator.owner_agency, **figure, **common)]
    if "value" in figure and not (is_sent and ago == 0):
        found += [
            Observation(agency=indicator.owner_agency, value=count, breakdown=part, **common)
            for part, count in invented.parts(key, figure["value"])
        ]
    return found


def _at_noon(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time(12)))


def _say(by_key: dict[str, Indicator], plan: dict[str, Any], clock: Clock, by: User) -> None:
    last = _months(clock)
    for key, text in plan["comments"].items():
        notes.comment(indicator=by_key[key], text=text, on=last[0].end, by=by)
    for key, (ago, text, starts_anew) in plan["events"].items():
        notes.annotate(
            indicator=by_key[key], text=text, on=last[ago].start, starts_anew=starts_anew, by=by
        )
    start = clock.year_start
    for key, (value, tolerance) in plan["targets"].items():
        notes.set_target(
            indicator=by_key[key], value=Decimal(value), tolerance=Decimal(tolerance),
            starts_on=start, due_on=start.replace(year=start.year + 1),
            start_value=Decimal(str(round(100 * plan["ratios"][key][1]))),
            note="Business plan", by=by,
        )  # fmt: skip
    before = start.replace(year=start.year - 1)
    for key, (value, begins) in plan["targets_last_year"].items():
        notes.set_target(
            indicator=by_key[key], value=Decimal(value), tolerance=Decimal(3), starts_on=before,
            due_on=start - dt.timedelta(days=1), start_value=Decimal(begins),
            note="Business plan of last year", by=by,
        )  # fmt: skip
    for key, (value, begins, tolerance) in plan["ambitions"].items():
        size = Decimal(str(SIZE[by_key[key].board.slug]))
        notes.set_target(
            indicator=by_key[key], value=half_up(value * size), starts_on=before,
            due_on=before.replace(year=before.year + 3), start_value=half_up(begins * size),
            tolerance=Decimal(tolerance), note="Ambition of the exploitation strategy", by=by,
        )  # fmt: skip
