"""Beside an indicator: commentary, events, targets, actions."""

from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy

from boards.authorization import Permission
from boards.views.changes import ChangePage
from performance.forms import notes as forms
from performance.services import notes as services
from performance.views.indicators import IndicatorPage


class BesidePage(IndicatorPage, ChangePage):
    """A form about an indicator that adds something beside it."""

    permission = Permission.INDICATOR_EDIT

    def get_initial(self) -> dict[str, Any]:
        return {}

    def back_url(self) -> str:
        return self.indicator_url()


class Comment(BesidePage):
    form_class = forms.CommentForm
    page_title = gettext_lazy("Add commentary")
    success_message = gettext_lazy("Commentary added")

    def get_initial(self) -> dict[str, Any]:
        last = self.object.observations.current().own().order_by("-period_end").first()
        return {"on": last.period_end if last else timezone.localdate()}

    def save(self, data: dict[str, Any]) -> Any:
        return services.comment(indicator=self.object, by=self.request.user, **data)


class Annotate(BesidePage):
    form_class = forms.EventForm
    page_title = gettext_lazy("Note an event")
    success_message = gettext_lazy("Event added")

    def save(self, data: dict[str, Any]) -> Any:
        return services.annotate(indicator=self.object, by=self.request.user, **data)


class TargetSet(BesidePage):
    form_class = forms.TargetForm
    page_title = gettext_lazy("Set a target")
    success_message = gettext_lazy("Target set")

    def get_initial(self) -> dict[str, Any]:
        return {"starts_on": timezone.localdate()}

    def save(self, data: dict[str, Any]) -> Any:
        tolerance = data.pop("tolerance") or Decimal(0)
        return services.set_target(
            indicator=self.object, tolerance=tolerance, by=self.request.user, **data
        )


class ActionRaise(BesidePage):
    permission = Permission.ACTION_RAISE
    form_class = forms.ActionForm
    page_title = gettext_lazy("Raise an action")
    success_message = gettext_lazy("Action raised")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"board": self.board}

    def save(self, data: dict[str, Any]) -> Any:
        return services.raise_action(indicator=self.object, by=self.request.user, **data)
