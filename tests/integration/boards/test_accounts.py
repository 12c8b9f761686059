"""Signing in and out: by code, with a second factor, in a demo; what is not there."""

import json
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core.cache import cache
from django.test import Client

from boards.models import Message, User
from boards.queries import demo_people
from boards.services import invitations

pytestmark = pytest.mark.django_db
CONFIRM = "/accounts/login/code/confirm/"


@pytest.fixture(autouse=True)
def _nothing_counted() -> None:
    """Limits are counted in the cache, which no test rolls back."""
    cache.clear()


@pytest.fixture
def enforced(settings):
    settings.SECOND_FACTOR_ENFORCED = True


def code_for(secret: str) -> str:
    counter = next(iter(yield_hotp_counters_from_time()))
    return format_hotp_value(hotp_value(secret, counter))


def newest_code() -> str:
    return Message.objects.filter(kind="sign_in_code").latest("pk").secrets["code"]


def sign_in(person: User, browser: Client | None = None, landing: str = "") -> Client:
    """Sign in as a person does: address, code from the e-mail."""
    browser = browser or Client()
    browser.post("/accounts/login/", {"email": person.email, "next": landing})
    browser.post(CONFIRM, {"code": newest_code(), "next": landing})
    return browser


def test_sign_in_by_code_lands_where_the_person_wanted_to_go(world):
    person = world.north.board_member
    browser = Client()

    page = browser.get("/northshire/", follow=True)
    assert "next=/northshire/" in page.redirect_chain[-1][0]
    assert 'name="next"' in page.content.decode()
    asked = browser.post(
        "/accounts/login/", {"email": person.email.upper(), "next": "/northshire/"}
    )
    assert asked["Location"].startswith(CONFIRM)
    assert person.email in browser.get(asked["Location"]).content.decode().lower()
    done = browser.post(CONFIRM, {"code": newest_code(), "next": "/northshire/"})

    assert done["Location"] == "/northshire/"
    assert int(browser.session["_auth_user_id"]) == person.pk


def test_code_mail_keeps_no_code(world):
    browser = Client()
    browser.post("/accounts/login/", {"email": world.north.board_member.email})

    message = Message.objects.get(kind="sign_in_code")

    assert "{{code}}" in message.body
    assert message.secrets["code"] not in message.body
    assert message.board is None


def test_wrong_code_says_what_to_do(world):
    browser = Client()
    browser.post("/accounts/login/", {"email": world.north.board_member.email})

    page = browser.post(CONFIRM, {"code": "WRONG1"}).content.decode()

    assert "This code is not right" in page
    assert "_auth_user_id" not in browser.session


def test_unknown_address_looks_the_same_and_gets_another_mail(world):
    known, unknown = Client(), Client()
    first = known.post("/accounts/login/", {"email": world.north.board_member.email})
    second = unknown.post("/accounts/login/", {"email": "nobody@example.org"})

    assert first["Location"] == second["Location"]
    assert unknown.get(second["Location"]).status_code == 200
    assert Message.objects.filter(kind="unknown_account", to_email="nobody@example.org").exists()


def test_invited_person_who_tries_to_sign_in_gets_the_invitation_again(world):
    cast = world.north
    invitations.invite(
        email="new@example.org", role="board_member", by=cast.board_manager, board=cast.board
    )

    Client().post("/accounts/login/", {"email": "new@example.org"})

    kinds = list(Message.objects.order_by("pk").values_list("kind", "status"))
    assert kinds == [("invitation", "cancelled"), ("invitation", "queued")]


@pytest.mark.parametrize(
    "path",
    ["password/change/", "password/set/", "email/", "confirm-email/", "signup/passkey/",
     "phone/verify/", "3rdparty/"],
)  # fmt: skip
def test_pages_that_make_no_sense_here_are_not_there(world, path):
    assert world.client(world.north.board_member).get(f"/accounts/{path}").status_code == 404


@pytest.mark.parametrize("path", ["signup/", "password/reset/", "login/code/"])
def test_old_addresses_lead_to_the_sign_in_page(db, path):
    assert Client().get(f"/accounts/{path}")["Location"] == "/accounts/login/"


def test_session_state(world):
    assert Client().get("/accounts/state/").status_code == 401

    response = world.client(world.north.board_member).get("/accounts/state/")

    assert response.status_code == 204
    assert response["X-CSRFToken"]


def test_signed_in_again_page_after_signing_in_in_a_new_tab(world):
    browser = sign_in(world.north.board_member, landing="/accounts/signed-in-again/")

    assert "close this tab" in browser.get("/accounts/signed-in-again/").content.decode().lower()


def test_sign_out_everywhere_ends_all_sessions(world):
    person = world.north.board_member
    here, there = sign_in(person), sign_in(person)

    here.post("/accounts/sign-out-everywhere/")

    assert here.get("/accounts/state/").status_code == 401
    assert there.get("/accounts/state/").status_code == 401
    person.refresh_from_db()
    assert not person.has_usable_password()


def test_session_ends_when_nobody_is_there(world):
    browser = sign_in(world.north.board_member)
    session = browser.session
    session["last_seen"] = int(time.time()) - 3600
    session.save()

    browser.get("/accounts/state/")
    assert time.time() - browser.session["last_seen"] > 3000
    browser.get("/")

    assert time.time() - browser.session["last_seen"] < 60
    assert 8 * 3600 - 60 < browser.session.get_expiry_age() <= 8 * 3600


