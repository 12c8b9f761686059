"""What a person wants to hear of, and how."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from boards.forms.base import GovukForm
from boards.models import NotificationSetting
from boards.registry import registry


class NotificationSettingsForm(GovukForm):
    """One choice for everything, and for each kind another one if wanted."""

    submit_text = _("Save")

    everything = forms.ChoiceField(
        label=_("How you hear of news"),
        choices=NotificationSetting.Choice.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Select how you want to hear of news")},
    )

    def __init__(self, *args: Any, choices: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["everything"].initial = choices.get("")
        for kind in registry.notification_kinds:
            self.fields[f"kind-{kind.key}"] = forms.ChoiceField(
                label=str(kind.label),
                choices=[("", _("As above")), *NotificationSetting.Choice.choices],
                required=False,
                initial=choices.get(kind.key, ""),
            )

    def choices(self) -> dict[str, str]:
        """Return the choice of each kind, the one for all under the empty key."""
        of_kinds = {
            kind.key: self.cleaned_data[f"kind-{kind.key}"] for kind in registry.notification_kinds
        }
        return {"": self.cleaned_data["everything"], **of_kinds}
