"""The API as an agency's system uses it, and as schemathesis misuses it."""

from datetime import timedelta

import pytest
import requests
import schemathesis
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.specs.openapi import checks

from performance.models import ApiKey, Observation
from performance.rules.entries import Entry
from performance.services import api_keys, data_returns, submissions
from tests.permissions.performance_api import make_key
from tests.permissions.performance_returns import awaited, indicator, received
from tests.world import today

pytestmark = pytest.mark.django_db
#: Checks that ask other questions than whether answers are as described: what is of the right
#: form may still be a wrong figure.
UNASKED = [checks.ignored_auth, checks.unsupported_method, checks.positive_data_acceptance]


@pytest.fixture(autouse=True)
def fresh_limits():
    cache.clear()


def caller(text: str) -> Client:
    return Client(headers={"Authorization": f"Bearer {text}"})


@pytest.fixture
def system(north) -> Client:
    return caller(make_key(north)[1])


def figures_url(row) -> str:
    return f"/api/v1/northshire/returns/{row.pk}/figures/"


def put(client: Client, row, *figures: dict):
    body = {"figures": list(figures)}
    return client.put(figures_url(row), body, content_type="application/json")


def test_a_system_reads_what_is_asked_and_sends_it(north, system):
    row = awaited(north)
    found, _before = system.get("/api/v1/northshire/returns/").json()["results"]
    assert (found["id"], found["status"], found["period"]) == (row.pk, "awaited", str(row.period))
    asked = system.get(f"/api/v1/northshire/returns/{row.pk}/").json()["asks_for"]
    assert asked == [{"indicator": "contacts", "period": str(row.period)}]
    (definition,) = system.get("/api/v1/northshire/indicators/").json()["results"]
    assert (definition["key"], definition["unit"]) == ("contacts", "count")

    sent = put(system, row, {"indicator": "contacts", "value": 1240})
    assert (sent.status_code, sent.json()["added"]) == (200, 1)
    figure = Observation.objects.get()
    assert (figure.value, figure.via, figure.supplied_by) == (1240, "api", None)


def test_sending_the_same_again_changes_nothing(north, system):
    row = awaited(north)
    for _time in range(2):
        sent = put(system, row, {"indicator": "contacts", "value": "12"})
    assert sent.json() == {
        "status": "submitted", "added": 0, "corrected": 0, "unchanged": 1, "warnings": []
    }  # fmt: skip
    assert Observation.objects.count() == 1


def test_the_same_again_neither_undoes_sent_back_nor_what_a_person_keeps(north, system):
    row = awaited(north)
    put(system, row, {"indicator": "contacts", "value": "12"})
    row.refresh_from_db()
    data_returns.send_back(
        data_return=row, reason="Both doors", version=row.version, by=north.data_analyst
    )
    submissions.keep(
        data_return=row, via="typed", entries=[Entry("contacts")], by=north.police_lead
    )
    sent = put(system, row, {"indicator": "contacts", "value": "12"})
    row.refresh_from_db()
    assert (sent.json()["status"], row.status) == ("sent_back", "sent_back")
    assert row.submissions.count() == 1
    put(system, row, {"indicator": "contacts", "value": "13"})
    row.refresh_from_db()
    assert (row.status, row.drafts.count()) == ("submitted", 1)


def test_all_mistakes_come_at_once_with_their_place(north, system):
    row = awaited(north, indicator(north), indicator(north, "plans"))
    sent = put(
        system, row, {"indicator": "contacts", "value": "<5"},
        {"indicator": "plans", "value": -1}, {"indicator": "other", "value": 1},
    )  # fmt: skip
    assert sent.status_code == 422
    pointers = [mistake["pointer"] for mistake in sent.json()["mistakes"]]
    assert pointers == ["/figures/0/value", "/figures/1/value", "/figures/2/indicator"]
    assert not Observation.objects.exists()


def test_accepted_figures_are_refused(north, system):
    row = received(north)
    data_returns.accept(data_return=row, version=row.version, by=north.data_analyst)
    assert put(system, row, {"indicator": "contacts", "value": "1"}).status_code == 409


def test_a_key_reaches_its_own_agency_and_board_alone(world, north):
    row = awaited(north)
    _key, text = api_keys.create(
        board=north.board, agency=north.health, name="Health", scopes=["read", "send"],
        expires_on=today() + timedelta(days=9), by=north.board_manager,
    )  # fmt: skip
    other = caller(make_key(world.south)[1])
    for client in (caller(text), other):
        assert client.get("/api/v1/northshire/returns/").json()["results"] == []
        assert client.get(f"/api/v1/northshire/returns/{row.pk}/").status_code == 404
        assert put(client, row, {"indicator": "contacts", "value": "1"}).status_code == 404


def test_a_key_that_may_only_read_cannot_send(north):
    row = awaited(north)
    reader = caller(make_key(north, scopes=("read",))[1])
    assert reader.get("/api/v1/northshire/returns/").status_code == 200
    assert put(reader, row, {"indicator": "contacts", "value": "1"}).status_code == 403


