"""Forms of reporting years: start one, or take one from a file."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from boards.forms.base import DateField, GovukForm
from boards.models import Regime

#: A year's file has some 50 kB; a form's text may have 2.5 MB.
MOST_BYTES = 2 * 1024 * 1024


class BoardYearStartForm(GovukForm):
    """The days of a year, its name and the law that it is under."""

    submit_text = gettext_lazy("Start the year")

    label = forms.CharField(
        label=gettext_lazy("Name of the year"),
        max_length=20,
        help_text=gettext_lazy("As reports print it, such as 2026/27."),
        widget=forms.TextInput(attrs={"class": "govuk-input--width-10"}),
    )
    starts_on = DateField(label=gettext_lazy("First day"))
    ends_on = DateField(label=gettext_lazy("Last day"))
    regime = forms.ModelChoiceField(
        label=gettext_lazy("Legal framework"),
        queryset=Regime.objects.all(),
        empty_label=None,
        help_text=gettext_lazy("It decides what the annual report of this year contains."),
    )


class BoardYearUploadForm(GovukForm):
    """A file, checked before anything is stored."""

    submit_text = gettext_lazy("Check the file")

    file = forms.FileField(
        label=gettext_lazy("Board-year file"),
        allow_empty_file=True,
        help_text=gettext_lazy("A YAML file of this board, such as one downloaded here."),
    )

    def clean_file(self) -> str:
        upload = self.cleaned_data["file"]
        if upload.size > MOST_BYTES:
            raise ValidationError(_("The file must be smaller than 2 MB"))
        try:
            text: str = upload.read().decode("utf-8-sig")
        except UnicodeDecodeError as error:
            message = _("This file is not text in UTF-8. Save it so, then choose it again.")
            raise ValidationError(message) from error
        return text


class BoardYearConfirmForm(GovukForm):
    """The same file again, to be stored."""

    submit_text = gettext_lazy("Import these changes")

    source = forms.CharField(widget=forms.HiddenInput, strip=False)
