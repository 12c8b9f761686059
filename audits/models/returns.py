from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, When
from django.db.models.functions import Greatest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audits.models.rounds import Round
from audits.models.scales import ScalePoint
from audits.models.tools import Question
from audits.states import READABLE_BY_BOARD, ReturnStatus, RoundStatus
from boards.authorization import Permission
from boards.history import tracked
from boards.search import searchable

if TYPE_CHECKING:
    from boards.models import User


class ReturnQuerySet(models.QuerySet["Return"]):
    def visible_to(self, user: User) -> ReturnQuerySet:
        """Returns of the person's agency, and on their boards all of opened rounds.

        Board and agency must match as a pair: agencies are shared, so the agency alone would
        show one board's return to the other. What a board may read of it: `readable_by_board`.
        """
        from boards.models import Membership

        granting = Membership.objects.granting(Permission.RETURN_VIEW, user)
        return self.exclude(round__status=RoundStatus.DRAFT).filter(
            Exists(
                granting.filter(
                    Q(agency=None) | Q(agency=OuterRef("agency")), board=OuterRef("round__board")
                )
            )
        )

    def readable_by_board(self) -> ReturnQuerySet:
        return self.filter(status__in=READABLE_BY_BOARD)

    def with_due(self) -> ReturnQuerySet:
        """Annotate `due_on`: the extended date or the round's closing date, the later one.

        A round that was prolonged takes nothing from those who got more time before. A return
        that was sent back has a day of its own, also while its round is still open.
        """
        has_own_day = Q(sent_back_at__isnull=False, extended_to__isnull=False)
        # PostgreSQL's GREATEST leaves out what is empty.
        later = Greatest("extended_to", "round__closes_on")
        return self.annotate(due_on=Case(When(has_own_day, then=F("extended_to")), default=later))

    def outstanding(self) -> ReturnQuerySet:
        return self.exclude(status__in=[ReturnStatus.SUBMITTED, ReturnStatus.ACCEPTED])

    def late(self, on: date) -> ReturnQuerySet:
        """Not in although the closing day is over; a closing date ends at the end of its day."""
        return self.with_due().outstanding().filter(due_on__lt=on)


