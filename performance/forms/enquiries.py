"""Forms of lines of enquiry and of the questions that they put to agencies."""

from datetime import date
from typing import Any

from crispy_forms_gds.layout import Layout
from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from boards.forms.base import DateField, GovukForm, VersionedForm
from boards.forms.filters import FilterForm
from boards.models import Agency, Board, BoardPartner, Group
from performance.models import AgencyAnswer, Enquiry, Indicator, InPeriod
from performance.rules.enquiries import offered_periods
from performance.rules.periods import Period, in_words, parse

#: An answer is a page or two, not a report: reports go as evidence of an action.
LONGEST = 10_000
_NO_NAMES = gettext_lazy("No child’s name, and nothing by which a child could be recognised.")


def _text(label: Any, rows: int = 4, **more: Any) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": rows}), **more
    )


def period_choices(today: date, *more: Period) -> list[Any]:
    """Return the periods that are offered, by kind; `more` are offered besides."""
    groups: dict[str, list[Period]] = {
        str(InPeriod.PeriodKinds(kind).label): found
        for kind, found in offered_periods(today).items()
    }
    known = {period for found in groups.values() for period in found}
    for period in more:
        if period not in known:
            groups.setdefault(str(_("Earlier")), []).append(period)
            known.add(period)
    return [
        (label, [(period.printed, in_words(period)) for period in found])
        for label, found in groups.items()
    ]


class PeriodField(forms.ChoiceField):
    """A choice among periods; gives the period itself."""

    def clean(self, value: Any) -> Any:
        key = super().clean(value)
        return parse(key) if key else None

    def prepare_value(self, value: Any) -> Any:
        return value.printed if isinstance(value, Period) else value


class GroupField(forms.ModelChoiceField):
    """A choice among the board's groups of today; without one it is the board.

    Where the board itself is one of its groups there is no second choice of that meaning.
    """

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("empty_label", gettext_lazy("The board"))
        super().__init__(Group.objects.none(), required=False, **kwargs)
        self.hide_optional = True  # its empty choice says what it means

    def offer(self, board: Board) -> None:
        today = timezone.localdate()
        groups = Group.objects.filter(board=board).between(today, today).order_by("order", "pk")
        if groups.filter(parent=None, children__isnull=False).exists():
            self.empty_label, self.required = None, True
        self.queryset = groups


class EnquiryFieldsForm(forms.Form):
    title = forms.CharField(
        label=gettext_lazy("What is asked"), max_length=300,
        help_text=gettext_lazy("For example, why did repeat plans rise?"),
    )  # fmt: skip
    #: Printed by the page's own template, by theme.
    indicators = forms.ModelMultipleChoiceField(
        Indicator.objects.none(), label=gettext_lazy("Which indicators it is about"),
        error_messages={"required": gettext_lazy("Tick at least one indicator")},
    )  # fmt: skip
    period = PeriodField(label=gettext_lazy("Which period"))
    why = _text(gettext_lazy("Why it matters for children"), help_text=_NO_NAMES)
    group = GroupField(label=gettext_lazy("Which group works on it"))

    def offer(self, board: Board, shown: QuerySet[Indicator], *periods: Period) -> None:
        fields: dict[str, Any] = self.fields
        fields["indicators"].queryset = shown
        fields["period"].choices = period_choices(timezone.localdate(), *periods)
        fields["group"].offer(board)


