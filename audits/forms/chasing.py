"""Forms of chasing: on which days people are reminded, why it is paused."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from audits.rules import chasing as rules
from audits.rules.chasing import MOST_DAYS, Plan
from boards.forms import GovukForm, VersionedForm


class DaysField(forms.CharField):
    """Numbers of days, such as "14, 3"; empty for none."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, max_length=100, **kwargs)

    def clean(self, value: Any) -> tuple[int, ...]:
        try:
            return rules.read_days(super().clean(value))
        except ValueError as error:
            message = _("Enter whole days between 1 and %(most)d, such as 14, 3")
            raise ValidationError(message % {"most": MOST_DAYS}) from error


class ChasingForm(VersionedForm):
    submit_text = gettext_lazy("Save")

    before = DaysField(
        label=gettext_lazy("Days before the due date"),
        help_text=gettext_lazy("Those who answer get a reminder. Such as 14, 3."),
    )
    after = DaysField(
        label=gettext_lazy("Days after the due date"),
        help_text=gettext_lazy("They get another on each of these days late. Such as 1, 7, 14."),
    )
    lead_after = forms.IntegerField(
        label=gettext_lazy("Days late until the agency’s lead is told"), required=False,
        min_value=1, max_value=MOST_DAYS,
    )  # fmt: skip
    board_after = forms.IntegerField(
        label=gettext_lazy("Days late until it is a to-do of the board’s manager"), required=False,
        min_value=1, max_value=MOST_DAYS,
        help_text=gettext_lazy("Leave a box empty to leave that step out."),
    )  # fmt: skip

    def plan(self) -> Plan:
        data = self.cleaned_data
        return Plan(data["before"], data["after"], data["lead_after"], data["board_after"])


class PauseForm(GovukForm):
    submit_text = gettext_lazy("Pause reminders")

    reason = forms.CharField(
        label=gettext_lazy("Reason"), max_length=2_000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Such as a school holiday or an emergency in the area."),
        error_messages={"required": gettext_lazy("Enter why reminders are paused")},
    )  # fmt: skip
