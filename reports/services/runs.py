"""Builds of a report: asked for, done by the worker, stopped, tried again.

The row is the truth. Each attempt of a worker has its number (`attempts`); what a worker writes
counts only while the row is running under that number, so a worker that was taken for dead and
comes back cannot overwrite the one that took its place.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from boards import queue
from boards.activity import change
from boards.heartbeat import Heartbeat
from boards.models import User
from boards.states import JOB_TRANSITIONS, JobStatus, check_transition
from reports.models import AnnualReport, ReportFile, ReportRun
from reports.queries.document import SectionFailed
from reports.services import building, files
from reports.services.building import Made

logger = logging.getLogger(__name__)
UNDER_WAY = (JobStatus.QUEUED, JobStatus.RUNNING)


class Stopped(Exception):
    """A person asked to stop this build."""


class Superseded(Exception):
    """Another attempt has taken this build over."""


def request(*, report: AnnualReport, by: User | None, now: datetime | None = None) -> ReportRun:
    """Ask the worker for a build; while one is under way, return that one (a double click)."""
    now = now or timezone.now()
    if run := _under_way(report):
        return run
    try:
        with change("reports.build", by=by, board=report.board, on=report), transaction.atomic():
            last = report.runs.aggregate(last=Max("number"))["last"]
            run = ReportRun.objects.create(
                report=report, number=(last or 0) + 1, requested_by=by, queued_at=now
            )
            queue.enqueue(run)
    except IntegrityError:
        # Somebody was faster by a moment: theirs is the build.
        if run := _under_way(report):
            return run
        raise
    return run


def cancel(*, run: ReportRun, by: User | None, now: datetime | None = None) -> ReportRun:
    """Stop a build: at once when it waits, after its present step when it is being done."""
    now = now or timezone.now()
    with change("reports.cancel", by=by, board=run.report.board, on=run.report):
        locked = ReportRun.objects.select_for_update(of=("self",)).get(pk=run.pk)
        check_transition(JOB_TRANSITIONS, locked.status, JobStatus.CANCELLED, _("This build"))
        locked.cancel_requested_at = now
        fields = ["cancel_requested_at"]
        if locked.status == JobStatus.QUEUED:
            locked.status, locked.finished_at = JobStatus.CANCELLED, now
            fields += ["status", "finished_at"]
        locked.save(update_fields=fields)
    return locked


def execute(pk: int) -> None:
    """Do a build that waits; leave alone one that is being done or is done.

    Every end is on the row: ready with its files, failed with the reason, cancelled.
    """
    run = queue.take(ReportRun, pk)
    if not isinstance(run, ReportRun):
        return
    run = ReportRun.objects.select_related("report__year__board", "report__year__regime").get(pk=pk)
    files.sweep(run)
    try:
        with Heartbeat(run):
            _build(run)
    except Superseded:
        logger.info("another worker has this build", extra={"run": run.pk})
    except Stopped:
        _end(run, JobStatus.CANCELLED)
        files.sweep(run)
    except SectionFailed as error:
        _end(run, JobStatus.FAILED, error=error.message, failed_section=error.section)
        files.sweep(run)
    except OSError as error:  # a full disk, or a store that is away
        logger.exception("a report could not be stored", extra={"run": run.pk})
        words = _(
            "There was no room to store the report (%(error)s). Nothing of it was kept. Ask those "
            "who run the portal, then build it again."
        )
        _end(run, JobStatus.FAILED, error=words % {"error": type(error).__name__})
        files.sweep(run)
    except Exception as error:  # the row must say how it ended, whatever went wrong
        logger.exception("a report build failed", extra={"run": run.pk})
        words = _("The report could not be built because of an unexpected fault (%(error)s).")
        _end(run, JobStatus.FAILED, error=words % {"error": type(error).__name__})
        files.sweep(run)


def _build(run: ReportRun) -> None:
    report = run.report
    made = building.build(report, list(report.sections.all()), step=_steps(run))
    stored = files.store(run, made)
    try:
        _finish(run, made, stored)
    except BaseException:
        files.discard(stored)
        raise


def _finish(run: ReportRun, made: Made, stored: list[ReportFile]) -> None:
    with transaction.atomic():
        locked = _mine(run)
        if locked.cancel_requested_at:
            raise Stopped
        ReportFile.objects.bulk_create(stored)
        locked.status, locked.finished_at = JobStatus.READY, timezone.now()
        locked.percent, locked.step, locked.error = 100, "", ""
        locked.data_sha256, locked.page_count = made.data_sha256, made.pages
        locked.save(
            update_fields=[
                "status", "finished_at", "percent", "step", "error", "data_sha256", "page_count",
            ]
        )  # fmt: skip


def _steps(run: ReportRun) -> Callable[[str, int], None]:
    """Return what the build calls between its steps: it writes progress and looks for a stop."""

    def step(name: str, percent: int) -> None:
        rows = ReportRun.objects.filter(pk=run.pk, status=JobStatus.RUNNING, attempts=run.attempts)
        if not rows.update(step=name, percent=percent, heard_at=timezone.now()):
            raise Superseded
        if rows.filter(cancel_requested_at__isnull=False).exists():
            raise Stopped

    return step


def _mine(run: ReportRun) -> ReportRun:
    locked = (
        ReportRun.objects.select_for_update(of=("self",))
        .filter(pk=run.pk, status=JobStatus.RUNNING, attempts=run.attempts)
        .first()
    )
    if locked is None:
        raise Superseded
    return locked


def _end(run: ReportRun, status: str, *, error: str = "", failed_section: str = "") -> None:
    with transaction.atomic():
        try:
            locked = _mine(run)
        except Superseded:
            return
        check_transition(JOB_TRANSITIONS, locked.status, status, _("This build"))
        locked.status, locked.finished_at = status, timezone.now()
        locked.error, locked.failed_section = error, failed_section
        locked.save(update_fields=["status", "finished_at", "error", "failed_section"])


def _under_way(report: AnnualReport) -> ReportRun | None:
    return report.runs.filter(status__in=UNDER_WAY).first()
