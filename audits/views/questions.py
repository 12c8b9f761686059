"""Questions of a draft: add, edit, delete, move, and the answers a follow-up hangs on."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.views.generic import FormView, TemplateView

from audits.forms.tools import MoveForm, QuestionForm, initial_of
from audits.models import Question, Standard
from audits.queries import tools as queries
from audits.services import questions as services
from audits.views.conflicts import conflict_of
from audits.views.standards import StandardView
from audits.views.tool_versions import DraftView
from boards.errors import DomainError, StaleRecord
from boards.models import Sector


class QuestionFormView(DraftView, FormView):
    """What adding and changing a question share."""

    form_class = QuestionForm
    template_name = "audits/questions/form.html"

    @property
    def question(self) -> Question | None:
        return self.object if isinstance(self.object, Question) else None

    @property
    def standard(self) -> Standard:
        return self.object.standard if isinstance(self.object, Question) else self.object

    def get_form_kwargs(self) -> dict[str, Any]:
        question = self.question
        return super().get_form_kwargs() | {
            "version": question.version if question else 0,
            "scales": queries.scales_for(self.board, self.request.user),
            "sectors": list(Sector.objects.values_list("key", "label")),
            "earlier": queries.earlier_questions(self.tool_version, question, self.standard),
            "key_is_fixed": bool(question)
            and question.key in queries.fixed_keys(self.tool_version),
            "known_choices": question.choices if question else [],
            "answers_url": self.request.path,
        }

    def unsent(self, initial: dict[str, Any], **more: Any) -> QuestionForm:
        """Return a form that shows these values and has not been sent."""
        sent = {"data": None, "files": None}
        return QuestionForm(**self.get_form_kwargs() | sent | {"initial": initial} | more)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the form; to htmx with `?follows=`, only the answers of the chosen question."""
        if request.headers.get("HX-Request") and "follows" in request.GET:
            form = self.unsent(request.GET.dict())
            return self.render_to_response({"form": form, "fragment": True})
        return super().get(request, *args, **kwargs)

    def get_template_names(self) -> list[str]:
        if self.request.method == "GET" and self.request.headers.get("HX-Request"):
            return ["audits/questions/_answers.html"]
        return [self.template_name]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Save; or, without JavaScript, show the form again with the chosen question's answers."""
        if "show_answers" in request.POST:
            form = self.unsent(typed(request.POST), version=None)
            return self.render_to_response(self.get_context_data(form=form))
        return super().post(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        anchor = f"question-{self.object.pk}" if self.question else f"standard-{self.standard.pk}"
        return super().get_context_data(**kwargs) | {
            "standard": self.standard,
            "question": self.question,
            "cancel_url": f"{self.url('tool-version-detail')}#{anchor}",
        }

    def refused(self, form: QuestionForm, error: DomainError) -> HttpResponse:
        if isinstance(error, services.KeyTaken | services.KeyFixed):
            form.add_error("key", error.message)
        elif isinstance(error, services.NotInThisVersion):
            form.add_error("follows", error.message)
        else:
            form.add_domain_error(error)
        return self.form_invalid(form)

    def fields_of(self, form: QuestionForm) -> services.QuestionFields:
        data = {name: value for name, value in form.cleaned_data.items() if name != "version"}
        pk = data.pop("follows")
        follows = (
            Question.objects.filter(tool_version=self.tool_version, pk=pk).first() if pk else None
        )
        return services.QuestionFields(follows=follows, **data)


def typed(data: QueryDict) -> dict[str, Any]:
    """Return what was typed as initial values, lists where a field takes several."""
    several = {"sectors", "follows_when"}
    return {name: data.getlist(name) if name in several else data.get(name) for name in data}


class QuestionCreate(QuestionFormView, StandardView):
    """Add a question at the end of a standard."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"page_title": _("Add a question")}

    def form_valid(self, form: QuestionForm) -> HttpResponse:
        try:
            question = services.add(
                standard=self.object, fields=self.fields_of(form), by=self.request.user
            )
        except DomainError as error:
            return self.refused(form, error)
        messages.success(self.request, _("Question added"))
        if "add_another" in self.request.POST:
            return redirect(self.url("question-create", self.object.pk))
        return self.back(f"question-{question.pk}")


class QuestionView(DraftView):
    """A page about a question of a draft."""

    def load_object(self) -> Question:
        versions = queries.versions_of(self.board, self.request.user)
        return self.get_record(
            Question.objects.filter(tool_version__in=versions).select_related(
                "standard", "scale", "follows", "tool_version__tool__board", "tool_version__scale"
            ),
            pk=self.kwargs["pk"],
        )


class QuestionUpdate(QuestionFormView, QuestionView):
    """Change a question; a colleague's change meanwhile is shown beside one's own."""

    def get_initial(self) -> dict[str, Any]:
        return initial_of(self.object)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "page_title": _("Change the question"),
            "next_question": self._next(),
        }

    def form_valid(self, form: QuestionForm) -> HttpResponse:
        version = form.cleaned_data["version"]
        try:
            services.edit(
                question=self.object, fields=self.fields_of(form), version=version,
                by=self.request.user,
            )  # fmt: skip
        except StaleRecord as error:
            return self._both(form, version, error.current)
        except DomainError as error:
            return self.refused(form, error)
        messages.success(self.request, _("Question saved"))
        following = self._next()
        if "go_on" in self.request.POST and following is not None:
            return redirect(self.url("question-update", following.pk))
        return self.back(f"question-{self.object.pk}")

    def _next(self) -> Question | None:
        rows = [r.question for s in queries.outline(self.tool_version) for r in s.questions]
        at = next(
            (n for n, question in enumerate(rows) if question.pk == self.object.pk), len(rows)
        )
        return rows[at + 1] if at + 1 < len(rows) else None

    def _both(self, form: QuestionForm, version: int, current: Question) -> HttpResponse:
        mine = {name: value for name, value in form.cleaned_data.items() if name != "version"}
        was = queries.as_it_was(current, version)
        base = _comparable(was) if was else None
        conflict = conflict_of(current, mine, _comparable(current), base, QuestionForm)
        initial = conflict.fields | {"choices": _choice_lines(conflict.fields["choices"])}
        form = self.unsent(initial, version=current.version)
        context = self.get_context_data(form=form, conflict=conflict)
        return self.render_to_response(context, status=409)


def _comparable(question: Any) -> dict[str, Any]:
    """Return a question (or a row of its history) in the shape of the form's clean data."""
    return initial_of(question) | {"choices": list(question.choices)}


def _choice_lines(choices: list[dict[str, str]]) -> str:
    return "\n".join(f"{choice['key']} | {choice['label']}" for choice in choices)


class QuestionDelete(QuestionView, TemplateView):
    """Delete a question of a draft, after asking."""

    template_name = "audits/questions/delete.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "question": self.object,
            "followers": list(self.object.follow_ups.all()),
            "is_from_earlier": self.object.key in queries.fixed_keys(self.tool_version),
            "cancel_url": f"{self.url('tool-version-detail')}#question-{self.object.pk}",
        }

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        anchor = f"standard-{self.object.standard_id}"
        try:
            services.delete(question=self.object, by=self.request.user)
        except DomainError as error:
            messages.error(request, error.message)
            return self.back(f"question-{self.object.pk}")
        messages.success(request, _("The question was deleted"))
        return self.back(anchor)