def test_totp_and_recovery_codes(world, django_capture_on_commit_callbacks):
    person = world.north.board_member
    browser = sign_in(person)

    page = browser.get("/accounts/2fa/totp/activate/").content.decode()
    secret = browser.session["mfa.totp.secret"]
    assert "data:image/svg+xml;base64," in page
    assert secret in page
    with django_capture_on_commit_callbacks(execute=True):
        done = browser.post("/accounts/2fa/totp/activate/", {"code": code_for(secret)})
    assert done["Location"] == "/accounts/2fa/recovery-codes/"
    codes = browser.get(done["Location"]).content.decode()
    assert codes.count("<code>") == 10
    assert secret not in json.dumps(list(Authenticator.objects.values_list("data", flat=True)))
    assert browser.get("/accounts/2fa/recovery-codes/download/").status_code == 200

    again = sign_in(person)
    assert "_auth_user_id" not in again.session
    recovery = codes.split("<code>")[1].split("</code>")[0]
    again.post("/accounts/2fa/authenticate/", {"code": recovery})
    assert int(again.session["_auth_user_id"]) == person.pk
    notice = Message.objects.get(kind="account_notice")
    assert notice.to_email == person.email


def test_role_that_needs_a_second_factor_sets_one_up_first(world, enforced):
    browser = sign_in(world.north.board_manager)

    page = browser.get("/northshire/people/?q=x", follow=True)
    assert page.redirect_chain == [
        ("/accounts/second-factor/?next=%2Fnorthshire%2Fpeople%2F%3Fq%3Dx", 302)
    ]
    text = page.content.decode()
    assert "recommended" in text
    assert "/accounts/2fa/webauthn/add/?next=/northshire/people/%3Fq%3Dx" in text
    assert browser.get("/northshire/people/", headers={"HX-Request": "true"}).status_code == 401
    browser.get("/accounts/2fa/totp/activate/")
    secret = browser.session["mfa.totp.secret"]
    done = browser.post(
        "/accounts/2fa/totp/activate/?next=/northshire/people/",
        {"code": code_for(secret), "next": "/northshire/people/"},
    )
    assert 'href="/northshire/people/"' in browser.get(done["Location"]).content.decode()

    assert browser.get("/northshire/people/").status_code == 200


def test_second_factor_must_be_used_in_this_session(world, enforced):
    manager = world.north.board_manager
    before = sign_in(manager)
    TOTP.activate(manager, secret := generate_totp_secret())

    page = before.get("/northshire/people/", follow=True)
    assert "Use my second factor" in page.content.decode()
    before.post(
        "/accounts/2fa/reauthenticate/", {"code": code_for(secret), "next": "/northshire/people/"}
    )

    assert before.get("/northshire/people/").status_code == 200


def test_role_without_second_factor_is_not_asked(world, enforced):
    assert sign_in(world.north.board_member).get("/northshire/").status_code == 200


def test_sign_in_that_stops_before_the_second_factor_is_no_sign_in(world, enforced):
    manager = world.north.board_manager
    TOTP.activate(manager, generate_totp_secret())
    browser = sign_in(manager)

    assert browser.get("/accounts/state/").status_code == 401
    assert browser.get("/northshire/")["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize(
    "path",
    ["/accounts/login/", "/accounts/2fa/", "/accounts/2fa/webauthn/", "/accounts/2fa/webauthn/add/",
     "/accounts/logout/", "/accounts/sign-out-everywhere/", "/accounts/inactive/",
     "/accounts/second-factor/", "/notifications/"],
)  # fmt: skip
def test_account_pages_look_like_ours_and_keep_to_the_policy(world, path):
    browser = Client() if path == "/accounts/login/" else sign_in(world.north.board_member)

    response = browser.get(path)

    page = response.content.decode()
    assert response.status_code == 200
    assert "skip-link" in page
    assert "onclick" not in page
    assert "style=" not in page
    scripts = [part.split(">")[0] for part in page.split("<script")[1:]]
    assert all("src=" in script or "application/json" in script for script in scripts)


def test_demo_people_sign_in_with_one_button(world, settings):
    settings.IS_DEMO = True
    browser = Client()
    page = browser.get("/accounts/login/").content.decode()
    assert world.north.board.name in page
    assert "Police" in page

    done = browser.post("/accounts/demo/", {"person": world.north.police_lead.pk})

    assert done["Location"] == "/"
    assert int(browser.session["_auth_user_id"]) == world.north.police_lead.pk


def test_demo_people_show_one_of_each_main_role_first(world):
    for board in demo_people.by_board():
        first = [person.role for person in board.first]
        assert len(first) == len(set(first)) <= len(demo_people.MAIN)
        assert len(board.others) > len(first)


def test_demo_sign_in_is_not_there_otherwise(world, settings):
    person = {"person": world.north.police_lead.pk}
    assert Client().post("/accounts/demo/", person).status_code == 404
    assert "Be somebody of the demo" not in Client().get("/accounts/login/").content.decode()

    settings.IS_DEMO = True
    settings.ALLOWED_HOSTS = ["*"]
    assert Client().post("/accounts/demo/", person, HTTP_HOST="portal.example").status_code == 404
    assert Client().get("/outbox/", HTTP_HOST="portal.example").status_code == 404


def test_demo_outbox_shows_codes_and_links(world, settings):
    settings.IS_DEMO = True
    browser = Client()
    browser.post("/accounts/login/", {"email": world.north.board_member.email})

    page = browser.get("/outbox/").content.decode()

    assert newest_code() in page
