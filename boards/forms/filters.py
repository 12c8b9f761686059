"""Filters above a list: sent by GET, nothing required, what makes no sense is left out."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.utils import ErrorDict
from django.http import QueryDict
from django.utils.translation import gettext as _

from boards.forms.base import GovukForm


@dataclass(frozen=True)
class Chip:
    """A filter in use, and the address of the list without it."""

    label: str
    remove_url: str


class FilterForm(GovukForm):
    """Fields are filters; `values()` has each filter's value, empty when not in use."""

    def __init__(self, data: QueryDict, **kwargs: Any) -> None:
        super().__init__(data, auto_id="filter_%s", **kwargs)
        for field in self.fields.values():
            field.required = False
            field.hide_optional = True  # type: ignore[attr-defined]  # read by templates/gds
        self.prepare()
        self.is_valid()
        # A wrong filter is no mistake of a form: it is left out and not complained about.
        self._errors = ErrorDict()

    def prepare(self) -> None:
        """Give choices their querysets, before anything is read."""

    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data.get(name) for name in self.fields}

    def chips(self) -> list[Chip]:
        """Return what is in use, each with a link that takes it away."""
        return [
            Chip(self._said(name, value), self._without(name))
            for name, value in self.values().items()
            if value not in (None, "", False)
        ]

    def _said(self, name: str, value: Any) -> str:
        field = self.fields[name]
        if isinstance(field, forms.BooleanField):
            return str(field.label)
        choices = dict(getattr(field, "choices", [])) if not hasattr(value, "pk") else {}
        shown = choices.get(value, value)
        return _("%(filter)s: %(value)s") % {"filter": field.label, "value": shown}

    def _without(self, name: str) -> str:
        query = self.data.copy()
        for key in (name, "page"):
            query.pop(key, None)
        return f"?{query.urlencode()}"