class QuestionMove(QuestionView, FormView):
    """Move a question: one step by a button, anywhere by the list or the mouse."""

    form_class = MoveForm
    template_name = "audits/questions/move.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "question": self.object,
            "cancel_url": f"{self.url('tool-version-detail')}#question-{self.object.pk}",
        }

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"places": self._places()}

    def get_initial(self) -> dict[str, Any]:
        """Stand where the question stands."""
        for row in queries.outline(self.tool_version):
            for position, item in enumerate(row.questions):
                if item.question.pk == self.object.pk:
                    return {"place": f"{row.standard.pk}:{position}"}
        return {}

    def _places(self) -> list[Any]:
        """Return all places, grouped by standard; a place is `standard:position`."""
        groups = []
        for row in queries.outline(self.tool_version):
            others = [r for r in row.questions if r.question.pk != self.object.pk]
            places = [(f"{row.standard.pk}:0", _("At the start"))]
            for position, other in enumerate(others, 1):
                label = f"{other.number} {Truncator(other.question.text).chars(70)}"
                places.append(
                    (f"{row.standard.pk}:{position}", _("After %(question)s") % {"question": label})
                )
            groups.append((f"{row.number}. {Truncator(row.standard.title).chars(80)}", places))
        return groups

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        step = {"up": -1, "down": 1}.get(request.POST.get("step", ""))
        if step is None:
            return super().post(request, *args, **kwargs)
        return self._moved(services.step, by_one=step)

    def form_valid(self, form: MoveForm) -> HttpResponse:
        standard, position = form.cleaned_data["place"].split(":")
        return self._moved(
            services.move, standard=Standard.objects.get(pk=standard), position=int(position)
        )

    def form_invalid(self, form: MoveForm) -> HttpResponse:
        if self.request.headers.get("HX-Request"):
            return self.outline(_("Not moved: somebody changed the order. This is the order now."))
        return super().form_invalid(form)

    def _moved(self, service: Any, **how: Any) -> HttpResponse:
        try:
            service(question=self.object, by=self.request.user, **how)
        except DomainError as error:
            return self.outline(error.message)
        numbers = {
            row.question.pk: row.number
            for standard in queries.outline(self.tool_version)
            for row in standard.questions
        }
        return self.outline(
            _("The question is now %(number)s") % {"number": numbers[self.object.pk]}
        )
