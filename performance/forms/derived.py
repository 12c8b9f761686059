"""The form that chooses which characteristic's recording is measured."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from boards.forms import GovukForm
from performance.models import Indicator
from performance.queries.derived import choices


class RecordedForm(GovukForm):
    submit_text = gettext_lazy("Measure it")

    what = forms.ChoiceField(
        label=gettext_lazy("What is recorded"),
        help_text=gettext_lazy(
            "Counts that agencies divide, such as by ethnicity. “Not known”, “not recorded” and "
            "“not stated” count as not recorded."
        ),
    )

    def __init__(self, *args: Any, offered: Sequence[tuple[Indicator, str]], **kwargs: Any) -> None:
        self.offered = {f"{row.pk}:{name}": (row, name) for row, name in offered}
        super().__init__(*args, **kwargs)
        field: Any = self.fields["what"]
        field.choices = [("", _("Select a characteristic")), *choices(offered)]

    @property
    def chosen(self) -> tuple[Indicator, str]:
        return self.offered[self.cleaned_data["what"]]
