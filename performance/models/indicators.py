from __future__ import annotations

from datetime import date

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from boards.authorization import Permission
from boards.history import tracked
from boards.models.groups import OfBoardQuerySet
from performance.rules.figures import Measure


class IndicatorQuerySet(OfBoardQuerySet):
    permission = Permission.INDICATOR_VIEW

    def active(self, on: date) -> IndicatorQuerySet:
        """Indicators that are measured on the day: not yet to begin, not retired."""
        rows: IndicatorQuerySet = self.between(on, on)
        return rows


@tracked()
class Indicator(models.Model):
    """Something that a board measures: what it is, in which unit, and which way is better."""

    class Unit(models.TextChoices):
        COUNT = "count", _("Number")
        PERCENT = "percent", _("Per cent")
        RATE_PER_10000 = "rate_per_10000", _("Rate per 10,000 children")
        PER_MONTH = "per_month", _("Number per month")
        PER_WEEK = "per_week", _("Number per week")
        DAYS = "days", _("Days")
        HOURS = "hours", _("Hours")
        GBP = "gbp", _("Pounds")
        SCORE = "score", _("Score")
        OTHER = "other", _("Other")

    class Kind(models.TextChoices):
        SNAPSHOT = "snapshot", _("Snapshot: how many there are on a day")
        FLOW = "flow", _("Flow: how many there were in a period")
        RATIO = "ratio", _("Ratio: part of a whole, or a rate")
        YEAR_TO_DATE = "year_to_date", _("Year to date: added up since April")

    class Polarity(models.TextChoices):
        HIGHER_BETTER = "higher_better", _("Higher is better")
        LOWER_BETTER = "lower_better", _("Lower is better")
        NEITHER = "neither", _("Neither")

    class Frequency(models.TextChoices):
        MONTH = "month", _("Every month")
        QUARTER = "quarter", _("Every quarter")
        HALF = "half", _("Every half year")
        FINANCIAL_YEAR = "financial_year", _("Every financial year")
        CALENDAR_YEAR = "calendar_year", _("Every calendar year")
        ACADEMIC_YEAR = "academic_year", _("Every academic year")

    class AddsUp(models.TextChoices):
        BOTH = "both", _("Both parts are counted in the period and add up")
        NEITHER = "neither", _("Both parts are as on the last day")
        NUMERATOR = "numerator", _("The numerator adds up, the denominator stays")

    board = models.ForeignKey("boards.Board", on_delete=models.PROTECT, related_name="indicators")
    key = models.SlugField(max_length=60)
    label = models.CharField(max_length=300, blank=True)
    #: Key of a theme in performance/reference/themes.yaml, or one that a board brought with it.
    theme = models.SlugField(max_length=60, blank=True)
    definition = models.TextField(blank=True)
    #: Unit, kind and polarity are empty where the source does not say.
    unit = models.CharField(max_length=14, choices=Unit.choices, blank=True)
    kind = models.CharField(max_length=12, choices=Kind.choices, blank=True)
    polarity = models.CharField(max_length=13, choices=Polarity.choices, blank=True)
    numerator_label = models.CharField(max_length=300, blank=True)
    denominator_label = models.CharField(max_length=300, blank=True)
    #: The population that a rate is of where no denominator is sent with it.
    denominator_indicator = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="rates"
    )
    #: How a ratio of a quarter or a year comes from months; empty for what is usual for the unit.
    adds_up = models.CharField(max_length=9, choices=AddsUp.choices, blank=True)
    frequency = models.CharField(max_length=14, choices=Frequency.choices, blank=True)
    owner_agency = models.ForeignKey(
        "boards.Agency", null=True, blank=True, on_delete=models.PROTECT, related_name="indicators"
    )
    #: Where the figures come from: a system, a survey, a published table.
    source = models.CharField(max_length=300, blank=True)
    #: The statutory return that it is part of, such as the children in need census.
    statutory_return = models.CharField(max_length=300, blank=True)
    #: Decimals that are printed; empty for what is usual for the unit.
    decimals = models.PositiveSmallIntegerField(null=True, blank=True)
    #: Dimensions by which figures may be divided, in the order in which they are written.
    dimensions = ArrayField(models.SlugField(max_length=60), default=list, blank=True)
    #: A change from the period before of more than this many per cent wants a comment.
    change_limit_percent = models.PositiveSmallIntegerField(null=True, blank=True)
    #: Key in the starter library, where it came from there.
    library_key = models.SlugField(max_length=60, blank=True)
    #: First day of the first period and last day of the last one.
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    retired_reason = models.TextField(blank=True)
    order = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)

    objects = IndicatorQuerySet.as_manager()

    class Meta:
        ordering = ["board", "order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["board", "key"], name="indicator_key_unique"),
            models.CheckConstraint(
                condition=Q(
                    unit__in=["", "count", "percent", "rate_per_10000", "per_month", "per_week",
                              "days", "hours", "gbp", "score", "other"]
                ),
                name="indicator_unit",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["", "snapshot", "flow", "ratio", "year_to_date"]),
                name="indicator_kind",
            ),
            models.CheckConstraint(
                condition=Q(polarity__in=["", "higher_better", "lower_better", "neither"]),
                name="indicator_polarity",
            ),
            models.CheckConstraint(
                condition=Q(adds_up__in=["", "both", "neither", "numerator"]),
                name="indicator_adds_up",
            ),
            models.CheckConstraint(
                condition=Q(decimals=None) | Q(decimals__lte=6), name="indicator_decimals"
            ),
            models.CheckConstraint(
                condition=~Q(denominator_indicator=F("pk")), name="indicator_not_of_itself"
            ),
            models.CheckConstraint(
                condition=Q(starts_on=None) | Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="indicator_dates",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.label or self.key

    @property
    def measure(self) -> Measure:
        """The indicator as the rules see it."""
        return Measure(self.key, self.unit, self.kind, self.polarity, self.decimals)
