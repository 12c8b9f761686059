"""Account pages outside any board: invitations, notifications, being signed in."""

from django.urls import path

from boards.views import demo, invitations, messages, notifications, sessions

urlpatterns = [
    path("invitations/sent/", invitations.InvitationRenewed.as_view(), name="invitation-renewed"),
    path("invitations/<str:token>/", invitations.InvitationPage.as_view(), name="invitation"),
    path(
        "invitations/<str:token>/code/",
        invitations.InvitationCode.as_view(),
        name="invitation-code",
    ),
    path(
        "invitations/<str:token>/fresh/",
        invitations.InvitationRenew.as_view(),
        name="invitation-renew",
    ),
    path(
        "invitations/<str:token>/sign-out/",
        invitations.InvitationSignOut.as_view(),
        name="invitation-sign-out",
    ),
    path(
        "notifications/settings/",
        notifications.NotificationSettings.as_view(),
        name="notification-settings",
    ),
    path("notifications/", notifications.NotificationList.as_view(), name="notification-list"),
    path(
        "notifications/read/",
        notifications.NotificationReadAll.as_view(),
        name="notification-read-all",
    ),
    path(
        "notifications/<int:notification>/",
        notifications.NotificationOpen.as_view(),
        name="notification-open",
    ),
    path("outbox/", messages.DemoOutbox.as_view(), name="demo-outbox"),
    path("accounts/state/", sessions.SessionState.as_view(), name="session-state"),
    path("accounts/signed-in-again/", sessions.SignedInAgain.as_view(), name="signed-in-again"),
    path("accounts/second-factor/", sessions.SecondFactorWanted.as_view(), name="second-factor"),
    path(
        "accounts/sign-out-everywhere/",
        sessions.SignOutEverywhere.as_view(),
        name="sign-out-everywhere",
    ),
    path("accounts/sessions/", sessions.SessionList.as_view(), name="session-list"),
    path(
        "accounts/sessions/end-others/",
        sessions.SessionEndOthers.as_view(),
        name="session-end-others",
    ),
    path("accounts/sessions/<int:session>/end/", sessions.SessionEnd.as_view(), name="session-end"),
    path("accounts/demo/", demo.DemoSignIn.as_view(), name="demo-sign-in"),
]
