"""Recording what became of an agency, with a page that shows first what would happen."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy

from boards.authorization import Permission
from boards.forms.successions import CarryOutForm, ReplaceForm, TakeBackForm
from boards.models import BoardPartner
from boards.queries import successions as queries
from boards.services import successions
from boards.views.partners import OfPartner, PartnerPage


class PartnerReplace(OfPartner, PartnerPage):
    """First what it became and when, then what this would change, then one POST that does it."""

    permission = Permission.AGENCY_EDIT
    form_class = ReplaceForm
    template_name = "boards/successions/replace.html"
    page_title = gettext_lazy("Record that an agency merged or was replaced")
    success_message = gettext_lazy("Recorded. What was open has moved.")
    #: The answers to the first page, once they are complete: then the page shows what would happen.
    asked: ReplaceForm | None = None

    def get_form(self, form_class: Any = None) -> ReplaceForm:
        known = queries.became(self.object)
        # What another board recorded stands in the form already.
        names = "\n".join(link.name for link in known)
        initial = {"became": names, "on": known[0].on} if known else {}
        asked = self.request.POST or self.request.GET
        return ReplaceForm(
            asked if "became" in asked else None, partner=self.object, initial=initial
        )

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        asked = self.get_form()
        wants_preview = "edit" not in request.GET and asked.is_valid()
        form = self.carry_out_form(asked) if wants_preview else asked
        return self.render_to_response(self.get_context_data(form=form))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        asked = self.get_form()
        if not asked.is_valid():
            return self.form_invalid(asked)
        form = self.carry_out_form(asked, request.POST)
        return self.form_valid(form) if form.is_valid() else self.form_invalid(form)

    def carry_out_form(self, asked: ReplaceForm, data: Any = None) -> CarryOutForm:
        self.asked = asked
        people = queries.people_of(asked.olds, timezone.localdate())
        return CarryOutForm(data, successors=asked.cleaned_data["successors"], people=people)

    def save(self, data: dict[str, Any]) -> BoardPartner:
        assert self.asked is not None  # noqa: S101 - narrows the type
        successions.replace(
            olds=self.asked.olds,
            became=self.asked.cleaned_data["successors"],
            on=self.asked.cleaned_data["on"],
            carries_on=data.get("carries_on", 0),
            people=data["moves"],
            by=self.request.user,
        )
        return self.object

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        if self.asked is None:
            return context
        given = self.asked.cleaned_data
        heir = given["successors"][0].agency if len(given["successors"]) == 1 else None
        return context | {
            "asked": self.asked,
            "on": given["on"],
            "preview": queries.preview(self.asked.olds, given["successors"], given["on"]),
            "in_apps": queries.in_apps(self.asked.olds, heir),
            "change_url": f"{self.request.path}?{urlencode(self.asked.answers(), doseq=True)}",
        }


class PartnerTakeBack(OfPartner, PartnerPage):
    """Correct a mistake: the agency was not replaced."""

    permission = Permission.AGENCY_EDIT
    form_class = TakeBackForm
    template_name = "boards/successions/take_back.html"
    page_title = gettext_lazy("The agency was not replaced")
    success_message = gettext_lazy("Corrected. The agency is on the board again.")

    def save(self, data: dict[str, Any]) -> BoardPartner:
        return successions.take_back(partner=self.object, by=self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"became": queries.became(self.object)}
