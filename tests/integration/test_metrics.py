"""Figures for Prometheus: who gets them, what they say, and that processes count together."""

from datetime import timedelta
from typing import Any

import pytest
import requests
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from prometheus_client.parser import text_string_to_metric_families

from boards import metrics
from boards.models import Message
from boards.services import messages
from boards.tasks import note_worker
from runtime.processes import wait_until
from tests.plugins.server import PortalServer

pytestmark = pytest.mark.django_db
TOKEN = "a-token-of-twenty-characters"
PATH = "/health/metrics"


@pytest.fixture
def token(settings: Any) -> dict[str, str]:
    settings.METRICS_TOKEN = TOKEN
    return {"Authorization": f"Bearer {TOKEN}"}


def samples(text: str) -> dict[tuple[str, tuple[tuple[str, str], ...]], float]:
    return {
        (sample.name, tuple(sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def value(text: str, name: str, **labels: str) -> float:
    return samples(text)[name, tuple(sorted(labels.items()))]


def test_nobody_gets_them_unless_the_installation_says_who() -> None:
    assert Client().get(PATH).status_code == 404
    assert Client(headers={"Authorization": "Bearer "}).get(PATH).status_code == 404


def test_token(token: dict[str, str]) -> None:
    assert Client().get(PATH).status_code == 404
    assert Client(headers={"Authorization": f"Bearer {TOKEN}x"}).get(PATH).status_code == 404

    assert Client(headers=token).get(PATH).status_code == 200


def test_network_as_the_trusted_proxy_saw_it(settings: Any) -> None:
    settings.METRICS_NETWORKS = ["10.0.0.0/8"]
    settings.PROXY_COUNT = 1
    outside = {"X-Forwarded-For": "10.1.2.3, 203.0.113.7"}

    assert Client(REMOTE_ADDR="10.0.0.9").get(PATH).status_code == 200
    assert Client(REMOTE_ADDR="192.0.2.1").get(PATH).status_code == 404
    assert Client(REMOTE_ADDR="10.0.0.9", headers=outside).get(PATH).status_code == 404


def test_work_and_mails_by_state(token: dict[str, str], world: Any) -> None:
    for number in range(3):
        messages.write(
            kind="account_notice", template="account_notice", to_email=f"a{number}@example.org",
            context={"what": "x", "url": "/"},
        )  # fmt: skip
    Message.objects.filter(to_email="a0@example.org").update(
        queued_at=timezone.now() - timedelta(minutes=10)
    )
    Message.objects.filter(to_email="a1@example.org").update(status="failed", fate="unknown")
    note_worker("mail")

    text = Client(headers=token).get(PATH).content.decode()

    assert value(text, "portal_jobs", kind="boards.message", state="queued") == 2
    assert value(text, "portal_jobs", kind="boards.message", state="failed") == 1
    assert value(text, "portal_jobs", kind="reports.reportrun", state="queued") == 0
    waited = value(text, "portal_job_oldest_waiting_seconds", kind="boards.message")
    assert 600 <= waited < 900
    assert value(text, "portal_mails", fate="unknown") == 1
    assert value(text, "portal_database_up") == 1
    assert value(text, "portal_redis_up") == 1
    seen = value(text, "portal_worker_seen_timestamp_seconds", queue="mail")
    assert timezone.now().timestamp() - seen < 60
    assert "example.org" not in text


def test_a_queue_that_nobody_serves_is_nought(token: dict[str, str]) -> None:
    cache.clear()

    text = Client(headers=token).get(PATH).content.decode()

    assert {
        value(text, "portal_worker_seen_timestamp_seconds", queue=q) for q in metrics.QUEUES
    } == {0}


def test_requests_are_counted_by_page_and_never_by_address(
    token: dict[str, str], world: Any
) -> None:
    cast = world.north
    browser = world.client(cast.board_manager)
    page = f"/northshire/audits/returns/{cast.police_return.pk}/"
    browser.get(page)
    browser.get("/there-is-no-such-page-4711/and-more/")
    Client().generic("BREW", "/accounts/login/")

    text = Client(headers=token).get(PATH).content.decode()

    counted = [dict(labels) for name, labels in samples(text) if name == "portal_requests_total"]
    routes = {labels["route"] for labels in counted}
    assert any(route.startswith("audits:") for route in routes)
    assert {"route": "none", "method": "GET", "status": "404"} in counted
    assert "other" in {labels["method"] for labels in counted}
    assert not [word for word in ("northshire", "no-such-page", "BREW") if word in text]


def test_redis_away_is_a_figure(token: dict[str, str], settings: Any) -> None:
    settings.REDIS_URL = "redis://127.0.0.1:9/0"

    text = Client(headers=token).get(PATH).content.decode()

    assert value(text, "portal_redis_up") == 0
    assert value(text, "portal_database_up") == 1


@pytest.mark.django_db(False)
def test_web_processes_count_together(portal_server: PortalServer) -> None:
    """Two processes answer; whichever is asked tells of both."""
    portal_server.web.stop()
    portal_server.web.environment["METRICS_TOKEN"] = TOKEN
    portal_server.web.start()
    live = f"{portal_server.url}/health/live"
    assert wait_until(lambda: answers(live), 60, step=0.2)

    def count() -> float:
        headers = {"Authorization": f"Bearer {TOKEN}"}
        text = requests.get(f"{portal_server.url}{PATH}", headers=headers, timeout=30).text
        labels = {"route": "health-live", "method": "GET", "status": "200"}
        return value(text, "portal_requests_total", **labels)

    before = count()
    for _number in range(20):
        requests.get(live, timeout=30)

    assert {count() - before for _number in range(6)} == {20}


def answers(url: str) -> bool:
    try:
        return requests.get(url, timeout=5).ok
    except requests.RequestException:
        return False
