"""Forms about evidence that an agency has already."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from boards.forms import DateField, VersionedForm
from boards.forms.filters import FilterForm
from boards.models import Agency


class EvidenceFilters(FilterForm):
    """Filters of the list of evidence; the agency is asked of who has several."""

    q = forms.CharField(label=_("Text"), max_length=100)
    agency = forms.ModelChoiceField(Agency.objects.none(), label=_("Agency"), empty_label=_("Any"))

    def __init__(self, data: Any, *, agencies: QuerySet[Agency], **kwargs: Any) -> None:
        self._agencies = agencies
        super().__init__(data, **kwargs)

    def prepare(self) -> None:
        if len(self._agencies) > 1:
            self.fields["agency"].queryset = self._agencies  # type: ignore[attr-defined]
        else:
            del self.fields["agency"]


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
