"""What every form of the portal shares: how it is printed, and what its errors say.

Labels and hints are escaped by our own copies of the pack's templates (`templates/gds/`), so text
that a board typed (a question, a group's name) can never become markup, also in forms that are
not ours, such as those of django-allauth.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any

from crispy_forms_gds.helper import FormHelper
from crispy_forms_gds.layout import Field, Layout
from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.functional import cached_property, lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

if TYPE_CHECKING:
    from boards.errors import DomainError

DATE_FORMATS = ["%d/%m/%Y", "%Y-%m-%d", "%d %B %Y", "%d %b %Y", "%d/%m/%y"]


class DateField(forms.DateField):
    """One box for a date, as people write dates.

    One box instead of the pack's three: it can be pasted into, is one stop of the keyboard in a
    dense page, has one id for the error summary, and its errors are ours. Takes 12/12/2026,
    12.12.2026, 12-12-26, 2026-12-12, "12 December 2026", "12th Dec 2026".
    """

    widget = forms.TextInput
    default_error_messages = {
        "invalid": gettext_lazy("Enter a real date, like 12 December 2026"),
    }

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("input_formats", DATE_FORMATS)
        kwargs.setdefault("help_text", gettext_lazy("For example, 12/12/2026 or 12 December 2026"))
        super().__init__(**kwargs)
        self.widget.attrs.setdefault("class", "govuk-input--width-20")
        self.widget.attrs.setdefault("autocomplete", "off")

    def to_python(self, value: Any) -> date | None:
        if isinstance(value, str):
            value = re.sub(r"(?<=\d)(st|nd|rd|th)\b", "", value.strip(), flags=re.IGNORECASE)
            value = re.sub(r"[\s,]+", " ", value)
            if not re.match(r"^\d{4}-", value):
                value = re.sub(r"(?<=\d)\s*[./-]\s*(?=\d)", "/", value)
                value = re.sub(r"^(\d{1,2}) (\d{1,2}) (\d{2,4})$", r"\1/\2/\3", value)
            value = re.sub(r"\bsept\b", "sep", value, flags=re.IGNORECASE)
        return super().to_python(value)

    def prepare_value(self, value: Any) -> Any:
        return date_format(value, "j F Y") if isinstance(value, date) else value


class GovukFormMixin:
    """Prints a form through crispy-forms-gds and words its errors; for `Form` and `ModelForm`."""

    submit_text: Any = gettext_lazy("Save and continue")
    submit_style: str = ""  # "warning" for what cannot be undone
    question_as_heading: bool = False
    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.is_bound:  # type: ignore[attr-defined]  # a form's
            for name, field in self.fields.items():
                _word_errors(field, field.label or name.replace("_", " ").capitalize())

    @cached_property
    def helper(self) -> FormHelper:
        """How the form is printed; made when it is, because most posted forms never are."""
        return self.build_helper()

    def build_helper(self) -> FormHelper:
        """Return the helper; override to give `helper.layout` another shape."""
        helper = FormHelper(self)
        helper.form_tag = False
        helper.disable_csrf = True
        helper.render_hidden_fields = True
        if self.question_as_heading:
            helper.layout = Layout(*[self._heading_field(name) for name in self._visible_names()])
        return helper

    def add_domain_error(self, error: DomainError) -> None:
        """Show what a service refused, in its own words, in the error summary.

        Each problem of a `NotReady` becomes a line of its own, linked to the page that mends it.
        """
        problems = getattr(error, "problems", ())
        for message, url in [(p.message, p.url) for p in problems] or [(error.message, "")]:
            refusal = ValidationError(str(message), code="domain")
            refusal.url = url  # type: ignore[attr-defined]  # read by `error_lines` of boards.templatetags.ui
            self.add_error(None, refusal)  # type: ignore[attr-defined]

    def _visible_names(self) -> list[str]:
        return [name for name, field in self.fields.items() if not field.widget.is_hidden]

    def _heading_field(self, name: str) -> Field:
        size = {"label_size": "govuk-label--l", "label_tag": "h1"}
        legend = {"legend_size": "govuk-fieldset__legend--l", "legend_tag": "h1"}
        return Field(name, context=size | legend if name == self._visible_names()[0] else {})


class GovukForm(GovukFormMixin, forms.Form):
    """The form to extend when no model is edited."""


class VersionedForm(GovukForm):
    """A form for a record that several people edit.

    `version` is the version the person saw. It goes into a hidden field, and the service compares
    it inside the lock. A form shown again after an error keeps the version it was posted with.
    """

    version = forms.IntegerField(
        widget=forms.HiddenInput,
        min_value=0,
        error_messages={
            "required": gettext_lazy("Open this page again: it did not say which version you saw"),
            "invalid": gettext_lazy("Open this page again: it did not say which version you saw"),
        },
    )

    def __init__(self, *args: Any, version: int | None = None, **kwargs: Any) -> None:
        if version is not None:
            kwargs["initial"] = {**(kwargs.get("initial") or {}), "version": version}
        super().__init__(*args, **kwargs)


#: What a field may be limited by → what is said of a value beyond.
_LIMITS = {
    "min_value": gettext_lazy("%(name)s must be %%(limit_value)s or more"),
    "max_value": gettext_lazy("%(name)s must be %%(limit_value)s or less"),
    "max_length": gettext_lazy(
        "%(name)s must be %%(limit_value)s characters or fewer; it has %%(show_value)s"
    ),
    "min_length": gettext_lazy(
        "%(name)s must be %%(limit_value)s characters or more; it has %%(show_value)s"
    ),
}


_EMAIL = gettext_lazy("Enter an e-mail address in the right form, like name@example.org")
_NUMBER = gettext_lazy("%(name)s must be a number")
_WHOLE_NUMBER = gettext_lazy("%(name)s must be a whole number")


def _word_errors(field: forms.Field, label: Any) -> None:
    """Say what to do ("Enter the agency") where Django would say "This field is required".

    Worded when it is shown: most forms that are sent are right.
    """
    messages = field.error_messages
    if messages.get("required") is forms.Field.default_error_messages["required"]:
        messages["required"] = _required(field, label)
    for code, message in _LIMITS.items():
        if getattr(field, code, None) is not None:
            messages.setdefault(code, _about(message, label))
    if isinstance(field, forms.EmailField):
        messages.setdefault("invalid", _EMAIL)
    elif isinstance(field, forms.FloatField | forms.DecimalField):
        _replace_default(field, "invalid", _about(_NUMBER, label))
    elif isinstance(field, forms.IntegerField):
        _replace_default(field, "invalid", _about(_WHOLE_NUMBER, label))


def _replace_default(field: forms.Field, code: str, message: Any) -> None:
    if field.error_messages[code] is type(field).default_error_messages[code]:
        field.error_messages[code] = message


def _named(message: Any, label: Any) -> str:
    return str(message) % {"name": str(label).replace("%", "%%")}


_about = lazy(_named, str)


def required_message(field: forms.Field, label: str) -> str:
    """Return the message for an empty field: a verb that suits the control, and its label."""
    chooses = isinstance(
        field.widget, forms.Select | forms.RadioSelect | forms.CheckboxSelectMultiple
    )
    if label.rstrip().endswith("?"):
        message = _("Select an answer: %(label)s") if chooses else _("Enter an answer: %(label)s")
        return message % {"label": label}
    if isinstance(field.widget, forms.CheckboxInput):
        return _("Tick the box: %(label)s") % {"label": label}
    if isinstance(field.widget, forms.FileInput):
        return _("Choose a file: %(label)s") % {"label": label}
    if label.split(" ", 1)[0].lower() in NO_ARTICLE:
        message = _("Select %(label)s") if chooses else _("Enter %(label)s")
    else:
        message = _("Select the %(label)s") if chooses else _("Enter the %(label)s")
    return message % {"label": lower_first(label)}


_required = lazy(lambda field, label: required_message(field, str(label)), str)


#: First words of a label that take no "the".
NO_ARTICLE = frozenset(
    [
        *["a", "an", "any", "each", "every", "how", "my", "one", "our", "the", "their", "these"],
        *["this", "what", "when", "where", "whether", "which", "who", "whose", "why", "your"],
    ]
)


def lower_first(text: str) -> str:
    """Lower the first letter, except of "NHS number" and the like."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]