def test_a_revoked_and_an_expired_key_let_nobody_in(north):
    key, text = make_key(north)
    later = today() + timedelta(days=91)
    assert api_keys.find(text) == key
    assert api_keys.find("sbp_" + "x" * 43) is None
    key.expires_on, key.created_at = later - timedelta(days=95), key.created_at - timedelta(days=99)
    key.save()
    assert caller(text).get("/api/v1/northshire/returns/").status_code == 401
    key.expires_on = later
    key.save()
    api_keys.revoke(key=key, by=north.police_lead)
    assert caller(text).get("/api/v1/northshire/returns/").status_code == 401


def test_the_key_of_an_agency_that_has_left_lets_nobody_in(north, system):
    assert system.get("/api/v1/northshire/returns/").status_code == 200
    north.board.partners.filter(agency=north.police).update(ends_on=today() - timedelta(days=1))
    assert system.get("/api/v1/northshire/returns/").status_code == 401


def test_guessing_keys_is_limited_whatever_address_is_claimed(north, system):
    answers = {
        caller("sbp_" + "x" * 43).get(
            "/api/v1/northshire/returns/", headers={"X-Forwarded-For": f"203.0.113.{number}"}
        ).status_code
        for number in range(70)
    }  # fmt: skip
    assert answers == {401, 429}
    # Systems behind the same address that have a key go on.
    assert system.get("/api/v1/northshire/returns/").status_code == 200


def test_a_second_click_on_make_the_key_shows_the_same_key(north, world):
    page = world.client(north.police_lead)
    html = page.get("/northshire/performance/keys/new/").content.decode()
    form = {
        "name": "Case system", "scopes": ["read"], "expires_on": str(today() + timedelta(days=5)),
        "agency": str(north.board.partners.get(agency=north.police).pk),
        "nonce": html.split('name="nonce" value="')[1].split('"')[0],
    }  # fmt: skip
    first, second = (
        page.post("/northshire/performance/keys/new/", form).content.decode() for _click in range(2)
    )
    assert first.split('value="sbp_')[1][:43] == second.split('value="sbp_')[1][:43]
    assert ApiKey.objects.count() == 1


def test_the_key_is_shown_once_and_stored_nowhere(north, world):
    page = world.client(north.police_lead)
    form = {
        "name": "Case system", "scopes": ["read"], "expires_on": str(today() + timedelta(days=5)),
        "agency": str(north.board.partners.get(agency=north.police).pk),
    }  # fmt: skip
    html = page.post("/northshire/performance/keys/new/", form).content.decode()
    text = html.split('value="sbp_')[1].split('"')[0]
    listed = page.get("/northshire/performance/keys/").content.decode()
    assert text not in listed
    assert caller(f"sbp_{text}").get("/api/v1/northshire/returns/").status_code == 200


def test_an_agency_makes_keys_for_itself_alone(north, world):
    page = world.client(north.police_lead)
    form = {
        "name": "Theirs", "scopes": ["read"], "expires_on": str(today() + timedelta(days=5)),
        "agency": str(north.board.partners.get(agency=north.health).pk),
    }  # fmt: skip
    assert page.post("/northshire/performance/keys/new/", form).status_code == 422


def test_too_many_calls_are_told_when_to_come_again(north, system):
    for _call in range(120):
        system.get("/api/v1/northshire/indicators/")
    answer = system.get("/api/v1/northshire/indicators/")
    assert answer.status_code == 429
    assert int(answer["Retry-After"]) > 0


def answer_to(case: schemathesis.Case, client: Client) -> schemathesis.Response:
    """Ask Django's client, which keeps to the test's transaction, what a case asks."""
    given = case.as_transport_kwargs(base_url="http://testserver")
    asked = requests.Request(**given).prepare()
    answer = client.generic(
        asked.method, asked.path_url, asked.body or b"",
        content_type=asked.headers.get("Content-Type", "application/json"),
    )  # fmt: skip
    headers = {name.lower(): [value] for name, value in answer.headers.items()}
    return schemathesis.Response(
        answer.status_code, headers, answer.content, request=asked, elapsed=0.0, verify=False
    )


def test_the_description_is_openapi_and_the_portal_keeps_to_it(north):
    """Whatever is sent: no error of ours, and only answers that are described."""
    row, (_key, text) = awaited(north), make_key(north)
    client = caller(text)
    described = client.get(reverse("api:description"), headers={"Accept": "application/json"})
    assert described.json()["openapi"].startswith("3.1")
    schema = schemathesis.openapi.from_dict(described.json())
    for found in schema.get_all_operations():
        operation = found.ok()

        @given(case=operation.as_strategy())
        @settings(max_examples=20, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
        def keeps_to_it(case: schemathesis.Case) -> None:
            cache.clear()
            case.path_parameters = {
                name: {"board": "northshire", "id": row.pk, "pk": row.pk}[name]
                for name in case.path_parameters or {}
            }
            case.validate_response(answer_to(case, client), excluded_checks=UNASKED)

        keeps_to_it()
