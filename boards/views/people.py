"""People of a board: who holds which role, who is invited, whose second factor is reset."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import FormView, TemplateView

from boards.accounts.limits import INVITATIONS, limited
from boards.authorization import Permission
from boards.errors import DomainError
from boards.exports import Column, Table
from boards.forms.invitations import AgencyInviteForm, InviteForm
from boards.forms.people import EndRoleForm, ResetRequestForm
from boards.models import Agency, Invitation, Membership, SecondFactorReset, User
from boards.queries import people
from boards.requests import PortalRequest
from boards.rules.invitations import InvitationState
from boards.services import invitations, memberships, second_factors
from boards.views.base import BoardView
from boards.views.tables import TablePage

PER_PAGE = 100


class PeoplePage(BoardView):
    """Pages about all people of the board: people of one agency have no business here."""

    permission = Permission.PEOPLE_INVITE

    def load_object(self) -> Any:
        assert isinstance(self.permission, Permission)  # noqa: S101 - narrows the type
        if not self.request.access.can_board_wide(self.permission, board=self.board):
            raise PermissionDenied
        return self.load_record()

    def load_record(self) -> Any:
        return None

    def has_permission(self) -> bool:
        return True  # `load_object` has asked

    def invitation(self) -> Invitation:
        rows = Invitation.objects.visible_to(self.request.user).filter(board=self.board)
        return get_object_or_404(rows, pk=self.kwargs["invitation"])

    def membership(self) -> Membership:
        rows = Membership.objects.filter(board=self.board).select_related("user", "agency")
        return get_object_or_404(rows, pk=self.kwargs["membership"])

    def home(self) -> str:
        return reverse("boards:person-list", kwargs={"board": self.board.slug})


class AgencyPeoplePage(PeoplePage):
    """The same pages for one agency's people, for its lead."""

    permission = Permission.AGENCY_PEOPLE_INVITE

    def load_object(self) -> Any:
        here = Agency.objects.working_with(self.board, timezone.localdate())
        partners = Q(pk__in=self.board.partners.values("agency"))
        rows = Agency.objects.visible_to(self.request.user).filter(partners | Q(pk__in=here))
        access = self.request.access
        own = {grant.agency_id for grant in access.grants if grant.board_id == self.board.pk}
        if None not in own:
            rows = rows.filter(pk__in=[pk for pk in own if pk])
        self.agency: Agency = self.get_record(rows, pk=self.kwargs["agency"])
        assert isinstance(self.permission, Permission)  # noqa: S101 - narrows the type
        if not access.can(self.permission, board=self.board, agency=self.agency):
            raise PermissionDenied
        return self.load_record()

    def invitation(self) -> Invitation:
        rows = Invitation.objects.visible_to(self.request.user)
        return get_object_or_404(
            rows, board=self.board, agency=self.agency, pk=self.kwargs["invitation"]
        )

    def membership(self) -> Membership:
        rows = Membership.objects.filter(board=self.board, agency=self.agency)
        return get_object_or_404(
            rows.select_related("user", "agency"), pk=self.kwargs["membership"]
        )

    def home(self) -> str:
        return reverse(
            "boards:agency-person-list",
            kwargs={"board": self.board.slug, "agency": self.agency.pk},
        )


def role_columns() -> list[Column]:
    return [
        Column(_("Name"), lambda role: role.user.name),
        Column(_("E-mail address"), lambda role: role.user.email),
        Column(_("Role"), lambda role: role.get_role_display()),
        Column(_("Agency"), lambda role: role.agency),
        Column(_("First day"), lambda role: role.starts_on),
        Column(_("Last day"), lambda role: role.ends_on),
        Column(_("Last sign-in"), lambda role: role.user.last_login),
    ]


