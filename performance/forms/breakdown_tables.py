"""The form of a breakdown table: what stands in its rows and columns, and its indicators."""

from collections.abc import Sequence
from typing import Any

from crispy_forms_gds.layout import Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from boards.forms.base import GovukForm, VersionedForm
from performance.models import BreakdownTable, Indicator
from performance.rules.breakdowns import INDICATOR, NOTHING, PERIOD

FIELDS = (
    "title", "description", "rows_by", "columns_by", "period_kind", "with_shares", "with_previous",
)  # fmt: skip


class TableFieldsForm(forms.Form):
    title = forms.CharField(label=_("Title"), max_length=300)
    description = forms.CharField(
        label=_("What it shows"), required=False, max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Printed under the title: who is counted, and when."),
    )  # fmt: skip
    rows_by = forms.ChoiceField(
        label=_("Rows"),
        help_text=_("The ticked indicators, or the parts of the one that is ticked."),
    )
    columns_by = forms.ChoiceField(label=_("Columns"), required=False)
    period_kind = forms.ChoiceField(
        label=_("Each figure is of one"), choices=BreakdownTable.Kind.choices
    )
    with_shares = forms.BooleanField(
        label=_("Show the share beside each count, as in 12 (34.3%)"), required=False
    )
    with_previous = forms.BooleanField(
        label=_("Show the same period a year before, and the change"), required=False
    )
    #: Printed by the page's own template, by theme.
    indicators = forms.ModelMultipleChoiceField(
        Indicator.objects.none(), label=_("Indicators"),
        error_messages={"required": _("Tick at least one indicator")},
    )  # fmt: skip

    def offer(self, shown: Sequence[Indicator]) -> None:
        """Offer the breakdowns that some indicator has."""
        fields: dict[str, Any] = self.fields
        names = sorted({name for each in shown for name in each.dimensions})
        divided = [(name, _("By %(name)s") % {"name": name.replace("_", " ")}) for name in names]
        fields["rows_by"].choices = [(INDICATOR, _("Indicators")), *divided]
        fields["columns_by"].choices = [
            (NOTHING, _("One period")), (PERIOD, _("The periods of a year")), *divided
        ]  # fmt: skip
        rows = Indicator.objects.filter(pk__in=[each.pk for each in shown])
        fields["indicators"].queryset = rows


class TableForm(GovukForm, TableFieldsForm):
    submit_text = _("Make the table")

    def __init__(self, *args: Any, shown: Sequence[Indicator], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer(shown)
        self.helper.layout = Layout(*FIELDS)


class TableEditForm(VersionedForm, TableFieldsForm):
    submit_text = _("Save the table")

    def __init__(self, *args: Any, shown: Sequence[Indicator], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer(shown)
        self.helper.layout = Layout(*FIELDS)


class TableRemoveForm(VersionedForm):
    submit_text = _("Take the table away")
    submit_style = "warning"
