"""Forms: input format and wording. What is allowed is decided in `rules` and `services`."""

from boards.forms.base import DateField, GovukForm, GovukFormMixin, VersionedForm

__all__ = ["DateField", "GovukForm", "GovukFormMixin", "VersionedForm"]
