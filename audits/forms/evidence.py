"""Forms about evidence that an agency has already."""

from django import forms
from django.utils.translation import gettext_lazy as _

from boards.forms import DateField, VersionedForm


class EvidenceEditForm(VersionedForm):
    submit_text = _("Save")

    title = forms.CharField(label=_("What this evidence is called"), max_length=300)
    expires_on = DateField(label=_("Out of date after"), required=False)


class EvidenceWithdrawForm(VersionedForm):
    submit_text = _("Withdraw this evidence")
    submit_style = "warning"

    reason = forms.CharField(
        label=_("Why it is withdrawn"),
        help_text=_("Everybody who could see the evidence reads this. Do not name a child."),
        widget=forms.Textarea({"rows": 3}),
    )