class PersonList(PeoplePage, TablePage, TemplateView):
    """Roles, open invitations, requests that wait for a second person."""

    permission = Permission.PEOPLE_VIEW
    template_name = "boards/people/list.html"

    def table(self) -> Table:
        return Table(self.file_name("people"), role_columns(), self.rows())

    def rows(self) -> QuerySet[Membership]:
        return people.roles_of_board(
            self.board, q=self.wanted("q"), person=self.wanted("person")
        )  # fmt: skip

    def wanted(self, name: str) -> str:
        return self.request.GET.get(name, "").strip()[:100]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        page = Paginator(self.rows(), PER_PAGE).get_page(self.request.GET.get("page"))
        return super().get_context_data(**kwargs) | {
            "q": self.wanted("q"),
            "is_filtered": bool(self.wanted("q") or self.wanted("person")),
            "page_obj": page,
            "rows": people.person_rows(list(page), by=user, access=self.request.access),
            "invitations": people.open_invitations(self.board, by=user),
            "resets": people.waiting_resets(self.board, by=user),
            "may_invite": self.request.access.can_board_wide(
                Permission.PEOPLE_INVITE, board=self.board
            ),
        }


class AgencyPersonList(AgencyPeoplePage, TablePage, TemplateView):
    """People of one agency on the board."""

    template_name = "boards/people/agency.html"

    def table(self) -> Table:
        rows = people.roles_of_board(self.board, agency=self.agency)
        return Table(self.file_name("people-of-agency"), role_columns(), rows)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        rows = people.roles_of_board(self.board, agency=self.agency)
        page = Paginator(rows, PER_PAGE).get_page(self.request.GET.get("page"))
        return super().get_context_data(**kwargs) | {
            "agency": self.agency,
            "page_obj": page,
            "rows": people.person_rows(list(page), by=user, access=self.request.access),
            "invitations": people.open_invitations(self.board, by=user, agency=self.agency),
        }


class _FormPage(FormView):
    """A form whose service may refuse; what was typed stays."""

    request: PortalRequest
    http_method_names = ["get", "head", "options", "post"]

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            said = self.save(form.cleaned_data)
        except DomainError as error:
            form.add_domain_error(error)
            return self.form_invalid(form)
        messages.success(self.request, said)
        return HttpResponseRedirect(self.home())  # type: ignore[attr-defined]

    def form_invalid(self, form: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def save(self, data: dict[str, Any]) -> str:
        raise NotImplementedError


@method_decorator(limited(*INVITATIONS), name="post")
class InvitationAdd(PeoplePage, _FormPage):
    """Invite somebody to a role of the board or of one of its agencies."""

    form_class = InviteForm
    template_name = "boards/people/invite.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        user = self.request.user
        agencies = Agency.objects.working_with(self.board, timezone.localdate())
        roles = invitations.roles_that_may_be_granted(by=user, board=self.board)
        if first := agencies.first():
            roles = roles + invitations.roles_that_may_be_granted(
                by=user, board=self.board, agency=first
            )
        return super().get_form_kwargs() | {"roles": roles, "agencies": agencies}

    def get_initial(self) -> dict[str, Any]:
        return {name: self.request.GET.get(name, "") for name in ("agency", "role")}

    def save(self, data: dict[str, Any]) -> str:
        row = invitations.invite(
            email=data["email"], name=data["name"], role=data["role"], agency=data["agency"],
            board=self.board, by=self.request.user,
        )  # fmt: skip
        return _said_of(row)


@method_decorator(limited(*INVITATIONS), name="post")
class AgencyInvitationAdd(AgencyPeoplePage, _FormPage):
    """Invite a colleague of the agency."""

    form_class = AgencyInviteForm
    template_name = "boards/people/invite.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        roles = invitations.roles_that_may_be_granted(
            by=self.request.user, board=self.board, agency=self.agency
        )
        return super().get_form_kwargs() | {"roles": roles}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"agency": self.agency}

    def save(self, data: dict[str, Any]) -> str:
        row = invitations.invite(
            email=data["email"], name=data["name"], role=data["role"], agency=self.agency,
            board=self.board, by=self.request.user,
        )  # fmt: skip
        return _said_of(row)


def _said_of(row: Invitation) -> str:
    if invitations.state(row) is InvitationState.AWAITING_APPROVAL:
        return _("Another manager has to approve this invitation before it is sent.")
    return _("The invitation to %(email)s is on its way.") % {"email": row.email}


