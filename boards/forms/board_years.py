"""The form that takes a board-year file."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from boards.forms.base import GovukForm

#: A year's file has some 50 kB; a form's text may have 2.5 MB.
MOST_BYTES = 2 * 1024 * 1024


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
