"""Large files and a full disk, through the real web process and worker."""

import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.urls import reverse

from boards.models import Evidence
from reports.models import ReportRun
from runtime.processes import wait_until
from tests.faults.conftest import Portal
from tests.faults.visitor import Visitor

pytestmark = pytest.mark.faults

MEGABYTE = 1024 * 1024


def add_url(portal: Portal) -> str:
    """Where health puts evidence beside an answer."""
    north = portal.north
    kwargs = {"board": north.board.slug, "pk": north.health_return.pk, "question": "lead-person"}
    return reverse("audits:answer-evidence-add", kwargs=kwargs)


@contextmanager
def room_for(parent: int, size: int) -> Iterator[None]:
    """Let a process and its children write files of at most `size` bytes, as a full disk would."""
    children = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
    before = {
        pid: resource.prlimit(pid, resource.RLIMIT_FSIZE) for pid in [parent, *map(int, children)]
    }
    for pid, (_soft, hard) in before.items():
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        for pid, limits in before.items():
            resource.prlimit(pid, resource.RLIMIT_FSIZE, limits)


def stored(media: Path) -> list[Path]:
    return list((media / "evidence").glob("*"))


def test_forty_megabytes_are_refused_in_words(portal, media):
    lead = Visitor(portal.server, portal.north.health_lead)
    before = stored(media)
    path = add_url(portal)

    answer = lead.upload(path, "film.pdf", b"%PDF-1.7" + b"0" * (40 * MEGABYTE), {"title": "Typed"})

    assert answer.status == 200
    assert "larger than 25 MB" in answer.text
    assert 'value="Typed"' in answer.text
    assert stored(media) == before


def test_full_disk_refuses_an_upload_and_takes_it_later(portal, media):
    lead = Visitor(portal.server, portal.north.health_lead)
    path = add_url(portal)
    content = b"%PDF-1.7" + b"1" * (2 * MEGABYTE)
    before = stored(media)
    count = Evidence.objects.count()
    assert portal.server.web.process is not None
    with room_for(portal.server.web.process.pid, MEGABYTE):
        refused = lead.upload(path, "policy.pdf", content, {"title": "Typed"})

    assert refused.status == 200
    assert "could not be stored just now" in refused.text
    assert 'value="Typed"' in refused.text
    assert (stored(media), Evidence.objects.count()) == (before, count)
    assert lead.upload(path, "policy.pdf", content, {}).status == 302
    assert Evidence.objects.count() == count + 1


def test_full_disk_fails_a_build_in_words_and_the_next_one_works(portal, report, media):
    north = portal.north
    manager = Visitor(portal.server, north.board_manager)
    keys = {"board": north.board.slug, "pk": report.pk}
    page = reverse("reports:report-detail", kwargs=keys)
    with room_for(portal.server.pid_of_worker, 4_000):
        manager.post(reverse("reports:run-request", kwargs=keys), {}, page=page)
        assert wait_until(lambda: report.runs.first().status == "failed", 60)
    failed = report.runs.first()

    assert "no room" in failed.error
    assert failed.error in manager.get(page).text
    assert not list((media / f"reports/{failed.pk}").glob("*"))
    manager.post(reverse("reports:run-request", kwargs=keys), {}, page=page)
    again = report.runs.first()
    assert again.pk != failed.pk
    assert wait_until(lambda: ReportRun.objects.get(pk=again.pk).status == "ready", 60)
