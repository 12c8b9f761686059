"""The areas of the demonstration in figures, and a rate that is worked out of a population."""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction

from boards.activity import change
from boards.board_year.periods import parse
from boards.demo.living import SLUGS
from boards.demo.when import Clock
from boards.models import Board, Membership, User
from performance.models import Indicator, Observation, period_fields
from performance.queries.populations import bases_of
from performance.rules.periods import Period, PeriodKind, containing, day
from performance.rules.populations import latest_base
from performance.services import context, indicators
from performance.services.context import RecordedFigure

PLAN = Path(__file__).parent / "context.yaml"
PRINTED = "Annual report of the board, 2016/17"
MADE_UP = "Made up for the demonstration"
#: Years for which the population is made up, and by how much less a year it was before.
YEARS, LESS = 3, Decimal("0.994")


def load(clock: Clock) -> None:
    """Make the context of both boards, unless they have a population already."""
    plan = yaml.safe_load(PLAN.read_text(encoding="utf-8"))
    for slug in SLUGS:
        board = Board.objects.get(slug=slug)
        if not board.indicators.filter(library_key="population-0-17").exists():
            with transaction.atomic():
                make(board, plan["boards"][slug], plan["rate"], clock)


def make(board: Board, plan: dict[str, Any], rate: dict[str, Any], clock: Clock) -> None:
    """Record what was printed and what is made up, then the rate of the last quarters."""
    by = Membership.objects.filter(board=board, role="data_analyst").order_by("pk")[0].user
    first = clock.year_start.replace(year=clock.year_start.year - YEARS)
    keys = [*plan["printed"], *plan["made_up"], rate["key"]]
    made = indicators.adopt(board=board, keys=keys, by=by, on=first)
    by_key = {each.library_key: each for each in made}
    for key, (written, value, *england) in plan["printed"].items():
        figure = RecordedFigure(_period(written), PRINTED, value=Decimal(str(value)))
        context.record(indicator=by_key[key], figure=figure, by=by)
        if england:
            _england(by_key[key], figure, Decimal(str(england[0])), by)
    for key, given in plan["made_up"].items():
        for figure in _made_up(by_key[key], given, clock):
            context.record(indicator=by_key[key], figure=figure, by=by)
    counted = Indicator.objects.get(board=board, library_key=rate["of"])
    _rate(by_key[rate["key"]], counted, rate["quarters"], clock, by)


def _period(written: Any) -> Period:
    return day(written) if isinstance(written, dt.date) else parse(str(written))


def _made_up(indicator: Indicator, given: Any, clock: Clock) -> Iterator[RecordedFigure]:
    """Yield a population for some years with the parts of the last one, all else for one year."""
    year = clock.year_start.year - 1
    if isinstance(given, dict):
        whole = sum(next(iter(given.values())).values())
        for ago in range(YEARS):
            value = (whole * LESS**ago).quantize(Decimal(1))
            yield RecordedFigure(day(dt.date(year - ago, 6, 30)), MADE_UP, value=value)
        for dimension, parts in given.items():
            for part, value in parts.items():
                yield RecordedFigure(
                    day(dt.date(year, 6, 30)), MADE_UP, value=Decimal(value),
                    breakdown={dimension: str(part)},
                )  # fmt: skip
        return
    if indicator.kind == Indicator.Kind.SNAPSHOT:
        period = day(dt.date(year, 6, 30))
    else:
        period = containing(dt.date(year, 4, 1), PeriodKind(indicator.frequency))
    if isinstance(given, list):
        part, of = (Decimal(each) for each in given)
        yield RecordedFigure(period, MADE_UP, numerator=part, denominator=of)
    else:
        yield RecordedFigure(period, MADE_UP, value=Decimal(given))


def _england(indicator: Indicator, figure: RecordedFigure, value: Decimal, by: User) -> None:
    with change("figures.record", by=by, board=indicator.board, on=indicator):
        Observation.objects.create(
            indicator=indicator, value=value, comparator=Observation.Comparator.ENGLAND,
            source=PRINTED, via=Observation.Via.TYPED, supplied_by=by,
            **period_fields(figure.period),
        )  # fmt: skip


def _rate(rate: Indicator, counted: Indicator, quarters: int, clock: Clock, by: User) -> None:
    """Work the rate out at the end of each quarter, of the population known then."""
    bases = bases_of([rate])[rate.denominator_indicator_id or 0]
    rows = Observation.objects.current().undivided().own().filter(indicator=counted, missing="")
    with change("figures.supply", by=by, board=rate.board, on=rate):
        known = {row.period_end: row for row in rows.order_by("period_end")}
        ends = [end for end in known if containing(end, PeriodKind.QUARTER).end == end]
        for end in ends[-quarters:]:
            base = latest_base(bases, end)
            if base is not None:
                Observation.objects.create(
                    indicator=rate, numerator=known[end].value, denominator=base.value,
                    base_id=base.pk, via=Observation.Via.FILE, supplied_by=by,
                    supplied_at=clock.now, agency=rate.owner_agency,
                    **period_fields(containing(end, PeriodKind.QUARTER)),
                )  # fmt: skip
