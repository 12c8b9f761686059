"""How small numbers are hidden."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from boards.forms import VersionedForm
from reports.models import PublishingRule


class PublishingRuleForm(VersionedForm):
    submit_text = _("Save")
    threshold = forms.IntegerField(
        label=_("Hide counts from 1 to"),
        min_value=1,
        max_value=50,
        help_text=_("Usually 5, as the Department for Education does. Zero is always shown."),
        error_messages={
            "required": _("Enter the greatest count that is hidden"),
            "invalid": _("The greatest count that is hidden must be a whole number"),
            "min_value": _("The greatest count that is hidden must be 1 or more"),
            "max_value": _("The greatest count that is hidden must be 50 or fewer"),
        },
    )
    rounding = forms.TypedChoiceField(
        label=_("Other counts are"),
        choices=PublishingRule.Rounding.choices,
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": _("Select how other counts are printed")},
    )
    smallest_base = forms.IntegerField(
        label=_("Hide percentages and rates of fewer than"),
        min_value=1,
        max_value=1000,
        help_text=_("How many children a percentage must at least be made of. Usually 10."),
        error_messages={
            "required": _("Enter how many children a percentage must be made of"),
            "invalid": _("How many children a percentage is made of must be a whole number"),
            "min_value": _("How many children a percentage is made of must be 1 or more"),
            "max_value": _("How many children a percentage is made of must be 1,000 or fewer"),
        },
    )
    not_people = forms.MultipleChoiceField(
        label=_("These count no people and are always shown"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Meetings, courses, posts. Indicators with small figures are listed."),
    )
    reason = forms.CharField(
        label=_("Why"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Kept with the change for whoever asks later."),
        error_messages={"required": _("Enter why it should be so")},
    )

    def __init__(self, *args: Any, indicators: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["not_people"].choices = indicators  # type: ignore[attr-defined]
