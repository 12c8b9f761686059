"""Forms about agencies that merge, split or are replaced."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from boards.errors import DomainError
from boards.forms.base import DateField, GovukForm
from boards.models import BoardPartner, User
from boards.queries import successions as queries
from boards.rules.successions import read_names
from boards.services.successions import Successor

MOST = 20
#: Chosen in place of a successor's place.
STAYS = -1


class ReplaceForm(GovukForm):
    """What an agency became and when. Sent by GET: the next page shows what would happen."""

    submit_text = gettext_lazy("Continue")

    became = forms.CharField(
        label=gettext_lazy("What it became"), max_length=6_500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy(
            "The name of the new agency. If it was split, enter each one in a line of its own."
        ),
    )  # fmt: skip
    on = DateField(label=gettext_lazy("First day of the new agency"))
    others = forms.ModelMultipleChoiceField(
        BoardPartner.objects.none(), required=False, widget=forms.CheckboxSelectMultiple,
        label=gettext_lazy("Agencies that became the same"),
        help_text=gettext_lazy("If it merged with others of its sector, select them too."),
    )  # fmt: skip

    def __init__(self, *args: Any, partner: BoardPartner, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.partner = partner
        alike = queries.may_merge_with(partner, timezone.localdate())
        self.fields["others"].queryset = alike  # type: ignore[attr-defined]
        if not alike:
            del self.fields["others"]
            self.helper = self.build_helper()

    @property
    def olds(self) -> list[BoardPartner]:
        return [self.partner, *self.cleaned_data.get("others", [])]

    def answers(self) -> dict[str, Any]:
        """Return what was entered, for the address that opens this page with it again."""
        given = {name: self.data.getlist(name) for name in self.fields}
        return given | {"edit": 1}

    def clean_on(self) -> date:
        on: date = self.cleaned_data["on"]
        if on > timezone.localdate():
            raise ValidationError(_("The first day must be today or in the past"))
        return on

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        names = read_names(data.get("became", ""))
        if len(names) > MOST:
            self.add_error("became", _("Enter at most %(n)d agencies") % {"n": MOST})
        elif names:
            gone = [old.agency_id for old in self.olds]
            try:
                found = queries.successors(names, board=self.partner.board, olds=gone)
            except DomainError as error:
                self.add_error("became", error.message)
            else:
                data["successors"] = found
        return data


class CarryOutForm(GovukForm):
    """Who carries on what is open, and where each person's role goes."""

    submit_text = gettext_lazy("Record it and move what is open")

    carries_on = forms.TypedChoiceField(
        label=gettext_lazy("Which agency carries on what is open?"), coerce=int,
        widget=forms.RadioSelect,
        help_text=gettext_lazy("It takes over the seats, open actions and unfinished returns."),
    )  # fmt: skip

    def __init__(
        self, *args: Any, successors: Sequence[Successor], people: Sequence[User], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.people = people
        places = [(str(place), each.name) for place, each in enumerate(successors)]
        if len(places) > 1:
            self.fields["carries_on"].choices = places  # type: ignore[attr-defined]
        else:
            del self.fields["carries_on"]
        for user in people:
            self.fields[f"person_{user.pk}"] = forms.TypedChoiceField(
                label=user.name, coerce=int, initial="0",
                choices=[*places, (str(STAYS), _("Stays with the old agency"))],
            )  # fmt: skip
        self.helper = self.build_helper()

    def clean(self) -> dict[str, Any]:
        """Add `moves`: to the place of which successor each person moves."""
        data = super().clean() or {}
        chosen = {user.pk: data.get(f"person_{user.pk}", STAYS) for user in self.people}
        return data | {"moves": {pk: place for pk, place in chosen.items() if place != STAYS}}


class TakeBackForm(GovukForm):
    submit_text = gettext_lazy("It was not replaced")
    submit_style = "warning"
