"""Forms of the board's side of a return."""

from django import forms
from django.utils.translation import gettext_lazy as _

from boards.forms import DateField, GovukForm, VersionedForm


class CommentForm(GovukForm):
    submit_text = _("Add the comment")

    text = forms.CharField(
        label=_("Comment"), max_length=4_000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("The agency reads it when you send the return back or accept it."),
    )  # fmt: skip


class SendBackForm(VersionedForm):
    submit_text = _("Send back to the agency")

    reason = forms.CharField(
        label=_("What should the agency do?"), max_length=4_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("The agency reads this first. Your comments on its answers go with it."),
        error_messages={"required": _("Enter what the agency should do")},
    )  # fmt: skip
    answer_by = DateField(
        label=_("Answer again by"),
        help_text=_("The agency can answer until the end of this day, and is reminded of it."),
    )


class AcceptForm(VersionedForm):
    submit_text = _("Accept the return")

    note = forms.CharField(
        label=_("Note to the agency"), max_length=4_000, required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip
