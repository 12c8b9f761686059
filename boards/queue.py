"""Background work. The row that wants something done is the truth; the broker only hurries it.

`enqueue(row)` asks a worker after the commit and never fails the request when the broker is away.
A beat job re-queues rows that nobody took or whose worker died, so nothing is lost.
"""

import logging
import time
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial

from celery import current_app
from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from redis import Redis
from redis.exceptions import RedisError

from boards.states import JobStatus

logger = logging.getLogger(__name__)

#: A row that waits longer than this is asked for again.
STALLED_QUEUED = timedelta(seconds=60)
#: A running row whose worker has not been heard of for this long is taken to be dead.
STALLED_RUNNING = timedelta(seconds=90)
MAX_ATTEMPTS = 5
#: So many rows are asked for again at a time. A queue of that length is not added to: its workers
#: are busy or away, and every sweep would make it longer.
MOST_WAITING = 500
#: After the broker did not answer it is not asked for so long: each asking may take a second, and
#: a round writes to hundreds of people.
PAUSE_SECONDS = 5.0
_away_since: float | None = None


class Job(models.Model):
    """Abstract: a row on which background work is done; subclasses name their task."""

    class Status(models.TextChoices):
        QUEUED = JobStatus.QUEUED, _("Waiting")
        RUNNING = JobStatus.RUNNING, _("Being done")
        READY = JobStatus.READY, _("Ready")
        FAILED = JobStatus.FAILED, _("Failed")
        CANCELLED = JobStatus.CANCELLED, _("Cancelled")

    task_name: str
    task_queue = "default"

    status = models.CharField(max_length=12, choices=Status.choices, default=Status.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    queued_at = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(null=True, blank=True)
    heard_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    error = models.TextField(blank=True)

    class Meta:
        abstract = True

    @classmethod
    def on_stalled(cls, rows: models.QuerySet, *, now: datetime) -> None:
        """Settle running rows whose worker died: do them again, up to `MAX_ATTEMPTS` times.

        Work that must never be done twice by itself (sending mail) settles them otherwise.
        """
        rows.filter(attempts__gte=MAX_ATTEMPTS).update(
            status=JobStatus.FAILED,
            finished_at=now,
            error=_("The worker stopped several times while doing this."),
        )
        rows.update(status=JobStatus.QUEUED, queued_at=now - STALLED_QUEUED)


def enqueue(row: Job) -> None:
    """Ask a worker for the row's task once the transaction is committed."""
    transaction.on_commit(partial(_send, row.task_name, row.task_queue, row.pk), robust=True)


def enqueue_all(rows: Sequence[Job]) -> None:
    """Ask for many rows once the transaction is committed.

    Asking for each of 24,000 e-mails would hold up the person who opened a round. The first
    `MOST_WAITING` are asked for; `requeue_stalled` asks for the others, as many at a time.
    """
    for row in rows[:MOST_WAITING]:
        enqueue(row)


def _send(task_name: str, queue: str, pk: int) -> None:
    global _away_since
    if _away_since is not None and time.monotonic() - _away_since < PAUSE_SECONDS:
        return
    try:
        current_app.send_task(task_name, args=[pk], queue=queue, retry=False, ignore_result=True)
        _away_since = None
    except Exception as error:
        _away_since = time.monotonic()
        logger.warning(
            "broker is away, the row waits",
            extra={"task": task_name, "error": type(error).__name__},
        )


def take(model: type[Job], pk: int, *, now: datetime | None = None) -> Job | None:
    """Claim a queued row for this worker, or return None when another has it or it is done."""
    now = now or timezone.now()
    with transaction.atomic():
        row = (
            model._default_manager.select_for_update(skip_locked=True)
            .filter(pk=pk, status=JobStatus.QUEUED)
            .first()
        )
        if row is None:
            return None
        row.status, row.started_at, row.heard_at = JobStatus.RUNNING, now, now
        row.attempts += 1
        row.save(update_fields=["status", "started_at", "heard_at", "attempts"])
    return row


def requeue_stalled(models_: list[type[Job]], *, now: datetime | None = None) -> int:
    """Ask again for rows that wait too long or whose worker is gone; give up after
    `MAX_ATTEMPTS`.
    """
    now = now or timezone.now()
    count = 0
    for model in models_:
        rows = model._default_manager
        dead = models.Q(status=JobStatus.RUNNING, heard_at__lt=now - STALLED_RUNNING)
        model.on_stalled(rows.filter(dead), now=now)
        waiting = rows.filter(status=JobStatus.QUEUED, queued_at__lte=now - STALLED_QUEUED)
        if _is_full(model.task_queue):
            continue
        for pk in waiting.values_list("pk", flat=True).order_by("pk")[:MOST_WAITING]:
            _send(model.task_name, model.task_queue, pk)
            count += 1
    return count


def _is_full(queue: str) -> bool:
    """Return whether the broker holds enough for the workers of a queue already."""
    try:
        with Redis.from_url(
            settings.REDIS_URL, socket_connect_timeout=1, socket_timeout=1
        ) as broker:
            return int(broker.llen(queue)) >= MOST_WAITING  # type: ignore[arg-type]  # not a promise
    except RedisError:
        return False
