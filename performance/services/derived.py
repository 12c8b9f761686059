"""Indicators that the portal calculates from its own records: chosen, and calculated."""

from collections.abc import Iterable
from datetime import date, datetime
from itertools import islice

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from boards.activity import change
from boards.board_year.periods import Period
from boards.errors import DomainError
from boards.models import Board, User
from boards.registry import Parts, registry
from performance.models import (
    DataSubmission,
    Derivation,
    Indicator,
    Observation,
    period_fields,
)
from performance.queries import derived as queries
from performance.rules.data_returns import ended_periods
from performance.rules.figures import missing_code
from performance.rules.periods import PeriodKind, containing, preceding
from performance.services import indicators
from performance.services.indicators import IndicatorFields

#: Periods that are calculated anew each time, the last ones: records are corrected later.
MOST_PERIODS = 13


def adopt(*, board: Board, key: str, by: User | None, on: date) -> Derivation:
    """Measure what the portal can calculate. Chosen before, it is returned as it is.

    Raises `DomainError` for a key that nothing calculates.
    """
    item = registry.derived_indicators.get(key)
    if item is None:
        raise DomainError(_("The portal does not calculate this."))
    with change("derived.adopt", by=by, board=board, on=board):
        had: Derivation | None = _lock(board).filter(key=key).first()
        if had is not None:
            return had
        fields = IndicatorFields(
            label=str(item.label), theme=item.theme, definition=str(item.definition),
            unit=item.unit, kind="ratio", polarity=item.polarity, frequency=item.frequency,
            numerator_label=str(item.numerator), denominator_label=str(item.denominator),
            source=_("Calculated by the portal"), starts_on=_first_day(on),
        )  # fmt: skip
        return _derive(board, fields, by, key=key)


def adopt_recorded(*, source: Indicator, dimension: str, by: User | None, on: date) -> Derivation:
    """Measure how completely a characteristic is recorded, from figures divided by it.

    Raises `DomainError` unless the indicator counts cases and is divided by that.
    """
    board = source.board
    if source.unit != "count" or not source.frequency or dimension not in source.dimensions:
        raise DomainError(_("Select a count that is divided by this characteristic."))
    with change("derived.adopt", by=by, board=board, on=board):
        had: Derivation | None = _lock(board).filter(source=source, dimension=dimension).first()
        if had is not None:
            return had
        name = dimension.replace("_", " ")
        fields = IndicatorFields(
            label=queries.recorded_label(source, dimension)[:300], theme=source.theme,
            definition=_(
                "Cases whose %(name)s is recorded ÷ all cases, from the figures of “%(source)s” by "
                "%(name)s. Differences between groups cannot be seen without it."
            ) % {"name": name, "source": source},
            unit="percent", kind="ratio", polarity="higher_better", frequency=source.frequency,
            numerator_label=_("Cases with %(name)s recorded") % {"name": name},
            denominator_label=_("All cases"),
            adds_up="neither" if source.kind == "snapshot" else "",
            source=_("Calculated by the portal"), starts_on=_first_day(on),
        )  # fmt: skip
        return _derive(
            board, fields, by, key=Derivation.RECORDED, source=source, dimension=dimension
        )


def calculate_all(*, now: datetime | None = None) -> int:
    """Calculate for every board what it has chosen; return how many figures are new."""
    boards = Board.objects.filter(indicators__derivation__isnull=False).distinct().order_by("pk")
    return sum(calculate(board=board, by=None, now=now) for board in boards)


def calculate(*, board: Board, by: User | None, now: datetime | None = None) -> int:
    """Calculate the last closed periods of a board; return how many figures are new or changed.

    A figure is superseded only where it is another one: calculated again, nothing changes.
    """
    now = now or timezone.now()
    today = timezone.localdate(now)
    with change("derived.calculate", by=by, board=board, on=board):
        rows = list(_lock(board).select_related("indicator__board", "source"))
        new = [
            each for row in rows for period in _closed(row.indicator, today)
            if (each := _figure(row, period, today)) is not None
        ]  # fmt: skip
        _lock(board).update(calculated_at=now)
        changed = list(_changed(new))
        if changed:
            _store(board, changed, by, now)
        return len(changed)


def _lock(board: Board):  # type: ignore[no-untyped-def]  # a queryset
    Board.objects.select_for_update(no_key=True).get(pk=board.pk)
    return Derivation.objects.filter(indicator__board=board)


def _derive(
    board: Board,
    fields: IndicatorFields,
    by: User | None,
    *,
    key: str,
    source: Indicator | None = None,
    dimension: str = "",
) -> Derivation:
    indicator = indicators.define(board=board, fields=fields, by=by)
    return Derivation.objects.create(
        indicator=indicator, key=key, source=source, dimension=dimension
    )


def _first_day(on: date) -> date:
    """The year before this one: the portal's records go back, so there is a line at once."""
    return preceding(containing(on, PeriodKind.FINANCIAL_YEAR)).start


def _closed(indicator: Indicator, today: date) -> list[Period]:
    found = list(
        ended_periods(
            indicator.frequency, indicator.starts_on or _first_day(today), indicator.ends_on, today
        )
    )
    return list(islice(reversed(found), MOST_PERIODS))


def _figure(row: Derivation, period: Period, today: date) -> Observation | None:
    parts = queries.parts_of(row, period, today)
    if parts is None:
        return None
    return Observation(indicator=row.indicator, **_values(parts), **period_fields(period))


def _values(parts: Parts) -> dict[str, object]:
    if parts.missing:
        return {"missing": parts.missing}
    missing = missing_code(None, parts.numerator, parts.denominator)  # type: ignore[arg-type]
    return {"numerator": parts.numerator, "denominator": parts.denominator, "missing": missing}


def _changed(new: Iterable[Observation]) -> Iterable[Observation]:
    """Yield the figures that are new or another than is known, with what each supersedes."""
    new = list(new)
    current = Observation.objects.current().own().undivided().filter(
        indicator__in={each.indicator_id for each in new}, agency=None, stated_in=None
    )  # fmt: skip
    known = {(row.indicator_id, row.period_start, row.period_end): row for row in current}
    for each in new:
        old = known.get((each.indicator_id, each.period_start, each.period_end))
        if old is not None and _says(old) == _says(each):
            continue
        each.supersedes = old
        yield each


def _says(row: Observation) -> tuple[object, ...]:
    return row.numerator, row.denominator, row.missing


def _store(board: Board, rows: list[Observation], by: User | None, now: datetime) -> None:
    corrected = [row.supersedes_id for row in rows if row.supersedes_id]
    came_in = DataSubmission.objects.create(
        board=board, via=DataSubmission.Via.DERIVED, by=by, at=now,
        added=len(rows) - len(corrected), corrected=len(corrected),
    )  # fmt: skip
    Observation.objects.filter(pk__in=corrected).update(superseded_at=now)
    day = date_format(timezone.localdate(now), "j F Y")
    for row in rows:
        row.via, row.submission, row.supplied_by = Observation.Via.DERIVED, came_in, by
        row.supplied_at = now
        row.note = _("Calculated on %(day)s") % {"day": day}
    Observation.objects.bulk_create(rows)
