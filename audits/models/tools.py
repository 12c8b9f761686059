from __future__ import annotations

from typing import TYPE_CHECKING

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audits.models.scales import Scale
from audits.states import VersionStatus
from boards.authorization import Permission
from boards.history import tracked
from boards.search import searchable

if TYPE_CHECKING:
    from boards.models import User


class ToolKind(models.TextChoices):
    SECTION_11 = "section-11", _("Section 11")
    SECTION_175 = "section-175", _("Section 175/157")
    CSE = "cse", _("Child sexual exploitation")
    OTHER = "other", _("Other")


class ToolQuerySet(models.QuerySet["Tool"]):
    def visible_to(self, user: User) -> ToolQuerySet:
        """Shipped tools and those of boards on which the person may see tools."""
        from boards.models import Membership

        granting = Membership.objects.granting(Permission.TOOL_VIEW, user)
        return self.filter(Q(board=None) | Exists(granting.filter(board=OuterRef("board"))))


@tracked()
@searchable("tool", title=("title",))
class Tool(models.Model):
    """A questionnaire through its versions: a board's own, or a starter shipped to all (no
    board).
    """

    board = models.ForeignKey(
        "boards.Board", null=True, blank=True, on_delete=models.PROTECT, related_name="tools"
    )
    key = models.SlugField(max_length=60)
    title = models.CharField(max_length=300)
    kind = models.CharField(max_length=20, choices=ToolKind.choices, default=ToolKind.OTHER)
    created_by = models.ForeignKey(
        "boards.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    version = models.PositiveIntegerField(default=1)

    objects = ToolQuerySet.as_manager()

    class Meta:
        ordering = ["title", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["board", "key"], nulls_distinct=False, name="tool_key_unique"
            )
        ]

    def __str__(self) -> str:
        return self.title


class ToolVersionQuerySet(models.QuerySet["ToolVersion"]):
    def visible_to(self, user: User) -> ToolVersionQuerySet:
        return self.filter(tool__in=Tool.objects.visible_to(user))


