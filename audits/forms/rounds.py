"""Forms of rounds: what is asked, of whom, until when."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from audits.models import Round, ToolVersion
from audits.queries import rounds as queries
from audits.rules.round_lists import Known, read_pasted, read_sheets
from boards import spreadsheets
from boards.forms import DateField, GovukForm, VersionedForm
from boards.models import Board, BoardYear, User
from boards.spreadsheets import SpreadsheetRefused

#: A pasted list of 24,000 schools with keys and names is about one and a half million characters.
MOST_CHARACTERS = 5 * 1024 * 1024


class _ToolChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        words = {"tool": obj.tool.title, "number": obj.number}
        if obj.tool.board_id is None:
            return _("%(tool)s, version %(number)s (ready-made)") % words
        return _("%(tool)s, version %(number)s") % words


class _RoundChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.title} ({obj.year})"


class RoundForm(VersionedForm):
    """Everything about a round that is still a draft."""

    submit_text = gettext_lazy("Save")

    title = forms.CharField(
        label=gettext_lazy("Title"), max_length=300,
        help_text=gettext_lazy("As agencies read it, such as Section 11 self-assessment 2026."),
    )  # fmt: skip
    tool_version = _ToolChoice(
        label=gettext_lazy("Tool"), queryset=ToolVersion.objects.none(), empty_label="",
        help_text=gettext_lazy("The questions that are asked. A tool must be published first."),
    )  # fmt: skip
    year = forms.ModelChoiceField(
        label=gettext_lazy("Reporting year"), queryset=BoardYear.objects.none(), empty_label=None,
        help_text=gettext_lazy("The annual report in which the round will stand."),
    )  # fmt: skip
    opens_on = DateField(
        label=gettext_lazy("Opening date"),
        help_text=gettext_lazy(
            "When you plan to open it, such as 12/12/2026. It does not open by itself."
        ),
    )
    closes_on = DateField(
        label=gettext_lazy("Closing date"),
        help_text=gettext_lazy("Agencies can answer until the end of this day."),
    )
    introduction = forms.CharField(
        label=gettext_lazy("Introduction"), required=False, max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy("What agencies should know about this round: why now, whom to ask."),
    )  # fmt: skip
    previous = _RoundChoice(
        label=gettext_lazy("Carry answers forward from"), required=False,
        queryset=Round.objects.none(), empty_label=gettext_lazy("Start empty"),
        help_text=gettext_lazy(
            "Each agency finds its own last answers, and has to confirm or change every one."
        ),
    )  # fmt: skip

    def __init__(
        self, *args: Any, board: Board, round_record: Round | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["tool_version"].queryset = queries.tool_versions(board)  # type: ignore[attr-defined]
        self.fields["year"].queryset = board.years.all()  # type: ignore[attr-defined]
        self.fields["previous"].queryset = queries.earlier_rounds(board, round_record)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        opens, closes = data.get("opens_on"), data.get("closes_on")
        if opens and closes and closes < opens:
            self.add_error("closes_on", _("The closing date must be the opening date or later"))
        return data


class OpenRoundForm(VersionedForm):
    """What still changes once agencies have the round."""

    submit_text = gettext_lazy("Save")

    title = forms.CharField(label=gettext_lazy("Title"), max_length=300)
    closes_on = DateField(
        label=gettext_lazy("Closing date"),
        help_text=gettext_lazy("It can only move to a later day: agencies know it."),
    )
    introduction = forms.CharField(
        label=gettext_lazy("Introduction"), required=False, max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )  # fmt: skip


class OpenForm(VersionedForm):
    submit_text = gettext_lazy("Open the round and tell agencies")


class DeleteForm(VersionedForm):
    submit_text = gettext_lazy("Delete the draft")
    submit_style = "warning"


class CloseForm(VersionedForm):
    submit_text = gettext_lazy("Close the round")


class ReopenForm(VersionedForm):
    submit_text = gettext_lazy("Open the round again")

    closes_on = DateField(label=gettext_lazy("New closing date"))


class ExtendForm(VersionedForm):
    submit_text = gettext_lazy("Give more time")

    until = DateField(
        label=gettext_lazy("New date"),
        help_text=gettext_lazy("This agency can answer until the end of this day."),
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"), max_length=2_000, widget=forms.Textarea(attrs={"rows": 3})
    )


class RemoveForm(GovukForm):
    submit_text = gettext_lazy("Take off the round")
    submit_style = "warning"


class SectorsForm(GovukForm):
    """Agencies by sector: everybody of the ticked sectors."""

    submit_text = gettext_lazy("Add these agencies")

    sectors = forms.MultipleChoiceField(
        label=gettext_lazy("Sectors"), widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Select at least one sector")},
    )  # fmt: skip

    def __init__(self, *args: Any, counts: Sequence[queries.SectorCount], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sectors"].choices = [  # type: ignore[attr-defined]
            (count.key, self._label(count)) for count in counts
        ]

    @staticmethod
    def _label(count: queries.SectorCount) -> str:
        words = {"sector": count.label, "total": count.total, "invited": count.invited}
        return _("%(sector)s: %(total)s agencies, %(invited)s on this round already") % words


class PasteForm(GovukForm):
    """Agencies from a list: pasted, or as a spreadsheet. All errors are shown at once."""

    submit_text = gettext_lazy("Continue")

    text = forms.CharField(
        label=gettext_lazy("List of agencies"), required=False, max_length=MOST_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 12, "spellcheck": "false"}),
        help_text=gettext_lazy(
            "One agency in each row, by its name or key, with addresses of people to ask beside it"
            " if you like. You can paste from a spreadsheet."
        ),
    )  # fmt: skip
    file = forms.FileField(
        label=gettext_lazy("Or a spreadsheet"), required=False, allow_empty_file=True,
        help_text=gettext_lazy(
            "Excel, OpenDocument or CSV, with names or keys in one of its first three columns."
            " Addresses of people to ask may stand beside them."
        ),
    )  # fmt: skip

    def __init__(self, *args: Any, known: Sequence[Known] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = known
        self.agencies: Mapping[int, Sequence[str]] = {}

    def clean(self) -> dict[str, Any]:
        """Find the agencies; every cell that is wrong is an error of its own."""
        data = super().clean() or {}
        if self.errors:
            return data
        upload, text = data.get("file"), data.get("text") or ""
        name = "file" if upload else "text"
        try:
            found = (
                read_sheets(spreadsheets.read(upload), self.known)
                if upload
                else read_pasted(text, self.known)
            )
        except SpreadsheetRefused as error:
            self.add_error(name, error.message)
            return data
        for message in found.errors:
            self.add_error(name, message)
        if not found.errors and not found.agencies:
            self.add_error("text", _("Enter at least one agency, or choose a file"))
        self.agencies = found.agencies
        return data


class ConfirmListForm(GovukForm):
    """What the list was understood as, sent back to be stored."""

    submit_text = gettext_lazy("Add these agencies")

    plan = forms.JSONField(widget=forms.HiddenInput)

    def clean_plan(self) -> dict[int, list[str]]:
        """Return agency → addresses; the service decides what of it may be."""
        plan = self.cleaned_data["plan"]
        try:
            return {int(pk): [str(email) for email in emails] for pk, emails in plan.items()}
        except (AttributeError, TypeError, ValueError) as error:
            raise ValidationError(_("Send your list again: it did not arrive whole.")) from error


class RespondentsForm(GovukForm):
    """Who is asked to answer: people of the agency, and addresses to invite."""

    submit_text = gettext_lazy("Save")

    people = forms.MultipleChoiceField(
        label=gettext_lazy("People of this agency"), required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Select nobody to write to everybody."),
    )  # fmt: skip
    emails = forms.CharField(
        label=gettext_lazy("E-mail addresses to invite"), required=False, max_length=5_000,
        widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false"}),
        help_text=gettext_lazy(
            "One in each line. They are invited to this agency as contributors; where it has no"
            " lead, the first one is invited as its lead, who signs off and sends."
        ),
    )  # fmt: skip

    def __init__(self, *args: Any, people: Sequence[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if people:
            self.fields["people"].choices = [  # type: ignore[attr-defined]
                (str(user.pk), f"{user.name} ({user.email})") for user in people
            ]
        else:
            del self.fields["people"]

    def clean_emails(self) -> list[str]:
        given = self.cleaned_data["emails"].replace(",", "\n").replace(";", "\n").split("\n")
        emails = [line.strip() for line in given if line.strip()]
        wrong = []
        for email in emails:
            try:
                validate_email(email)
            except ValidationError:
                wrong.append(
                    _("“%(email)s” is not an e-mail address. Enter it like name@example.org")
                    % {"email": email[:100]}
                )
        if wrong:
            raise ValidationError(wrong)
        return emails
