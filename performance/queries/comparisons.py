"""The latest figure of an indicator beside everything that it is compared with."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from performance.models import Indicator, Observation
from performance.queries.series import Figures
from performance.rules.comparisons import comparable
from performance.rules.figures import Figure, printed
from performance.rules.periods import in_words
from performance.rules.published import difference
from performance.rules.series import Series
from performance.rules.targets import Trajectory, in_force

#: The nearest one first.
COMPARATORS = ("statistical_neighbours", "region", "england")


@dataclass(frozen=True)
class Compared:
    """One thing that a figure is held against."""

    label: str
    value: str
    period: str
    #: How far the board's figure is above (+) or below it.
    difference: str
    source: str = ""
    note: str = ""


def compared_with(
    indicator: Indicator, series: Series, found: Figures, targets: Sequence[Trajectory]
) -> list[Compared]:
    """Return the figure of a year before, the target, and the comparators: one query."""
    latest = series.latest
    if latest is None:
        return []
    sources = {
        (row.comparator, row.period): row
        for row in Observation.objects.current()
        .undivided()
        .filter(indicator=indicator, comparator__in=COMPARATORS)
        .order_by("pk")
    }
    rows = []
    if series.year_before is not None:
        rows.append(_row(_("A year earlier"), latest, series.year_before))
    target = in_force(list(targets), latest.period.end)
    wanted = target.expected(latest.period.end) if target else None
    if wanted is not None:
        rows.append(
            Compared(
                _("Target"), printed(indicator.measure, wanted), in_words(latest.period),
                _signed(latest, wanted),
            )
        )  # fmt: skip
    for name in COMPARATORS:
        figure = comparable(latest, found.compared[name], indicator.adds_up)
        if figure is not None:
            row = sources.get((name, figure.period))
            label = str(Observation.Comparator(name).label)
            rows.append(_row(label, latest, figure, row))
    return rows


def _row(label: str, latest: Figure, figure: Figure, row: Observation | None = None) -> Compared:
    return Compared(
        label, printed(figure.measure, figure.result, figure.missing), in_words(figure.period),
        _signed(latest, figure.result), row.source if row else "", row.note if row else "",
    )  # fmt: skip


def _signed(latest: Figure, other: Decimal | None) -> str:
    amount = difference(latest.result, other)
    if amount is None:
        return "–"
    text = printed(latest.measure, amount, with_unit=False)
    return f"+{text}" if amount > 0 else text.replace("-", "\N{MINUS SIGN}")
