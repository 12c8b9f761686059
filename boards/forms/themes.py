"""The form of a theme."""

from django import forms
from django.utils.translation import gettext_lazy as _

from boards.forms.base import GovukForm, VersionedForm


def _name() -> forms.CharField:
    return forms.CharField(
        label=_("Name of the theme"), max_length=200, help_text=_("For example, Neglect")
    )


class ThemeForm(GovukForm):
    submit_text = _("Add the theme")

    label = _name()


class ThemeEditForm(VersionedForm):
    submit_text = _("Save the theme")

    label = _name()
