"""Invitations: from the offer to the first page, by whichever way a person comes."""

import re
from datetime import timedelta

import pghistory.models
import pytest
from django.apps import apps
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from boards.errors import DomainError
from boards.models import Invitation, Membership, Message, User
from boards.rules.invitations import InvitationState
from boards.services import invitations
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_counted() -> None:
    """Limits are counted in the cache, which no test rolls back."""
    cache.clear()


def invite(world: World, **values):
    cast = world.north
    given = {
        "email": "new.person@example.org",
        "role": "board_member",
        "by": cast.board_manager,
        "board": cast.board,
    }
    return invitations.invite(**(given | values))


def link(invitation: Invitation) -> str:
    return f"/invitations/{invitation.token}/"


def expire(invitation: Invitation) -> None:
    Invitation.objects.filter(pk=invitation.pk).update(
        expires_at=timezone.now() - timedelta(days=1)
    )


def test_invite_writes_one_message_with_its_link_apart(world):
    invitation = invite(world)

    message = Message.objects.get(kind="invitation")
    assert message.to_email == "new.person@example.org"
    assert "{{link}}" in message.body
    assert invitation.token not in message.body
    assert message.secrets["link"].endswith(link(invitation))
    assert invitation.token_hash != invitation.token


def test_invite_twice_renews_the_open_invitation(world):
    first = invite(world)
    second = invite(world, email="New.Person@example.org ")

    assert first.pk == second.pk
    assert Client().get(link(first)).status_code == 404
    assert Client().get(link(second)).status_code == 200
    statuses = list(Message.objects.order_by("pk").values_list("status", flat=True))
    assert statuses == ["cancelled", "queued"]


def test_two_invitations_of_one_address_do_not_cancel_each_other(world):
    invite(world, role="board_member")
    invite(world, role="trainer")

    assert Message.objects.filter(status="queued").count() == 2


@pytest.mark.parametrize(
    ("role", "who"),
    [
        ("board_manager", "business_support"),
        ("board_member", "board_member"),
        ("agency_lead", "police_contributor"),
        ("board_member", "police_lead"),
        ("auditor", "auditor"),
        ("system_administrator", "board_manager"),
    ],
)
def test_invite_by_somebody_who_may_not(world, role, who):
    cast = world.north
    agency = cast.police if role.startswith("agency") else None
    board = None if role == "system_administrator" else cast.board

    with pytest.raises(DomainError):
        invite(world, role=role, by=cast.people[who], agency=agency, board=board)
    assert not Invitation.objects.exists()


def test_agency_lead_invites_for_the_own_agency_only(world):
    cast = world.north
    invite(world, role="agency_contributor", by=cast.police_lead, agency=cast.police)

    with pytest.raises(DomainError):
        invite(world, role="agency_contributor", by=cast.police_lead, agency=cast.health)
    with pytest.raises(DomainError):
        invite(
            world, role="agency_contributor", by=cast.police_lead, agency=cast.police,
            board=world.south.board,
        )  # fmt: skip


def test_nobody_invites_themselves(world):
    manager = world.north.board_manager
    with pytest.raises(DomainError):
        invite(world, email=manager.email.upper(), role="independent_chair")


def test_manager_of_another_board_may_not_invite(world):
    with pytest.raises(DomainError):
        invite(world, by=world.south.board_manager)


@pytest.mark.parametrize(
    "path", ["https://evil.example/", "//evil.example", "/\\evil.example", "relative", "/a\nb"]
)
def test_invite_with_a_landing_page_elsewhere(world, path):
    with pytest.raises(DomainError):
        invite(world, landing_path=path)


def test_agency_that_is_not_on_the_board(world):
    with pytest.raises(DomainError):
        invite(world, role="agency_lead", agency=world.south.health)


def test_role_that_needs_two_people_waits_for_another(world):
    cast = world.north
    second = User.objects.create_user(email="second@example.org", name="Second manager")
    Membership.objects.create(user=second, board=cast.board, role="board_manager")
    invitation = invite(world, role="cdop_coordinator")

    assert invitations.state(invitation) is InvitationState.AWAITING_APPROVAL
    assert not Message.objects.exists()
    with pytest.raises(DomainError):
        invitations.approve(invitation=invitation, by=cast.board_manager)
    with pytest.raises(DomainError):
        invitations.approve(invitation=invitation, by=cast.business_support)

    approved = invitations.approve(invitation=invitation, by=second)
    assert Message.objects.get().to_email == "new.person@example.org"
    assert Client().get(link(approved)).status_code == 200


