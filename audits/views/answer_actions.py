"""Actions planned in a return that was not sent yet: changed and deleted by its agency."""

from typing import Any, ClassVar

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy
from django.views.generic import FormView

from audits.forms.returns import ActionEditForm, DeleteActionForm
from audits.models import AnswerAction, Return
from audits.services import improvements
from audits.views.returns import ReturnView
from boards.errors import DomainError
from boards.forms import GovukForm


class PlannedAction(ReturnView, FormView):
    """Base of what is done to an action of this return that the board has not seen."""

    done: ClassVar[str | Promise]

    link: AnswerAction

    def load_object(self) -> Return:
        record = super().load_object()
        rows = AnswerAction.objects.filter(
            answer__return_record=record, action__held_back=True
        ).select_related(
            "action", "answer__return_record__round__board", "answer__question__standard"
        )
        self.link = self.get_record(rows, pk=self.kwargs["link"])
        return record

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "link": self.link,
            "question": self.link.answer.question,
            "back_url": self.question_url(),
        }

    def question_url(self) -> str:
        question = self.link.answer.question
        keys = {"board": self.board.slug, "pk": self.object.pk, "standard": question.standard.key}
        return reverse("audits:return-standard", kwargs=keys) + f"#q-{question.key}"

    def take(self, data: dict[str, Any]) -> None:
        raise NotImplementedError

    def form_valid(self, form: GovukForm) -> HttpResponse:
        # Read before the service may delete what it leads back from.
        back = self.question_url()
        try:
            self.take(form.cleaned_data)
        except DomainError as error:
            form.add_domain_error(error)
            return self.form_invalid(form)
        messages.success(self.request, str(self.done))
        return HttpResponseRedirect(back)


class ActionEdit(PlannedAction):
    form_class = ActionEditForm
    template_name = "audits/returns/action_edit.html"

    done = gettext_lazy("Action changed.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"version": self.link.action.version}

    def get_initial(self) -> dict[str, Any]:
        action = self.link.action
        return {
            "title": action.title,
            "success_measure": action.success_measure,
            "due_on": action.due_on,
        }

    def take(self, data: dict[str, Any]) -> None:
        improvements.edit_action(link=self.link, by=self.request.user, **data)


class ActionDelete(PlannedAction):
    form_class = DeleteActionForm
    template_name = "audits/returns/action_delete.html"

    done = gettext_lazy("Action deleted.")

    def take(self, data: dict[str, Any]) -> None:
        improvements.delete_action(link=self.link, by=self.request.user)
