from typing import Any

from django import forms
from django.conf import settings
from django.db.models import QuerySet
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from audits.models import Return, Round
from boards.forms import DateField, GovukForm, VersionedForm
from boards.forms.filters import FilterForm


class ReturnFilters(FilterForm):
    """Filters of the list of returns."""

    q = forms.CharField(label=_("Agency"), max_length=100)
    round = forms.ModelChoiceField(Round.objects.none(), label=_("Round"), empty_label=_("Any"))
    status = forms.ChoiceField(label=_("Status"), choices=[("", _("Any")), *Return.Status.choices])
    late = forms.BooleanField(label=_("Late only"))

    def __init__(self, data: Any, *, rounds: QuerySet[Round], **kwargs: Any) -> None:
        self._rounds = rounds
        super().__init__(data, **kwargs)

    def prepare(self) -> None:
        self.fields["round"].queryset = self._rounds  # type: ignore[attr-defined]


class SignOffForm(VersionedForm):
    """The accountable executive's name, post and statement."""

    submit_text = _("Sign off")
    signatory_name = forms.CharField(
        label=_("Name of the accountable executive"), max_length=200,
        help_text=_("The person at board or executive level who answers for safeguarding."),
    )  # fmt: skip
    signatory_post = forms.CharField(label=_("Their post"), max_length=200)
    is_agreed = forms.BooleanField(
        label=_("They have read these answers and stand behind them"),
        error_messages={"required": _("Confirm that the executive stands behind these answers")},
    )


class ConfirmForm(VersionedForm):
    """A change of a return that needs nothing but a yes."""

    submit_text = _("Send to the board")


class ActionForm(GovukForm):
    """An improvement action that follows from an answer below met."""

    submit_text = _("Add this action")
    title = forms.CharField(label=_("What will you do?"), max_length=300)
    success_measure = forms.CharField(
        label=_("How will you know that it worked?"), max_length=4_000, required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    due_on = DateField(label=_("Done by"))


class ActionEditForm(VersionedForm, ActionForm):
    """An action that the board has not been shown yet."""

    submit_text = _("Save this action")


class DeleteActionForm(GovukForm):
    """Nothing but a yes."""

    submit_text = _("Delete this action")
    submit_style = "warning"


class EvidenceForm(GovukForm):
    """A file, a link, or evidence that the agency has used before."""

    submit_text = _("Add this evidence")
    file = forms.FileField(
        label=_("File"), required=False, allow_empty_file=True, max_length=1_000,
        help_text=format_lazy(
            _("PDF, Word, Excel, PowerPoint, picture or e-mail, up to {megabytes} MB."),
            megabytes=settings.EVIDENCE_MAX_BYTES // 1024**2,
        ),
    )  # fmt: skip
    link = forms.URLField(
        label=_("Or a link"), required=False, max_length=1_000, assume_scheme="https"
    )
    existing = forms.ChoiceField(label=_("Or evidence you have used before"), required=False)
    title = forms.CharField(
        label=_("What is it?"), required=False, max_length=300,
        help_text=_("For example, Safeguarding policy 2026. Left empty, it is the file’s name."),
    )  # fmt: skip
    pointer = forms.CharField(
        label=_("Where to look in it"), required=False, max_length=200,
        help_text=_("For example, page 12."),
    )  # fmt: skip
    expires_on = DateField(label=_("Out of date after"), required=False)

    def __init__(self, *args: object, existing: list[tuple[int, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        if existing:
            self.fields["existing"].choices = [("", _("Choose…")), *existing]  # type: ignore[attr-defined]
        else:
            del self.fields["existing"]

    def clean(self) -> dict[str, object]:
        data = super().clean() or {}
        given = [name for name in ("file", "link", "existing") if data.get(name)]
        if len(given) != 1 and not self.errors:
            message = (
                _("Choose a file, enter a link, or pick evidence you have used before.")
                if not given
                else _("Add one thing at a time: a file, a link or earlier evidence.")
            )
            self.add_error("file", message)
        return data
