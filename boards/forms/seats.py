"""Forms about seats and who holds them."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from boards.forms.actions import PartnerField
from boards.forms.base import DateField, GovukForm, VersionedForm
from boards.models import Board, Capacity, Seat, User


def title_field() -> forms.CharField:
    return forms.CharField(
        label=_("What the seat is called"), max_length=300,
        help_text=_("For example, Designated nurse or Chief superintendent"),
    )  # fmt: skip


def capacity_field() -> forms.ModelChoiceField:
    return forms.ModelChoiceField(
        Capacity.objects.all(), required=False, label=_("Capacity"), empty_label=_("Not known")
    )


def deputy_field() -> forms.ModelChoiceField:
    return forms.ModelChoiceField(
        Seat.objects.none(), required=False, label=_("Deputises for"), empty_label=_("Nobody"),
        help_text=_("Only for the capacity “Deputy”"),
    )  # fmt: skip


def holder_field() -> forms.ModelChoiceField:
    return forms.ModelChoiceField(
        User.objects.none(), required=False, label=_("Person with an account"),
        empty_label=_("Nobody of them"),
    )  # fmt: skip


def holder_name_field() -> forms.CharField:
    return forms.CharField(
        label=_("Name, for somebody without an account"), max_length=200, required=False,
        help_text=_("Leave both empty when the seat is vacant"),
    )  # fmt: skip


class SeatChoicesMixin:
    fields: dict[str, Any]

    def offer_seats(self, board: Board, *, without: Seat | None = None) -> None:
        self.fields["partner"].offer(board)
        rows = Seat.objects.filter(board=board, deputises_for=None).order_by("order", "pk")
        self.fields["deputises_for"].queryset = rows.exclude(pk=without.pk) if without else rows


def people_of(board: Board) -> Any:
    """Return people with a role on the board, now or once."""
    rows = User.objects.filter(memberships__board=board, is_active=True).distinct()
    return rows.order_by("name", "pk")


class HolderMixin:
    """Either a person or a name, never both."""

    cleaned_data: dict[str, Any]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data  # type: ignore[misc]
        if data.get("holder") and data.get("holder_name"):
            message = _("Choose a person or enter a name, not both")
            self.add_error("holder_name", message)  # type: ignore[attr-defined]
        return data


class SeatForm(SeatChoicesMixin, HolderMixin, GovukForm):
    submit_text = _("Add the seat")

    title = title_field()
    partner = PartnerField(label=_("Agency"), empty_label=_("The board’s own"))
    capacity = capacity_field()
    deputises_for = deputy_field()
    starts_on = DateField(label=_("Since when"))
    holder = holder_field()
    holder_name = holder_name_field()

    def __init__(self, *args: Any, board: Board, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer_seats(board)
        self.fields["holder"].queryset = people_of(board)  # type: ignore[attr-defined]


class SeatEditForm(SeatChoicesMixin, VersionedForm):
    submit_text = _("Save")

    title = title_field()
    partner = PartnerField(label=_("Agency"), empty_label=_("The board’s own"))
    capacity = capacity_field()
    deputises_for = deputy_field()
    order = forms.IntegerField(
        label=_("Place in lists"), min_value=0, max_value=100_000,
        help_text=_("Lower numbers come first"),
    )  # fmt: skip

    def __init__(self, *args: Any, board: Board, seat: Seat, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer_seats(board, without=seat)
        # An agency that has left stays selected, so that saving does not lose it.
        self.fields["partner"].offer(board, current=False)  # type: ignore[attr-defined]


class TermForm(HolderMixin, VersionedForm):
    """Who holds the seat from a day."""

    submit_text = _("Save")

    starts_on = DateField(label=_("First day"))
    holder = holder_field()
    holder_name = holder_name_field()

    def __init__(self, *args: Any, board: Board, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["holder"].queryset = people_of(board)  # type: ignore[attr-defined]


class TermEndForm(VersionedForm):
    submit_text = _("End the term")
    submit_style = "warning"

    ends_on = DateField(label=_("Last day"))
    then = forms.ChoiceField(
        label=_("What happens to the seat"), widget=forms.RadioSelect, initial="vacant",
        choices=[
            ("vacant", _("It is vacant from the day after")),
            ("gone", _("The seat ends too")),
        ],
    )  # fmt: skip
