"""What happens to a round as a whole: its draft deleted, opened, closed, opened again."""

from typing import Any

from django.core.paginator import Paginator
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from audits.forms.rounds import CloseForm, DeleteForm, OpenForm, ReopenForm
from audits.queries import rounds as queries
from audits.services import rounds as services
from audits.states import RoundStatus
from audits.views.rounds import UNREACHABLE, FormPage, RoundPage
from boards.authorization import Permission


class RoundDelete(RoundPage, FormPage):
    """Confirm that a draft is not wanted any more."""

    permission = Permission.ROUND_EDIT
    form_class = DeleteForm
    template_name = "audits/rounds/delete.html"
    page_title = gettext_lazy("Delete the draft")
    done = gettext_lazy("The draft is deleted.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"version": self.object.version}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "count": self.object.returns.count(), "cancel_url": self.round_url(),
        }  # fmt: skip

    def save(self, form: Any) -> None:
        services.delete(
            round_record=self.object, version=form.cleaned_data["version"], by=self.request.user
        )

    def next_url(self) -> str:
        return self.list_crumb()[1]


class RoundOpen(RoundPage, FormPage):
    """Confirm that the round goes out: how many agencies, and who of them could not answer."""

    permission = Permission.ROUND_EDIT
    form_class = OpenForm
    template_name = "audits/rounds/open.html"
    page_title = gettext_lazy("Open the round")
    done = gettext_lazy("The round is open. Agencies are being told.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"version": self.object.version}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "count": self.object.returns.count(),
            "unreachable": Paginator(queries.unreachable(self.object), UNREACHABLE).page(1),
            "without_lead": self.without_lead(somebody_answers=True),
            "is_draft": self.object.status == RoundStatus.DRAFT,
            "cancel_url": self.round_url(),
        }

    def save(self, form: Any) -> None:
        services.open_round(
            round_record=self.object, version=form.cleaned_data["version"], by=self.request.user
        )


class RoundClose(RoundPage, FormPage):
    """Confirm that the round closes now."""

    permission = Permission.ROUND_EDIT
    form_class = CloseForm
    template_name = "audits/rounds/close.html"
    page_title = gettext_lazy("Close the round")
    done = gettext_lazy(
        "The round is closed. Outstanding returns are shown as late and can still come in."
    )

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"version": self.object.version}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rate, _sectors = queries.rates(self.object, timezone.localdate())
        return super().get_context_data(**kwargs) | {"rate": rate, "cancel_url": self.round_url()}

    def save(self, form: Any) -> None:
        services.close(
            round_record=self.object, version=form.cleaned_data["version"], by=self.request.user
        )


class RoundReopen(RoundPage, FormPage):
    """Open a closed round again until a new day."""

    permission = Permission.ROUND_EDIT
    form_class = ReopenForm
    page_title = gettext_lazy("Open the round again")
    done = gettext_lazy("The round is open again.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"version": self.object.version}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        intro = _("Agencies that have not sent their return are asked for it by the new date.")
        return super().get_context_data(**kwargs) | {
            "page_intro": intro, "cancel_url": self.round_url(),
        }  # fmt: skip

    def save(self, form: Any) -> None:
        services.reopen(
            round_record=self.object, closes_on=form.cleaned_data["closes_on"],
            version=form.cleaned_data["version"], by=self.request.user,
        )  # fmt: skip
