"""The form of a figure of the area: what it is, of when and whom, and where it is from."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from boards.forms.base import GovukForm
from performance.models import Indicator
from performance.rules.entries import read_number
from performance.rules.periods import parse
from performance.services.context import RecordedFigure

_NUMBER = {"class": "govuk-input--width-10", "inputmode": "decimal", "autocomplete": "off"}


class _ReadField(forms.CharField):
    """A text that a rule of ours reads: its words of refusal are shown."""

    def __init__(self, *, read: Any, **kwargs: Any) -> None:
        self.read = read
        super().__init__(max_length=40, **kwargs)

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        try:
            return self.read(text)
        except ValueError as error:
            raise forms.ValidationError(str(error), code="invalid") from None


def _number(label: Any, help_text: Any = "") -> _ReadField:
    widget = forms.TextInput(attrs=_NUMBER)
    return _ReadField(
        read=read_number, label=label, required=False, widget=widget, help_text=help_text
    )


class ContextFigureForm(GovukForm):
    submit_text = gettext_lazy("Record the figure")

    indicator = forms.ModelChoiceField(
        Indicator.objects.none(), label=gettext_lazy("What it is"),
        empty_label=gettext_lazy("Choose an indicator"),
    )  # fmt: skip
    period = _ReadField(
        read=parse, label=gettext_lazy("Day or period"),
        help_text=gettext_lazy("For example 2025-06-30 (a day), 2025 (a calendar year), 2024-25"),
        widget=forms.TextInput(attrs={"class": "govuk-input--width-10", "autocomplete": "off"}),
    )  # fmt: skip
    value = _number(gettext_lazy("Figure"), gettext_lazy("Or, for a share, its two parts below."))
    numerator = _number(gettext_lazy("Numerator (the part)"))
    denominator = _number(gettext_lazy("Denominator (the whole)"))
    dimension = forms.ChoiceField(
        label=gettext_lazy("Of which part"), required=False,
        help_text=gettext_lazy("Leave it at the whole area for the figure of all."),
    )  # fmt: skip
    part = forms.CharField(
        label=gettext_lazy("Name of the part"), required=False, max_length=100,
        help_text=gettext_lazy("For example Wychavon, 5-9, female"),
    )  # fmt: skip
    source = forms.CharField(
        label=gettext_lazy("Source"), max_length=300,
        help_text=gettext_lazy("The table and its date: it stands beside the figure."),
    )  # fmt: skip

    def __init__(self, *args: Any, indicators: Sequence[Indicator], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        rows = Indicator.objects.filter(pk__in=[each.pk for each in indicators])
        fields["indicator"].queryset = rows.order_by("order", "pk")
        names = dict.fromkeys(name for each in indicators for name in each.dimensions)
        fields["dimension"].choices = [
            ("", _("The whole area")),
            *((name, name.replace("_", " ").capitalize()) for name in names),
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        parts = [cleaned.get("numerator"), cleaned.get("denominator")]
        if not {"value", "numerator", "denominator"} & set(self.errors):
            self._check_numbers(cleaned.get("value"), *parts)
        if cleaned.get("dimension") and not cleaned.get("part", "").strip():
            self._say("part", _("Enter the name of the part"))
        if cleaned.get("part", "").strip() and not cleaned.get("dimension"):
            self._say("dimension", _("Say what kind of part this is, or leave its name empty"))
        return cleaned

    def _check_numbers(
        self, value: Decimal | None, numerator: Decimal | None, denominator: Decimal | None
    ) -> None:
        if value is None and numerator is None and denominator is None:
            self._say("value", _("Enter the figure, or its two parts"))
        elif value is not None and (numerator is not None or denominator is not None):
            self._say("value", _("Enter the figure or its two parts, not both"))
        elif value is None and (numerator is None or denominator is None):
            missing = "numerator" if numerator is None else "denominator"
            self._say(missing, _("Enter both parts"))
        elif any(number is not None and number < 0 for number in (numerator, denominator)):
            self._say("numerator", _("This cannot be below 0."))
        elif denominator == 0:
            self._say("denominator", _("The whole cannot be 0"))

    def _say(self, name: str, message: str) -> None:
        self.add_error(name, forms.ValidationError(message, code="invalid"))

    def said(self) -> RecordedFigure:
        """Return what was entered, for the service."""
        data = self.cleaned_data
        divided = {data["dimension"]: data["part"].strip()} if data["dimension"] else {}
        return RecordedFigure(
            period=data["period"], source=data["source"], value=data["value"],
            numerator=data["numerator"], denominator=data["denominator"], breakdown=divided,
        )  # fmt: skip
