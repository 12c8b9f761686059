"""The page behind an invitation's link. Opening it changes nothing: mail scanners open it too."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.cache import never_cache

from boards.accounts import limits, sign_in
from boards.authorization import Public
from boards.errors import DomainError, NotReady
from boards.forms.invitations import AcceptForm
from boards.models import Invitation
from boards.rules.invitations import InvitationState, is_internal_path
from boards.services import invitations
from boards.views.errors import too_many_tries

TEMPLATE = "boards/invitations/invitation.html"


@method_decorator(never_cache, name="dispatch")
class InvitationPage(View):
    """Who invites, to which board, as what, and one button."""

    permission = Public.ANYBODY

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.token = str(kwargs["token"])
        self.invitation = invitations.find(self.token)
        if self.invitation is None:
            # A whole council may come from one address, so only guessing is counted.
            address = limits.client_address(request)
            if seconds := limits.INVITATION_GUESSES.wait(address):
                return too_many_tries(request, seconds=seconds)
            return _page(request, None, status=404)
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        form = AcceptForm(initial={"name": self._invited.name}, name_wanted=self.wants_name())
        return self.show(form)

    def post(self, request: HttpRequest, token: str) -> HttpResponseBase:
        if self.other_person():
            return self.show(AcceptForm(name_wanted=False))
        form = AcceptForm(request.POST, name_wanted=self.wants_name())
        if not form.is_valid():
            return self.show(form, status=422)
        already = invitations.state(self._invited) is InvitationState.ACCEPTED
        try:
            accepted = invitations.accept(token=token, name=form.cleaned_data.get("name", ""))
        except NotReady as error:
            form.add_error("name", error.message)
            return self.show(form, status=422)
        except invitations.InvitationUnusable:
            return HttpResponseRedirect(request.path)
        except DomainError as error:
            form.add_domain_error(error)
            return self.show(form, status=422)
        landing = landing_of(accepted)
        if request.user.is_authenticated:
            return HttpResponseRedirect(landing)
        # Only the first use of the link signs in: afterwards it is as good as public.
        if already or accepted.accepted_by is None:
            return HttpResponseRedirect(request.path)
        return sign_in.by_invitation(request, accepted.accepted_by, landing=landing)

    @property
    def _invited(self) -> Invitation:
        assert self.invitation is not None  # noqa: S101 - dispatch has answered otherwise
        return self.invitation

    def wants_name(self) -> bool:
        return invitations.person_of(self._invited) is None

    def other_person(self) -> bool:
        """Return whether somebody else than the invited person is signed in here."""
        user = self.request.user
        return user.is_authenticated and user.email.lower() != self._invited.email.lower()

    def show(self, form: AcceptForm, status: int = 200) -> HttpResponse:
        return _page(
            self.request, self._invited, status=status, form=form, other=self.other_person(),
            token=self.token,
        )  # fmt: skip


class InvitationCode(InvitationPage):
    """An accepted invitation: e-mail the person a sign-in code, without asking for the address."""

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        return HttpResponseRedirect(reverse("invitation", kwargs={"token": token}))

    def post(self, request: HttpRequest, token: str) -> HttpResponseBase:
        page = reverse("invitation", kwargs={"token": token})
        person = self._invited.accepted_by
        if person is None or not person.is_active or request.user.is_authenticated:
            return HttpResponseRedirect(page)
        if limits.INVITATION_MAILS.wait(self._invited.email):
            messages.error(request, _too_many_mails())
            return HttpResponseRedirect(page)
        return sign_in.send_code(request, person, landing=landing_of(self._invited))


class InvitationRenew(InvitationCode):
    """An expired invitation: send a fresh one to the same address."""

    def post(self, request: HttpRequest, token: str) -> HttpResponseBase:
        page = reverse("invitation", kwargs={"token": token})
        if limits.INVITATION_MAILS.wait(self._invited.email):
            messages.error(request, _too_many_mails())
            return HttpResponseRedirect(page)
        if invitations.state(self._invited) is not InvitationState.EXPIRED:
            return HttpResponseRedirect(page)
        try:
            renewed = invitations.renew(invitation=self._invited)
        except DomainError as error:
            messages.error(request, error.message)
            return HttpResponseRedirect(page)
        if invitations.state(renewed) is InvitationState.AWAITING_APPROVAL:
            return HttpResponseRedirect(page)
        return HttpResponseRedirect(reverse("invitation-renewed"))


class InvitationRenewed(View):
    """Says that a fresh invitation is on its way."""

    permission = Public.ANYBODY

    def get(self, request: HttpRequest) -> HttpResponse:
        return render(request, "boards/invitations/renewed.html")


class InvitationSignOut(InvitationCode):
    """Somebody else is signed in here: sign them out and come back."""

    def post(self, request: HttpRequest, token: str) -> HttpResponseBase:
        sign_in.sign_out(request)
        return HttpResponseRedirect(reverse("invitation", kwargs={"token": token}))


def _too_many_mails() -> str:
    return _(
        "We have sent several e-mails already. Look in your inbox, or try again in ten minutes."
    )


def landing_of(invitation: Invitation) -> str:
    """Return the page to open first: the one the inviter named, or the board's home."""
    if is_internal_path(invitation.landing_path):
        return invitation.landing_path
    if invitation.board is None:
        return reverse("home")
    return reverse("board-home", kwargs={"board": invitation.board.slug})


def _page(
    request: HttpRequest, invitation: Invitation | None, *, status: int, **context: Any
) -> HttpResponse:
    if invitation is not None:
        context |= {
            "invitation": invitation,
            "state": invitations.state(invitation),
            "landing": landing_of(invitation),
        }
    return render(request, TEMPLATE, context, status=status)
