"""Handing rows to the broker: it is only asked for what it can use."""

import time
from datetime import timedelta

import pytest
from celery import current_app
from django.conf import settings
from django.utils import timezone
from redis import Redis

from boards import queue
from boards.models import Message

pytestmark = pytest.mark.django_db


@pytest.fixture
def broker():
    with Redis.from_url(settings.REDIS_URL) as client:
        client.delete("mail")
        yield client
        client.delete("mail")


@pytest.fixture
def waiting(world):
    """Three e-mails that wait."""
    return [
        Message.objects.create(
            kind="invitation", board=world.north.board, to_email=f"{number}@example.org",
            subject="Waiting", body="Since a while", queued_at=timezone.now() - timedelta(hours=1),
        )
        for number in range(3)
    ]  # fmt: skip


def test_sweep_asks_for_rows_that_wait(broker, waiting):
    queue.requeue_stalled([Message])

    assert broker.llen("mail") == 3


def test_sweeps_without_a_worker_do_not_fill_the_broker(broker, waiting):
    broker.rpush("mail", *["{}"] * queue.MOST_WAITING)
    for _sweep in range(5):
        queue.requeue_stalled([Message])

    assert broker.llen("mail") == queue.MOST_WAITING


@pytest.fixture
def broker_away():
    """An address at which nobody answers."""
    before = current_app.conf.broker_url
    current_app.conf.update(broker_url="redis://127.0.0.1:1/0", broker_write_url=None)
    current_app._after_fork()
    yield
    current_app.conf.update(broker_url=before, broker_write_url=before)
    current_app._after_fork()
    queue._away_since = None


def test_broker_that_is_away_is_not_waited_for_by_every_row(
    world, broker_away, django_capture_on_commit_callbacks, caplog
):
    started = time.monotonic()
    with django_capture_on_commit_callbacks(execute=True):
        for number in range(300):
            queue.enqueue(Message(pk=number))

    assert time.monotonic() - started < queue.PAUSE_SECONDS
    assert len([r for r in caplog.records if "broker is away" in r.message]) == 1
