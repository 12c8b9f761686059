"""Forms about indicators: defining one, retiring one, choosing from the library."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from boards.forms.base import DateField, GovukForm, VersionedForm
from boards.forms.choices import FoundField
from boards.forms.filters import FilterForm
from boards.models import Agency, Board
from performance.models import Indicator
from performance.rules.themes import theme_label, theme_order, themes
from performance.services.indicators import IndicatorFields

_NOT_SAID = ("", _("Not said"))


class IndicatorFilter(FilterForm):
    """Filters above the list of indicators."""

    q = forms.CharField(label=_("Words"), max_length=100)
    theme = forms.ChoiceField(label=_("Theme"))
    agency = forms.ModelChoiceField(Agency.objects.none(), label=_("Agency"), empty_label=_("All"))
    when = forms.ChoiceField(
        label=_("Measured"),
        choices=[("", _("Now")), ("retired", _("No longer")), ("all", _("Ever"))],
    )

    def __init__(self, data: Any, *, board: Board) -> None:
        self.board = board
        super().__init__(data)

    def prepare(self) -> None:
        rows = Indicator.objects.filter(board=self.board)
        used = set(rows.order_by().values_list("theme", flat=True).distinct())
        keys = sorted(used, key=theme_order)
        self.field("theme").choices = [("", _("All")), *((key, theme_label(key)) for key in keys)]
        self.field("agency").queryset = Agency.objects.filter(indicators__board=self.board)
        self.field("agency").queryset = self.field("agency").queryset.distinct()

    def field(self, name: str) -> Any:
        return self.fields[name]


def theme_choices(current: str = "") -> list[tuple[str, str]]:
    """Return the themes to choose from, and the indicator's own where it is another."""
    keys = [*themes(), *([current] if current and current not in themes() else [])]
    return [(key, theme_label(key)) for key in keys]


class IndicatorFieldsForm(forms.Form):
    """What is said of an indicator, when it is defined and when it is changed."""

    label = forms.CharField(label=_("Name of the indicator"), max_length=300)
    theme = forms.ChoiceField(label=_("Theme"))
    definition = forms.CharField(
        label=_("Definition"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("What is counted and what is not, so that two people count the same."),
    )
    unit = forms.ChoiceField(label=_("Unit"), choices=Indicator.Unit.choices)
    kind = forms.ChoiceField(
        label=_("How it is measured"),
        choices=Indicator.Kind.choices,
        help_text=_("It decides how a quarter or a year comes from months."),
    )
    polarity = forms.ChoiceField(label=_("Which way is better"), choices=Indicator.Polarity.choices)
    numerator_label = forms.CharField(
        label=_("Numerator"),
        required=False,
        max_length=300,
        help_text=_("For a ratio: what is counted."),
    )
    denominator_label = forms.CharField(
        label=_("Denominator"),
        required=False,
        max_length=300,
        help_text=_("For a ratio: out of what."),
    )
    denominator_indicator = forms.ModelChoiceField(
        Indicator.objects.none(),
        label=_("Population of the rate"),
        required=False,
        empty_label=_("None: the denominator is always sent"),
        help_text=_(
            "For a rate of children of the area: where no denominator is sent, the latest figure "
            "of this indicator counts."
        ),
    )
    adds_up = forms.ChoiceField(
        label=_("How the parts of a ratio add up"),
        required=False,
        choices=[("", _("As usual for the unit")), *Indicator.AddsUp.choices],
    )
    frequency = forms.ChoiceField(
        label=_("How often"),
        choices=[_NOT_SAID, *Indicator.Frequency.choices],
        required=False,
    )
    owner_agency = FoundField(
        Agency.objects.none(),
        names=("name",),
        label=_("Agency that has the figures"),
        required=False,
        empty_label=_("The board itself, or not decided"),
    )
    source = forms.CharField(
        label=_("Source"),
        required=False,
        max_length=300,
        help_text=_("The system or published table that the figures are taken from."),
    )
    statutory_return = forms.CharField(label=_("Statutory return"), required=False, max_length=300)
    dimensions = forms.CharField(
        label=_("Broken down by"),
        required=False,
        max_length=300,
        help_text=_("For example age, sex, district; separated by commas."),
    )
    decimals = forms.IntegerField(
        label=_("Decimals that are printed"),
        required=False,
        min_value=0,
        max_value=6,
        help_text=_("Empty: as many as the figure was given with."),
    )
    change_limit_percent = forms.IntegerField(
        label=_("Ask for a comment when it changes by more than, in per cent"),
        required=False,
        min_value=1,
        max_value=1000,
    )
    starts_on = DateField(label=_("Measured from"), required=False)

    def offer(self, board: Board, theme: str = "") -> None:
        counts = Indicator.objects.filter(board=board, unit=Indicator.Unit.COUNT)
        self.fields["denominator_indicator"].queryset = counts.filter(  # type: ignore[attr-defined]
            theme="demography"
        ).order_by("order", "pk")
        agencies = Agency.objects.filter(partnerships__board=board).order_by("name")
        self.fields["owner_agency"].offer_rows(agencies)  # type: ignore[attr-defined]
        choices = [("", _("Choose a theme")), *theme_choices(theme)]
        self.fields["theme"].choices = choices  # type: ignore[attr-defined]

    def said(self) -> IndicatorFields:
        """Return what was entered, for the service."""
        data = {name: self.cleaned_data[name] for name in IndicatorFieldsForm.base_fields}
        words = [each.strip() for each in data["dimensions"].lower().split(",")]
        data["dimensions"] = tuple(dict.fromkeys(word.replace(" ", "_") for word in words if word))
        return IndicatorFields(**data)


class IndicatorForm(GovukForm, IndicatorFieldsForm):
    """A new indicator of the board's own."""

    submit_text = _("Add the indicator")

    def __init__(self, *args: Any, board: Board, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer(board)


class IndicatorEditForm(VersionedForm, IndicatorFieldsForm):
    """Changing what an indicator means."""

    submit_text = _("Save the indicator")

    def __init__(self, *args: Any, board: Board, indicator: Indicator, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer(board, indicator.theme)


class RetireForm(VersionedForm):
    """The last day on which an indicator is measured; empty takes it up again."""

    submit_text = _("Save")

    ends_on = DateField(
        label=_("Last day on which it is measured"), required=False,
        help_text=_("Its figures stay. Leave it empty to go on measuring."),
    )  # fmt: skip
    reason = forms.CharField(
        label=_("Why it is no longer measured"), required=False, max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("ends_on") and not cleaned.get("reason", "").strip():
            self.add_error("reason", forms.ValidationError(_("Say why it ends"), code="required"))
        return cleaned
