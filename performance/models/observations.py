from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import pgtrigger
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from boards.authorization import Permission
from boards.history import tracked
from performance.models.indicators import Indicator
from performance.models.numbers import ExactNumberField
from performance.models.periods import InPeriod, period_constraint

if TYPE_CHECKING:
    from boards.models import User

#: What a figure says and where it came from: written once, corrected by a later figure.
_WRITTEN_ONCE = [
    "indicator", "period_start", "period_end", "period_kind", "value", "numerator", "denominator",
    "missing", "breakdown", "comparator", "agency", "supplied_at", "supersedes", "base",
]  # fmt: skip


class ObservationQuerySet(models.QuerySet["Observation"]):
    def visible_to(self, user: User) -> ObservationQuerySet:
        """Figures of the board for its people; for an agency's people those it supplied."""
        from boards.models import Membership

        board = OuterRef("indicator__board")
        wide = Membership.objects.granting(Permission.INDICATOR_VIEW, user).filter(board=board)
        own = Membership.objects.granting(Permission.DATA_RETURN_VIEW, user).filter(board=board)
        return self.filter(Exists(wide) | Exists(own.filter(agency=OuterRef("agency"))))

    def current(self) -> ObservationQuerySet:
        """Figures as they are now: none later has taken their place."""
        return self.filter(superseded_at=None)

    def as_of(self, moment: datetime) -> ObservationQuerySet:
        """Figures as they stood at the moment, such as when a report was published (PER-04)."""
        return self.filter(
            Q(superseded_at=None) | Q(superseded_at__gt=moment), supplied_at__lte=moment
        )

    def undivided(self) -> ObservationQuerySet:
        """Figures of the whole: not a part by age, sex, district…"""
        return self.filter(breakdown={})

    def own(self) -> ObservationQuerySet:
        """The board's own figures, not those it is compared with."""
        return self.filter(comparator="")


