"""Forms of API keys."""

from typing import Any

from django import forms
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _

from boards.forms import DateField, GovukForm
from boards.forms.actions import PartnerField
from boards.models import BoardPartner
from performance.models import ApiKey


class KeyForm(GovukForm):
    """A new key for an agency's system."""

    submit_text = _("Make the key")

    name = forms.CharField(
        label=_("Name of the system"), max_length=100, help_text=_("For example, Case system live")
    )
    agency = PartnerField(label=_("Agency"), empty_label=_("Select an agency"))
    scopes = forms.MultipleChoiceField(
        label=_("What it may do"), choices=ApiKey.Scope.choices,
        widget=forms.CheckboxSelectMultiple, initial=["read", "send"],
    )  # fmt: skip
    expires_on = DateField(label=_("Last day on which it works"))
    #: Tells a double click from a second key.
    nonce = forms.CharField(
        required=False,
        max_length=100,
        widget=forms.HiddenInput,
        initial=lambda: get_random_string(32),
    )

    def __init__(self, *args: Any, partners: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["agency"]
        field.required, field.queryset = True, partners  # type: ignore[attr-defined]


class RevokeForm(GovukForm):
    submit_text = _("End this key")
    submit_style = "warning"


def partners_for(board: Any, agencies: set[int] | None) -> Any:
    """Return the agencies for which a person may make keys; None for all of the board."""
    rows = BoardPartner.objects.filter(board=board).select_related("agency").order_by("name")
    return rows if agencies is None else rows.filter(agency__in=agencies)