def test_invited_person_may_not_approve(world):
    cast = world.north
    second = User.objects.create_user(email="second@example.org", name="Second manager")
    Membership.objects.create(user=second, board=cast.board, role="board_manager")
    invitation = invite(world, role="reviewer", email=second.email)

    with pytest.raises(DomainError):
        invitations.approve(invitation=invitation, by=second)


def test_opening_the_link_changes_nothing(world):
    invitation = invite(world, name="Siân Ó'Brien <script>")
    scanner = Client()

    for method in (scanner.get, scanner.head, scanner.get):
        response = method(link(invitation))
        assert response.status_code == 200
    invitation.refresh_from_db()
    assert invitation.accepted_at is None
    assert not User.objects.filter(email=invitation.email).exists()
    page = scanner.get(link(invitation)).content.decode()
    assert world.north.board.name in page
    assert world.north.board_manager.name in page
    assert "<script>" not in page.split("</head>")[1]
    assert page.count('type="submit"') == 1


def test_accept_in_another_browser_days_later(world):
    invitation = invite(world, name="New Person", landing_path="/northshire/people/")
    Client().get(link(invitation))
    browser = Client()

    response = browser.post(link(invitation), {"name": "Newer Person"})

    assert response.status_code == 302
    assert response["Location"] == "/northshire/people/"
    user = User.objects.get(email=invitation.email)
    assert user.name == "Newer Person"
    assert int(browser.session["_auth_user_id"]) == user.pk
    membership = Membership.objects.get(user=user)
    assert (membership.role, membership.board) == ("board_member", world.north.board)
    assert membership.granted_by == world.north.board_manager
    assert user.emailaddress_set.get().verified


def test_accept_lands_on_the_board(world):
    response = Client().post(link(invite(world)), {"name": "New Person"})

    assert response["Location"] == "/northshire/"


def test_accept_without_a_name_keeps_the_link(world):
    invitation = invite(world)

    response = Client().post(link(invitation), {"name": "  "})

    assert response.status_code == 422
    assert "Enter your name" in response.content.decode()
    assert not User.objects.filter(email=invitation.email).exists()


def test_accept_twice_makes_one_person_and_one_role(world):
    invitation = invite(world)
    first, second = Client(), Client()
    first.post(link(invitation), {"name": "New Person"})

    again = second.post(link(invitation), {"name": "Other Name"}, follow=True)

    user = User.objects.get(email=invitation.email)
    assert user.name == "New Person"
    assert Membership.objects.filter(user=user).count() == 1
    # The link is as good as public now: it signs nobody in any more.
    assert "_auth_user_id" not in second.session
    assert "E-mail me a sign-in code" in again.content.decode()
    assert first.post(link(invitation), {}).status_code == 302


def test_accepted_link_leads_to_a_code_without_retyping(world):
    invitation = invite(world, landing_path="/northshire/people/")
    Client().post(link(invitation), {"name": "New Person"})
    browser = Client()

    page = browser.post(f"{link(invitation)}code/")
    assert page.status_code == 302
    assert page["Location"] == "/accounts/login/code/confirm/?next=%2Fnorthshire%2Fpeople%2F"
    code = Message.objects.get(kind="sign_in_code").secrets["code"]
    done = browser.post(
        "/accounts/login/code/confirm/", {"code": code, "next": "/northshire/people/"}
    )
    assert done["Location"] == "/northshire/people/"
    assert "_auth_user_id" in browser.session


def test_accepted_link_of_somebody_signed_in_goes_on(world):
    invitation = invite(world)
    browser = Client()
    browser.post(link(invitation), {"name": "New Person"})

    page = browser.get(link(invitation)).content.decode()

    assert "You have accepted this invitation" in page
    assert 'href="/northshire/"' in page


