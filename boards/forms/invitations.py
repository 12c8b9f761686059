"""Forms of invitations: giving a role, and taking it up."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from boards.authorization import ROLES
from boards.forms.base import GovukForm
from boards.forms.choices import FoundField
from boards.models import Agency


class AcceptForm(GovukForm):
    """The person's name, when nobody has told it."""

    submit_text = _("Accept and continue")

    name = forms.CharField(
        label=_("Your name"),
        max_length=200,
        help_text=_("As your colleagues know you."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )

    def __init__(self, *args: Any, name_wanted: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not name_wanted:
            del self.fields["name"]


class _InviteForm(GovukForm):
    submit_text = _("Send the invitation")

    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        help_text=_("Their own address at work, not a shared mailbox."),
        widget=forms.EmailInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    name = forms.CharField(
        label=_("Name"), max_length=200, required=False,
        help_text=_("They can correct it when they accept."),
    )  # fmt: skip
    role = forms.ChoiceField(label=_("Role"), widget=forms.RadioSelect)

    def _offer(self, roles: list[str]) -> None:
        from crispy_forms_gds.choices import Choice

        self.fields["role"].choices = [  # type: ignore[attr-defined]
            Choice(slug, ROLES[slug].label, hint=ROLES[slug].description) for slug in roles
        ]


class InviteForm(_InviteForm):
    """Give a role of the board, or of one of its agencies."""

    agency = FoundField(
        label=_("Agency"),
        queryset=Agency.objects.none(),
        names=("name",),
        required=False,
        empty_label=_("The whole board"),
        help_text=_("For agency leads and contributors."),
    )

    def __init__(self, *args: Any, roles: list[str], agencies: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].offer_rows(agencies)  # type: ignore[attr-defined]
        self._offer(roles)


class AgencyInviteForm(_InviteForm):
    """Give a role of one agency."""

    def __init__(self, *args: Any, roles: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._offer(roles)
