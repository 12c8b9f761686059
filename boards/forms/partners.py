"""Forms about the agencies of a board."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from boards.forms.base import DateField, GovukForm, VersionedForm
from boards.forms.filters import FilterForm
from boards.models import Agency, Board, Sector


class PartnerFilters(FilterForm):
    q = forms.CharField(label=_("Name"), max_length=100)
    sector = forms.ModelChoiceField(Sector.objects.all(), label=_("Sector"), empty_label=_("Any"))
    when = forms.ChoiceField(
        label=_("On the board"),
        choices=[("", _("Now")), ("past", _("In the past")), ("all", _("Now or in the past"))],
    )


def parent_field() -> forms.ModelChoiceField:
    return forms.ModelChoiceField(
        Agency.objects.none(),
        required=False,
        label=_("Part of"),
        empty_label=_("Stands for itself"),
        help_text=_("For example, a hospital is part of its trust"),
    )


def statutory_field() -> forms.BooleanField:
    return forms.BooleanField(required=False, label=_("The law names it as a partner of the board"))


class PartnerSearchForm(GovukForm):
    """Look for an agency that other boards may share already. Sent by GET."""

    q = forms.CharField(
        label=_("Name of the agency"), min_length=2, max_length=300,
        help_text=_("Part of the name is enough"),
    )  # fmt: skip


class PartnerJoinForm(GovukForm):
    """What this board says of an agency that joins it."""

    submit_text = _("Add to the board")

    sector = forms.ModelChoiceField(
        Sector.objects.all(), label=_("Sector"), empty_label=_("Select one")
    )
    is_statutory = statutory_field()
    starts_on = DateField(label=_("First day on the board"), required=False)


class PartnerNewForm(GovukForm):
    """A new agency. When it may be known already, one has to say that it is not."""

    submit_text = _("Add to the board")

    name = forms.CharField(label=_("Name of the agency"), max_length=300)
    sector = forms.ModelChoiceField(
        Sector.objects.all(), label=_("Sector"), empty_label=_("Select one")
    )
    parent = parent_field()
    is_statutory = statutory_field()
    starts_on = DateField(label=_("First day on the board"), required=False)
    is_new = forms.BooleanField(
        required=False, label=_("None of the agencies above: this is another one")
    )

    def __init__(self, *args: Any, board: Board, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"].queryset = agencies_of(board)  # type: ignore[attr-defined]

    def hide_is_new(self) -> None:
        """Leave the question out while nothing like it is known."""
        del self.fields["is_new"]


class PartnerEditForm(VersionedForm):
    submit_text = _("Save")

    name = forms.CharField(
        label=_("Name on this board"), max_length=300,
        help_text=_("To record that the agency has been renamed, use “Rename” on its page"),
    )  # fmt: skip
    sector = forms.ModelChoiceField(Sector.objects.all(), label=_("Sector"), empty_label=None)
    is_statutory = statutory_field()
    starts_on = DateField(label=_("First day on the board"), required=False)
    order = forms.IntegerField(
        label=_("Place in lists"), min_value=0, max_value=100_000,
        help_text=_("Lower numbers come first"),
    )  # fmt: skip


class PartnerParentForm(VersionedForm):
    submit_text = _("Save")

    parent = parent_field()

    def __init__(self, *args: Any, board: Board, agency: Agency, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = agencies_of(board).exclude(pk=agency.pk)
        self.fields["parent"].queryset = rows  # type: ignore[attr-defined]


class PartnerRenameForm(VersionedForm):
    submit_text = _("Rename")

    name = forms.CharField(label=_("New name"), max_length=300)
    renamed_on = DateField(label=_("First day of the new name"), initial=timezone.localdate)
    where = forms.ChoiceField(
        label=_("Where the name changes"),
        widget=forms.RadioSelect,
        choices=[
            ("here", _("On this board only")),
            ("everywhere", _("Everywhere: the agency itself has a new name")),
        ],
        initial="here",
    )

    def __init__(self, *args: Any, everywhere: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not everywhere:
            field = self.fields["where"]
            field.choices = field.choices[:1]  # type: ignore[attr-defined]
            field.help_text = _("Other boards share this agency, so only this board’s name changes")


class PartnerEndForm(VersionedForm):
    submit_text = _("Record the last day")
    submit_style = "warning"

    ends_on = DateField(label=_("Last day on the board"))
    end_roles = forms.BooleanField(
        required=False, initial=True, label=_("End the roles of its people here on that day too"),
        help_text=_("Otherwise they still see what the agency had on this board."),
    )  # fmt: skip


def agencies_of(board: Board) -> Any:
    """Return the agencies that sit on the board, whenever."""
    return Agency.objects.filter(partnerships__board=board).order_by("name", "pk")