class _Button(View):
    """A POST that calls one service, says what happened and goes back to the list."""

    http_method_names = ["post"]
    request: PortalRequest
    home: Callable[[], str]

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            messages.success(request, self.act())
        except DomainError as error:
            messages.error(request, error.message)
        return HttpResponseRedirect(self.home())

    def act(self) -> str:
        raise NotImplementedError


class _Resend(_Button):
    def act(self) -> str:
        row = invitations.renew(invitation=self.object, by=self.request.user)  # type: ignore[attr-defined]
        if invitations.state(row) is InvitationState.AWAITING_APPROVAL:
            return _("A second person has to approve the invitation of %(email)s again.") % {
                "email": row.email
            }
        return _("A fresh invitation to %(email)s is on its way.") % {"email": row.email}


class _Withdraw(_Button):
    def act(self) -> str:
        row = invitations.withdraw(invitation=self.object, by=self.request.user)  # type: ignore[attr-defined]
        return _("The invitation to %(email)s is withdrawn.") % {"email": row.email}


class InvitationResend(_Resend, PeoplePage):
    load_record = PeoplePage.invitation


class InvitationWithdraw(_Withdraw, PeoplePage):
    load_record = PeoplePage.invitation


class AgencyInvitationResend(_Resend, AgencyPeoplePage):
    load_record = AgencyPeoplePage.invitation


class AgencyInvitationWithdraw(_Withdraw, AgencyPeoplePage):
    load_record = AgencyPeoplePage.invitation


class InvitationApprove(_Button, PeoplePage):
    """Agree, as the second person, to a role that needs two."""

    load_record = PeoplePage.invitation

    def act(self) -> str:
        row = invitations.approve(invitation=self.object, by=self.request.user)
        return _("Approved. The invitation to %(email)s is on its way.") % {"email": row.email}


class _End(_FormPage):
    form_class = EndRoleForm
    template_name = "boards/people/end.html"

    def get_initial(self) -> dict[str, Any]:
        return {"ends_on": timezone.localdate()}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "membership": self.object,  # type: ignore[attr-defined]
            "back_url": self.home(),  # type: ignore[attr-defined]
        }

    def save(self, data: dict[str, Any]) -> str:
        row = memberships.end(
            membership=self.object,  # type: ignore[attr-defined]
            by=self.request.user,
            ends_on=data["ends_on"],
        )
        return _("%(name)s holds this role until the end of %(day)s.") % {
            "name": row.user.name,
            "day": data["ends_on"].strftime("%d/%m/%Y"),
        }


class MembershipEnd(PeoplePage, _End):
    load_record = PeoplePage.membership


class AgencyMembershipEnd(AgencyPeoplePage, _End):
    load_record = AgencyPeoplePage.membership


class SecondFactorResetAsk(PeoplePage, _FormPage):
    """Ask for somebody's second factors to be removed; another person has to agree."""

    form_class = ResetRequestForm
    template_name = "boards/people/reset.html"

    def load_record(self) -> User:
        rows = User.objects.filter(memberships__in=self.board.memberships.current())
        return get_object_or_404(rows.distinct(), pk=self.kwargs["person"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "person": self.object,
            "back_url": self.home(),
        }

    def save(self, data: dict[str, Any]) -> str:
        second_factors.ask(
            user=self.object, board=self.board, reason=data["reason"], by=self.request.user
        )
        return _("Another manager has to approve this. They have been told.")


class _ResetAnswer(_Button, PeoplePage):
    def load_record(self) -> SecondFactorReset:
        rows = SecondFactorReset.objects.visible_to(self.request.user).filter(board=self.board)
        return get_object_or_404(rows, pk=self.kwargs["reset"])


class SecondFactorResetApprove(_ResetAnswer):
    def act(self) -> str:
        row = second_factors.approve(reset=self.object, by=self.request.user)
        return _("The second factors of %(name)s are removed. They have been told.") % {
            "name": row.user.name
        }


class SecondFactorResetDecline(_ResetAnswer):
    def act(self) -> str:
        second_factors.decline(reset=self.object, by=self.request.user)
        return _("The request is closed. Nothing was removed.")
