"""People, invitations, e-mails, notifications, settings, being signed in."""

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession

from boards.authorization import Permission, Public
from boards.models import Invitation, Membership, Message, Notification, SecondFactorReset
from boards.services import invitations, messages, notifications
from tests.permissions import Row
from tests.world import BoardCast


def _invitation(cast: BoardCast, **values: Any) -> Invitation:
    given = {"email": "new@example.org", "role": "board_member", "by": cast.board_manager}
    return invitations.invite(board=cast.board, **(given | values))


def _link(cast: BoardCast) -> dict[str, Any]:
    return {"token": _invitation(cast).token}  # type: ignore[attr-defined]


def _open(cast: BoardCast) -> dict[str, Any]:
    return {"invitation": _invitation(cast).pk}


def _agency_open(cast: BoardCast) -> dict[str, Any]:
    row = _invitation(cast, role="agency_contributor", by=cast.police_lead, agency=cast.police)
    return {"agency": cast.police.pk, "invitation": row.pk}


def _waiting(cast: BoardCast) -> dict[str, Any]:
    return {"invitation": _invitation(cast, role="reviewer").pk}


def _membership(cast: BoardCast) -> dict[str, Any]:
    row = Membership.objects.get(board=cast.board, user=cast.police_contributor)
    return {"membership": row.pk}


def _agency_membership(cast: BoardCast) -> dict[str, Any]:
    return {"agency": cast.police.pk, **_membership(cast)}


def _agency(cast: BoardCast) -> dict[str, Any]:
    return {"agency": cast.police.pk}


def _person(cast: BoardCast) -> dict[str, Any]:
    return {"person": cast.board_member.pk}


def _reset(cast: BoardCast) -> dict[str, Any]:
    Authenticator.objects.create(user=cast.board_member, type="totp", data={})
    row = SecondFactorReset.objects.create(
        user=cast.board_member, board=cast.board, reason="Lost", requested_by=cast.board_manager
    )
    return {"reset": row.pk}


def _message(cast: BoardCast) -> dict[str, Any]:
    row: Message = messages.write(
        kind="account_notice", template="account_notice", to_user=cast.board_member,
        board=cast.board, context={"what": "Something", "url": "/"},
    )  # fmt: skip
    return {"message": row.pk}


def _notification(cast: BoardCast) -> dict[str, Any]:
    row: Notification = notifications.tell(
        user=cast.board_manager, board=cast.board, text="Look", path="/"
    )
    return {"notification": row.pk}


def _provider(cast: BoardCast) -> dict[str, Any]:
    return {"provider_id": "council"}


def _session(cast: BoardCast) -> dict[str, Any]:
    row = UserSession.objects.create(user=cast.board_member, ip="192.0.2.1", session_key="s1")
    return {"session": row.pk}


def _police(cast: BoardCast) -> Any:
    return cast.police


LEAD = Permission.AGENCY_PEOPLE_INVITE

