"""Forms of the action tracker."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from boards.authorization import Permission
from boards.forms.base import DateField, GovukForm, VersionedForm
from boards.forms.choices import FoundField
from boards.forms.filters import FilterForm
from boards.models import Action, Board, BoardPartner, Evidence, Membership, Theme, User
from boards.queries import themes as theme_queries

LONG = {"rows": 4}


class PartnerField(FoundField):
    """A choice among the board's agencies, under the names that the board gives them."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("empty_label", _("No agency"))
        names = ("name", "key")
        super().__init__(BoardPartner.objects.none(), names=names, required=False, **kwargs)
        self.hide_optional = True  # its empty choice says what it means

    def offer(self, board: Board, *, current: bool = True) -> None:
        rows = BoardPartner.objects.filter(board=board).select_related("agency").order_by("name")
        self.offer_rows(rows.current(timezone.localdate()) if current else rows)


def people_who_may_act(board: Board) -> QuerySet[User]:
    """Return people whose role here lets them see actions."""
    roles = Membership.objects.granting(Permission.ACTION_VIEW).filter(
        board=board, user=OuterRef("pk")
    )
    return User.objects.filter(Exists(roles), is_active=True).order_by("name", "pk")


class OwnersMixin:
    """Two fields that say who does it: an agency, a person, or both."""

    fields: dict[str, Any]

    def offer_owners(self, board: Board) -> None:
        self.fields["agency"].offer(board)
        self.fields["owner"].offer_rows(people_who_may_act(board))


def person_field() -> FoundField:
    return FoundField(
        User.objects.none(),
        names=("name", "email"),
        required=False,
        label=_("Person"),
        empty_label=_("No person yet"),
        help_text=_("Somebody of the agency, or of the board"),
    )


def themes_field() -> forms.ModelMultipleChoiceField:
    return forms.ModelMultipleChoiceField(
        Theme.objects.none(),
        required=False,
        label=_("What it is about"),
        widget=forms.CheckboxSelectMultiple,
    )


def offer_themes(form: Any, board: Board, *, kept: Sequence[Theme] = ()) -> None:
    """Offer the board's themes; a board without any is not asked."""
    offered = theme_queries.offered(board, kept=kept)
    if offered.exists():
        form.fields["themes"].queryset = offered
    else:
        del form.fields["themes"]


class ActionFilters(FilterForm):
    q = forms.CharField(label=_("Text"), max_length=100)
    status = forms.ChoiceField(
        label=_("Status"),
        choices=[("", _("Any")), ("overdue", _("Open and late")), *Action.Status.choices],
    )
    agency = PartnerField(label=_("Agency"), empty_label=_("Any"))
    owner = forms.ModelChoiceField(User.objects.none(), label=_("Person"), empty_label=_("Any"))
    source = forms.ChoiceField(
        label=_("Comes from"), choices=[("", _("Anything")), *Action.Source.choices]
    )
    theme = forms.ModelChoiceField(Theme.objects.none(), label=_("Theme"), empty_label=_("Any"))

    def __init__(self, data: Any, *, board: Board, shown: QuerySet[Action], **kwargs: Any) -> None:
        # Only agencies and people of actions the person sees: a filter is no way round the list.
        agencies = BoardPartner.objects.filter(board=board, agency__in=shown.values("agency"))
        owners = User.objects.filter(pk__in=shown.values("owner")).order_by("name", "pk")
        themes = Theme.objects.filter(board=board, action_links__action__in=shown).distinct()
        self._offers = {"agency": agencies.order_by("name"), "owner": owners, "theme": themes}
        super().__init__(data, **kwargs)

    def prepare(self) -> None:
        for name, rows in self._offers.items():
            self.fields[name].queryset = rows


