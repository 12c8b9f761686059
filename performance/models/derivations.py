from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from boards.authorization import Permission
from boards.history import tracked
from performance.models.indicators import Indicator


class DerivationQuerySet(models.QuerySet["Derivation"]):
    def visible_to(self, user):  # type: ignore[no-untyped-def]
        """Rows of boards whose indicators the person may see."""
        from boards.models import Membership

        boards = Membership.objects.granting(Permission.INDICATOR_VIEW, user).values("board")
        return self.filter(indicator__board__in=boards)


@tracked(exclude=["calculated_at"])
class Derivation(models.Model):
    """That an indicator's figures are calculated by the portal from its own records, and how."""

    #: The key under which a share of recorded characteristics is calculated.
    RECORDED = "performance.recorded"

    indicator = models.OneToOneField(Indicator, on_delete=models.PROTECT, related_name="derivation")
    #: Key of what is calculated, in `boards.registry.derived_indicators`, or `RECORDED`.
    key = models.CharField(max_length=60)
    #: For `RECORDED`: the indicator whose parts are counted, and by what they are divided.
    source = models.ForeignKey(
        Indicator, null=True, blank=True, on_delete=models.PROTECT, related_name="derivations",
        verbose_name=_("counted from"),
    )  # fmt: skip
    dimension = models.SlugField(max_length=60, blank=True)
    #: When it was last calculated, whether or not a figure changed.
    calculated_at = models.DateTimeField(null=True, blank=True)

    objects = DerivationQuerySet.as_manager()

    class Meta:
        ordering = ["indicator"]
        constraints = [
            models.CheckConstraint(
                condition=Q(key="performance.recorded", source__isnull=False) & ~Q(dimension="")
                | ~Q(key="performance.recorded") & Q(source=None, dimension=""),
                name="derivation_source",
            ),
        ]

    def __str__(self) -> str:
        return str(self.indicator)
