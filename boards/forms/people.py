"""Forms of people and their roles, and the outbox's filter."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from boards.forms.base import DateField, GovukForm
from boards.queries.outbox import STATE_LABELS


class EndRoleForm(GovukForm):
    submit_text = _("End the role")
    submit_style = "warning"

    ends_on = DateField(label=_("Last day"))


class ResetRequestForm(GovukForm):
    submit_text = _("Ask for the reset")

    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        help_text=_("What happened, and how you made sure that it is really them."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class OutboxFilterForm(forms.Form):
    kind = forms.ChoiceField(label=_("Kind"), required=False)
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[("", _("All")), ("stuck", _("Needs you")), *STATE_LABELS.items()],
    )

    def __init__(self, *args: Any, kinds: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", _("All")), *kinds]  # type: ignore[attr-defined]
