"""A page with a form that calls one service, and what it shows when the service refuses."""

from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.generic import FormView

from boards.errors import DomainError, StaleRecord
from boards.forms import VersionedForm
from boards.views.base import BoardView


class ChangePage(BoardView, FormView):
    """Subclasses say what to `save` and where to go; refusals stay on the page with what was typed.

    When somebody else changed the record meanwhile, both versions stand side by side, and saving
    again is a decision made in sight of theirs.
    """

    template_name = "boards/shared/form.html"
    page_title: ClassVar[Any] = ""
    page_intro: ClassVar[Any] = ""
    success_message: ClassVar[Any] = ""

    def save(self, data: dict[str, Any]) -> Any:
        """Call the service; may raise `DomainError`."""
        raise NotImplementedError

    def back_url(self) -> str:
        """Return the page one comes from, for "Cancel"."""
        raise NotImplementedError

    def done_url(self, result: Any) -> str:
        return self.back_url()

    def initial_of(self, record: Any) -> dict[str, Any]:
        """Return the form's values for the record."""
        return {}

    def get_initial(self) -> dict[str, Any]:
        return {} if self.object is None else self.initial_of(self.object)

    def get_form_kwargs(self) -> dict[str, Any]:
        version = getattr(self.object, "version", None)
        wanted = issubclass(self.get_form_class(), VersionedForm) and version is not None
        return super().get_form_kwargs() | ({"version": version} if wanted else {})

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            result = self.save(form.cleaned_data)
        except StaleRecord as error:
            form.add_domain_error(error)
            return self.show_both(form, error.current)
        except DomainError as error:
            form.add_domain_error(error)
            return self.form_invalid(form)
        if self.success_message:
            messages.success(self.request, self.success_message)
        return redirect(self.done_url(result))

    def show_both(self, form: Any, current: Any) -> HttpResponse:
        """Show what the record says now beside what was typed; saving again is then deliberate."""
        form.data = form.data.copy()
        form.data[form.add_prefix("version")] = str(current.version)
        theirs = self.initial_of(current)
        differing = [
            {
                "label": field.label,
                "theirs": _shown(field, theirs.get(field.name)),
                "mine": _shown(field, form.cleaned_data.get(field.name)),
            }
            for field in form.visible_fields()
            if field.name in theirs
        ]
        both = [row for row in differing if row["theirs"] != row["mine"]]
        return self.render_to_response(self.get_context_data(form=form, both=both), status=422)

    def form_invalid(self, form: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = {
            "page_title": self.page_title,
            "page_intro": self.page_intro,
            "page_caption": str(self.object) if self.object is not None else "",
            "back_url": self.back_url(),
        }
        return super().get_context_data(**kwargs) | context | kwargs


def _shown(bound: Any, value: Any) -> str:
    """Return a value of a form as its control would show it."""
    field: Any = bound.field
    if isinstance(bound.field, forms.ModelMultipleChoiceField):
        keys = [getattr(item, "pk", item) for item in value or []]
        return ", ".join(str(row) for row in field.queryset.filter(pk__in=keys))
    if isinstance(bound.field, forms.ModelChoiceField) and value is not None:
        choice = value if hasattr(value, "pk") else field.queryset.filter(pk=value).first()
        return str(choice or "")
    if isinstance(bound.field, forms.MultipleChoiceField):
        labels = dict(field.choices)
        return ", ".join(str(labels.get(item, item)) for item in value or [])
    if isinstance(bound.field, forms.ChoiceField):
        return str(dict(field.choices).get(value, value or ""))
    shown = field.prepare_value(value)
    return "" if shown in (None, False) else str(shown)
