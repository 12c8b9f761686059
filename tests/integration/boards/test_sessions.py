"""Where a person is signed in, and ending it."""

from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from boards.accounts import sessions
from boards.services import second_factors
from tests.integration.boards.test_accounts import sign_in

pytestmark = pytest.mark.django_db
WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/126.0 Safari/537.36"
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) Version/17.5 Safari/604.1"


@pytest.fixture(autouse=True)
def _nothing_counted():
    cache.clear()


@pytest.fixture
def person(world):
    return world.north.board_member


@pytest.fixture
def desk(person):
    return sign_in(person, Client(headers={"User-Agent": WINDOWS}))


@pytest.fixture
def phone(person):
    return sign_in(person, Client(headers={"User-Agent": PHONE}))


def is_in(browser):
    return browser.get("/accounts/state/").status_code == 204


def rows(browser):
    return browser.get("/accounts/sessions/").context["rows"]


def test_page_names_devices_and_the_one_in_hand(desk, phone):
    listed = rows(desk)

    assert [(row["device"], row["is_here"]) for row in listed] == [
        ("Safari on iPhone", False),
        ("Chrome on Windows", True),
    ]
    assert "192.0.2" not in desk.get("/accounts/sessions/").content.decode()


def test_page_asks_as_often_for_many_sessions(desk, person, assert_constant_queries):
    def grow():
        for number in range(10):
            Session.objects.create(
                session_key=f"k{number}", expire_date=timezone.now() + timedelta(hours=1)
            )
            UserSession.objects.create(user=person, session_key=f"k{number}", ip="192.0.2.9")

    assert_constant_queries(lambda: desk.get("/accounts/sessions/"), grow)
    assert len(rows(desk)) == 11


def test_sign_out_one_device(desk, phone):
    other = next(row for row in rows(desk) if not row["is_here"])

    desk.post(f"/accounts/sessions/{other['session'].pk}/end/")

    assert is_in(desk)
    assert not is_in(phone)
    assert len(rows(desk)) == 1


def test_session_of_another_person_is_not_there(desk, world):
    sign_in(world.north.board_manager)
    other = UserSession.objects.get(user=world.north.board_manager)

    assert desk.post(f"/accounts/sessions/{other.pk}/end/").status_code == 404
    assert Session.objects.filter(session_key=other.session_key).exists()


def test_sign_out_everywhere_else(desk, phone, person):
    unnoted = Client()
    unnoted.force_login(person)

    answer = desk.post("/accounts/sessions/end-others/", follow=True)

    assert "You are signed out everywhere else." in answer.content.decode()
    assert is_in(desk)
    assert not is_in(phone)
    assert not is_in(unnoted)
    assert [row["is_here"] for row in rows(desk)] == [True]


def test_sign_out_everywhere_leaves_nothing(desk, phone, person):
    desk.post("/accounts/sign-out-everywhere/")

    assert not is_in(desk)
    assert not is_in(phone)
    assert not UserSession.objects.filter(user=person).exists()


def test_reset_of_second_factors_ends_all_sessions(desk, person, world):
    reset = second_factors.ask(
        user=person, board=world.north.board, reason="Lost", by=world.north.board_manager
    )
    second_factors.approve(reset=reset, by=world.north.business_support)

    assert not is_in(desk)
    assert not UserSession.objects.filter(user=person).exists()


def test_closed_account_is_out_at_once_and_stays_so(desk, person):
    call_command("close_account", email=person.email)

    assert not is_in(desk)
    call_command("close_account", email=person.email, reopen=True)
    assert not is_in(desk)
    assert is_in(sign_in(person))


def test_nobody_is_closed_by_a_typing_mistake(db):
    with pytest.raises(CommandError, match="Nobody has this address"):
        call_command("close_account", email="nobody@example.org")


def test_use_is_noted_now_and_then(desk, person):
    long_ago = timezone.now() - timedelta(hours=3)
    UserSession.objects.filter(user=person).update(last_seen_at=long_ago)
    desk.get("/accounts/sessions/")
    assert UserSession.objects.get(user=person).last_seen_at == long_ago
    session = desk.session
    session["last_seen"] = int(long_ago.timestamp())
    session.save()

    desk.get("/accounts/sessions/")

    assert timezone.now() - UserSession.objects.get(user=person).last_seen_at < timedelta(minutes=1)


def test_what_is_left_of_ended_sessions_is_deleted(desk, phone, person):
    ended = UserSession.objects.filter(user=person).latest("pk")
    Session.objects.filter(session_key=ended.session_key).update(
        expire_date=timezone.now() - timedelta(seconds=1)
    )

    assert sessions.forget_ended() == 1

    assert UserSession.objects.filter(user=person).count() == 1
    assert is_in(desk)
    assert not is_in(phone)
