"""A worker dies in the middle: its job is found, done again, and done once."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg2
import pytest
from django.urls import reverse

from reports.models import AnnualReport, ReportFile, ReportRun
from reports.services import building
from runtime.processes import wait_until
from tests.faults.conftest import Portal
from tests.faults.visitor import Visitor

pytestmark = pytest.mark.faults

LOCK = 4242  # any number that nothing else locks
#: Makes the worker wait, in the very statement that notes a step, as long as a test holds the lock.
HOLD = """
CREATE OR REPLACE FUNCTION test_hold() RETURNS trigger AS $$ BEGIN
    IF NEW.step = {step} AND NEW.attempts = {attempt} AND NEW.status = {status} THEN
        PERFORM pg_advisory_lock({lock}); PERFORM pg_advisory_unlock({lock});
    END IF;
    RETURN NEW;
END $$ LANGUAGE plpgsql;
CREATE OR REPLACE TRIGGER test_hold BEFORE UPDATE ON reports_reportrun
    FOR EACH ROW EXECUTE FUNCTION test_hold();
"""


def waiting_run(portal: Portal, report: AnnualReport) -> ReportRun:
    """A build that is on its row and not with the broker: the clock hands it out."""
    last = report.runs.count()
    return ReportRun.objects.create(
        report=report, number=last + 1, requested_by=portal.north.board_manager
    )


@contextmanager
def held_at(portal: Portal, step: str, *, attempt: int, status: str = "running") -> Iterator[None]:
    """Stop the build of an attempt where it notes this step, while the block runs."""
    admin = psycopg2.connect(
        portal.postgres.url("postgres", portal.postgres.secrets["admin_password"])
    )
    admin.autocommit = True
    cursor = admin.cursor()
    quoted = {"step": f"'{step}'", "status": f"'{status}'", "attempt": attempt, "lock": LOCK}
    cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
    cursor.execute(HOLD.format(**quoted))
    try:
        yield
    finally:
        cursor.execute("DROP TRIGGER test_hold ON reports_reportrun")
        admin.close()


def is_held(portal: Portal) -> bool:
    with psycopg2.connect(portal.postgres.urls["DATABASE_ADMIN_URL"]) as admin:
        cursor = admin.cursor()
        cursor.execute("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
        found = cursor.fetchone()
    admin.close()
    return bool(found and found[0])


def is_taken_again(run: ReportRun) -> bool:
    """Whether a worker has made another attempt since the row was read."""
    return ReportRun.objects.get(pk=run.pk).attempts > run.attempts


def kill_while_at(portal: Portal, step: str, *, attempt: int, status: str = "running") -> None:
    """Let the clock hand the job out, and kill those who work on it at the step."""
    with held_at(portal, step, attempt=attempt, status=status):
        portal.after(minutes=5)
        assert wait_until(lambda: is_held(portal), 60), f"never came to {step}"
        portal.kill_workers()


@pytest.mark.parametrize(
    "steps",
    [
        [building.COLLECTING, building.HIDING, building.PUBLIC, building.OWN],
        # The last: all files are stored, and the row is about to say so.
        [building.STORING, ""],
    ],
    ids=["before there are files", "with files"],
)
def test_build_whose_worker_dies_is_done_again_and_once(portal, report, media, steps):
    manager = Visitor(portal.server, portal.north.board_manager)
    run = waiting_run(portal, report)
    kwargs = {"board": portal.north.board.slug, "pk": report.pk, "number": run.number}
    page = reverse("reports:run-detail", kwargs=kwargs)

    for attempt, step in enumerate(steps, start=1):
        kill_while_at(portal, step, attempt=attempt, status="running" if step else "ready")
        run.refresh_from_db()
        assert (run.status, run.attempts) == ("running", attempt)
        assert "Refresh to see how far it is" in manager.get(page).text
    portal.sweep_until(lambda: is_taken_again(run), minutes=5)

    assert wait_until(lambda: ReportRun.objects.get(pk=run.pk).status == "ready", 60)
    run.refresh_from_db()
    assert run.attempts == len(steps) + 1
    assert "Ready" in manager.get(page).text
    rows = set(ReportFile.objects.filter(run=run).values_list("file", flat=True))
    on_disk = {f"reports/{run.pk}/{name}" for name in os.listdir(media / f"reports/{run.pk}")}
    assert len(rows) == len(ReportFile.Format)
    assert on_disk == rows


def test_build_whose_workers_all_die_says_so_and_can_be_tried_again(portal, report):
    manager = Visitor(portal.server, portal.north.board_manager)
    run = waiting_run(portal, report)
    ReportRun.objects.filter(pk=run.pk).update(status="running", attempts=5, heard_at=run.queued_at)

    portal.after(minutes=5)

    keys = {"board": portal.north.board.slug, "pk": report.pk}
    page = reverse("reports:run-detail", kwargs=keys | {"number": run.number})
    assert "The worker stopped several times while doing this." in manager.get(page).text
    assert "Try again" in manager.get(page).text
    manager.post(reverse("reports:run-request", kwargs=keys), {}, page=page)
    again = report.runs.first()
    assert again.number == run.number + 1
    assert wait_until(lambda: ReportRun.objects.get(pk=again.pk).status == "ready", 60)


def test_worker_that_dies_whole_is_replaced_by_another(portal, report):
    run = waiting_run(portal, report)
    with held_at(portal, building.OWN, attempt=1):
        portal.after(minutes=5)
        assert wait_until(lambda: is_held(portal), 60)
        portal.kill_worker()
    run.refresh_from_db()
    portal.after(minutes=5)
    portal.server.start_worker()
    # The broker may have handed that asking to the dead worker, whose connection it still had.
    if not wait_until(lambda: is_taken_again(run), 20):
        portal.sweep_until(lambda: is_taken_again(run), minutes=5)
    assert wait_until(lambda: ReportRun.objects.get(pk=run.pk).status == "ready", 60)
    run.refresh_from_db()
    assert (run.attempts, run.files.count()) == (2, len(ReportFile.Format))
