"""Answering: the page of one standard, autosave of one answer, evidence and actions beside it."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import FormView, TemplateView, View

from audits.forms.answers import AnswerForm
from audits.forms.returns import ActionForm, EvidenceForm
from audits.models import Answer, AnswerEvidence, Question, Return, RivalText
from audits.queries import autosave
from audits.queries import returns as queries
from audits.services import answers as services
from audits.services import improvements
from audits.views.returns import ReturnView
from boards.authorization import Permission
from boards.errors import DomainError, StaleRecord
from boards.models import Board, Evidence
from boards.views.files import evidence_file


class StandardPage(ReturnView, TemplateView):
    """All questions of one standard.

    Each saves by itself; without JavaScript the page saves as one.
    """

    template_name = "audits/returns/standard.html"
    forms: list[AnswerForm] | None = None

    def dispatch(self, *args: Any, **kwargs: Any) -> HttpResponse:
        self.forms = None
        return super().dispatch(*args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        sheet, item = self.load_standard()
        forms = self.forms or [AnswerForm(question) for question in item.questions]
        before, after = sheet.neighbours(item)
        return super().get_context_data(**kwargs) | {
            "sheet": sheet,
            "item": item,
            "forms": forms,
            "before": before,
            "after": after,
            "number": sheet.standards.index(item) + 1,
        }

    def load_standard(self) -> tuple[queries.ReturnSheet, queries.StandardItem]:
        sheet = queries.sheet(self.object, standard_key=self.kwargs["standard"])
        item = sheet.standard(self.kwargs["standard"])
        if item is None:
            get_object_or_404(Question, pk=None)
        return sheet, item  # type: ignore[return-value]

    def post(self, request: Any, **kwargs: Any) -> HttpResponse:
        """Save every answer of the page that was changed; refused ones are shown with both
        texts.
        """
        _sheet, item = self.load_standard()
        forms = [AnswerForm(question, request.POST) for question in item.questions]
        sent = [form for form in forms if f"{form.prefix}-version" in request.POST]
        refused = [form for form in sent if not save_form(form, self.object, request.user)]
        if refused:
            self.forms = [form if form in refused else self._fresh(form) for form in forms]
            return self.render_to_response(self.get_context_data(), status=422)
        return self._go_on(item)

    def _fresh(self, form: AnswerForm) -> AnswerForm:
        _sheet, item = self.load_standard()
        same = next(q for q in item.questions if q.question == form.item.question)
        return AnswerForm(same)

    def _go_on(self, item: queries.StandardItem) -> HttpResponse:
        """Go where the pressed button leads; everything typed on the page has been saved before."""
        where, _colon, what = self.request.POST.get("then", "stay").partition(":")
        keys = {"board": self.board.slug, "pk": self.object.pk}
        if where in {"evidence", "action"}:
            name = f"audits:answer-{where}-add"
            return HttpResponseRedirect(reverse(name, kwargs=keys | {"question": what}))
        if where == "change":
            link = what if what.isdecimal() else 0
            page = reverse("audits:answer-action-edit", kwargs=keys | {"link": link})
            return HttpResponseRedirect(page)
        if where in {"remove", "settle"}:
            return self._take_away(where, what, keys)
        messages.success(self.request, _("Saved."))
        if where == "list":
            return HttpResponseRedirect(reverse("audits:return-detail", kwargs=keys))
        sheet = queries.sheet(self.object, standard_key=item.standard.key)
        _before, after = sheet.neighbours(sheet.standard(item.standard.key) or sheet.standards[0])
        if where == "next" and after is None:
            return HttpResponseRedirect(reverse("audits:return-check", kwargs=keys))
        key = after.standard.key if where == "next" and after else item.standard.key
        page = reverse("audits:return-standard", kwargs=keys | {"standard": key})
        return HttpResponseRedirect(page)

    def _take_away(self, where: str, pk: str, keys: dict[str, Any]) -> HttpResponse:
        """Remove evidence from an answer, or forget a text that was kept beside one."""
        model = AnswerEvidence if where == "remove" else RivalText
        rows = (
            AnswerEvidence.objects.filter(answer__return_record=self.object)
            if model is AnswerEvidence
            else RivalText.objects.filter(return_record=self.object)
        )
        pk, _at, seen = pk.partition("@")
        row: Any = get_object_or_404(rows, pk=pk if pk.isdecimal() else None)
        try:
            if isinstance(row, AnswerEvidence):
                question = row.answer.question
                improvements.detach_evidence(link=row, by=self.request.user)
                messages.success(
                    self.request, _("Taken away from this answer. Your agency still has it.")
                )
            else:
                question = row.question
                services.discard_rival(
                    rival=row, seen_at=_moment(seen), by=self.request.user
                )  # fmt: skip
                messages.success(self.request, _("Done. The answer as it stands is kept."))
        except DomainError as error:
            messages.error(self.request, error.message)
        page = reverse(
            "audits:return-standard", kwargs=keys | {"standard": self.kwargs["standard"]}
        )
        return HttpResponseRedirect(f"{page}#q-{question.key}")


def _moment(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        raise Http404 from None


def save_form(form: AnswerForm, record: Any, user: Any) -> bool:
    """Save one answer's form; a refusal becomes the form's own error."""
    if not form.is_valid():
        return False
    try:
        services.save(
            return_record=record,
            question=form.item.question,
            fields=form.answer_fields(),
            version=form.cleaned_data["version"],
            by=user,
        )
    except StaleRecord as error:
        form.conflict = error.current  # type: ignore[attr-defined]
        form.add_domain_error(error)
        return False
    except DomainError as error:
        form.add_domain_error(error)
        return False
    return True


class QuestionPlace(ReturnView, View):
    """Where a question of a return is for this person: where it is answered, or where it is read.

    Actions and e-mails point here, because agency and board read the same return on other pages.
    """

    permission = Permission.RETURN_VIEW

    def get(self, request: Any, **kwargs: Any) -> HttpResponse:
        question = get_object_or_404(
            Question.objects.select_related("standard"),
            tool_version=self.object.round.tool_version_id,
            key=self.kwargs["question"],
        )
        keys = {"board": self.board.slug, "pk": self.object.pk}
        if self.can(Permission.RETURN_ANSWER):
            page = reverse(
                "audits:return-standard", kwargs=keys | {"standard": question.standard.key}
            )
        else:
            page = reverse("audits:review-detail", kwargs=keys)
        return HttpResponseRedirect(f"{page}#q-{question.key}")


class QuestionView(ReturnView):
    """Base of what concerns one question of a return."""

    def load_item(self) -> tuple[queries.ReturnSheet, queries.QuestionItem]:
        question = get_object_or_404(
            Question.objects.select_related("standard"),
            tool_version=self.object.round.tool_version_id,
            key=self.kwargs["question"],
        )
        sheet = queries.sheet(self.object, standard_key=question.standard.key)
        item = next((i for i in sheet.items if i.question.pk == question.pk), None)
        if item is None:
            get_object_or_404(Question, pk=None)
        return sheet, item  # type: ignore[return-value]

    def question_url(self, question: Question) -> str:
        keys = {"board": self.board.slug, "pk": self.object.pk, "standard": question.standard.key}
        return reverse("audits:return-standard", kwargs=keys) + f"#q-{question.key}"


class AnswerSave(ReturnView, View):
    """Autosave of one answer: answers with what is stored now, in words and as fragments.

    The page posts here at every pause of typing, so return and board are read once and together;
    what the save changes is worked out on what was read.
    """

    found: Return

    def load_board(self) -> Board:
        found = autosave.within(
            self.request.access, board=self.kwargs["board"], pk=self.kwargs["pk"]
        )
        if found is None:
            raise Http404
        self.found = found
        return found.round.board

    def load_object(self) -> Return:
        return self.found

    def post(self, request: Any, **kwargs: Any) -> HttpResponse:
        found = autosave.standard_around(self.object, self.kwargs["question"])
        if found is None:
            raise Http404
        sheet, item = found
        form = AnswerForm(item, request.POST)
        if not form.is_valid():
            errors = [str(error) for errors in form.errors.values() for error in errors]
            return JsonResponse({"state": "failed", "text": " ".join(errors)}, status=422)
        try:
            answer = services.save(
                return_record=self.object,
                question=item.question,
                fields=form.answer_fields(),
                version=form.cleaned_data["version"],
                by=request.user,
            )
        except StaleRecord as error:
            return self._conflict(item, form, error.current)
        except DomainError as error:
            return JsonResponse({"state": "failed", "text": error.message}, status=409)
        if answer is not None:
            autosave.replace_answer(sheet, item, answer)
        return self._saved(sheet, item)

    def _saved(self, sheet: queries.ReturnSheet, item: queries.QuestionItem) -> JsonResponse:
        standard = sheet.standard_of(item)
        context = {"item": item, "record": self.object, "user": self.request.user}
        return JsonResponse(
            {
                "state": "saved",
                "version": item.version,
                "wants_action": item.wants_action,
                "status": self._render("_state", context),
                "wants": self._render("_wants", context),
                "progress": self._render("_progress", {"progress": standard.progress}),
                "shown": [i.anchor for i in standard.questions if i.is_shown],
                "hidden": [i.anchor for i in standard.questions if not i.is_shown],
            }
        )

    def _conflict(
        self, item: queries.QuestionItem, form: AnswerForm, current: Answer | None
    ) -> JsonResponse:
        context = {
            "item": item,
            "record": self.object,
            "mine": form.answer_fields(),
            "current": current,
        }
        return JsonResponse(
            {
                "state": "conflict",
                "version": current.version if current else 0,
                "html": self._render("_conflict", context),
            },
            status=409,
        )

    def _render(self, name: str, context: dict[str, Any]) -> str:
        # Without the request: the frame's context has no place in a fragment.
        return render_to_string(f"audits/returns/{name}.html", context)


class EvidenceAdd(QuestionView, FormView):
    """Put evidence beside an answer."""

    form_class = EvidenceForm
    template_name = "audits/returns/evidence.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        mine = Evidence.objects.visible_to(self.request.user).usable()
        mine = mine.filter(agency=self.object.agency)
        choices = [(evidence.pk, evidence.title) for evidence in mine[:200]]
        return super().get_form_kwargs() | {"existing": choices}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        _sheet, item = self.load_item()
        return super().get_context_data(**kwargs) | {"item": item}

    def form_valid(self, form: EvidenceForm) -> HttpResponse:
        _sheet, item = self.load_item()
        data = form.cleaned_data
        existing = None
        if data.get("existing"):
            mine = Evidence.objects.visible_to(self.request.user).usable()
            existing = get_object_or_404(mine, pk=data["existing"], agency=self.object.agency)
        try:
            improvements.attach_evidence(
                return_record=self.object, question=item.question, by=self.request.user,
                upload=data.get("file"), link=data.get("link", ""), existing=existing,
                title=data["title"], pointer=data["pointer"], expires_on=data["expires_on"],
            )  # fmt: skip
        except DomainError as error:
            form.add_error("file", error.message)
            return self.form_invalid(form)
        messages.success(self.request, _("Evidence added."))
        return HttpResponseRedirect(self.question_url(item.question))


class ActionAdd(QuestionView, FormView):
    """Plan what will be done about an answer below met."""

    form_class = ActionForm
    template_name = "audits/returns/action.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        _sheet, item = self.load_item()
        return super().get_context_data(**kwargs) | {"item": item}

    def form_valid(self, form: ActionForm) -> HttpResponse:
        _sheet, item = self.load_item()
        try:
            improvements.plan_action(
                return_record=self.object, question=item.question, by=self.request.user,
                title=form.cleaned_data["title"], due_on=form.cleaned_data["due_on"],
                success_measure=form.cleaned_data["success_measure"],
            )  # fmt: skip
        except DomainError as error:
            form.add_domain_error(error)
            return self.form_invalid(form)
        messages.success(
            self.request, _("Action planned. The board sees it once you send the return.")
        )
        return HttpResponseRedirect(self.question_url(item.question))


class AnswerEvidenceDownload(ReturnView, View):
    """A file beside an answer: whoever may read the answer may download it, checked each time."""

    permission = Permission.RETURN_VIEW

    def get(self, request: Any, **kwargs: Any) -> HttpResponse:
        answers = Answer.objects.visible_to(request.user).filter(return_record=self.object)
        link = get_object_or_404(
            AnswerEvidence.objects.select_related("evidence"),
            pk=self.kwargs["link"],
            answer__in=answers,
            evidence__kind=Evidence.Kind.FILE,
        )
        return evidence_file(request, link.evidence)
