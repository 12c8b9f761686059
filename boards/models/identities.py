from django.db import models
from django.utils import timezone

from boards.history import tracked
from boards.models.people import User


@tracked()
class LinkedIdentity(models.Model):
    """A person as an identity provider knows them: made when it first signs them in.

    An identity stays one person's, also when the provider gives its address to somebody else.
    """

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="linked_identities")
    #: The provider's name in `OIDC_PROVIDERS`.
    provider = models.CharField(max_length=20)
    #: What the provider calls the person (`sub`), unique there and never given to another.
    subject = models.CharField(max_length=255)
    linked_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["user", "provider"]
        constraints = [
            models.UniqueConstraint(
                fields=["provider", "subject"], name="linked_identity_one_person"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.provider}"
