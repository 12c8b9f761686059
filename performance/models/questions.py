from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from boards.authorization import Permission
from boards.history import tracked
from boards.search import searchable
from performance.models.enquiries import Enquiry
from performance.states import AnswerStatus

if TYPE_CHECKING:
    from boards.models import User

WAITING = (AnswerStatus.ASKED, AnswerStatus.SENT_BACK)


@tracked()
@searchable("enquiry_question", title=("text",))
class EnquiryQuestion(models.Model):
    """A question of a line of enquiry, put to one agency or to several at once."""

    enquiry = models.ForeignKey(Enquiry, on_delete=models.PROTECT, related_name="questions")
    text = models.TextField()
    due_on = models.DateField()
    asked_by = models.ForeignKey("boards.User", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()

    class Meta:
        ordering = ["enquiry", "asked_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="enquiry_question_text"),
        ]

    def __str__(self) -> str:
        return self.text[:80]


class AgencyAnswerQuerySet(models.QuerySet["AgencyAnswer"]):
    def visible_to(self, user: User) -> AgencyAnswerQuerySet:
        """Answers of the board's enquiries for its people; an agency's own for its people."""
        from boards.models import Membership

        board = OuterRef("board")
        wide = Membership.objects.granting(Permission.ENQUIRY_VIEW, user).filter(board=board)
        own = Membership.objects.granting(Permission.ENQUIRY_ANSWER, user).filter(
            board=board, agency=OuterRef("agency")
        )
        return self.filter(Exists(wide) | Exists(own))

    def waiting(self) -> AgencyAnswerQuerySet:
        """With the agency: asked, or sent back to it."""
        return self.filter(status__in=WAITING)

    def late(self, on: date) -> AgencyAnswerQuerySet:
        """Not in although the day is over; a due date ends at the end of its day."""
        return self.waiting().filter(due_on__lt=on)


#: What is typed and not sent is the agency's alone: no history of it for the board to read.
@tracked(exclude=["draft", "draft_by", "draft_at", "draft_version"])
class AgencyAnswer(models.Model):
    """What one agency answers to a question: a draft of its own, then the answer as sent."""

    class Status(models.TextChoices):
        ASKED = AnswerStatus.ASKED, _("Not answered yet")
        ANSWERED = AnswerStatus.ANSWERED, _("Answered: to read")
        SENT_BACK = AnswerStatus.SENT_BACK, _("Sent back")
        ACCEPTED = AnswerStatus.ACCEPTED, _("Accepted")
        WITHDRAWN = AnswerStatus.WITHDRAWN, _("No longer asked")

    board = models.ForeignKey("boards.Board", on_delete=models.PROTECT, related_name="answers")
    question = models.ForeignKey(EnquiryQuestion, on_delete=models.PROTECT, related_name="answers")
    agency = models.ForeignKey(
        "boards.Agency", on_delete=models.PROTECT, related_name="enquiry_answers"
    )
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.ASKED)
    #: The question's day, later where the agency got more time.
    due_on = models.DateField()
    extension_reason = models.TextField(blank=True)
    #: The furthest reminder that went out (days after the last day); more time begins anew.
    chased_step = models.PositiveSmallIntegerField(default=0)
    draft = models.TextField(blank=True)
    draft_by = models.ForeignKey(
        "boards.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    draft_at = models.DateTimeField(null=True, blank=True)
    #: Counts what colleagues save, so that none overwrites the other.
    draft_version = models.PositiveIntegerField(default=0)
    text = models.TextField(blank=True)
    answered_by = models.ForeignKey(
        "boards.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)
    sent_back_by = models.ForeignKey(
        "boards.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    sent_back_at = models.DateTimeField(null=True, blank=True)
    sent_back_reason = models.TextField(blank=True)
    accepted_by = models.ForeignKey(
        "boards.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    accepted_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = AgencyAnswerQuerySet.as_manager()

    class Meta:
        ordering = ["question", "agency__name", "pk"]
        indexes = [models.Index(fields=["board", "status", "due_on"], name="agency_answer_due")]
        constraints = [
            models.UniqueConstraint(fields=["question", "agency"], name="agency_answer_unique"),
            models.CheckConstraint(
                condition=Q(status__in=[s.value for s in AnswerStatus]),
                name="agency_answer_status",
            ),
            models.CheckConstraint(
                condition=Q(draft_by__isnull=True, draft_at__isnull=True)
                | Q(draft_by__isnull=False, draft_at__isnull=False),
                name="agency_answer_draft",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["answered", "sent_back", "accepted"])
                | (Q(answered_by__isnull=False, answered_at__isnull=False) & ~Q(text="")),
                name="agency_answer_answered",
            ),
            models.CheckConstraint(
                condition=~Q(status="sent_back")
                | (
                    Q(sent_back_by__isnull=False, sent_back_at__isnull=False)
                    & ~Q(sent_back_reason="")
                ),
                name="agency_answer_sent_back",
            ),
            models.CheckConstraint(
                condition=~Q(status="accepted")
                | Q(accepted_by__isnull=False, accepted_at__isnull=False),
                name="agency_answer_accepted",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agency}: {self.question}"