@tracked()
class Return(models.Model):
    """What one agency answers in one round."""

    class Status(models.TextChoices):
        DRAFT = ReturnStatus.DRAFT, _("Draft")
        SIGNED_OFF = ReturnStatus.SIGNED_OFF, _("Signed off, not sent")
        SUBMITTED = ReturnStatus.SUBMITTED, _("Sent to the board")
        SENT_BACK = ReturnStatus.SENT_BACK, _("Sent back")
        ACCEPTED = ReturnStatus.ACCEPTED, _("Accepted")

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="returns")
    agency = models.ForeignKey("boards.Agency", on_delete=models.PROTECT, related_name="returns")
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.DRAFT)
    extended_to = models.DateField(null=True, blank=True)
    extension_reason = models.TextField(blank=True)
    signed_off_by = models.ForeignKey(
        "boards.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    signed_off_at = models.DateTimeField(null=True, blank=True)
    #: The accountable executive who stands behind the answers: name and post.
    signatory_name = models.CharField(max_length=200, blank=True)
    signatory_post = models.CharField(max_length=200, blank=True)
    submitted_by = models.ForeignKey(
        "boards.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    submitted_at = models.DateTimeField(null=True, blank=True)
    first_submitted_at = models.DateTimeField(null=True, blank=True)
    sent_back_by = models.ForeignKey(
        "boards.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    sent_back_at = models.DateTimeField(null=True, blank=True)
    sent_back_reason = models.TextField(blank=True)
    accepted_by = models.ForeignKey(
        "boards.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_note = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = ReturnQuerySet.as_manager()

    class Meta:
        ordering = ["round", "agency__name"]
        constraints = [
            models.UniqueConstraint(fields=["round", "agency"], name="return_unique"),
            models.CheckConstraint(
                condition=Q(status__in=[s.value for s in ReturnStatus]), name="return_status"
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["signed_off", "submitted", "accepted"])
                | (
                    Q(signed_off_at__isnull=False, signed_off_by__isnull=False)
                    & ~Q(signatory_name="")
                ),
                name="return_signed_off",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["submitted", "accepted", "sent_back"])
                | Q(submitted_at__isnull=False, submitted_by__isnull=False),
                name="return_submitted",
            ),
            models.CheckConstraint(
                condition=~Q(status="sent_back")
                | Q(sent_back_at__isnull=False, sent_back_by__isnull=False),
                name="return_sent_back",
            ),
            models.CheckConstraint(
                condition=~Q(status="accepted")
                | Q(accepted_at__isnull=False, accepted_by__isnull=False),
                name="return_accepted",
            ),
            models.CheckConstraint(
                condition=Q(extended_to=None) | ~Q(extension_reason=""),
                name="return_extended_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agency}: {self.round}"


@tracked()
class Respondent(models.Model):
    """A person whom the agency or the board named to answer a return; they are written to."""

    return_record = models.ForeignKey(Return, on_delete=models.CASCADE, related_name="respondents")
    user = models.ForeignKey("boards.User", on_delete=models.PROTECT, related_name="+")
    named_by = models.ForeignKey(
        "boards.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["return_record", "user"], name="respondent_unique")
        ]

    def __str__(self) -> str:
        return str(self.user)


class AnswerQuerySet(models.QuerySet["Answer"]):
    def visible_to(self, user: User) -> AnswerQuerySet:
        """Answers of the agency's own returns; for a board those of returns that it was sent."""
        from boards.models import Membership

        granting = Membership.objects.granting(Permission.RETURN_VIEW, user).filter(
            board=OuterRef("return_record__round__board")
        )
        own = Exists(granting.filter(agency=OuterRef("return_record__agency")))
        board = Exists(granting.filter(agency=None))
        return self.filter(own | (Q(return_record__status__in=READABLE_BY_BOARD) & board))

    def counting(self) -> AnswerQuerySet:
        """Answers that a person gave or confirmed; carried-forward ones wait for that."""
        return self.filter(is_confirmed=True)


@tracked()
@searchable(
    "answer",
    title=("commentary",),
    text=("value", "not_applicable_reason", "what_changed", "no_action_reason"),
)
class Answer(models.Model):
    """An answer to one question of a return. One that does not exist is not started."""

    return_record = models.ForeignKey(Return, on_delete=models.PROTECT, related_name="answers")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="answers")
    #: The grade, for graded and yes/no questions.
    point = models.ForeignKey(
        ScalePoint, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    #: Number, date (ISO) or the key of a choice, as text in one canonical form.
    value = models.CharField(max_length=200, blank=True)
    #: What the person typed where it is not (yet) a number or date: kept, and not an answer.
    unfinished = models.CharField(max_length=200, blank=True)
    commentary = models.TextField(blank=True)
    is_not_applicable = models.BooleanField(default=False)
    not_applicable_reason = models.TextField(blank=True)
    #: Copied from last round's answer; not counted until somebody says it is still true.
    carried_from = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    is_confirmed = models.BooleanField(default=True)
    what_changed = models.TextField(blank=True)
    #: Why no action is planned although the answer is below met (AUD-10).
    no_action_reason = models.TextField(blank=True)
    updated_by = models.ForeignKey(
        "boards.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    updated_at = models.DateTimeField(default=timezone.now)
    version = models.PositiveIntegerField(default=1)

    objects = AnswerQuerySet.as_manager()

    class Meta:
        ordering = ["return_record", "question"]
        constraints = [
            models.UniqueConstraint(fields=["return_record", "question"], name="answer_unique"),
            models.CheckConstraint(
                condition=Q(is_confirmed=True) | Q(carried_from__isnull=False),
                name="answer_unconfirmed_only_when_carried",
            ),
            models.CheckConstraint(
                condition=Q(is_not_applicable=False) | Q(point=None, value=""),
                name="answer_not_applicable_has_no_grade",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.question.key}: {self.point or self.value or self.commentary[:60]}"


@tracked()
class RivalText(models.Model):
    """What a person typed while a colleague saved first: kept until somebody brings both
    together.
    """

    return_record = models.ForeignKey(Return, on_delete=models.CASCADE, related_name="rival_texts")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey("boards.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    #: The fields as the person sent them, and the version they had in front of them.
    fields = models.JSONField()
    base_version = models.PositiveIntegerField()

    class Meta:
        ordering = ["return_record", "question", "at"]
        constraints = [
            models.UniqueConstraint(
                fields=["return_record", "question", "by"], name="rival_text_unique"
            ),
            models.CheckConstraint(condition=Q(base_version__gte=0), name="rival_text_base"),
        ]

    def __str__(self) -> str:
        return f"{self.by}: {self.question.key}"


@tracked()
class AnswerEvidence(models.Model):
    """Evidence put beside an answer, with where in it to look."""

    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="evidence_links")
    evidence = models.ForeignKey(
        "boards.Evidence", on_delete=models.PROTECT, related_name="answer_links"
    )
    pointer = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["answer", "evidence"], name="answer_evidence_unique")
        ]

    def __str__(self) -> str:
        return str(self.evidence)


@tracked()
class AnswerAction(models.Model):
    """The action that an answer below met leads to."""

    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="action_links")
    action = models.OneToOneField(
        "boards.Action", on_delete=models.PROTECT, related_name="answer_link"
    )

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.action)


@tracked()
class AnswerComment(models.Model):
    """A comment of the board on an answer; it reaches the agency when the return is sent back."""

    return_record = models.ForeignKey(Return, on_delete=models.CASCADE, related_name="comments")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    by = models.ForeignKey("boards.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    #: Set when the return was sent back (or accepted) with it; until then the board's own note.
    released_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(released_at=None) | Q(released_at__gte=F("at")),
                name="answer_comment_released_after",
            )
        ]

    def __str__(self) -> str:
        return self.text[:80]
