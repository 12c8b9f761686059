"""Filters of the page of targets."""

from django import forms
from django.utils.translation import gettext_lazy as _

from boards.forms.filters import FilterForm
from performance.rules.words import PROGRESS


class TargetFilter(FilterForm):
    when = forms.ChoiceField(
        label=_("Which"),
        choices=[("", _("All")), ("running", _("To be reached")), ("over", _("Over"))],
    )
    state = forms.ChoiceField(label=_("State"), choices=[("", _("Any")), *PROGRESS.items()])
    q = forms.CharField(label=_("Search"), max_length=100)
