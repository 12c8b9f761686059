from __future__ import annotations

from datetime import date

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from boards.authorization import Permission
from boards.history import tracked
from boards.models import BoardPartner
from performance.models.returns import OfAgencyQuerySet


class ApiKeyQuerySet(OfAgencyQuerySet):
    permission = Permission.API_KEY_EDIT

    def usable(self, on: date) -> ApiKeyQuerySet:
        """Keys that let a system in on the day: not revoked, not expired, agency still there."""
        there = BoardPartner.objects.filter(board=OuterRef("board"), agency=OuterRef("agency"))
        rows: ApiKeyQuerySet = self.filter(
            Exists(there.current(on)), revoked_at=None, expires_on__gte=on
        )
        return rows


@tracked(exclude=["digest", "last_used_on"])
class ApiKey(models.Model):
    """A key with which an agency's system reads what is asked and sends figures.

    Only a digest of the key is stored: whoever reads the database cannot use it.
    """

    class Scope(models.TextChoices):
        READ = "read", _("Read definitions and returns")
        SEND = "send", _("Send figures")

    board = models.ForeignKey("boards.Board", on_delete=models.PROTECT, related_name="api_keys")
    agency = models.ForeignKey("boards.Agency", on_delete=models.PROTECT, related_name="api_keys")
    name = models.CharField(max_length=100)
    #: The first letters of the key, by which people tell keys apart.
    prefix = models.CharField(max_length=12, unique=True)
    digest = models.CharField(max_length=64, unique=True)
    scopes = ArrayField(models.CharField(max_length=10, choices=Scope.choices))
    #: The key works until the end of this day.
    expires_on = models.DateField()
    created_by = models.ForeignKey("boards.User", on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    revoked_by = models.ForeignKey(
        "boards.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    revoked_at = models.DateTimeField(null=True, blank=True)
    last_used_on = models.DateField(null=True, blank=True)

    objects = ApiKeyQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = "API key"
        constraints = [
            models.CheckConstraint(
                condition=Q(scopes__contained_by=["read", "send"], scopes__len__gt=0),
                name="api_key_scopes",
            ),
            models.CheckConstraint(
                condition=Q(expires_on__gte=F("created_at__date")), name="api_key_expires"
            ),
            models.CheckConstraint(
                condition=Q(revoked_at=None, revoked_by=None)
                | Q(revoked_at__isnull=False, revoked_by__isnull=False),
                name="api_key_revoked",
            ),
        ]

    def __str__(self) -> str:
        return self.name
