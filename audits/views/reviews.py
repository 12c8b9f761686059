"""The board's side of a return: read, comment, send back, accept."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView, View

from audits.forms.reviews import AcceptForm, CommentForm, SendBackForm
from audits.models import AnswerComment, Question, Return
from audits.queries import reviews as queries
from audits.queries import rounds as round_queries
from audits.queries.compliance import with_names
from audits.rules.rounds import ANSWER_AGAIN
from audits.services import returns as services
from audits.states import READABLE_BY_BOARD, ReturnStatus
from audits.views.rounds import FormPage, RoundsPage
from boards.authorization import Permission
from boards.errors import DomainError


class ReviewPage(RoundsPage):
    """Base of pages about one return for people of the whole board, never for an agency's."""

    permission = Permission.RETURN_REVIEW
    object: Return

    def load_record(self) -> Return:
        rows = Return.objects.visible_to(self.request.user).with_due()
        rows = with_names(rows, self.board.pk).select_related(
            "round__board", "round__tool_version__scale", "agency", "signed_off_by",
            "submitted_by", "sent_back_by", "accepted_by",
        )  # fmt: skip
        return self.get_record(rows, round__board=self.board, pk=self.kwargs["pk"])  # type: ignore[no-any-return]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        record = self.object
        keys = {"board": self.board.slug, "pk": record.round_id}
        crumbs = [
            self.list_crumb(),
            (record.round.title, reverse("audits:round-detail", kwargs=keys)),
        ]
        if not isinstance(self, ReviewDetail):
            crumbs.append((record.partner_name, self.return_url()))  # type: ignore[attr-defined]
        return super().get_context_data(**kwargs) | {
            "crumbs": crumbs,
            "record": record,
            "is_readable": record.status in READABLE_BY_BOARD,
            "is_waiting": record.status == ReturnStatus.SUBMITTED,
            "cancel_url": self.return_url(),
        }

    def return_url(self, anchor: str = "") -> str:
        keys = {"board": self.board.slug, "pk": self.object.pk}
        return reverse("audits:review-detail", kwargs=keys) + (f"#{anchor}" if anchor else "")

    def next_url(self) -> str:
        return self.return_url()


class ReviewDetail(ReviewPage, TemplateView):
    """A whole return: answers, evidence, actions, what changed, the board's comments."""

    permission = Permission.RETURN_VIEW
    template_name = "audits/reviews/detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "page_title": self.object.partner_name,  # type: ignore[attr-defined]
            "review": queries.review(self.object),
            "next": round_queries.next_to_read(self.board, after=self.object),
        }


class ReviewNext(RoundsPage, View):
    """Go to the return that has waited longest to be read."""

    permission = Permission.RETURN_REVIEW

    def get(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        record = round_queries.next_to_read(self.board)
        if record is None:
            messages.info(request, _("No return waits to be read."))
            return redirect("audits:round-list", board=self.board.slug)
        return redirect("audits:review-detail", board=self.board.slug, pk=record.pk)


class ReviewAccept(ReviewPage, FormPage):
    """Accept the return, with a note if wanted."""

    form_class = AcceptForm
    template_name = "audits/reviews/accept.html"
    page_title = gettext_lazy("Accept the return")
    done = gettext_lazy("Accepted. The agency is being told.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"version": self.object.version}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"review": queries.review(self.object)}

    def save(self, form: Any) -> None:
        services.accept(
            return_record=self.object, note=form.cleaned_data["note"],
            version=form.cleaned_data["version"], by=self.request.user,
        )  # fmt: skip


class ReviewSendBack(ReviewPage, FormPage):
    """Give the return back with a reason; shows the comments that go with it."""

    form_class = SendBackForm
    template_name = "audits/reviews/send_back.html"
    page_title = gettext_lazy("Send the return back")
    done = gettext_lazy("Sent back. The agency is being told, and can change its answers.")

    def get_form_kwargs(self) -> dict[str, Any]:
        initial = {"answer_by": timezone.localdate() + ANSWER_AGAIN}
        return super().get_form_kwargs() | {"initial": initial, "version": self.object.version}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"review": queries.review(self.object)}

    def save(self, form: Any) -> None:
        services.send_back(
            return_record=self.object, reason=form.cleaned_data["reason"],
            answer_by=form.cleaned_data["answer_by"], version=form.cleaned_data["version"],
            by=self.request.user,
        )  # fmt: skip


class CommentAdd(ReviewPage, FormPage):
    """Comment on one answer; the return's page has the same form beside each answer."""

    form_class = CommentForm
    page_title = gettext_lazy("Comment on an answer")
    done = gettext_lazy(
        "Comment added. The agency reads it when you send the return back or accept it."
    )
    question: Question

    def load_record(self) -> Return:
        record = super().load_record()
        questions = Question.objects.filter(tool_version=record.round.tool_version_id)
        self.question = get_object_or_404(questions, key=self.kwargs["question"])
        return record

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "page_intro": self.question.text,
            "cancel_url": self.next_url(),
        }

    def save(self, form: Any) -> None:
        services.comment(
            return_record=self.object, question=self.question, text=form.cleaned_data["text"],
            by=self.request.user,
        )  # fmt: skip

    def next_url(self) -> str:
        return self.return_url(f"q-{self.question.key}")


class CommentWithdraw(ReviewPage, View):
    """Take back a comment that the agency has not been given yet."""

    def post(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        comments = AnswerComment.objects.filter(return_record=self.object).select_related(
            "return_record__round__board", "question"
        )
        comment = get_object_or_404(comments, pk=self.kwargs["comment"])
        try:
            services.withdraw_comment(comment=comment, by=request.user)
        except DomainError as error:
            messages.error(request, error.message)
        else:
            messages.success(request, _("Comment withdrawn."))
        return redirect(self.return_url(f"q-{comment.question.key}"))
