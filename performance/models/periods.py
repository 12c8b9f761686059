"""Records that cover a period: how it is stored, and the constraints that hold it together."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from boards.board_year.periods import Period, PeriodKind, from_dates


class InPeriod(models.Model):
    """Abstract: stored as first day, last day and kind, and printed as it was written."""

    class PeriodKinds(models.TextChoices):
        DAY = PeriodKind.DAY, _("Day")
        MONTH = PeriodKind.MONTH, _("Month")
        QUARTER = PeriodKind.QUARTER, _("Quarter")
        HALF = PeriodKind.HALF, _("Half year")
        FINANCIAL_YEAR = PeriodKind.FINANCIAL_YEAR, _("Financial year")
        CALENDAR_YEAR = PeriodKind.CALENDAR_YEAR, _("Calendar year")
        ACADEMIC_YEAR = PeriodKind.ACADEMIC_YEAR, _("Academic year")
        SPAN = PeriodKind.SPAN, _("Months")

    period_start = models.DateField()
    period_end = models.DateField()
    period_kind = models.CharField(max_length=14, choices=PeriodKinds.choices)
    #: As it was written; empty where none was: then it is the reporting year.
    period_written = models.CharField(max_length=20, blank=True)

    class Meta:
        abstract = True

    @property
    def period(self) -> Period:
        """The period as a value: compared by its days and kind, printed as it was written."""
        kind = PeriodKind(self.period_kind)
        if self.period_written:
            return Period(self.period_start, self.period_end, kind, self.period_written)
        return from_dates(self.period_start, self.period_end)


def period_fields(period: Period, *, written: bool = True) -> dict[str, object]:
    """Return the fields that store a period; `written=False` where the source gave none."""
    return {
        "period_start": period.start,
        "period_end": period.end,
        "period_kind": period.kind.value,
        "period_written": period.printed if written else "",
    }


def period_constraint(name: str) -> models.CheckConstraint:
    """Hold days and kind together: in order, a known kind, and a day is one day."""
    return models.CheckConstraint(
        condition=Q(period_end__gte=F("period_start"))
        & Q(period_kind__in=[kind.value for kind in PeriodKind])
        & (~Q(period_kind="day") | Q(period_end=F("period_start"))),
        name=name,
    )
