"""Forms beside an indicator: commentary, events, targets, actions."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from boards.forms.base import DateField, GovukForm
from boards.forms.choices import FoundField
from boards.models import Agency, Board


def _text(label: Any, **more: Any) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=5000, widget=forms.Textarea(attrs={"rows": 4}), **more
    )


class CommentForm(GovukForm):
    submit_text = _("Add the commentary")

    text = _text(
        _("What the figures mean"),
        help_text=_("What changed, why, so what, and what will be done. No child’s name."),
    )
    on = DateField(label=_("Figures up to"))


class EventForm(GovukForm):
    submit_text = _("Add the event")

    text = _text(_("What happened"))
    on = DateField(label=_("On which day"))
    starts_anew = forms.BooleanField(
        label=_("Things are done or counted otherwise since: control limits begin anew"),
        required=False,
    )


class TargetForm(GovukForm):
    submit_text = _("Set the target")

    value = forms.DecimalField(
        label=_("Target"), max_digits=18, decimal_places=6, help_text=_("In the indicator’s unit.")
    )
    due_on = DateField(label=_("To be reached by"))
    starts_on = DateField(label=_("Starting from"))
    start_value = forms.DecimalField(
        label=_("Where it stands at the start"), required=False, max_digits=18, decimal_places=6,
        help_text=_("With it the line rises or falls evenly; without it the target holds at once."),
    )  # fmt: skip
    tolerance = forms.DecimalField(
        label=_("How far behind the line is still amber"), required=False, min_value=0,
        max_digits=18, decimal_places=6,
    )  # fmt: skip
    note = forms.CharField(
        label=_("Whose target it is"), required=False, max_length=300,
        help_text=_("The plan or decision that it comes from."),
    )  # fmt: skip


class ActionForm(GovukForm):
    submit_text = _("Raise the action")

    title = forms.CharField(label=_("What will be done"), max_length=300)
    agency = FoundField(
        Agency.objects.none(), names=("name",), label=_("Agency"), required=False,
        empty_label=_("The board itself"),
    )  # fmt: skip
    due_on = DateField(label=_("By when"))
    success_measure = _text(_("How it will be seen that it worked"), required=False)

    def __init__(self, *args: Any, board: Board, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        agencies = Agency.objects.filter(partnerships__board=board).order_by("name")
        self.fields["agency"].offer_rows(agencies)  # type: ignore[attr-defined]
