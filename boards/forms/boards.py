"""The form of a board's details."""

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from boards.forms.base import VersionedForm
from boards.models import Regime


class BoardForm(VersionedForm):
    submit_text = _("Save the board’s details")

    name = forms.CharField(label=_("Name of the board"), max_length=300)
    short_name = forms.CharField(
        label=_("Short name"), max_length=40, required=False,
        help_text=_("Where there is little room, such as NSCP."),
    )  # fmt: skip
    area = forms.CharField(
        label=_("Area"), max_length=200, required=False,
        help_text=_("The local authority areas the board is for."),
    )  # fmt: skip
    regime = forms.ModelChoiceField(
        label=_("Legal framework"), queryset=Regime.objects.all(), empty_label=None,
        help_text=_("It decides the statutory clocks and what an annual report contains."),
    )  # fmt: skip
    colour = forms.CharField(
        label=_("Colour"), required=False,
        help_text=_("The thin band on top of pages and reports, such as #0b6b6b."),
        validators=[RegexValidator(r"^#[0-9a-fA-F]{6}$", _("Enter a colour such as #0b6b6b"))],
        widget=forms.TextInput(attrs={"class": "govuk-input--width-10", "spellcheck": "false"}),
    )  # fmt: skip
