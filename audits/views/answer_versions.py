"""What an answer said before: every text with who wrote it, and the way back to one of them."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.generic import FormView

from audits.forms.answers import UseVersionForm
from audits.queries import returns as queries
from audits.queries import versions
from audits.services import answers as services
from audits.views.answers import QuestionView
from boards.errors import DomainError


class AnswerVersions(QuestionView, FormView):
    """The texts of one answer, newest first; any of them can become the answer again."""

    form_class = UseVersionForm
    template_name = "audits/returns/versions.html"

    def dispatch(self, *args: Any, **kwargs: Any) -> HttpResponse:
        self._item: queries.QuestionItem | None = None
        return super().dispatch(*args, **kwargs)

    @property
    def item(self) -> queries.QuestionItem:
        if self._item is None:
            self._item = queries.outline(self.object).question(self.kwargs["question"])
        if self._item is None:
            raise Http404
        return self._item

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"version": self.item.version}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = versions.of_answer(self.object, self.item)
        page = Paginator(found, 20).get_page(self.request.GET.get("page"))
        return super().get_context_data(**kwargs) | {
            "item": self.item,
            "page": page,
            "back_url": self.question_url(self.item.question),
        }

    def form_valid(self, form: UseVersionForm) -> HttpResponse:
        chosen = next(
            (
                version
                for version in versions.of_answer(self.object, self.item)
                if version.key == form.cleaned_data["text"]
            ),
            None,
        )
        if chosen is None:
            raise Http404
        try:
            services.save(
                return_record=self.object, question=self.item.question, fields=chosen.fields,
                version=form.cleaned_data["version"], by=self.request.user,
            )  # fmt: skip
        except DomainError as error:
            # Shown with what is stored now: the next choice is made on top of that.
            self._item = None
            form.add_domain_error(error)
            return self.form_invalid(form)
        messages.success(
            self.request,
            _("The earlier text is the answer again. What it replaced is in the earlier texts."),
        )
        return HttpResponseRedirect(self.question_url(self.item.question))
