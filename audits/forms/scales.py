"""Forms of a grading scale: its name, and a row for each grade."""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms import BaseFormSet, formset_factory
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from audits.models import Scale
from audits.services.scales import PointFields
from boards.forms import GovukForm, VersionedForm

COUNTS = [
    ("yes", gettext_lazy("Counts as met")),
    ("no", gettext_lazy("Does not count as met")),
    ("", gettext_lazy("Left out of the figures")),
]
_IS_MET = {"yes": True, "no": False, "": None}
_COUNT = {is_met: key for key, is_met in _IS_MET.items()}


class ScaleForm(VersionedForm):
    """The name of a scale."""

    submit_text = gettext_lazy("Save scale")

    label = forms.CharField(label=gettext_lazy("Name of the scale"), max_length=120)


class PointForm(GovukForm):
    """One grade; a row without a label is not there."""

    key = forms.CharField(widget=forms.HiddenInput, required=False)
    position = forms.IntegerField(
        label=gettext_lazy("Order"), required=False, min_value=1, max_value=999,
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-2"}),
    )  # fmt: skip
    label = forms.CharField(label=gettext_lazy("Grade"), max_length=120, required=False)
    description = forms.CharField(
        label=gettext_lazy("What it means"), required=False, max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip
    counts = forms.ChoiceField(
        label=gettext_lazy("In figures"), choices=COUNTS, required=False, initial="no"
    )
    remove = forms.BooleanField(label=gettext_lazy("Delete"), required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        typed = cleaned.get("description") or cleaned.get("key")
        if (
            typed
            and not cleaned.get("label")
            and not cleaned.get("remove")
            and "label" not in self.errors
        ):
            self.add_error("label", forms.ValidationError(_("Enter the grade"), code="required"))
        return cleaned


class BasePoints(BaseFormSet):
    """The grades of a scale, best first."""

    def clean(self) -> None:
        if any(self.errors):
            return
        labels = [point.label.casefold() for point in self.points()]
        if len(set(labels)) < len(labels):
            raise forms.ValidationError(
                _("Two grades have the same name. Change one."), code="duplicate"
            )

    def points(self) -> list[PointFields]:
        """Return the grades that are there, in the order of their numbers, then of the page."""
        rows = [form.cleaned_data for form in self.forms if form.cleaned_data.get("label")]
        kept = [row for row in rows if not row.get("remove")]
        kept.sort(key=lambda row: row["position"] or 1000)
        return [
            PointFields(row["label"], row["description"], _IS_MET[row["counts"]], row["key"])
            for row in kept
        ]


def points_formset(
    data: Any = None, scale: Scale | None = None, *, keep_keys: bool = True
) -> BasePoints:
    """Return the grades' forms: those of the scale, and three empty ones (six for a new scale)."""
    initial = []
    for number, point in enumerate(scale.points.all() if scale else [], 1):
        initial.append(
            {
                "key": point.key if keep_keys else "",
                "position": number,
                "label": point.label,
                "description": point.description,
                "counts": _COUNT[point.is_met],
            }
        )
    factory = formset_factory(
        PointForm, formset=BasePoints, extra=3 if initial else 6, max_num=40, validate_max=True
    )
    return factory(data, initial=initial, prefix="points")
