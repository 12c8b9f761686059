"""Forms of what agencies owe."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from boards.forms import DateField, VersionedForm
from boards.forms.actions import PartnerField
from boards.models import Board
from performance.models import Indicator


class RequirementForm(VersionedForm):
    """Who owes which figures, how often, how soon."""

    submit_text = _("Save")

    title = forms.CharField(
        label=_("Title"), max_length=300, help_text=_("For example, Front door, monthly")
    )
    agency = PartnerField(label=_("Agency"), empty_label=_("Select an agency"))
    frequency = forms.ChoiceField(label=_("How often"), choices=Indicator.Frequency.choices)
    due_days = forms.IntegerField(
        label=_("Days after the end of the period"),
        min_value=0, max_value=365, initial=21,
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-3"}),
    )  # fmt: skip
    starts_on = DateField(
        label=_("First day of the first period"),
        help_text=_("Returns are asked for from the first period that begins on or after this day"),
    )
    ends_on = DateField(label=_("Last day, if it ends"), required=False)
    indicators = forms.ModelMultipleChoiceField(
        Indicator.objects.none(), label=_("Figures"), widget=forms.CheckboxSelectMultiple
    )
    note = forms.CharField(
        label=_("Notes for the agency"), required=False, max_length=4_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip

    def __init__(self, *args: Any, board: Board, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["version"].required = False  # a new one has none yet
        self.fields["agency"].required = True
        self.fields["agency"].offer(board)  # type: ignore[attr-defined]
        rows = Indicator.objects.filter(board=board, derivation=None).active(timezone.localdate())
        self.fields["indicators"].queryset = rows.order_by("theme", "label", "pk")  # type: ignore[attr-defined]
