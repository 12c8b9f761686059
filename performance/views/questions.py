"""Questions to agencies: what an agency was asked and answers, and what the board makes of it."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import FormView

from boards.authorization import Permission
from boards.errors import DomainError, StaleRecord
from boards.exports import Column
from boards.views.base import BoardView
from boards.views.changes import ChangePage
from boards.views.lists import ListPage
from performance.forms import enquiries as forms
from performance.models import AgencyAnswer
from performance.models.questions import WAITING
from performance.queries import enquiries as queries
from performance.rules.periods import in_words
from performance.services import questions as services
from performance.services.enquiries import page_of


class QuestionList(ListPage):
    """What the board asked the person's agencies."""

    permission = Permission.ENQUIRY_ANSWER
    template_name = "performance/questions/list.html"
    csv_name = "questions"
    sorts = {
        "due": ("due_on", "agency__name"),
        "agency": ("agency__name", "due_on"),
        "status": ("status", "due_on"),
    }
    default_sort = "-due"

    def get_rows(self) -> QuerySet[AgencyAnswer]:
        mine = self.request.access.agencies(Permission.ENQUIRY_ANSWER, board=self.board)
        return queries.put_to(self.board, self.request.user, mine)

    def get_filter_form(self) -> forms.QuestionFilters:
        return forms.QuestionFilters(self.request.GET)

    def filtered(self, rows: Any, data: dict[str, Any]) -> QuerySet[AgencyAnswer]:
        if data["q"]:
            rows = rows.filter(question__text__icontains=data["q"])
        if data["status"] == "late":
            rows = rows.late(timezone.localdate())
        elif data["status"]:
            rows = rows.filter(status=data["status"])
        found: QuerySet[AgencyAnswer] = rows
        return found

    def columns(self) -> list[Column]:
        return [
            Column(_("Question"), lambda row: row.question.text),
            Column(_("About"), lambda row: row.question.enquiry.title),
            Column(_("Agency"), lambda row: row.agency),
            Column(_("Answer by"), lambda row: row.due_on),
            Column(_("Status"), lambda row: row.get_status_display()),
            Column(_("Answer"), lambda row: row.text),
            Column(_("Sent"), lambda row: row.answered_at),
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        total = context["page"].paginator.count
        return context | {
            "counted": ngettext("%(n)d question", "%(n)d questions", total) % {"n": total},
            "any": self.all_rows.exists() if not total else True,
            "waiting": WAITING,
        }


class Answer(BoardView, FormView):
    """One question at one agency: read it, write, keep what is half done, send."""

    permission = Permission.ENQUIRY_ANSWER
    template_name = "performance/questions/answer.html"
    form_class = forms.AnswerForm
    object: AgencyAnswer

    def load_object(self) -> AgencyAnswer:
        rows = AgencyAnswer.objects.visible_to(self.request.user).filter(board=self.board)
        related = (
            "board", "agency", "draft_by", "answered_by", "sent_back_by",
            "question__enquiry__board",
        )  # fmt: skip
        found: AgencyAnswer = self.get_record(rows.select_related(*related), pk=self.kwargs["pk"])
        return found

    def get_initial(self) -> dict[str, Any]:
        return {"text": self.object.draft, "draft_version": self.object.draft_version}

    def form_valid(self, form: Any) -> HttpResponse:
        keeps = "send" not in self.request.POST
        save = services.keep if keeps else services.send
        try:
            kept = save(answer=self.object, by=self.request.user, **form.cleaned_data)
        except StaleRecord as error:
            return self.show_both(form, error.current)
        except DomainError as error:
            form.add_domain_error(error)
            return self.form_invalid(form)
        if "HX-Request" in self.request.headers:
            return render(self.request, "performance/questions/_kept.html", {"record": kept})
        if keeps:
            messages.success(self.request, _("Kept. Nothing has been sent yet."))
            return redirect(self.request.path)
        messages.success(self.request, _("Your answer is with the board."))
        return redirect("performance:question-list", board=self.board.slug)

    def form_invalid(self, form: Any) -> HttpResponse:
        if "HX-Request" in self.request.headers:
            context = {"failed": form.errors, "record": self.object}
            return render(self.request, "performance/questions/_kept.html", context, status=422)
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def show_both(self, form: Any, theirs: AgencyAnswer) -> HttpResponse:
        """Show a colleague's text beside one's own; saving again is then deliberate."""
        if "HX-Request" in self.request.headers:
            context = {"conflict": theirs, "record": self.object}
            return render(self.request, "performance/questions/_kept.html", context, status=409)
        form.data = form.data.copy()
        form.data["draft_version"] = str(theirs.draft_version)
        form.add_error(
            None,
            _("%(name)s has saved this answer meanwhile. Both texts are below.")
            % {"name": theirs.draft_by or _("A colleague")},
        )
        context = self.get_context_data(form=form, theirs=theirs, mine=form.cleaned_data["text"])
        return self.render_to_response(context, status=422)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        record, enquiry = self.object, self.object.question.enquiry
        return super().get_context_data(**kwargs) | {
            "record": record,
            "enquiry": enquiry,
            "indicators": [each.indicator for each in enquiry.about.select_related("indicator")],
            "period": in_words(enquiry.period),
            "is_waiting": record.status in WAITING,
            "back_url": reverse("performance:question-list", args=[self.board.slug]),
        }


class OfAnswer(BoardView):
    """A page on which the board decides about one agency's answer."""

    permission = Permission.ENQUIRY_EDIT
    object: AgencyAnswer

    def load_object(self) -> AgencyAnswer:
        rows = AgencyAnswer.objects.visible_to(self.request.user).filter(board=self.board)
        found: AgencyAnswer = self.get_record(
            rows.select_related("board", "agency", "question__enquiry__board"), pk=self.kwargs["pk"]
        )
        return found

    def back_url(self) -> str:
        return f"{page_of(self.object.question.enquiry)}#answer-{self.object.pk}"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        enquiry = self.object.question.enquiry
        listed = reverse("performance:enquiry-list", kwargs={"board": self.board.slug})
        crumbs = [(_("Lines of enquiry"), listed), (enquiry.title, page_of(enquiry))]
        return super().get_context_data(**kwargs) | {"crumbs": crumbs, "record": self.object}


class AnswerPage(OfAnswer, ChangePage):
    """A form about an answer, with the question and the answer above it."""

    template_name = "performance/questions/decide.html"


class AnswerAccept(AnswerPage):
    form_class = forms.AcceptForm
    page_title = gettext_lazy("Accept the answer")
    success_message = gettext_lazy("The answer is accepted.")

    def save(self, data: dict[str, Any]) -> AgencyAnswer:
        return services.accept(answer=self.object, by=self.request.user, **data)


class AnswerSendBack(AnswerPage):
    form_class = forms.SendBackForm
    page_title = gettext_lazy("Send the answer back")
    page_intro = gettext_lazy("The agency is told, and goes on from what it sent.")
    success_message = gettext_lazy("The answer went back to the agency.")

    def save(self, data: dict[str, Any]) -> AgencyAnswer:
        return services.send_back(answer=self.object, by=self.request.user, **data)


class AnswerExtend(AnswerPage):
    form_class = forms.ExtendForm
    page_title = gettext_lazy("Give more time")
    success_message = gettext_lazy("The agency has more time.")

    def save(self, data: dict[str, Any]) -> AgencyAnswer:
        return services.extend(answer=self.object, by=self.request.user, **data)


class AnswerWithdraw(AnswerPage):
    form_class = forms.WithdrawForm
    page_title = gettext_lazy("Stop asking this agency")
    success_message = gettext_lazy("The agency is no longer asked.")

    def save(self, data: dict[str, Any]) -> AgencyAnswer:
        return services.withdraw(answer=self.object, by=self.request.user, **data)
