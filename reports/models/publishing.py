from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from boards.authorization import Permission
from boards.history import tracked
from boards.models.groups import OfBoardQuerySet
from performance.rules.suppression import Policy


class PublishingRuleQuerySet(OfBoardQuerySet):
    permission = Permission.REPORT_VIEW


@tracked()
class PublishingRule(models.Model):
    """How a board hides small numbers of children in what it publishes (decision 14)."""

    class Publication(models.TextChoices):
        ANNUAL_REPORT = "annual_report", _("Annual report")

    class Rounding(models.IntegerChoices):
        EXACT = 1, _("Exact")
        FIVE = 5, _("Rounded to the nearest 5")
        TEN = 10, _("Rounded to the nearest 10")

    board = models.ForeignKey(
        "boards.Board", on_delete=models.PROTECT, related_name="publishing_rules"
    )
    publication = models.CharField(
        max_length=20, choices=Publication.choices, default=Publication.ANNUAL_REPORT
    )
    #: Counts from 1 to this are hidden.
    threshold = models.PositiveSmallIntegerField(default=Policy.threshold)
    rounding = models.PositiveSmallIntegerField(choices=Rounding.choices, default=Rounding.EXACT)
    #: Shares and rates on a base below this are hidden.
    smallest_base = models.PositiveSmallIntegerField(default=Policy.smallest_base)
    #: Keys of indicators that count meetings, posts or courses, not people: shown as they are.
    not_people = ArrayField(models.SlugField(max_length=60), default=list, blank=True)
    #: Why it is as it is, in the words of who last changed it.
    reason = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = PublishingRuleQuerySet.as_manager()

    class Meta:
        ordering = ["board", "publication"]
        constraints = [
            models.UniqueConstraint(fields=["board", "publication"], name="publishing_rule_unique"),
            models.CheckConstraint(
                condition=Q(publication__in=["annual_report"]), name="publishing_rule_publication"
            ),
            models.CheckConstraint(
                condition=Q(threshold__gte=1, threshold__lte=50), name="publishing_rule_threshold"
            ),
            models.CheckConstraint(
                condition=Q(rounding__in=[1, 5, 10]), name="publishing_rule_rounding"
            ),
            models.CheckConstraint(
                condition=Q(smallest_base__gte=1), name="publishing_rule_smallest_base"
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_publication_display())

    @property
    def policy(self) -> Policy:
        return Policy(
            threshold=self.threshold, rounding=self.rounding, smallest_base=self.smallest_base
        )
