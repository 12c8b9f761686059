"""Choosing one of many: a list while it can be read through, else a box to type the name in."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from boards.forms.base import lower_first

#: Longer lists are not read through: a board may have 24,000 schools.
MOST_LISTED = 200
#: So many are named where what was typed says several.
NAMED = 10
_WITH_KEY = re.compile(r"(.+) \(([^()]+)\)")


class FoundField(forms.ModelChoiceField):
    """A choice among rows that are found by `names`: the name, and what tells namesakes apart.

    Whoever types a part of a name that is one row's alone means that row; of several the error
    names some, each as it can be typed. Works without JavaScript.
    """

    default_error_messages = {
        "unknown": gettext_lazy(
            "Nothing here has “%(text)s” in its name. Check the spelling, or type less of it."
        ),
        "several": gettext_lazy("Several fit “%(text)s”. Type one of these: %(names)s."),
    }

    def __init__(self, queryset: QuerySet[Any], *, names: tuple[str, ...], **kwargs: Any) -> None:
        super().__init__(queryset, **kwargs)
        self.names = names
        self.is_typed = False

    def offer_rows(self, rows: QuerySet[Any]) -> None:
        """Offer these rows."""
        self.queryset = rows
        self.is_typed = rows[MOST_LISTED : MOST_LISTED + 1].exists()
        if self.is_typed:
            self.widget = forms.TextInput(attrs={"autocomplete": "off"})
            self.widget.is_required = self.required
            self.help_text = " ".join([str(self.help_text or ""), self._how_to_type()]).strip()

    def _how_to_type(self) -> str:
        if self.required or not self.empty_label:
            return _("Type the name, or a part of it.")
        empty = lower_first(str(self.empty_label))
        return _("Type the name, or a part of it. Leave it empty for: %(empty)s.") % {
            "empty": empty
        }

    def prepare_value(self, value: Any) -> Any:
        """Show a chosen row by its name where it is typed."""
        if not self.is_typed:
            return super().prepare_value(value)
        if isinstance(value, Model):
            return self._typed(value)
        row = self.queryset.filter(pk=value).first() if str(value or "").isdecimal() else None
        return value if row is None else self._typed(row)

    def to_python(self, value: Any) -> Any:
        if not self.is_typed:
            return super().to_python(value)
        text = str(value or "").strip()
        if not text:
            return None
        found = self._called(text) or self._with_part(text)
        if not found:
            raise ValidationError(
                self.error_messages["unknown"], code="unknown", params={"text": text[:100]}
            )
        if len(found) > 1:
            names = "; ".join(self._typed(row) for row in found[:NAMED])
            names = f"{names} …" if len(found) > NAMED else names
            raise ValidationError(
                self.error_messages["several"],
                code="several",
                params={"text": text[:100], "names": names},
            )
        return found[0]

    def _called(self, text: str) -> list[Any]:
        """Return the rows that are called exactly so, or "name (what tells it apart)"."""
        exact = Q(*[(f"{name}__iexact", text) for name in self.names], _connector=Q.OR)
        if (both := _WITH_KEY.fullmatch(text)) and len(self.names) > 1:
            name, apart = self.names[:2]
            exact |= Q(**{f"{name}__iexact": both[1], f"{apart}__iexact": both[2]})
        return list(self.queryset.filter(exact)[: NAMED + 1])

    def _with_part(self, text: str) -> list[Any]:
        return list(self.queryset.filter(**{f"{self.names[0]}__icontains": text})[: NAMED + 1])

    def _typed(self, row: Any) -> str:
        name, *apart = (str(getattr(row, name)) for name in self.names)
        return f"{name} ({apart[0]})" if apart else name
