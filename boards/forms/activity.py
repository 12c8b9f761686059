"""Filters of the activity page."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from boards.forms.base import DateField
from boards.forms.filters import FilterForm
from boards.models import Board, User
from boards.queries.activity import kinds


class ActivityFilters(FilterForm):
    by = forms.ModelChoiceField(User.objects.none(), label=_("Person"), empty_label=_("Anybody"))
    kind = forms.ChoiceField(label=_("About"))
    since = DateField(label=_("From"), help_text="")
    until = DateField(label=_("To"), help_text="")

    def __init__(self, data: Any, *, board: Board, **kwargs: Any) -> None:
        self._board = board
        super().__init__(data, **kwargs)

    def prepare(self) -> None:
        people = User.objects.filter(memberships__board=self._board).distinct()
        self.fields["by"].queryset = people.order_by("name", "pk")  # type: ignore[attr-defined]
        self.fields["kind"].choices = [("", _("Everything")), *kinds()]  # type: ignore[attr-defined]
