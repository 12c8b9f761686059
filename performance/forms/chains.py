"""Forms that say which indicators hang together: one for funnels, one for roll-forwards."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from boards.forms.base import GovukForm, VersionedForm
from performance.models import ChainStep, Indicator
from performance.services.chains import StepFields, can_be_chained

#: Steps of a funnel that the page has boxes for.
MOST_STEPS = 8


class FunnelFieldsForm(forms.Form):
    title = forms.CharField(
        label=gettext_lazy("Name"), max_length=300,
        help_text=gettext_lazy("For example From contact to plan."),
    )  # fmt: skip

    def offer(self, shown: Sequence[Indicator]) -> None:
        self.shown = {str(each.pk): each for each in shown}
        for number in range(1, MOST_STEPS + 1):
            self.fields[f"step{number}"] = _box(
                self.shown, _("Step %(number)d") % {"number": number}, required=number <= 2
            )
            if number > 1:
                self.fields[f"reason{number}"] = forms.CharField(
                    label=_("Why step %(number)d may be larger than the step before")
                    % {"number": number},
                    help_text=_("With a reason nobody has to explain it each time.")
                    if number == 2
                    else "",
                    required=False,
                    max_length=300,
                )

    def steps(self) -> list[StepFields]:
        """Return what was said, without the boxes that were left empty."""
        found = []
        for number in range(1, MOST_STEPS + 1):
            chosen = self.cleaned_data.get(f"step{number}")
            if chosen:
                reason = self.cleaned_data.get(f"reason{number}", "")
                found.append(StepFields(self.shown[chosen], ChainStep.Role.STEP, reason))
        return found


class RollForwardFieldsForm(forms.Form):
    title = forms.CharField(
        label=gettext_lazy("Name"), max_length=300,
        help_text=gettext_lazy("For example Child protection plans."),
    )  # fmt: skip

    def offer(self, shown: Sequence[Indicator]) -> None:
        self.shown = {str(each.pk): each for each in shown}
        self.fields["closing"] = _box(
            self.shown, _("Closing: how many there are at the end"), required=True
        )
        opening = _box(self.shown, _("Opening: how many there were before"), required=False)
        opening.help_text = _("Leave it empty to take the closing figure of the period before.")
        self.fields["opening"] = opening
        for number in (1, 2, 3):
            self.fields[f"start{number}"] = _box(
                self.shown, _("What starts or comes in (%(number)d)") % {"number": number},
                required=False,
            )  # fmt: skip
        for number in (1, 2, 3):
            self.fields[f"end{number}"] = _box(
                self.shown, _("What ends or goes out (%(number)d)") % {"number": number},
                required=False,
            )  # fmt: skip

    def steps(self) -> list[StepFields]:
        """Return what was said, in the order in which it is added up."""
        names = ["opening", "start1", "start2", "start3", "end1", "end2", "end3", "closing"]
        return [
            StepFields(self.shown[chosen], name.rstrip("123"))
            for name in names
            if (chosen := self.cleaned_data.get(name))
        ]


class FunnelForm(GovukForm, FunnelFieldsForm):
    submit_text = gettext_lazy("Check these figures")

    def __init__(self, *args: Any, shown: Sequence[Indicator], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer(shown)


class FunnelEditForm(VersionedForm, FunnelFieldsForm):
    def __init__(self, *args: Any, shown: Sequence[Indicator], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer(shown)


class RollForwardForm(GovukForm, RollForwardFieldsForm):
    submit_text = gettext_lazy("Check these figures")

    def __init__(self, *args: Any, shown: Sequence[Indicator], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer(shown)


class RollForwardEditForm(VersionedForm, RollForwardFieldsForm):
    def __init__(self, *args: Any, shown: Sequence[Indicator], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer(shown)


class RemoveForm(VersionedForm):
    submit_text = gettext_lazy("Stop checking")
    submit_style = "warning"


def initial_of(steps: Sequence[ChainStep]) -> dict[str, Any]:
    """Return what the boxes show for the steps of a chain."""
    values: dict[str, Any] = {}
    counted: dict[str, int] = {}
    for step in steps:
        number = counted[step.role] = counted.get(step.role, 0) + 1
        name = step.role if step.role in {"opening", "closing"} else f"{step.role}{number}"
        values[name] = str(step.indicator_id)
        if step.role == ChainStep.Role.STEP:
            values[f"reason{number}"] = step.reason
    return values


def suitable(indicators: Sequence[Indicator]) -> list[Indicator]:
    """Return the indicators that can be in a chain."""
    return [each for each in indicators if can_be_chained(each)]


def _box(shown: dict[str, Indicator], label: str, *, required: bool) -> forms.ChoiceField:
    choices = [("", _("Select an indicator")), *((pk, str(each)) for pk, each in shown.items())]
    return forms.ChoiceField(label=label, choices=choices, required=required)
