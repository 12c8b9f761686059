from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from boards import queue
from boards.errors import TransitionNotAllowed
from boards.states import JobStatus
from reports.models import ReportFile, ReportRun
from reports.services import building, files, reports, runs

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def report(world):
    north = world.north
    return reports.create(board=north.board, year=north.year, by=north.board_manager)


@pytest.fixture
def small(report):
    """A report of one short section, so that a build is quick."""
    report.sections.exclude(key="conclusion").delete()
    return report


def ask(report, world):
    return runs.request(report=report, by=world.north.board_manager)


def test_request_twice_makes_one_run(world, report):
    first, second = ask(report, world), ask(report, world)

    assert first.pk == second.pk
    assert report.runs.count() == 1


def test_request_after_a_failure_makes_a_new_run(world, report):
    first = ask(report, world)
    ReportRun.objects.filter(pk=first.pk).update(status="failed")

    assert ask(report, world).number == 2


def test_request_enqueues(world, report, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as callbacks:
        ask(report, world)

    assert len(callbacks) == 1


def test_execute_stores_its_files(world, small):
    run = ask(small, world)

    runs.execute(run.pk)

    run.refresh_from_db()
    assert (run.status, run.percent, run.error) == (JobStatus.READY, 100, "")
    stored = {f.format: f for f in run.files.all()}
    assert set(stored) == set(ReportFile.Format.values)
    for name in ("pdf", "public_pdf"):
        with stored[name].file.open("rb") as pdf:
            assert pdf.read(4) == b"%PDF"
    assert run.data_sha256 == stored["json"].sha256
    assert run.page_count >= 3


def test_execute_twice_does_nothing_the_second_time(world, small):
    run = ask(small, world)
    runs.execute(run.pk)
    before = set(ReportFile.objects.values_list("file", flat=True))

    runs.execute(run.pk)

    assert set(ReportFile.objects.values_list("file", flat=True)) == before


def test_execute_when_a_section_cannot_be_made_names_it(world, small):
    small.sections.update(blocks=["no-such-block"])
    run = ask(small, world)

    runs.execute(run.pk)

    run.refresh_from_db()
    assert (run.status, run.failed_section) == (JobStatus.FAILED, "conclusion")
    assert "Looking ahead" in run.error
    assert "no-such-block" in run.error
    assert not run.files.exists()


def test_cancel_while_waiting(world, report):
    run = ask(report, world)

    runs.cancel(run=run, by=world.north.board_manager)
    runs.execute(run.pk)

    run.refresh_from_db()
    assert run.status == JobStatus.CANCELLED


def test_cancel_while_being_built_stops_at_the_next_step(world, small):
    run = ask(small, world)
    taken = queue.take(ReportRun, run.pk)
    runs.cancel(run=taken, by=world.north.board_manager)

    with pytest.raises(runs.Stopped):
        runs._steps(taken)("Reading", 5)


def test_cancel_when_ready(world, small):
    run = ask(small, world)
    runs.execute(run.pk)

    with pytest.raises(TransitionNotAllowed):
        runs.cancel(run=run, by=world.north.board_manager)


def test_worker_that_was_taken_for_dead_changes_nothing(world, small):
    run = ask(small, world)
    old = queue.take(ReportRun, run.pk)
    ReportRun.objects.filter(pk=run.pk).update(status="queued")
    queue.take(ReportRun, run.pk)

    with pytest.raises(runs.Superseded):
        runs._steps(old)("Reading", 5)
    runs._end(old, JobStatus.FAILED, error="late")

    run.refresh_from_db()
    assert (run.status, run.error) == (JobStatus.RUNNING, "")


def test_dead_worker_is_followed_by_another_and_its_files_are_swept(world, small):
    run = ask(small, world)
    queue.take(ReportRun, run.pk)
    left = default_storage.save(f"reports/{run.pk}/half.pdf", ContentFile(b"half"))
    quiet = timezone.now() - timedelta(minutes=5)
    ReportRun.objects.filter(pk=run.pk).update(heard_at=quiet, queued_at=quiet)
    queue.requeue_stalled([ReportRun])

    runs.execute(run.pk)

    run.refresh_from_db()
    assert (run.status, run.attempts) == (JobStatus.READY, 2)
    assert not default_storage.exists(left)


def test_files_of_a_build_that_was_superseded_at_the_end_are_discarded(world, small):
    run = ask(small, world)
    taken = queue.take(ReportRun, run.pk)
    made = building.Made({"pdf": b"%PDF", "html": b"<p>", "json": b"{}"}, "0" * 64, 1)
    stored = files.store(taken, made)
    ReportRun.objects.filter(pk=run.pk).update(attempts=2)

    with pytest.raises(runs.Superseded):
        runs._finish(taken, made, stored)
    files.discard(stored)

    assert not any(default_storage.exists(str(row.file)) for row in stored)
