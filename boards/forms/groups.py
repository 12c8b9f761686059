"""Forms about groups."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from boards.forms.base import DateField, GovukForm, VersionedForm
from boards.models import Board, Group, Seat


class GroupFieldsMixin:
    """The fields of a group; choices are those of its board."""

    fields: dict[str, Any]

    def offer(self, board: Board, *, without: Group | None = None) -> None:
        groups = Group.objects.filter(board=board).order_by("order", "pk")
        self.fields["parent"].queryset = groups.exclude(pk=without.pk) if without else groups
        seats = Seat.objects.filter(board=board).order_by("order", "pk")
        self.fields["chair"].queryset = seats


def name_field() -> forms.CharField:
    return forms.CharField(label=_("Name of the group"), max_length=300)


def parent_field() -> forms.ModelChoiceField:
    return forms.ModelChoiceField(
        Group.objects.none(), required=False, label=_("Stands under"), empty_label=_("The top")
    )


def kind_field() -> forms.ChoiceField:
    return forms.ChoiceField(
        required=False, label=_("Kind"), choices=[("", _("Not known")), *Group.Kind.choices]
    )


def chair_field() -> forms.ModelChoiceField:
    return forms.ModelChoiceField(
        Seat.objects.none(), required=False, label=_("Seat that chairs it"),
        empty_label=_("No chair yet"),
    )  # fmt: skip


class GroupForm(GroupFieldsMixin, GovukForm):
    submit_text = _("Add the group")

    name = name_field()
    parent = parent_field()
    status = kind_field()
    chair = chair_field()
    starts_on = DateField(label=_("First day"), required=False)
    ends_on = DateField(label=_("Last day"), required=False)

    def __init__(self, *args: Any, board: Board, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer(board)


class GroupEditForm(GroupFieldsMixin, VersionedForm):
    submit_text = _("Save")

    name = name_field()
    parent = parent_field()
    status = kind_field()
    chair = chair_field()
    starts_on = DateField(label=_("First day"), required=False)
    ends_on = DateField(label=_("Last day"), required=False)
    order = forms.IntegerField(
        label=_("Place in lists"), min_value=0, max_value=100_000,
        help_text=_("Lower numbers come first"),
    )  # fmt: skip

    def __init__(self, *args: Any, board: Board, group: Group, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer(board, without=group)
