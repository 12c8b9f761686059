"""Figures about the running portal for Prometheus: never about a person, a board or a record.

Requests are counted where they are answered, in files that all web processes share
(`config/gunicorn.py`). The rest is read from the database and Redis when somebody asks.
"""

import time
from collections.abc import Callable, Iterator
from http import HTTPMethod
from typing import TYPE_CHECKING, Any, cast

from django.core.cache import cache
from django.db import DatabaseError
from django.db.models import Count, Min
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest, values
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import REGISTRY, Collector

from boards import health
from boards.models import Message
from boards.registry import registry
from boards.states import JobStatus

if TYPE_CHECKING:
    from boards.queue import Job

REQUESTS = Counter(
    "portal_requests", "Answered requests by name of the page", ["route", "method", "status"]
)
SECONDS = Histogram(
    "portal_request_seconds", "Time to answer, by name of the page", ["route"],
    buckets=(0.025, 0.05, 0.1, 0.2, 0.3, 0.5, 1, 2, 5, 10),
)  # fmt: skip
#: Queues of which a worker says now and then that it takes work from them (beat asks).
QUEUES = ("default", "mail", "reports")


class RequestMetricsMiddleware:
    """Count each answer by the name of its page: addresses hold the numbers of records."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        started = time.perf_counter()
        response = self.get_response(request)
        route = request.resolver_match.view_name if request.resolver_match else "none"
        method = request.method if request.method in HTTPMethod.__members__ else "other"
        REQUESTS.labels(route, method, str(response.status_code)).inc()
        SECONDS.labels(route).observe(time.perf_counter() - started)
        return response


def note_worker(queue: str) -> None:
    """Record that a worker has just taken work from the queue."""
    cache.set(_seen_key(queue), time.time(), timeout=None)


def _seen_key(queue: str) -> str:
    return f"worker-seen:{queue}"


class StateOfThePortal(Collector):
    """What waits, what failed, what is there: read anew for each scrape."""

    def collect(self) -> Iterator[Metric]:
        database, redis = health.database(), health.redis()
        yield GaugeMetricFamily("portal_database_up", "The database answers", database == "ok")
        yield GaugeMetricFamily("portal_redis_up", "Redis answers", redis == "ok")
        seen = GaugeMetricFamily(
            "portal_worker_seen_timestamp_seconds", "A worker took work from it", labels=["queue"]
        )
        for queue in QUEUES:
            seen.add_metric([queue], cache.get(_seen_key(queue)) or 0)
        yield seen
        try:
            yield from _work()
        except DatabaseError:
            return  # said above


def _work() -> Iterator[Metric]:
    jobs = GaugeMetricFamily("portal_jobs", "Rows of background work", labels=["kind", "state"])
    oldest = GaugeMetricFamily(
        "portal_job_oldest_waiting_seconds", "How long the oldest has waited", labels=["kind"]
    )
    for model in cast("list[type[Job]]", registry.jobs):
        rows = model._default_manager.order_by().values("status")
        counted = rows.annotate(number=Count("pk"), since=Min("queued_at"))
        found: dict[str, Any] = {row["status"]: row for row in counted}
        kind = model._meta.label_lower
        for state in JobStatus:
            jobs.add_metric([kind, state], found.get(state, {}).get("number", 0))
        waiting = found.get(JobStatus.QUEUED)
        age = (timezone.now() - waiting["since"]).total_seconds() if waiting else 0
        oldest.add_metric([kind], max(age, 0))
    yield jobs
    yield oldest
    mails = GaugeMetricFamily("portal_mails", "E-mails by what became of them", labels=["fate"])
    fates = Message.objects.order_by().values_list("fate").annotate(number=Count("pk"))
    numbers = dict(fates)
    for fate in Message.Fate:
        mails.add_metric([fate], numbers.get(fate, 0))
    yield mails


def text() -> bytes:
    """Return all figures in Prometheus's text format."""
    figures = CollectorRegistry()
    if values.ValueClass is values.MutexValue:
        figures.register(REGISTRY)  # this process is alone
    else:
        MultiProcessCollector(figures)  # type: ignore[no-untyped-call]
    figures.register(StateOfThePortal())
    return generate_latest(figures)
