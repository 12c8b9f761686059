"""Who is on a round: choosing agencies, naming respondents, more time, taking one off."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView

from audits.forms.rounds import (
    ConfirmListForm,
    ExtendForm,
    PasteForm,
    RemoveForm,
    RespondentsForm,
    SectorsForm,
)
from audits.models import Return
from audits.queries import round_lists
from audits.queries import rounds as queries
from audits.queries.compliance import with_names
from audits.services import respondents, returns
from audits.services import rounds as services
from audits.services.rounds import Invited
from audits.states import RoundStatus
from audits.views.rounds import FormPage, RoundPage
from boards.authorization import Permission
from boards.errors import DomainError

PER_PAGE = 100


class AgenciesPage(RoundPage):
    """Base of the three ways to choose agencies."""

    permission = Permission.ROUND_EDIT

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        ways = [
            ("audits:round-agencies", _("Pick from the list")),
            ("audits:round-agencies-sectors", _("By sector")),
            ("audits:round-agencies-list", _("From a list")),
        ]
        here = self.request.resolver_match
        view_name = here.view_name if here else ""
        return super().get_context_data(**kwargs) | {
            "page_title": _("Choose agencies"),
            "tabs": [
                {"label": label, "url": self.round_url(name), "current": name == view_name}
                for name, label in ways
            ],
            "count": self.object.returns.count(),
            "takes_agencies": self.object.status in {RoundStatus.DRAFT, RoundStatus.OPEN},
            "cancel_url": self.round_url(),
        }

    def said(self, invited: Invited) -> str:
        text = ngettext("%(count)d agency added.", "%(count)d agencies added.", invited.added) % {
            "count": invited.added
        }
        if invited.already:
            text += " " + ngettext(
                "%(count)d was on the round already.",
                "%(count)d were on the round already.",
                invited.already,
            ) % {"count": invited.already}
        return text


class AgencyPick(AgenciesPage, TemplateView):
    """All agencies that may be asked, with search; ticked ones are added."""

    template_name = "audits/rounds/agencies.html"
    error = ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        q = self.request.GET.get("q", "").strip()[:100]
        sector = self.request.GET.get("sector", "").strip()[:40]
        today = timezone.localdate()
        rows = queries.candidates(self.object, today, q=q, sector=sector)
        page = Paginator(rows, PER_PAGE).get_page(self.request.GET.get("page"))
        return super().get_context_data(**kwargs) | {
            "page": page,
            "q": q,
            "sector": sector,
            "sectors": queries.sector_counts(self.object, today),
            "ticked": set(self.picked()),
            "error": self.error,
        }

    def picked(self) -> list[int]:
        given = self.request.POST.getlist("agency")
        return [int(pk) for pk in given if pk.isdecimal() and len(pk) < 15]

    def post(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            invited = services.invite(
                round_record=self.object, agency_ids=self.picked(), by=request.user
            )
        except DomainError as error:
            self.error = error.message
            return self.render_to_response(self.get_context_data(), status=422)
        messages.success(request, self.said(invited))
        return redirect(request.get_full_path())


class AgencySectors(AgenciesPage, FormPage):
    """Everybody of the ticked sectors."""

    form_class = SectorsForm
    template_name = "audits/rounds/agencies_form.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        counts = queries.sector_counts(self.object, timezone.localdate())
        return super().get_form_kwargs() | {"counts": counts}

    def save(self, form: Any) -> str:
        rows = queries.candidates(self.object, timezone.localdate())
        chosen = rows.filter(sector_key__in=form.cleaned_data["sectors"])
        return self.said(
            services.invite(
                round_record=self.object,
                agency_ids=chosen.values_list("pk", flat=True),
                by=self.request.user,
            )
        )


class AgencyPaste(AgenciesPage, FormPage):
    """Agencies from a pasted list or spreadsheet: shown first, then all of it or nothing."""

    form_class = PasteForm
    template_name = "audits/rounds/agencies_list.html"

    def get_form_class(self) -> Any:
        return ConfirmListForm if "plan" in self.request.POST else PasteForm

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs = super().get_form_kwargs()
        if self.get_form_class() is ConfirmListForm:
            return kwargs
        posted = self.request.method == "POST"
        known = queries.known(self.object, timezone.localdate()) if posted else []
        return kwargs | {"known": known}

    def form_valid(self, form: Any) -> HttpResponse:
        if isinstance(form, ConfirmListForm):
            return super().form_valid(form)
        rows = round_lists.listed(self.object, form.agencies, timezone.localdate())
        confirm = ConfirmListForm(initial={"plan": form.agencies})
        return self.render_to_response(self.get_context_data(form=confirm, listed=rows))

    def save(self, form: Any) -> str:
        agencies = form.cleaned_data["plan"]
        return self.said(
            respondents.add_listed(
                round_record=self.object, agencies=agencies, by=self.request.user
            )
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = kwargs.get("listed", [])
        return super().get_context_data(**kwargs) | {
            "here_url": self.request.path,
            "added": sum(not row.is_invited for row in rows),
            "already": sum(row.is_invited for row in rows),
            "named": sum(len(row.named) for row in rows),
            "invited": sum(len(row.invited) for row in rows),
        }


class RoundReturnPage(RoundPage, FormPage):
    """Base of forms about one agency of the round, also before the round opens."""

    permission = Permission.ROUND_EDIT
    record: Return

    def load_record(self) -> Any:
        round_record = super().load_record()
        rows = with_names(Return.objects.filter(round=round_record), self.board.pk)
        self.record = self.get_record(
            rows.with_due().select_related("round__board", "agency"), pk=self.kwargs["record"]
        )
        return round_record

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "record": self.record,
            "page_caption": self.record.partner_name,  # type: ignore[attr-defined]
            "cancel_url": self.round_url(),
        }


class Respondents(RoundReturnPage):
    """Who is written to about the agency's return."""

    form_class = RespondentsForm
    page_title = gettext_lazy("Who is asked to answer")

    def get_form_kwargs(self) -> dict[str, Any]:
        named = self.record.respondents.values_list("user_id", flat=True)
        return super().get_form_kwargs() | {
            "people": respondents.who_may_answer(self.record),
            "initial": {"people": [str(pk) for pk in named]},
        }

    def save(self, form: Any) -> str:
        named = respondents.name(
            return_record=self.record,
            user_ids=[int(pk) for pk in form.cleaned_data.get("people", [])],
            emails=form.cleaned_data["emails"],
            by=self.request.user,
        )
        if not named.invited:
            return _("Saved.")
        said = ngettext(
            "Saved. %(count)d invitation is on its way.",
            "Saved. %(count)d invitations are on their way.",
            named.invited,
        ) % {"count": named.invited}
        if named.leads:
            said += " " + _("The first is to the agency’s lead, because it had none.")
        return said


class ReturnRemove(RoundReturnPage):
    """Take an agency off the round, if it has written nothing."""

    form_class = RemoveForm
    template_name = "audits/rounds/remove.html"
    page_title = gettext_lazy("Take the agency off the round")
    done = gettext_lazy("The agency is off the round.")

    def save(self, form: Any) -> None:
        services.remove(return_record=self.record, by=self.request.user)


class ReturnExtend(RoundReturnPage):
    """Give one agency more time, with the reason."""

    form_class = ExtendForm
    page_title = gettext_lazy("Give more time")
    done = gettext_lazy("The agency has more time.")

    def get_form_kwargs(self) -> dict[str, Any]:
        initial = {"until": self.record.extended_to, "reason": self.record.extension_reason}
        return super().get_form_kwargs() | {"initial": initial, "version": self.record.version}

    def save(self, form: Any) -> None:
        returns.extend(
            return_record=self.record, until=form.cleaned_data["until"],
            reason=form.cleaned_data["reason"], version=form.cleaned_data["version"],
            by=self.request.user,
        )  # fmt: skip
