"""The form of a scorecard: its name, who reads it, and its indicators, ticked by theme."""

from collections.abc import Sequence
from typing import Any

from crispy_forms_gds.layout import Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from boards.forms.base import GovukForm, VersionedForm
from boards.models import Board, Group
from performance.models import Indicator


class ScorecardFieldsForm(forms.Form):
    title = forms.CharField(
        label=_("Name of the scorecard"), max_length=300,
        help_text=_("For example Board scorecard, Exploitation, Early help."),
    )  # fmt: skip
    group = forms.ModelChoiceField(
        Group.objects.none(), label=_("Read by"), required=False, empty_label=_("The board")
    )
    #: Printed by the page's own template, by theme.
    indicators = forms.ModelMultipleChoiceField(
        Indicator.objects.none(), label=_("Indicators"),
        error_messages={"required": _("Tick at least one indicator")},
    )  # fmt: skip

    def offer(self, board: Board, shown: Sequence[Indicator]) -> None:
        fields: dict[str, Any] = self.fields
        fields["group"].queryset = Group.objects.filter(board=board).order_by("order", "pk")
        rows = Indicator.objects.filter(pk__in=[each.pk for each in shown])
        fields["indicators"].queryset = rows


class ScorecardForm(GovukForm, ScorecardFieldsForm):
    submit_text = _("Make the scorecard")

    def __init__(self, *args: Any, board: Board, shown: Sequence[Indicator], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer(board, shown)
        self.helper.layout = Layout("title", "group")


class ScorecardEditForm(VersionedForm, ScorecardFieldsForm):
    submit_text = _("Save the scorecard")

    def __init__(self, *args: Any, board: Board, shown: Sequence[Indicator], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer(board, shown)
        self.helper.layout = Layout("title", "group")
