"""Forms of data returns."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from boards.forms import DateField, GovukForm, VersionedForm
from boards.forms.actions import PartnerField
from boards.forms.filters import FilterForm
from boards.models import BoardPartner
from performance.models import DataDraft, DataReturn, Observation
from performance.queries.data_returns import Line
from performance.rules.entries import Entry
from performance.rules.periods import in_words
from performance.rules.submissions import Mistake

_TEXTS = ("value", "numerator", "denominator", "missing", "comment")
_NUMBER = {"class": "govuk-input--width-10", "inputmode": "decimal", "autocomplete": "off"}


@dataclass(frozen=True)
class Row:
    """One indicator on the page: its boxes, and what a colleague saved meanwhile."""

    line: Line
    fields: list[BoundField]
    theirs: str = ""


class FiguresForm(VersionedForm):
    """A box for each figure. Takes everything as text: what is right is decided by the rules.

    Nothing is required here, because what is half done can be kept.
    """

    def __init__(
        self,
        *args: Any,
        lines: Sequence[Line],
        theirs: Mapping[str, str] | None = None,
        **kwargs: Any,
    ) -> None:
        self.lines, self.theirs = lines, dict(theirs or {})
        super().__init__(*args, **kwargs)
        for number, line in enumerate(lines):
            for name, field in _boxes(line):
                self.fields[f"f{number}-{name}"] = field

    def rows(self) -> Iterator[Row]:
        for number, line in enumerate(self.lines):
            names = [f"f{number}-{name}" for name in _TEXTS]
            boxes = [self[name] for name in names if name in self.fields]
            yield Row(line, boxes, self.theirs.get(line.asked.measure.key, ""))

    def entries(self) -> list[Entry]:
        """Return what was typed, a line for each indicator."""
        return [
            Entry(
                indicator=line.asked.measure.key,
                value=self._typed(number, "value"),
                numerator=self._typed(number, "numerator"),
                denominator=self._typed(number, "denominator"),
                missing=self._typed(number, "missing"),
                comment=self._typed(number, "comment"),
            )
            for number, line in enumerate(self.lines)
        ]

    def _typed(self, number: int, name: str) -> str:
        return str(self.cleaned_data.get(f"f{number}-{name}") or "").strip()

    def add_mistakes(self, mistakes: Sequence[Mistake]) -> None:
        """Show each mistake at its box."""
        numbers = {line.asked.measure.key: n for n, line in enumerate(self.lines)}
        for mistake in mistakes:
            number = numbers.get(mistake.indicator)
            name = next(
                (
                    f"f{number}-{each}"
                    for each in (mistake.field, "value", "numerator")
                    if f"f{number}-{each}" in self.fields
                ),
                None,
            )
            self.add_error(name, mistake.message)


def initial_of(lines: Sequence[Line], entries: Sequence[Entry] | None) -> dict[str, str]:
    """Return what the boxes show: what was kept, else the figures as they are now."""
    kept = {entry.indicator: entry for entry in entries or ()}
    values: dict[str, str] = {}
    for number, line in enumerate(lines):
        entry = kept.get(line.asked.measure.key)
        if entry is None and entries is None and line.current is not None:
            entry = entry_of(line.asked.measure.key, line.current)
        if entry is not None:
            values |= {f"f{number}-{name}": getattr(entry, name) for name in _TEXTS}
    return values


def entry_of(key: str, row: Observation) -> Entry:
    """Return a figure as somebody would have typed it."""
    missing = "" if row.missing == "zero_of_zero" else row.missing
    return Entry(
        indicator=key, value=_text(row.value), numerator=_text(row.numerator),
        denominator="" if row.base_id else _text(row.denominator), missing=missing,
        comment=row.note,
    )  # fmt: skip


def _text(number: Decimal | None) -> str:
    return "" if number is None else format(number, "f")


def _boxes(line: Line) -> Iterator[tuple[str, forms.Field]]:
    indicator = line.indicator
    if line.asked.measure.is_ratio:
        yield "numerator", _number(indicator.numerator_label or _("Numerator (the part)"))
        yield "denominator", _denominator(line)
    else:
        yield "value", _number(_("Figure"))
    reasons = [("", _("There is a figure")), *_reasons()]
    yield (
        "missing",
        forms.ChoiceField(required=False, label=_("If there is no figure, why"), choices=reasons),
    )
    comment = forms.CharField(
        required=False, label=_("Comment"), max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip
    yield "comment", comment


def _denominator(line: Line) -> forms.CharField:
    """Say which population stands in where the box stays empty."""
    field = _number(line.indicator.denominator_label or _("Denominator (the whole)"))
    if line.base is not None:
        field.help_text = _("Leave it empty for the board’s figure: %(count)s, %(period)s") % {
            "count": number_format(line.base.value, use_l10n=True, force_grouping=True),
            "period": in_words(line.base.period),
        }
    return field


def _number(label: str) -> forms.CharField:
    widget = forms.TextInput(attrs=_NUMBER)
    field = forms.CharField(required=False, label=label, max_length=40, widget=widget)
    field.hide_optional = True  # type: ignore[attr-defined]  # read by templates/gds
    return field


def _reasons() -> list[tuple[str, Any]]:
    choices = Observation.Missing.choices
    return [(code, label) for code, label in choices if code != Observation.Missing.ZERO_OF_ZERO]


class UploadForm(GovukForm):
    submit_text = gettext_lazy("Check this file")

    upload = forms.FileField(
        label=gettext_lazy("Spreadsheet"),
        help_text=gettext_lazy("Excel (.xlsx, .xls), OpenDocument (.ods) or CSV, up to 10 MB"),
        allow_empty_file=True,  # said by the reader, with what to do
    )


class SendFileForm(VersionedForm):
    """Sends the file whose changes stand on the page, not what a colleague put in its place."""

    submit_text = gettext_lazy("Send these figures")

    draft = forms.IntegerField(widget=forms.HiddenInput)
    comment = forms.CharField(
        label=gettext_lazy("Anything the board should know about these figures"),
        required=False,
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, draft: DataDraft | None, **kwargs: Any) -> None:
        seen = {"draft": draft.pk, "version": draft.version} if draft else {}
        super().__init__(*args, **{**kwargs, "initial": seen})

    @property
    def seen(self) -> tuple[int, int]:
        return self.cleaned_data["draft"], self.cleaned_data["version"]

    def show(self, draft: DataDraft) -> None:
        """Be about the draft that the page shows now; sending it is then deliberate."""
        self.data = self.data.copy()  # type: ignore[union-attr]  # a QueryDict
        self.data["draft"], self.data["version"] = str(draft.pk), str(draft.version)


class ExtendForm(VersionedForm):
    submit_text = gettext_lazy("Give more time")

    extended_to = DateField(label=gettext_lazy("New last day"))
    reason = forms.CharField(
        label=gettext_lazy("Why the agency gets more time"),
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class SendBackForm(VersionedForm):
    submit_text = gettext_lazy("Send back")

    reason = forms.CharField(
        label=gettext_lazy("What should be corrected"),
        max_length=4_000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class AcceptForm(VersionedForm):
    submit_text = gettext_lazy("Accept the figures")


class DataReturnFilters(FilterForm):
    q = forms.CharField(label=gettext_lazy("Title"), max_length=100)
    status = forms.ChoiceField(
        label=gettext_lazy("Status"),
        choices=[
            ("", gettext_lazy("Any")),
            ("late", gettext_lazy("Late")),
            *DataReturn.Status.choices,
        ],
    )
    agency = PartnerField(label=gettext_lazy("Agency"), empty_label=gettext_lazy("Any"))

    def __init__(self, data: Any, *, board: Any, shown: Any, **kwargs: Any) -> None:
        # Only agencies of returns the person sees: a filter is no way round the list.
        self._partners = BoardPartner.objects.filter(
            board=board, agency__in=shown.order_by().values("agency")
        ).order_by("name")
        super().__init__(data, **kwargs)

    def prepare(self) -> None:
        self.fields["agency"].queryset = self._partners  # type: ignore[attr-defined]
