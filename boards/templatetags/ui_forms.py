"""Printing of forms: the error summary, the fields, the control of a field."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from crispy_forms.utils import render_crispy_form
from crispy_forms_gds.helper import FormHelper
from django import forms, template
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _

register = template.Library()


@dataclass(frozen=True)
class ErrorLine:
    """One line of the error summary, with where its link goes (nowhere when empty)."""

    message: str
    href: str


@register.inclusion_tag("_components/form_errors.html")
def form_errors(form: Any) -> dict[str, Any]:
    """The error summary of a form or formset; prints nothing when all is well."""
    return {"lines": error_lines(form)}


@register.filter
def error_lines(form: Any) -> list[ErrorLine]:
    """Return the lines of a form's error summary in the order of the page, form errors first."""
    if form is None or not getattr(form, "is_bound", False):
        return []
    if hasattr(form, "management_form"):
        own = [ErrorLine(str(message), "") for message in form.non_form_errors()]
        return own + [line for part in form.forms for line in error_lines(part)]
    visible = form.visible_fields()
    first = f"#{error_target(visible[0])}" if visible else ""
    lines = []
    for error in form.non_field_errors().as_data():
        lines += [
            ErrorLine(message, getattr(error, "url", "") or first) for message in error.messages
        ]
    for field in [*form.hidden_fields(), *visible]:
        href = first if field.is_hidden else f"#{error_target(field)}"
        lines += [ErrorLine(str(message), href) for message in field.errors]
    return lines


@register.filter
def error_target(field: BoundField) -> str:
    """Return the id of the control a person has to go to: the first of a group of them."""
    widget = field.field.widget
    if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        return f"{field.auto_id}_1"
    if isinstance(widget, forms.MultiWidget):
        return f"{field.auto_id}_0"
    return str(field.auto_id)


@register.simple_tag(takes_context=True)
def render_form(context: Any, form: Any) -> str:
    """The fields of a form, without `<form>`, token, summary, button; also for forms not ours."""
    helper = getattr(form, "helper", None)
    if helper is None:
        helper = FormHelper(form)
        helper.form_tag = False
        helper.disable_csrf = True
        helper.render_hidden_fields = True
    return render_crispy_form(form, helper=helper, context={"request": context.get("request")})


@register.inclusion_tag("_components/whole_form.html", takes_context=True)
def whole_form(
    context: Any,
    form: Any,
    action: str = "",
    submit_text: Any = "",
    cancel_url: str = "",
    cancel_text: Any = "",
) -> dict[str, Any]:
    """A complete POST form: token, fields, one button, a way back."""
    return {
        "form": form,
        "action": action,
        "cancel_url": cancel_url,
        "cancel_text": cancel_text,
        "submit_text": submit_text or getattr(form, "submit_text", _("Save")),
        "style": getattr(form, "submit_style", ""),
        "csrf_token": context.get("csrf_token"),
        "request": context.get("request"),
    }


CONTROL_CLASSES: tuple[tuple[type[forms.Widget], str], ...] = (
    (forms.CheckboxInput, "govuk-checkboxes__input"),
    (forms.FileInput, "govuk-file-upload"),
    (forms.Textarea, "govuk-textarea"),
    (forms.Select, "govuk-select"),
    (forms.NumberInput, "govuk-input govuk-input--number"),
    (forms.widgets.Input, "govuk-input"),
)


@register.simple_tag(takes_context=True)
def control(context: Any, field: BoundField) -> str:
    """The control of a field with its classes and descriptions, for `templates/gds/field.html`.

    The pack's own tag knows six widgets, fails on a text area without a hint, and changes the
    widget each time it prints it.
    """
    widget = field.field.widget
    if isinstance(widget, forms.MultiWidget):
        return field.as_widget()
    base = next((css for kind, css in CONTROL_CLASSES if isinstance(widget, kind)), "")
    failed = base.split()[0] + "--error" if base and field.errors else ""
    css = " ".join(dict.fromkeys(f"{base} {widget.attrs.get('class', '')} {failed}".split()))
    described = [f"{field.auto_id}_hint"] if field.help_text else []
    if context.get("max_characters") or context.get("max_words"):
        described.append(f"{field.auto_id}-info")
    described += [f"{field.auto_id}_{n}_error" for n, _error in enumerate(field.errors, 1)]
    attrs: dict[str, str | bool] = {"class": css}
    if described:
        attrs["aria-describedby"] = " ".join(described)
    return field.as_widget(attrs=attrs)