class EnquiryForm(GovukForm, EnquiryFieldsForm):
    submit_text = gettext_lazy("Open the line of enquiry")

    def __init__(
        self, *args: Any, board: Board, shown: QuerySet[Indicator], periods: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.offer(board, shown, *periods)
        self.helper.layout = Layout("title", "period", "why", "group")


class EnquiryEditForm(VersionedForm, EnquiryFieldsForm):
    submit_text = gettext_lazy("Save")

    def __init__(
        self, *args: Any, board: Board, shown: QuerySet[Indicator], periods: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.offer(board, shown, *periods)
        self.helper.layout = Layout("title", "period", "why", "group")


class QuestionForm(GovukForm):
    submit_text = gettext_lazy("Ask the question")

    text = _text(
        gettext_lazy("The question"),
        help_text=gettext_lazy("One question; each agency answers it for itself."),
    )
    agencies = forms.ModelMultipleChoiceField(
        BoardPartner.objects.none(), label=gettext_lazy("Agencies"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Tick at least one agency")},
    )  # fmt: skip
    due_on = DateField(label=gettext_lazy("Answer by"))

    def __init__(self, *args: Any, board: Board, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        partners = BoardPartner.objects.filter(board=board).current(timezone.localdate())
        fields: dict[str, Any] = self.fields
        fields["agencies"].queryset = partners.select_related("agency").order_by("name")

    def asked(self) -> list[Agency]:
        """Return the ticked agencies; a partner is how the board calls one."""
        return [partner.agency for partner in self.cleaned_data["agencies"]]


class FindingForm(VersionedForm):
    submit_text = gettext_lazy("Save the finding")

    finding = _text(
        gettext_lazy("What was found"), rows=8,
        help_text=gettext_lazy("What the figures and the answers show, and how sure you are."),
    )  # fmt: skip


class RecommendForm(VersionedForm):
    submit_text = gettext_lazy("Put the recommendation forward")

    recommendation = _text(gettext_lazy("What you recommend"), rows=6)
    to = GroupField(label=gettext_lazy("Who decides"))

    def __init__(self, *args: Any, board: Board, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["to"].offer(board)


class DecideForm(VersionedForm):
    submit_text = gettext_lazy("Record the decision")

    decision = forms.ChoiceField(
        label=gettext_lazy("What the group decides"),
        choices=[
            ("accepted", gettext_lazy("Accept the recommendation")),
            ("more_asked", gettext_lazy("Ask for more: it goes back to those who work on it")),
            ("escalated", gettext_lazy("Escalate: another group or the board decides")),
        ],
        widget=forms.RadioSelect,
    )
    text = _text(gettext_lazy("What the group says to it"))
    to = GroupField(
        label=gettext_lazy("If it is escalated: to whom"), empty_label=gettext_lazy("The board")
    )

    def __init__(self, *args: Any, board: Board, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["to"].offer(board)


class CloseForm(VersionedForm):
    submit_text = gettext_lazy("Close the line of enquiry")

    outcome = _text(
        gettext_lazy("What came of it"),
        help_text=gettext_lazy("What changed because this was asked, or why nothing had to."),
    )


class SendBackForm(VersionedForm):
    submit_text = gettext_lazy("Send the answer back")

    reason = _text(gettext_lazy("What is missing"))


class ExtendForm(VersionedForm):
    submit_text = gettext_lazy("Give more time")

    due_on = DateField(label=gettext_lazy("Answer by"))
    reason = _text(gettext_lazy("Why the agency gets more time"))


class AcceptForm(VersionedForm):
    submit_text = gettext_lazy("Accept the answer")


class WithdrawForm(VersionedForm):
    submit_text = gettext_lazy("Stop asking this agency")
    submit_style = "warning"


class AnswerForm(GovukForm):
    """An agency's answer. Nothing is required here: half an answer can be kept."""

    text = _text(gettext_lazy("Your answer"), rows=10, required=False, help_text=_NO_NAMES)
    draft_version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].hide_optional = True  # type: ignore[attr-defined]  # read by templates/gds


class EnquiryFilters(FilterForm):
    q = forms.CharField(label=gettext_lazy("Text"), max_length=100)
    status = forms.ChoiceField(
        label=gettext_lazy("Status"),
        choices=[
            ("", gettext_lazy("Under way")),
            ("late", gettext_lazy("With late answers")),
            ("any", gettext_lazy("Any")),
            *Enquiry.Status.choices,
        ],
    )
    group = forms.ModelChoiceField(
        Group.objects.none(), label=gettext_lazy("Group"), empty_label=gettext_lazy("Any")
    )

    def __init__(self, data: Any, *, shown: QuerySet[Enquiry], **kwargs: Any) -> None:
        # Only groups of what the person sees: a filter is no way round the list.
        self._groups = Group.objects.filter(pk__in=shown.values("group")).order_by("order", "pk")
        super().__init__(data, **kwargs)

    def prepare(self) -> None:
        fields: dict[str, Any] = self.fields
        fields["group"].queryset = self._groups


class QuestionFilters(FilterForm):
    q = forms.CharField(label=gettext_lazy("Text"), max_length=100)
    status = forms.ChoiceField(
        label=gettext_lazy("Status"),
        choices=[
            ("", gettext_lazy("Any")),
            ("late", gettext_lazy("Late")),
            *AgencyAnswer.Status.choices,
        ],
    )