@tracked()
class ToolVersion(models.Model):
    """One edition of a tool. Published ones never change: a trigger refuses it."""

    class Status(models.TextChoices):
        DRAFT = VersionStatus.DRAFT, _("Draft")
        PUBLISHED = VersionStatus.PUBLISHED, _("Published")

    tool = models.ForeignKey(Tool, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.DRAFT)
    introduction = models.TextField(blank=True)
    scale = models.ForeignKey(
        Scale, null=True, blank=True, on_delete=models.PROTECT, related_name="tool_versions"
    )
    regime = models.ForeignKey(
        "boards.Regime", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    sources = ArrayField(models.CharField(max_length=500), default=list, blank=True)
    based_on = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    published_by = models.ForeignKey(
        "boards.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    published_at = models.DateTimeField(null=True, blank=True)
    #: The last change of anything in this version: its settings, a standard, a question, the order.
    updated_by = models.ForeignKey(
        "boards.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    updated_at = models.DateTimeField(default=timezone.now)
    version = models.PositiveIntegerField(default=1)

    objects = ToolVersionQuerySet.as_manager()

    class Meta:
        ordering = ["tool", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["tool", "number"], name="tool_version_number_unique"),
            models.CheckConstraint(
                condition=Q(status__in=[s.value for s in VersionStatus]), name="tool_version_status"
            ),
            models.UniqueConstraint(
                fields=["tool"], condition=Q(status="draft"), name="tool_version_one_draft"
            ),
            models.CheckConstraint(
                condition=Q(status="draft", published_at=None)
                | Q(status="published", published_at__isnull=False),
                name="tool_version_published_at",
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="published_version_is_frozen",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__status="published"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.tool} · version {self.number}"


def _frozen_with_version(name: str) -> pgtrigger.Trigger:
    """Refuse any change of a row whose tool version is published, also moving it in or out."""
    return pgtrigger.Trigger(
        name=name,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        when=pgtrigger.Before,
        func="""
            IF EXISTS (
                SELECT 1 FROM audits_toolversion WHERE status = 'published' AND id IN (
                    CASE WHEN TG_OP <> 'INSERT' THEN OLD.tool_version_id END,
                    CASE WHEN TG_OP <> 'DELETE' THEN NEW.tool_version_id END
                )
            ) THEN
                RAISE EXCEPTION 'a published tool version cannot change' USING ERRCODE = 'check_violation';
            END IF;
            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
            RETURN NEW;
        """,
    )


def _within_one_version() -> pgtrigger.Trigger:
    """Refuse a question whose standard, or the question it follows, is of another version."""
    return pgtrigger.Trigger(
        name="question_within_one_version",
        operation=pgtrigger.Insert | pgtrigger.Update,
        when=pgtrigger.Before,
        func="""
            IF EXISTS (
                SELECT 1 FROM audits_standard
                WHERE id = NEW.standard_id AND tool_version_id <> NEW.tool_version_id
            ) OR EXISTS (
                SELECT 1 FROM audits_question
                WHERE id = NEW.follows_id AND tool_version_id <> NEW.tool_version_id
            ) THEN
                RAISE EXCEPTION 'a question belongs to one tool version' USING ERRCODE = 'check_violation';
            END IF;
            RETURN NEW;
        """,
    )


@tracked()
class Standard(models.Model):
    """A heading of a tool, with what the law asks for."""

    tool_version = models.ForeignKey(
        ToolVersion, on_delete=models.CASCADE, related_name="standards"
    )
    key = models.SlugField(max_length=60)
    title = models.CharField(max_length=300)
    intent = models.TextField(blank=True)
    source = models.CharField(max_length=500, blank=True)
    order = models.PositiveSmallIntegerField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["tool_version", "order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["tool_version", "key"], name="standard_key_unique")
        ]
        triggers = [_frozen_with_version("standard_is_frozen")]

    def __str__(self) -> str:
        return self.title


@tracked()
class Question(models.Model):
    """A question with a key that stays the same over versions, so that years compare."""

    class Kind(models.TextChoices):
        GRADED = "graded", _("Grade on the tool's scale")
        YES_NO = "yes_no", _("Yes or no")
        TEXT = "text", _("Free text")
        NUMBER = "number", _("Number")
        DATE = "date", _("Date")
        CHOICE = "choice", _("Choice from a list")

    class EvidenceRule(models.TextChoices):
        REQUIRED = "required", _("Required when graded met")
        SUGGESTED = "suggested", _("Suggested")
        NONE = "none", _("Not asked for")

    tool_version = models.ForeignKey(
        ToolVersion, on_delete=models.CASCADE, related_name="questions"
    )
    standard = models.ForeignKey(Standard, on_delete=models.CASCADE, related_name="questions")
    key = models.SlugField(max_length=60)
    text = models.TextField()
    guidance = models.TextField(blank=True)
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.GRADED)
    #: A scale of its own; empty means the tool's.
    scale = models.ForeignKey(
        Scale, null=True, blank=True, on_delete=models.PROTECT, related_name="questions"
    )
    #: Options of a choice: [{"key": …, "label": …}].
    choices = models.JSONField(default=list, blank=True)
    is_essential = models.BooleanField(default=False)
    evidence_rule = models.CharField(
        max_length=10, choices=EvidenceRule.choices, default=EvidenceRule.SUGGESTED
    )
    evidence_hint = models.TextField(blank=True)
    impact_probe = models.TextField(blank=True)
    #: Sectors that are asked; empty means all.
    sectors = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    #: Shown only when the earlier question has one of these answers.
    follows = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="follow_ups"
    )
    follows_when = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    order = models.PositiveSmallIntegerField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["standard__order", "order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["tool_version", "key"], name="question_key_unique"),
            models.CheckConstraint(
                condition=~Q(follows=F("pk")), name="question_not_own_follow_up"
            ),
            models.CheckConstraint(
                condition=Q(follows=None, follows_when=[])
                | (Q(follows__isnull=False) & ~Q(follows_when=[])),
                name="question_follows_when",
            ),
            models.CheckConstraint(condition=~Q(text=""), name="question_has_text"),
        ]
        triggers = [_frozen_with_version("question_is_frozen"), _within_one_version()]

    def __str__(self) -> str:
        return self.text[:120]
