"""Exception reports as PDF: asked for, built by the worker, kept with their checksum.

The row is the truth (docs/adr/0009-rows-are-the-truth-of-background-work.md). What a worker writes
counts only while the row is running under that worker's attempt, so one that was taken for dead
cannot overwrite the one that took its place.
"""

from __future__ import annotations

import hashlib
import logging
import uuid
from datetime import datetime

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _

from boards import queue
from boards.activity import change
from boards.charts import drawing
from boards.errors import DomainError
from boards.heartbeat import Heartbeat
from boards.models import Board, User
from boards.rendering.pdf import Pdf, pdf_of, sheet
from boards.states import JOB_TRANSITIONS, JobStatus, check_transition
from performance.models import ExceptionReport, Scorecard, period_fields
from performance.queries.exceptions import Contents, contents
from performance.rules.periods import Period

logger = logging.getLogger(__name__)
UNDER_WAY = (JobStatus.QUEUED, JobStatus.RUNNING)
SHEETS = [sheet(name) for name in ("report-fonts.css", "report.css", "report-exceptions.css")]


def request(
    *,
    board: Board,
    scorecard: Scorecard | None,
    period: Period,
    by: User | None,
    now: datetime | None = None,
) -> ExceptionReport:
    """Ask the worker for a PDF; while one of the same is under way, return that one."""
    if scorecard is not None and scorecard.board_id != board.pk:
        raise DomainError(_("Select a scorecard of this board."))
    same = ExceptionReport.objects.filter(
        board=board, scorecard=scorecard, period_start=period.start, period_end=period.end,
        status__in=UNDER_WAY,
    )  # fmt: skip
    if row := same.first():
        return row  # type: ignore[no-any-return]
    row = ExceptionReport(
        board=board, scorecard=scorecard, requested_by=by, queued_at=now or timezone.now(),
        **period_fields(period),
    )  # fmt: skip
    try:
        with change("exceptions.build", by=by, board=board, on=row), transaction.atomic():
            row.save(force_insert=True)
            queue.enqueue(row)
    except IntegrityError:
        # Somebody was faster by a moment: theirs is the build.
        if other := same.first():
            return other  # type: ignore[no-any-return]
        raise
    return row


def execute(pk: int) -> None:
    """Do a build that waits; leave alone one that is being done or is done."""
    row = queue.take(ExceptionReport, pk)
    if not isinstance(row, ExceptionReport):
        return
    row = ExceptionReport.objects.select_related("board", "scorecard", "requested_by").get(pk=pk)
    try:
        with Heartbeat(row):
            made = document_pdf(
                contents(row.board, row.scorecard, row.period, user=None, now=timezone.now())
            )
        _finish(row, made)
    except Exception as error:  # the row must say how it ended, whatever went wrong
        logger.exception("an exception report failed", extra={"row": row.pk})
        words = _("The report could not be built because of a fault (%(error)s).")
        _end(row, JobStatus.FAILED, error=words % {"error": type(error).__name__})


def document_pdf(shown: Contents) -> Pdf:
    """Return the report as a tagged PDF with bookmarks."""
    html = render_to_string("performance/exceptions/document.html", {"shown": shown})
    return pdf_of(html, sheets=SHEETS, drawings=drawing.draw_all(shown.charts))


def _finish(row: ExceptionReport, made: Pdf) -> None:
    name = default_storage.save(
        f"exceptions/{row.board_id}/{uuid.uuid4().hex}.pdf", ContentFile(made.content)
    )
    try:
        with transaction.atomic():
            locked = _mine(row)
            if locked is None:
                default_storage.delete(name)
                return
            check_transition(JOB_TRANSITIONS, locked.status, JobStatus.READY, _("This build"))
            locked.status, locked.finished_at = JobStatus.READY, timezone.now()
            locked.file, locked.size, locked.page_count = name, len(made.content), made.pages
            locked.sha256, locked.error = hashlib.sha256(made.content).hexdigest(), ""
            locked.save()
    except BaseException:
        default_storage.delete(name)
        raise


def _end(row: ExceptionReport, status: JobStatus, *, error: str) -> None:
    with transaction.atomic():
        locked = _mine(row)
        if locked is None:
            return
        check_transition(JOB_TRANSITIONS, locked.status, status, _("This build"))
        locked.status, locked.finished_at, locked.error = status, timezone.now(), error
        locked.save(update_fields=["status", "finished_at", "error"])


def _mine(row: ExceptionReport) -> ExceptionReport | None:
    """Return the row if it is still this attempt's."""
    rows = ExceptionReport.objects.select_for_update(of=("self",))
    found: ExceptionReport | None = rows.filter(
        pk=row.pk, status=JobStatus.RUNNING, attempts=row.attempts
    ).first()
    return found
