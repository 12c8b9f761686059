"""Limits on what is asked again and again, behind a proxy and with Redis away."""

import time

import pytest
from django.core.cache import cache
from django.test import Client, RequestFactory

from boards import cache as boards_cache
from boards.accounts import limits
from boards.accounts.adapter import AccountAdapter
from boards.accounts.limits import Limit
from boards.models import Invitation, Message

pytestmark = pytest.mark.django_db
SIGN_IN, CONFIRM = "/accounts/login/", "/accounts/login/code/confirm/"


@pytest.fixture(autouse=True)
def _nothing_counted():
    cache.clear()


@pytest.fixture
def redis_away(settings):
    """Redis at an address where nobody listens, as seen by a cache of its own."""
    from django.core.cache import caches

    settings.CACHES = {
        "default": settings.CACHES["default"] | {"LOCATION": "redis://127.0.0.1:9/0"}
    }
    boards_cache._Meanwhile.memory.clear()
    yield caches["default"]
    boards_cache._Meanwhile.until = 0.0


@pytest.mark.parametrize(
    ("proxies", "header", "address"),
    [
        (0, "198.51.100.1", "192.0.2.5"),
        (1, "203.0.113.7", "203.0.113.7"),
        (1, "198.51.100.1, 203.0.113.7", "203.0.113.7"),
        (2, "198.51.100.1, 203.0.113.7, 10.0.0.2", "203.0.113.7"),
        (1, "", "192.0.2.5"),
        (1, "198.51.100.1, 2001:db8::1", "2001:db8::1"),
        (1, "198.51.100.1, <script>", "0.0.0.0"),  # noqa: S104
    ],
)
def test_client_address(settings, proxies, header, address):
    settings.PROXY_COUNT = proxies
    headers = {"X-Forwarded-For": header} if header else {}
    request = RequestFactory(REMOTE_ADDR="192.0.2.5", headers=headers).get("/")

    assert AccountAdapter().get_client_ip(request) == address


def test_invented_addresses_do_not_get_round_a_limit(world, settings, monkeypatch):
    settings.PROXY_COUNT = 1
    few = ((Limit("code-from-test", 3, 3600), limits.client_address),)
    statuses = []

    @limits.limited(*few)
    def view(request):
        from django.http import HttpResponse

        return HttpResponse()

    for number in range(5):
        headers = {"X-Forwarded-For": f"198.51.100.{number}, 203.0.113.7"}
        request = RequestFactory(headers=headers).post("/")
        request.user = None
        statuses.append(view(request).status_code)

    assert statuses == [200, 200, 200, 429, 429]


def test_codes_to_one_mailbox_and_the_page_that_says_when(world):
    person = world.north.board_member
    mailbox = dict(limits.CODES)
    [hourly] = [limit for limit in mailbox if limit.action == "code-to"]
    for _number in range(hourly.amount):
        hourly.wait(person.email)

    answer = Client().post(SIGN_IN, {"email": f" {person.email.upper()}"})

    assert answer.status_code == 429
    page = answer.content.decode()
    assert "Try again after <strong>" in page
    assert 0 < int(answer["Retry-After"]) <= 3600
    assert not Message.objects.filter(kind="sign_in_code").exists()
    other = Client().post(SIGN_IN, {"email": world.north.board_manager.email})
    assert other.status_code == 302


def test_fourth_code_to_a_mailbox_is_an_error_in_the_form(world, settings):
    # As configured, but for an hour: a busy machine takes more than the minute.
    assert settings.ACCOUNT_RATE_LIMITS["request_login_code"].endswith("3/m/key")
    settings.ACCOUNT_RATE_LIMITS = {"request_login_code": "3/h/key"}
    answers = [Client().post(SIGN_IN, {"email": "a@example.org"}) for _number in range(4)]

    assert [answer.status_code for answer in answers] == [302, 302, 302, 200]
    assert "Too many tries" in answers[-1].content.decode()


def test_tries_of_codes_from_one_address(world):
    [(tries, _subject)] = limits.CODE_TRIES
    for _number in range(tries.amount):
        tries.wait("127.0.0.1")
    browser = Client()
    browser.post(SIGN_IN, {"email": world.north.board_member.email})

    assert browser.post(CONFIRM, {"code": "WRONG1"}).status_code == 429
    assert browser.get(CONFIRM).status_code == 200


def test_invitations_of_one_person(world):
    manager = world.north.board_manager
    [(invited, _subject)] = limits.INVITATIONS
    for _number in range(invited.amount):
        invited.wait(str(manager.pk))
    data = {"email": "new@example.org", "name": "", "role": "board_member"}

    answer = world.client(manager).post("/northshire/people/invite/", data)

    assert answer.status_code == 429
    assert not Invitation.objects.exists()
    assert world.client(manager).get("/northshire/people/invite/").status_code == 200


def test_limit_ends_with_its_span():
    limit = Limit("test", 1, 60)

    assert limit.wait("x", now=6_000_000_000) == 0
    assert limit.wait("x", now=6_000_000_010) == 51
    assert limit.wait("y", now=6_000_000_010) == 0
    assert limit.wait("x", now=6_000_000_060) == 0


def test_limits_hold_while_redis_is_away(redis_away):
    limit = Limit("test", 2, 3600)
    started = time.monotonic()

    waits = [limit.wait("x") for _number in range(40)]

    assert waits[:2] == [0, 0]
    assert all(waits[2:])
    assert time.monotonic() - started < 3


def test_people_get_in_while_redis_is_away(redis_away, world):
    answer = Client().post(SIGN_IN, {"email": world.north.board_member.email})

    assert answer.status_code == 302
    assert Message.objects.filter(kind="sign_in_code").exists()
