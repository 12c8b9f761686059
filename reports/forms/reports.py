"""Forms of reports: which year, what stands in a section, why one is left out."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from boards.forms import GovukForm, VersionedForm
from boards.models import Board, BoardYear
from reports import blocks
from reports.models import ReportSection


class NewReportForm(GovukForm):
    """Choose the year; its regime decides the template."""

    submit_text = _("Start the report")
    year = forms.ModelChoiceField(
        BoardYear.objects.none(),
        label=_("Year"),
        help_text=_("The sections come from the template for the law of that year."),
        error_messages={"required": _("Select the year that the report is about")},
    )

    def __init__(self, *args: Any, board: Board, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        years = board.years.filter(annual_report=None).order_by("-starts_on")
        self.fields["year"].queryset = years  # type: ignore[attr-defined]
        self.fields["year"].empty_label = None  # type: ignore[attr-defined]


class SectionForm(VersionedForm):
    """The words and blocks of a section."""

    submit_text = _("Save section")
    title = forms.CharField(label=_("Title"), max_length=300)
    text = forms.CharField(
        label=_("Text"),
        required=False,
        strip=True,
        widget=forms.Textarea(attrs={"rows": 22, "spellcheck": "true"}),
    )
    blocks = forms.MultipleChoiceField(
        label=_("Tables and charts after the text"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    status = forms.ChoiceField(
        label=_("Status"), choices=ReportSection.Status.choices, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, section: ReportSection, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = {name: block.label for name, block in blocks.known().items()}
        # A block that is not known any more stays until somebody takes it out.
        lost = {name: name for name in section.blocks if name not in known}
        self.fields["blocks"].choices = list((known | lost).items())  # type: ignore[attr-defined]


class NewSectionForm(GovukForm):
    submit_text = _("Add section")
    title = forms.CharField(label=_("Title"), max_length=300)
    is_appendix = forms.BooleanField(label=_("It is an appendix"), required=False)


class LeaveOutForm(VersionedForm):
    """The reason of a required section is printed at the end of the report."""

    submit_text = _("Leave the section out")
    submit_style = "warning"
    reason = forms.CharField(
        label=_("Why it is left out"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("For a required section this is printed at the end of the report."),
    )