class ActionForm(OwnersMixin, GovukForm):
    """Raise an action."""

    submit_text = _("Raise the action")

    title = forms.CharField(label=_("What will be done"), max_length=300)
    description = forms.CharField(
        label=_("More about it"), required=False, widget=forms.Textarea(LONG)
    )
    success_measure = forms.CharField(
        label=_("How we will know that it worked"),
        required=False,
        widget=forms.Textarea(LONG),
    )
    agency = PartnerField(label=_("Agency"))
    owner = person_field()
    due_on = DateField(label=_("Due date"))
    source = forms.ChoiceField(
        label=_("Comes from"), choices=Action.Source.choices, initial="other"
    )
    source_label = forms.CharField(
        label=_("Which one"),
        required=False,
        max_length=300,
        help_text=_("For example, the meeting of 3 March or the neglect audit"),
    )
    themes = themes_field()

    def __init__(self, *args: Any, board: Board, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer_owners(board)
        offer_themes(self, board)


class ActionEditForm(VersionedForm):
    """Word an action better, and say what it is about."""

    submit_text = _("Save")

    title = forms.CharField(label=_("What will be done"), max_length=300)
    description = forms.CharField(
        label=_("More about it"), required=False, widget=forms.Textarea(LONG)
    )
    success_measure = forms.CharField(
        label=_("How we will know that it worked"),
        required=False,
        widget=forms.Textarea(LONG),
    )
    themes = themes_field()

    def __init__(self, *args: Any, board: Board, tagged: Sequence[Theme], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_themes(self, board, kept=tagged)


class ProgressForm(VersionedForm):
    """A note of progress."""

    submit_text = _("Save progress")

    note = forms.CharField(label=_("What has happened"), widget=forms.Textarea(LONG))
    rating = forms.ChoiceField(
        label=_("How it goes"), choices=Action.Rating.choices, widget=forms.RadioSelect
    )


class ExtendForm(VersionedForm):
    submit_text = _("Move the due date")

    due_on = DateField(label=_("New due date"))
    reason = forms.CharField(label=_("Why the date moves"), widget=forms.Textarea(LONG))


class ReassignForm(OwnersMixin, VersionedForm):
    submit_text = _("Reassign the action")

    agency = PartnerField(label=_("Agency"))
    owner = person_field()
    reason = forms.CharField(label=_("Why it moves"), widget=forms.Textarea(LONG))

    def __init__(self, *args: Any, board: Board, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer_owners(board)


class CompleteForm(VersionedForm):
    """Say that it is done.

    Files and links belong to an agency, so the board's own actions have words only.
    """

    submit_text = _("Mark as complete")

    completion_evidence = forms.CharField(
        label=_("What shows that it was done"),
        widget=forms.Textarea(LONG),
        help_text=_("For example, who was trained, which policy changed, where it can be seen"),
    )
    evidence = forms.ModelMultipleChoiceField(
        Evidence.objects.none(),
        required=False,
        label=_("Evidence your agency has already"),
        widget=forms.CheckboxSelectMultiple,
    )
    upload = forms.FileField(required=False, label=_("A new file"))
    link = forms.URLField(
        label=_("A link"), required=False, max_length=1_000, assume_scheme="https",
        help_text=_("For example, to a policy on your agency’s website"),
    )  # fmt: skip

    def __init__(self, *args: Any, offered: QuerySet[Evidence], own: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["evidence"].queryset = offered  # type: ignore[attr-defined]
        if not own:
            del self.fields["upload"], self.fields["link"]
        if not own or not offered:
            del self.fields["evidence"]


class ReasonForm(VersionedForm):
    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea(LONG))


class ReopenForm(ReasonForm):
    submit_text = _("Send back")

    reason = forms.CharField(label=_("What is still missing"), widget=forms.Textarea(LONG))


class WithdrawForm(ReasonForm):
    submit_text = _("Withdraw the action")
    submit_style = "warning"

    reason = forms.CharField(label=_("Why it is withdrawn"), widget=forms.Textarea(LONG))


class CloseForm(VersionedForm):
    """The impact check."""

    submit_text = _("Close the action")

    impact = forms.CharField(
        label=_("What changed in practice for children"), widget=forms.Textarea(LONG)
    )
    impact_measure = forms.CharField(
        label=_("How that was measured"),
        widget=forms.Textarea(LONG),
        help_text=_("For example, a dip sample of 20 files, or a survey before and after"),
    )
