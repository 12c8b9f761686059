"""A sign of life while a build is busy for long in one step.

Laying out the PDF of a big report takes WeasyPrint longer than the time after which a silent
worker counts as dead, and it calls nobody back meanwhile. So a thread writes the time while the
build lives: a slow build is left alone, and one whose worker was killed is noticed just as soon
as any other job. A longer limit for all builds would make every death wait for the slowest report.
"""

from __future__ import annotations

import logging
import threading
from types import TracebackType

from django.db import DatabaseError, connection
from django.utils import timezone

from boards.queue import Job
from boards.states import JobStatus

logger = logging.getLogger(__name__)
EVERY_SECONDS = 15.0


class Heartbeat:
    """Writes `heard_at` of a row every few seconds while its block runs."""

    def __init__(self, row: Job, every: float = EVERY_SECONDS) -> None:
        self._row, self._every = row, every
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._beat, name="report-heartbeat", daemon=True)

    def __enter__(self) -> Heartbeat:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stop.set()
        self._thread.join()

    def _beat(self) -> None:
        try:
            while not self._stop.wait(self._every):
                self._write()
        finally:
            connection.close()

    def _write(self) -> None:
        try:
            type(self._row)._default_manager.filter(
                pk=self._row.pk, status=JobStatus.RUNNING, attempts=self._row.attempts
            ).update(heard_at=timezone.now())
        except DatabaseError:
            logger.warning("no sign of life could be written", extra={"job": self._row.pk})
            connection.close()