@tracked(inserts=False)
class Observation(InPeriod):
    """One figure of one indicator for one period, or why there is none.

    A figure is never changed: a later one supersedes it, and both stay. Several current figures
    for the same thing are a contradiction, which the portal shows and never settles by itself.
    """

    class Missing(models.TextChoices):
        NOT_AVAILABLE = "not_available", _("Not available")
        NOT_PROVIDED = "not_provided", _("Not provided")
        NOT_APPLICABLE = "not_applicable", _("Not applicable")
        ZERO_OF_ZERO = "zero_of_zero", _("None out of none")
        UNDER_REVIEW = "under_review", _("Under review")
        SUPPRESSED = "suppressed", _("Suppressed by the source")
        NO_RESPONSE = "no_response", _("No response")

    class Comparator(models.TextChoices):
        ENGLAND = "england", _("England")
        STATISTICAL_NEIGHBOURS = "statistical_neighbours", _("Statistical neighbours")
        REGION = "region", _("Region")
        TARGET = "target", _("Target")

    class Via(models.TextChoices):
        BOARD_YEAR = "board_year", _("Board-year file")
        FILE = "file", _("Uploaded file")
        TYPED = "typed", _("Typed in the portal")
        API = "api", _("Sent by a system")
        DERIVED = "derived", _("Calculated by the portal")

    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="observations")
    #: Exact as given, decimals included; empty where numerator and denominator say it.
    value = ExactNumberField(null=True, blank=True)
    numerator = ExactNumberField(null=True, blank=True)
    denominator = ExactNumberField(null=True, blank=True)
    #: Why there is no figure; empty where there is one.
    missing = models.CharField(max_length=14, choices=Missing.choices, blank=True)
    #: Dimension → value, as in {"age": 13, "sex": "female"}; empty for the whole.
    breakdown = models.JSONField(default=dict, blank=True)
    #: Whose figure it is where it is not the board's own.
    comparator = models.CharField(max_length=22, choices=Comparator.choices, blank=True)
    #: The reporting year whose published report gave the figure; empty for living data.
    stated_in = models.ForeignKey(
        "boards.BoardYear", null=True, blank=True, on_delete=models.PROTECT, related_name="figures"
    )
    #: The agency that supplied it.
    agency = models.ForeignKey(
        "boards.Agency", null=True, blank=True, on_delete=models.PROTECT, related_name="figures"
    )
    submission = models.ForeignKey(
        "performance.DataSubmission", null=True, blank=True, on_delete=models.PROTECT,
        related_name="observations",
    )  # fmt: skip
    via = models.CharField(max_length=10, choices=Via.choices)
    #: Where it is from: the name and date of a table, a system.
    source = models.CharField(max_length=300, blank=True)
    #: What has to be known to read it: a new recording system, a late return.
    note = models.TextField(blank=True)
    #: Of several figures for the same thing, the one that is shown.
    preferred = models.BooleanField(default=False)
    #: Position in the published report.
    order = models.PositiveIntegerField(default=0)
    supplied_by = models.ForeignKey(
        "boards.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    supplied_at = models.DateTimeField(default=timezone.now)
    #: The earlier figure that this one corrects.
    supersedes = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="superseded_by"
    )
    #: The population figure that its denominator is taken from, where none was sent.
    base = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="rates"
    )
    #: Since when the figure is no longer current: a later one came, or it was withdrawn.
    superseded_at = models.DateTimeField(null=True, blank=True)

    objects = ObservationQuerySet.as_manager()

    class Meta:
        ordering = ["indicator", "period_start", "period_end", "order", "pk"]
        indexes = [
            models.Index(
                fields=["indicator", "period_kind", "period_start"],
                condition=Q(superseded_at=None),
                name="observation_current",
            ),
            models.Index(fields=["stated_in", "order"], name="observation_stated_in"),
        ]
        constraints = [
            period_constraint("observation_period"),
            models.CheckConstraint(
                condition=Q(missing="", value__isnull=False)
                | Q(
                    missing="", numerator__isnull=False, denominator__isnull=False,
                    denominator__gt=0,
                )
                | (~Q(missing="") & Q(value=None)),
                name="observation_value_or_missing",
            ),
            models.CheckConstraint(
                condition=Q(
                    missing__in=["", "not_available", "not_provided", "not_applicable",
                                 "zero_of_zero", "under_review", "suppressed", "no_response"]
                ),
                name="observation_missing",
            ),
            models.CheckConstraint(
                condition=Q(comparator__in=["", "england", "statistical_neighbours", "region",
                                            "target"]),
                name="observation_comparator",
            ),
            models.CheckConstraint(
                condition=(Q(numerator=None) | Q(numerator__gte=0))
                & (Q(denominator=None) | Q(denominator__gte=0)),
                name="observation_parts_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(superseded_at=None) | Q(superseded_at__gte=F("supplied_at")),
                name="observation_superseded_after",
            ),
            models.CheckConstraint(
                condition=Q(base=None) | Q(numerator__isnull=False, denominator__isnull=False),
                name="observation_base_has_parts",
            ),
            models.CheckConstraint(
                condition=~Q(supersedes=F("pk")), name="observation_not_own_correction"
            ),
            # One living figure from one agency for one thing; published reports may contradict.
            models.UniqueConstraint(
                fields=["indicator", "period_start", "period_end", "period_kind", "breakdown",
                        "comparator", "agency"],
                condition=Q(superseded_at=None, stated_in=None),
                nulls_distinct=False,
                name="observation_living_unique",
            ),
            models.UniqueConstraint(
                fields=["indicator", "period_start", "period_end", "period_kind", "breakdown",
                        "comparator", "stated_in"],
                condition=Q(superseded_at=None, preferred=True),
                nulls_distinct=False,
                name="observation_one_preferred",
            ),
        ]  # fmt: skip
        triggers = [
            pgtrigger.ReadOnly(name="observation_written_once", fields=_WRITTEN_ONCE),
            pgtrigger.Protect(name="observation_stays", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.indicator}, {self.period}"
