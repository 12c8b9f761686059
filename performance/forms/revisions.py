"""Which day's figures are wanted."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from boards.forms import DateField, GovukForm


class OnDay(GovukForm):
    """Asked by GET: nothing is changed."""

    submit_text = gettext_lazy("Show")
    submit_style = "secondary"
    on = DateField(
        label=gettext_lazy("The figures as they were at the end of"),
        help_text=gettext_lazy("The day a report was published, as 3 May 2026"),
        error_messages={"required": gettext_lazy("Enter the day")},
    )

    def clean_on(self) -> Any:
        day = self.cleaned_data["on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("The day must be today or earlier"))
        return day
