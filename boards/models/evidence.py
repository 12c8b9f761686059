from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from boards.authorization import Permission
from boards.history import tracked
from boards.models.agencies import Agency
from boards.models.boards import Board
from boards.search import searchable

if TYPE_CHECKING:
    from boards.models.people import User


def storage_name(evidence: Evidence | None = None, filename: str = "") -> str:
    """A random name: what somebody called their file never reaches the disk."""
    return f"evidence/{uuid.uuid4()}"


class EvidenceQuerySet(models.QuerySet["Evidence"]):
    def visible_to(self, user: User) -> EvidenceQuerySet:
        """An agency's evidence, for its own people.

        Boards reach it through what it was sent with.
        """
        from boards.models.people import Membership

        mine = Membership.objects.granting(Permission.EVIDENCE_VIEW, user)
        return self.filter(Exists(mine.filter(agency=OuterRef("agency"))))

    def usable(self) -> EvidenceQuerySet:
        """Evidence that still shows something: nobody withdrew it."""
        return self.filter(withdrawn_at=None)


@tracked()
@searchable("evidence", title=("title",), text=("file_name", "link"))
class Evidence(models.Model):
    """A file or link that shows something; owned by an agency, reusable in many answers and
    actions.
    """

    class Kind(models.TextChoices):
        FILE = "file", _("File")
        LINK = "link", _("Link")

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="evidence")
    title = models.CharField(max_length=300)
    kind = models.CharField(max_length=4, choices=Kind.choices)
    link = models.URLField(max_length=1000, blank=True)
    file = models.FileField(upload_to=storage_name, blank=True, max_length=100)
    #: What the person called the file: shown as text, never used as a path.
    file_name = models.CharField(max_length=255, blank=True)
    content_type = models.CharField(max_length=120, blank=True)
    size = models.PositiveBigIntegerField(null=True, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    #: What a later virus scan found in the file; nobody can download it then.
    infection = models.CharField(max_length=100, blank=True)
    expires_on = models.DateField(null=True, blank=True)
    #: The agency took it back, say because a child is named in it. The file is gone from the store
    #: and its name and title from here; that something was here stays, with the reason.
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        "boards.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    withdrawn_reason = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)
    uploaded_by = models.ForeignKey("boards.User", on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(default=timezone.now)

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        ordering = ["-uploaded_at", "-pk"]
        verbose_name_plural = "evidence"
        constraints = [
            models.CheckConstraint(
                condition=(Q(kind="file", link="", size__gt=0) & ~Q(file="") & ~Q(sha256=""))
                | (Q(kind="link", file="", size=None, sha256="") & ~Q(link="")),
                name="evidence_is_file_or_link",
            ),
            # The same file sent twice, by a double click or a colleague, is the same evidence.
            models.UniqueConstraint(
                fields=["agency", "sha256"], condition=Q(kind="file", withdrawn_at=None),
                name="evidence_file_unique",
            ),
            models.UniqueConstraint(
                fields=["agency", "link"], condition=Q(kind="link", withdrawn_at=None),
                name="evidence_link_unique",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by=None, withdrawn_reason="")
                | (Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False)
                   & ~Q(withdrawn_reason="")),
                name="evidence_withdrawn_with_reason",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.title


class RefusedFileQuerySet(models.QuerySet["RefusedFile"]):
    def visible_to(self, user: User) -> RefusedFileQuerySet:
        from boards.models.people import Membership

        granting = Membership.objects.granting(Permission.ACTIVITY_VIEW, user)
        return self.filter(Exists(granting.filter(board=OuterRef("board"), agency=None)))


@tracked()
class RefusedFile(models.Model):
    """A file that the virus scanner refused: who sent it and what was found, nothing of it."""

    #: The board on whose page it was sent; empty when it was sent from nowhere in particular.
    board = models.ForeignKey(
        Board, null=True, blank=True, on_delete=models.PROTECT, related_name="refused_files"
    )
    agency = models.ForeignKey(
        Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    signature = models.CharField(max_length=100)
    #: By which those who look into it know the file again.
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    refused_at = models.DateTimeField(default=timezone.now)
    sent_by = models.ForeignKey("boards.User", on_delete=models.PROTECT, related_name="+")

    objects = RefusedFileQuerySet.as_manager()

    class Meta:
        ordering = ["-refused_at", "-pk"]

    def __str__(self) -> str:
        return self.signature
