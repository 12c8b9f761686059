"""Standards of a draft: add, edit, delete, move."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.views.generic import FormView, TemplateView

from audits.forms.tools import StandardForm, StandardMoveForm
from audits.models import Standard
from audits.queries import tools as queries
from audits.services import standards as services
from audits.views.conflicts import conflict_of
from audits.views.tool_versions import DraftView
from boards.errors import DomainError, StaleRecord


class StandardView(DraftView):
    """A page about a standard of a draft."""

    def load_object(self) -> Standard:
        versions = queries.versions_of(self.board, self.request.user)
        return self.get_record(
            Standard.objects.filter(tool_version__in=versions).select_related(
                "tool_version__tool__board"
            ),
            pk=self.kwargs["pk"],
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "standard": self.object if isinstance(self.object, Standard) else None,
            "cancel_url": self.url("tool-version-detail") + self.anchor(),
        }

    def anchor(self) -> str:
        return f"#standard-{self.object.pk}" if isinstance(self.object, Standard) else ""


class StandardCreate(DraftView, FormView):
    """Add a standard at the end of a draft."""

    form_class = StandardForm
    template_name = "audits/standards/form.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"version": 0}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"page_title": _("Add a standard")}

    def form_valid(self, form: StandardForm) -> HttpResponse:
        data = dict(form.cleaned_data)
        data.pop("version")
        try:
            standard = services.add(
                tool_version=self.object,
                fields=services.StandardFields(**data),
                by=self.request.user,
            )
        except DomainError as error:
            form.add_domain_error(error)
            return self.form_invalid(form)
        messages.success(self.request, _("Standard added"))
        return self.back(f"standard-{standard.pk}")


class StandardUpdate(StandardView, FormView):
    """Change a standard's words."""

    form_class = StandardForm
    template_name = "audits/standards/form.html"

    def get_initial(self) -> dict[str, Any]:
        return _fields_of(self.object)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"version": self.object.version}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"page_title": _("Change the standard")}

    def form_valid(self, form: StandardForm) -> HttpResponse:
        data = dict(form.cleaned_data)
        version = data.pop("version")
        try:
            services.edit(
                standard=self.object, fields=services.StandardFields(**data), version=version,
                by=self.request.user,
            )  # fmt: skip
        except StaleRecord as error:
            return self._both(data, version, error.current)
        except DomainError as error:
            form.add_domain_error(error)
            return self.form_invalid(form)
        messages.success(self.request, _("Standard saved"))
        return self.back(f"standard-{self.object.pk}")

    def _both(self, mine: dict[str, Any], version: int, current: Standard) -> HttpResponse:
        was = queries.as_it_was(current, version)
        base = _fields_of(was) if was else None
        conflict = conflict_of(current, mine, _fields_of(current), base, StandardForm)
        form = StandardForm(initial=conflict.fields, version=current.version)
        context = self.get_context_data(form=form, conflict=conflict)
        return self.render_to_response(context, status=409)


def _fields_of(standard: Any) -> dict[str, Any]:
    return {"title": standard.title, "intent": standard.intent, "source": standard.source}


class StandardDelete(StandardView, TemplateView):
    """Delete a standard with its questions, after asking."""

    template_name = "audits/standards/delete.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"questions": list(self.object.questions.all())}

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            services.delete(standard=self.object, by=self.request.user)
        except DomainError as error:
            messages.error(request, error.message)
            return self.back(f"standard-{self.object.pk}")
        messages.success(
            request, _("The standard “%(title)s” was deleted") % {"title": self.object.title}
        )
        return redirect(self.url("tool-version-detail"))


class StandardMove(StandardView, FormView):
    """Move a standard: one step by a button, to any place by the list or the mouse."""

    form_class = StandardMoveForm
    template_name = "audits/standards/move.html"

    def get_initial(self) -> dict[str, Any]:
        """Stand where the standard stands."""
        siblings = self.object.tool_version.standards.order_by("order", "pk")
        return {"position": list(siblings.values_list("pk", flat=True)).index(self.object.pk)}

    def get_form_kwargs(self) -> dict[str, Any]:
        others = self.object.tool_version.standards.exclude(pk=self.object.pk).order_by(
            "order", "pk"
        )
        places = [(0, _("First"))]
        for number, other in enumerate(others, 1):
            title = Truncator(other.title).chars(80)
            places.append((number, _("After “%(title)s”") % {"title": title}))
        return super().get_form_kwargs() | {"places": places}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        step = {"up": -1, "down": 1}.get(request.POST.get("step", ""))
        if step is None:
            return super().post(request, *args, **kwargs)
        return self._moved(services.step, by_one=step)

    def form_valid(self, form: StandardMoveForm) -> HttpResponse:
        return self._moved(services.move, position=form.cleaned_data["position"])

    def _moved(self, service: Any, **how: Any) -> HttpResponse:
        try:
            standards = service(standard=self.object, by=self.request.user, **how)
        except DomainError as error:
            return self.outline(error.message)
        place = {"place": standards.index(self.object) + 1, "total": len(standards)}
        return self.outline(_("The standard is now %(place)d of %(total)d") % place)