def test_existing_person_gets_the_role_through_the_link(world):
    chair = world.south.independent_chair
    invitation = invite(world, email=chair.email, role="independent_chair")
    assert not Membership.objects.filter(user=chair, board=world.north.board).exists()

    page = Client().get(link(invitation)).content.decode()
    assert "Your name" not in page
    Client().post(link(invitation), {})

    assert Membership.objects.filter(user=chair, board=world.north.board).count() == 1
    assert User.objects.filter(email__iexact=chair.email).count() == 1


def test_existing_person_with_a_second_factor_is_asked_for_it(world):
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    chair = world.south.independent_chair
    TOTP.activate(chair, generate_totp_secret())
    invitation = invite(world, email=chair.email, role="independent_chair")
    browser = Client()

    response = browser.post(link(invitation), {})

    assert response["Location"] == "/accounts/2fa/authenticate/"
    assert "_auth_user_id" not in browser.session


def test_closed_account_gets_nothing(world):
    chair = world.south.independent_chair
    User.objects.filter(pk=chair.pk).update(is_active=False)
    invitation = invite(world, email=chair.email, role="independent_chair")

    response = Client().post(link(invitation), {})

    assert response.status_code == 422
    assert "account is closed" in response.content.decode()
    assert not Membership.objects.filter(user=chair, board=world.north.board).exists()


def test_somebody_else_is_signed_in(world):
    invitation = invite(world)
    browser = Client()
    browser.force_login(world.north.board_member)

    page = browser.get(link(invitation)).content.decode()
    assert "Somebody else is signed in here" in page
    browser.post(link(invitation), {"name": "New Person"})
    invitation.refresh_from_db()
    assert invitation.accepted_at is None

    out = browser.post(f"{link(invitation)}sign-out/", follow=True)
    assert "invites you" in out.content.decode()


def test_expired_link_sends_a_fresh_invitation(world):
    invitation = invite(world)
    expire(invitation)
    browser = Client()

    assert "has expired" in browser.get(link(invitation)).content.decode()
    browser.post(link(invitation), {"name": "New Person"})
    assert not User.objects.filter(email=invitation.email).exists()
    done = browser.post(f"{link(invitation)}fresh/", follow=True)

    assert "on its way" in done.content.decode()
    invitation.refresh_from_db()
    assert invitation.expires_at > timezone.now()
    fresh = Message.objects.filter(status="queued").get().secrets["link"]
    path = re.sub(r"^https?://[^/]+", "", fresh)
    assert Client().post(path, {"name": "New Person"})["Location"] == "/northshire/"


def test_withdrawn_link_says_whom_to_ask(world):
    invitation = invite(world)
    invitations.withdraw(invitation=invitation, by=world.north.board_manager)

    page = Client().get(link(invitation)).content.decode()

    assert "was withdrawn" in page
    assert world.north.board_manager.name in page
    Client().post(link(invitation), {"name": "New Person"})
    assert not User.objects.filter(email=invitation.email).exists()
    message = Message.objects.get()
    assert (message.status, message.secrets) == ("cancelled", {})


def test_unknown_link_offers_to_sign_in(world):
    response = Client().get("/invitations/nonsense/")

    assert response.status_code == 404
    assert "/accounts/login/" in response.content.decode()


def test_lost_cache_lets_people_in(world, settings):
    invitation = invite(world)
    settings.CACHES = settings.CACHES | {
        "default": settings.CACHES["default"] | {"LOCATION": "redis://127.0.0.1:1/0"}
    }

    assert Client().get(link(invitation)).status_code == 200


def test_guessing_links_is_refused_for_a_while_and_real_ones_work(world):
    browser = Client(REMOTE_ADDR="203.0.113.77")

    statuses = [browser.get(f"/invitations/guess{n}/").status_code for n in range(32)]

    assert statuses == [404] * 30 + [429] * 2
    assert browser.get(link(invite(world))).status_code == 200


def test_history_holds_no_token_and_no_link(world):
    invitation = invite(world)
    Client().post(link(invitation), {"name": "New Person"})

    for model in apps.get_models():
        if issubclass(model, pghistory.models.Event) and model._meta.managed:
            for row in model.objects.values():
                assert invitation.token not in str(row)
                assert invitation.token_hash not in str(row)
    for row in pghistory.models.Context.objects.values():
        assert invitation.token not in str(row)
