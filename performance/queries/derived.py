"""Indicators about figures themselves, and what the portal can calculate for a board."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from boards.board_year.periods import Period
from boards.models import Board, User
from boards.registry import DerivedIndicator, Parts, registry
from performance.models import DataReturn, Derivation, Indicator, Observation
from performance.queries.completeness import received_of
from performance.queries.indicators import ListedIndicator, listed
from performance.queries.published import as_figure
from performance.rules import periods
from performance.rules.completeness import Standing, standing
from performance.rules.recorded import recorded


def coverage(board: Board, start: date, end: date, on: date) -> Parts | None:
    """Count the figures of the span's returns that are due or in; None while none is."""
    returns = list(
        DataReturn.objects.with_due().filter(board=board, period_end__range=(start, end))
    )
    received = received_of(returns)
    counted = [
        received[row.pk]
        for row in returns
        if standing(row.status, row.due, on, received[row.pk]) is not Standing.AWAITED  # type: ignore[attr-defined]
    ]
    if not counted:
        return None
    return Parts(sum(each.known for each in counted), sum(each.asked for each in counted))


def timeliness(board: Board, start: date, end: date, on: date) -> Parts | None:
    """Count the span's returns that are due or in, and those first sent by the due day."""
    rows = DataReturn.objects.with_due().filter(board=board, period_end__range=(start, end))
    counted = [row for row in rows if row.first_submitted_at or row.due < on]  # type: ignore[attr-defined]
    if not counted:
        return None
    in_time = sum(
        row.first_submitted_at is not None and timezone.localdate(row.first_submitted_at) <= row.due  # type: ignore[attr-defined]
        for row in counted
    )
    return Parts(in_time, len(counted))


DERIVED = [
    DerivedIndicator(
        key="performance.coverage",
        label=gettext_lazy("Figures received of those that agencies owe"),
        definition=gettext_lazy(
            "Figures that are known ÷ figures asked for, in the returns of the period that are due "
            "or in. A reason instead of a figure does not count as received."
        ),
        numerator=gettext_lazy("Figures that are known"),
        denominator=gettext_lazy("Figures asked for"),
        frequency="month",
        calculate=coverage,
    ),
    DerivedIndicator(
        key="performance.timeliness",
        label=gettext_lazy("Data returns on time"),
        definition=gettext_lazy(
            "Returns first sent by the day on which they were due ÷ returns that are due or in. "
            "More time that the board gave counts."
        ),
        numerator=gettext_lazy("Returns sent in time"),
        denominator=gettext_lazy("Returns due or in"),
        frequency="month",
        calculate=timeliness,
    ),
]


@dataclass(frozen=True)
class Adopted:
    """A calculated indicator of the board with its latest figure."""

    derivation: Derivation
    shown: ListedIndicator


def adopted(board: Board, user: User) -> list[Adopted]:
    """Return the board's calculated indicators with their latest figures: two queries."""
    rows = list(
        Derivation.objects.visible_to(user)
        .filter(indicator__board=board)
        .select_related("indicator__owner_agency")
        .order_by("indicator__order", "pk")
    )
    shown = listed(row.indicator for row in rows)
    return [Adopted(row, each) for row, each in zip(rows, shown, strict=True)]


def offered(board: Board) -> list[DerivedIndicator]:
    """Return what the portal can calculate and the board has not chosen."""
    had = set(Derivation.objects.filter(indicator__board=board).values_list("key", flat=True))
    return [each for each in registry.derived_indicators.values() if each.key not in had]


def recordable(board: Board, on: date) -> list[tuple[Indicator, str]]:
    """Return the counts and dimensions of which the share recorded can be calculated."""
    had = set(
        Derivation.objects.filter(indicator__board=board, key=Derivation.RECORDED).values_list(
            "source_id", "dimension"
        )
    )
    rows = Indicator.objects.filter(board=board, unit="count").active(on).order_by("order", "pk")
    return [
        (row, name)
        for row in rows.exclude(frequency="")
        for name in row.dimensions
        if (row.pk, name) not in had
    ]


def parts_of(derivation: Derivation, period: Period, on: date) -> Parts | None:
    """Calculate one period; None where there is nothing to say (yet)."""
    if derivation.key != Derivation.RECORDED:
        derived = registry.derived_indicators.get(derivation.key)
        if derived is None:
            return None
        found: Parts | None = derived.calculate(
            derivation.indicator.board, period.start, period.end, on
        )
        return found
    source: Any = derivation.source
    kind = periods.day(period.end) if source.kind == "snapshot" else period
    rows = Observation.objects.current().own().filter(
        indicator=source, period_start__in=[kind.start, period.start], period_end=period.end,
        period_kind__in=[kind.kind, period.kind],
    )  # fmt: skip
    figures = [as_figure(row) for row in rows.exclude(breakdown={}).select_related("indicator")]
    return recorded(figures, derivation.dimension)


def recorded_label(indicator: Indicator, dimension: str) -> str:
    """Return what the share of recorded characteristics is called."""
    return _("%(indicator)s: %(characteristic)s recorded") % {
        "indicator": indicator, "characteristic": dimension.replace("_", " "),
    }  # fmt: skip


def choices(pairs: Iterable[tuple[Indicator, str]]) -> list[tuple[str, str]]:
    """Return what can be selected: "12:ethnicity" → its words."""
    return [(f"{row.pk}:{name}", recorded_label(row, name)) for row, name in pairs]
