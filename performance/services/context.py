"""Figures of the area that a person records: from a published table, a census, an index."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _

from boards.activity import change
from boards.errors import DomainError
from boards.models import User
from performance.models import Indicator, Observation, period_fields
from performance.rules.figures import missing_code
from performance.rules.periods import Period


class FigureRefused(DomainError):
    """The indicator has no such figure."""


@dataclass(frozen=True)
class RecordedFigure:
    """One figure with its source: a value, or the two parts of a share."""

    period: Period
    source: str
    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    #: Dimension → part, as in {"district": "Wychavon"}; empty for the whole area.
    breakdown: Mapping[str, str] = field(default_factory=dict)

    @property
    def missing(self) -> str:
        return missing_code(self.value, self.numerator, self.denominator)


def record(
    *, indicator: Indicator, figure: RecordedFigure, by: User | None, now: datetime | None = None
) -> Observation | None:
    """Store a figure of the area; one that differs supersedes the one before, and both stay.

    Return None when it is known already. Raises `FigureRefused`.
    """
    _check(indicator, figure)
    now = now or timezone.now()
    with change("figures.record", by=by, board=indicator.board, on=indicator):
        Indicator.objects.select_for_update(no_key=True, of=("self",)).get(pk=indicator.pk)
        before = _before(indicator, figure)
        if before is not None:
            if _says(before) == _says(figure):
                return None
            before.superseded_at = now
            before.save(update_fields=["superseded_at"])
        return Observation.objects.create(
            indicator=indicator, value=figure.value, numerator=figure.numerator,
            denominator=figure.denominator, missing=figure.missing, source=figure.source.strip(),
            breakdown=dict(figure.breakdown), via=Observation.Via.TYPED, supplied_by=by,
            supplied_at=now, supersedes=before, **period_fields(figure.period),
        )  # fmt: skip


def _before(indicator: Indicator, figure: RecordedFigure) -> Observation | None:
    rows: list[Observation] = list(
        Observation.objects.current()
        .own()
        .filter(
            indicator=indicator, agency=None, stated_in=None, period_start=figure.period.start,
            period_end=figure.period.end, period_kind=figure.period.kind,
            breakdown=dict(figure.breakdown),
        )
    )  # fmt: skip
    return rows[0] if rows else None


def _says(each: Observation | RecordedFigure) -> tuple[object, ...]:
    return each.value, each.numerator, each.denominator, each.missing, each.source.strip()


def _check(indicator: Indicator, figure: RecordedFigure) -> None:
    if figure.numerator is not None and not indicator.measure.is_ratio:
        raise FigureRefused(_("This indicator is one number: it has no numerator."))
    strangers = set(figure.breakdown) - set(indicator.dimensions)
    if strangers:
        raise FigureRefused(
            _("%(indicator)s is not divided by %(dimension)s.")
            % {"indicator": indicator, "dimension": ", ".join(sorted(strangers))}
        )
    if not figure.source.strip():
        raise FigureRefused(_("Say where the figure is from."))
