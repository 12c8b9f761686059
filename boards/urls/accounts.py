"""People, invitations and e-mails of a board."""

from django.urls import path

from boards.views import messages, people

urlpatterns = [
    path("people/", people.PersonList.as_view(), name="person-list"),
    path("people/invite/", people.InvitationAdd.as_view(), name="invitation-add"),
    path(
        "people/invitations/<int:invitation>/resend/",
        people.InvitationResend.as_view(),
        name="invitation-resend",
    ),
    path(
        "people/invitations/<int:invitation>/withdraw/",
        people.InvitationWithdraw.as_view(),
        name="invitation-withdraw",
    ),
    path(
        "people/invitations/<int:invitation>/approve/",
        people.InvitationApprove.as_view(),
        name="invitation-approve",
    ),
    path(
        "people/roles/<int:membership>/end/", people.MembershipEnd.as_view(), name="membership-end"
    ),
    path(
        "people/<int:person>/second-factor/",
        people.SecondFactorResetAsk.as_view(),
        name="second-factor-reset-ask",
    ),
    path(
        "people/second-factors/<int:reset>/approve/",
        people.SecondFactorResetApprove.as_view(),
        name="second-factor-reset-approve",
    ),
    path(
        "people/second-factors/<int:reset>/decline/",
        people.SecondFactorResetDecline.as_view(),
        name="second-factor-reset-decline",
    ),
    path(
        "people/agency/<int:agency>/", people.AgencyPersonList.as_view(), name="agency-person-list"
    ),
    path(
        "people/agency/<int:agency>/invite/",
        people.AgencyInvitationAdd.as_view(),
        name="agency-invitation-add",
    ),
    path(
        "people/agency/<int:agency>/invitations/<int:invitation>/resend/",
        people.AgencyInvitationResend.as_view(),
        name="agency-invitation-resend",
    ),
    path(
        "people/agency/<int:agency>/invitations/<int:invitation>/withdraw/",
        people.AgencyInvitationWithdraw.as_view(),
        name="agency-invitation-withdraw",
    ),
    path(
        "people/agency/<int:agency>/roles/<int:membership>/end/",
        people.AgencyMembershipEnd.as_view(),
        name="agency-membership-end",
    ),
    path("outbox/", messages.MessageList.as_view(), name="message-list"),
    path("outbox/<int:message>/", messages.MessageDetail.as_view(), name="message-detail"),
    path(
        "outbox/<int:message>/send-again/",
        messages.MessageSendAgain.as_view(),
        name="message-send-again",
    ),
]