ROWS = [
    # A stranger may open an invitation's link.
    Row("invitation", "get", Public.ANYBODY, args=_link, of_board=False),
    Row("invitation", "post", Public.ANYBODY, args=_link, of_board=False),
    Row("invitation-code", "get", Public.ANYBODY, args=_link, of_board=False),
    Row("invitation-code", "post", Public.ANYBODY, args=_link, of_board=False),
    Row("invitation-renew", "get", Public.ANYBODY, args=_link, of_board=False),
    Row("invitation-renew", "post", Public.ANYBODY, args=_link, of_board=False),
    Row("invitation-sign-out", "get", Public.ANYBODY, args=_link, of_board=False),
    Row("invitation-sign-out", "post", Public.ANYBODY, args=_link, of_board=False),
    Row("invitation-renewed", "get", Public.ANYBODY, of_board=False),
    Row("session-state", "get", Public.ANYBODY, allowed=(204, 401), of_board=False),
    # There is no provider in the tests but for those that start one.
    Row(
        "openid_connect_login", "post", Public.ANYBODY, args=_provider, allowed=(404,),
        of_board=False,
    ),
    Row(
        "openid_connect_callback", "get", Public.ANYBODY, args=_provider, allowed=(404,),
        of_board=False,
    ),
    Row("signed-in-again", "get", Public.SIGNED_IN, of_board=False),
    Row("second-factor", "get", Public.SIGNED_IN, of_board=False),
    Row("sign-out-everywhere", "get", Public.SIGNED_IN, of_board=False),
    Row("sign-out-everywhere", "post", Public.SIGNED_IN, of_board=False),
    Row("session-list", "get", Public.SIGNED_IN, of_board=False),
    # 404 for everybody but whose session it is.
    Row(
        "session-end", "post", Public.SIGNED_IN, args=_session, allowed=(302, 404), of_board=False
    ),
    Row("session-end-others", "post", Public.SIGNED_IN, of_board=False),
    # Not there outside a demo.
    Row("demo-sign-in", "post", Public.ANYBODY, allowed=(404,), of_board=False),
    Row("demo-outbox", "get", Public.ANYBODY, allowed=(404,), of_board=False),
    Row("notification-settings", "get", Public.SIGNED_IN, of_board=False),
    Row("notification-settings", "post", Public.SIGNED_IN, of_board=False),
    Row("notification-list", "get", Public.SIGNED_IN, of_board=False),
    Row("notification-read-all", "post", Public.SIGNED_IN, of_board=False),
    # 404 for everybody but the one who is told.
    Row(
        "notification-open", "post", Public.SIGNED_IN, args=_notification, allowed=(302, 404),
        of_board=False,
    ),
    Row("boards:person-list", "get", Permission.PEOPLE_VIEW),
    Row("boards:invitation-add", "get", Permission.PEOPLE_INVITE),
    Row("boards:invitation-add", "post", Permission.PEOPLE_INVITE),
    Row("boards:invitation-resend", "post", Permission.PEOPLE_INVITE, args=_open),
    Row("boards:invitation-withdraw", "post", Permission.PEOPLE_INVITE, args=_open),
    Row("boards:invitation-approve", "post", Permission.PEOPLE_INVITE, args=_waiting),
    Row("boards:membership-end", "get", Permission.PEOPLE_INVITE, args=_membership),
    Row("boards:membership-end", "post", Permission.PEOPLE_INVITE, args=_membership),
    Row("boards:second-factor-reset-ask", "get", Permission.PEOPLE_INVITE, args=_person),
    Row("boards:second-factor-reset-ask", "post", Permission.PEOPLE_INVITE, args=_person),
    Row("boards:second-factor-reset-approve", "post", Permission.PEOPLE_INVITE, args=_reset),
    Row("boards:second-factor-reset-decline", "post", Permission.PEOPLE_INVITE, args=_reset),
    Row("boards:agency-person-list", "get", LEAD, args=_agency, agency=_police),
    Row("boards:agency-invitation-add", "get", LEAD, args=_agency, agency=_police),
    Row(
        "boards:agency-invitation-add", "post", LEAD, args=_agency, agency=_police
    ),
    Row(
        "boards:agency-invitation-resend", "post", LEAD, args=_agency_open,
        agency=_police,
    ),
    Row(
        "boards:agency-invitation-withdraw", "post", LEAD, args=_agency_open,
        agency=_police,
    ),
    Row(
        "boards:agency-membership-end", "get", LEAD, args=_agency_membership,
        agency=_police,
    ),
    Row(
        "boards:agency-membership-end", "post", LEAD, args=_agency_membership,
        agency=_police,
    ),
    Row("boards:message-list", "get", Permission.OUTBOX_VIEW),
    Row("boards:message-detail", "get", Permission.OUTBOX_VIEW, args=_message),
    Row("boards:message-send-again", "post", Permission.PEOPLE_INVITE, args=_message),
    Row("boards:board-edit", "get", Permission.BOARD_EDIT),
    Row("boards:board-edit", "post", Permission.BOARD_EDIT),
]  # fmt: skip
