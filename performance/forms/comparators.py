"""Forms of comparators: authorities, neighbours, published tables and their columns."""

from collections.abc import Sequence
from typing import Any

from crispy_forms_gds.layout import Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from boards.forms.base import DateField, GovukForm, VersionedForm
from boards.models import Board
from performance import authorities
from performance.models import Indicator, PublishedTable
from performance.rules.table_files import Profile, usual_value
from performance.services.published_tables import MatchFields

_FILTER = "filter-"


def _choices() -> list[tuple[str, str]]:
    return [(each.code, each.name) for found in authorities.by_region().values() for each in found]


class AuthoritiesField(forms.MultipleChoiceField):
    """Ticked by region; printed by the page's own template."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=_choices, **kwargs)


class AreaForm(VersionedForm):
    """Which authorities the board is for."""

    submit_text = _("Save the board’s area")

    authorities = AuthoritiesField(
        label=_("Authorities of the board"),
        error_messages={"required": _("Tick the authority that the board is for")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout("version")


class NeighbourSetFields(forms.Form):
    """With whom the board is compared, from when."""

    starts_on = DateField(
        label=_("First day"),
        help_text=_("The set before ends the day before. Figures name the set that was meant."),
    )
    source = forms.CharField(
        label=_("Where the choice comes from"), required=False, max_length=300,
        help_text=_("For example, Children’s services statistical neighbour benchmarking tool."),
    )  # fmt: skip
    authorities = AuthoritiesField(
        label=_("Neighbours"),
        error_messages={"required": _("Tick at least one authority")},
    )


class NeighbourSetForm(GovukForm, NeighbourSetFields):
    submit_text = _("Save the neighbours")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout("starts_on", "source")


class NeighbourSetEditForm(VersionedForm, NeighbourSetFields):
    submit_text = _("Save the neighbours")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout("starts_on", "source")


class TableUploadForm(GovukForm):
    """An edition of a published table."""

    submit_text = _("Read this file")

    table = forms.ModelChoiceField(
        PublishedTable.objects.none(), label=_("Which table"), required=False,
        empty_label=_("One that is new here"),
        help_text=_("What was matched with an earlier edition is remembered."),
    )  # fmt: skip
    title = forms.CharField(
        label=_("Name of the new table"), max_length=200, required=False,
        help_text=_("As its publisher calls it, without the year."),
    )  # fmt: skip
    edition = forms.CharField(
        label=_("Edition"), max_length=200,
        help_text=_("What tells it from other years: “Reporting year 2025, published 30 October "
                    "2025”. It stands beside every figure."),
    )  # fmt: skip
    upload = forms.FileField(
        label=_("Data file"), allow_empty_file=True,  # said by the reader, with what to do
        help_text=_("The CSV file of “Explore education statistics” as it was downloaded, or the "
                    "ZIP file with it; up to 25 MB."),
    )  # fmt: skip

    def __init__(self, *args: Any, board: Board, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = PublishedTable.objects.filter(board=board).order_by("title", "pk")
        self.fields["table"].queryset = rows  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not cleaned.get("table") and not cleaned.get("title", "").strip():
            message = _("Enter the name of the new table, or choose one")
            self.add_error("title", forms.ValidationError(message, code="required"))
        return cleaned


class MatchForm(GovukForm):
    """Which columns of the edition are an indicator, and what a row must say beside."""

    submit_text = _("Match the columns")

    indicator = forms.ModelChoiceField(
        Indicator.objects.none(), label=_("Indicator"), empty_label=_("Choose an indicator")
    )
    value_column = forms.ChoiceField(
        label=_("Column of the figure"), required=False,
        help_text=_("May stay empty where both parts are given."),
    )  # fmt: skip
    numerator_column = forms.ChoiceField(
        label=_("Column of the numerator"), required=False,
        help_text=_("With both parts, the figure of the neighbours is worked out from them."),
    )  # fmt: skip
    denominator_column = forms.ChoiceField(label=_("Column of the denominator"), required=False)
    takes_own = forms.BooleanField(
        label=_("Take the figure of the board’s own area too"), required=False,
        help_text=_("Where no agency sends it to the board."),
    )  # fmt: skip

    def __init__(
        self, *args: Any, profile: Profile, indicators: Sequence[Indicator], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        rows = Indicator.objects.filter(pk__in=[each.pk for each in indicators])
        fields["indicator"].queryset = rows.order_by("theme", "label", "pk")
        columns = [("", _("None")), *((name, name) for name in profile.figures)]
        for name in ("value_column", "numerator_column", "denominator_column"):
            fields[name].choices = columns
        own = fields.pop("takes_own")
        self._filters = list(profile.filters)
        for number, (name, values) in enumerate(profile.filters.items()):
            fields[f"{_FILTER}{number}"] = forms.ChoiceField(
                label=_("Rows where %(column)s is") % {"column": name},
                choices=[(value, value or _("empty")) for value in values],
                initial=usual_value(values) or values[0],
                required="" not in values,
            )
        fields["takes_own"] = own

    def said(self) -> MatchFields:
        """Return what was chosen, for the service."""
        data = self.cleaned_data
        return MatchFields(
            indicator=data["indicator"], value_column=data["value_column"],
            numerator_column=data["numerator_column"],
            denominator_column=data["denominator_column"], takes_own=data["takes_own"],
            filters={
                name: data[f"{_FILTER}{number}"] for number, name in enumerate(self._filters)
            },
        )  # fmt: skip


class TakeOverForm(VersionedForm):
    submit_text = _("Take these figures over")
