"""The pages: writing, arranging, building and downloading as people do it."""

import pytest
from django.core.files.base import ContentFile
from django.db import InternalError, transaction
from django.urls import reverse
from django.utils import timezone

from reports.models import AnnualReport, ReportFile, ReportRun
from reports.services import reports, runs

pytestmark = pytest.mark.django_db


def url(report, name, **kwargs):
    return reverse(
        f"reports:{name}", kwargs={"board": report.board.slug, "pk": report.pk, **kwargs}
    )


@pytest.fixture
def manager(world):
    return world.client(world.north.board_manager)


@pytest.fixture
def stored(report):
    run = ReportRun.objects.create(
        report=report, number=1, status="ready", finished_at=timezone.now(), page_count=2
    )
    row = ReportFile(run=run, format="html", size=9, sha256="a" * 64)
    row.file.save("x.html", ContentFile(b"<p>Hi</p>"))
    pdf = ReportFile(run=run, format="pdf", size=4, sha256="b" * 64)
    pdf.file.save("x.pdf", ContentFile(b"%PDF"))
    public = ReportFile(run=run, format="public_pdf", size=4, sha256="c" * 64)
    public.file.save("y.pdf", ContentFile(b"%PDF"))
    return row


def posted(section, **changed):
    fields = {
        "title": section.title, "text": "Mine", "status": "agreed", "blocks": section.blocks,
        "version": section.version,
    }  # fmt: skip
    return fields | changed


def test_start_a_report(world, manager):
    address = reverse("reports:report-new", kwargs={"board": "northshire"})

    response = manager.post(address, {"year": world.north.year.pk})

    made = AnnualReport.objects.get()
    assert response.headers["Location"] == url(made, "report-detail")


def test_write_a_section(manager, report):
    section = report.sections.get(key="context")

    response = manager.post(url(report, "section-edit", key="context"), posted(section))

    assert response.status_code == 302
    section.refresh_from_db()
    assert (section.text, section.status) == ("Mine", "agreed")


def test_write_a_section_that_a_colleague_saved_meanwhile(world, manager, report):
    section = report.sections.get(key="governance")
    reports.edit_section(
        section=section, title=section.title, text="Theirs", status="draft",
        block_names=["members"], by=world.north.business_support, version=section.version,
    )  # fmt: skip

    response = manager.post(url(report, "section-edit", key="governance"), posted(section))

    body = response.content.decode()
    assert response.status_code == 422
    assert "Theirs" in body
    assert "Mine" in body
    section.refresh_from_db()
    assert section.text == "Theirs"


def test_saving_again_after_a_conflict_is_a_decision(world, manager, report):
    section = report.sections.get(key="context")
    latest = reports.edit_section(
        section=section, title=section.title, text="Theirs", status="draft",
        by=world.north.business_support, version=section.version,
    )  # fmt: skip

    data = posted(section, text="Both", version=latest.version)
    response = manager.post(url(report, "section-edit", key="context"), data)

    assert response.status_code == 302
    section.refresh_from_db()
    assert section.text == "Both"


def test_preview_of_what_is_typed_saves_nothing(manager, report):
    data = {"title": "T", "text": "## Part\n\n<script>x</script>", "blocks": ["members"]}

    response = manager.post(url(report, "section-try", key="context"), data)

    body = response.content.decode()
    assert "<h4>Part</h4>" in body
    assert "<script" not in body
    assert "Seats on the board" in body
    assert report.sections.get(key="context").text == ""


def test_preview_says_when_a_block_does_not_exist(manager, report):
    response = manager.post(
        url(report, "section-try", key="context"), {"text": "x", "blocks": ["no-such"]}
    )

    assert "which does not exist" in response.content.decode()


def test_leave_out_a_required_section_without_reason(manager, report):
    version = report.sections.get(key="context").version

    response = manager.post(
        url(report, "section-leave-out", key="context"), {"reason": "", "version": version}
    )

    assert response.status_code == 422
    assert "Enter why this required section is left out" in response.content.decode()


def test_order_after_a_drag_comes_back_as_the_list(manager, report):
    response = manager.post(
        url(report, "report-arrange"), {"keys": ["conclusion", "foreword"]},
        headers={"HX-Request": "true"},
    )  # fmt: skip

    assert response.status_code == 200
    assert report.sections.first().key == "conclusion"
    assert 'id="sections"' in response.content.decode()


def test_checklist_says_what_is_missing(manager, report):
    body = manager.get(url(report, "report-checklist")).content.decode()

    assert "The geographical area" in body
    assert "Not written" in body


def test_double_click_on_build_makes_one(manager, report):
    manager.post(url(report, "run-request"))
    manager.post(url(report, "run-request"))

    assert report.runs.count() == 1


def test_progress_asks_again_until_the_build_ends(manager, report):
    run = runs.request(report=report, by=None)
    address = url(report, "run-detail", number=run.number)

    waiting = manager.get(address, headers={"HX-Request": "true"}).content.decode()
    ReportRun.objects.filter(pk=run.pk).update(
        status="failed", finished_at=timezone.now(), error="The section “X” <b>failed</b>",
        failed_section="context",
    )  # fmt: skip
    ended = manager.get(address, headers={"HX-Request": "true"}).content.decode()

    assert "every 1s" in waiting
    assert "<html" not in waiting
    assert "every 1s" not in ended
    assert "&lt;b&gt;failed" in ended
    assert "Try again" in ended
    assert url(report, "section-edit", key="context") in ended


def test_stop_a_build_that_is_over(manager, report, stored):
    response = manager.post(url(report, "run-cancel", number=1), follow=True)

    assert "cannot be done any more" in response.content.decode()


def test_download_is_inert(world, report, stored):
    chair = world.client(world.north.independent_chair)

    response = chair.get(url(report, "download", file=stored.pk))

    label = report.year.label.replace("/", "-")
    assert response.headers["Content-Disposition"].startswith("attachment")
    name = f"northshire-{label}-annual-report-restricted.html"
    assert name in response.headers["Content-Disposition"]
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response.headers["Content-Security-Policy"]
    assert b"".join(response.streaming_content) == b"<p>Hi</p>"
    response.close()


def test_download_of_a_build_that_did_not_finish(manager, report, stored):
    ReportRun.objects.update(status="failed")

    assert manager.get(url(report, "download", file=stored.pk)).status_code == 404


def test_chair_downloads_in_one_click_from_home(world, report, stored):
    chair = world.client(world.north.independent_chair)

    home = chair.get(reverse("home")).content.decode()
    every_year = chair.get(reverse("reports:report-list", kwargs={"board": "northshire"}))

    for_public, own = (ReportFile.objects.get(format=name) for name in ("public_pdf", "pdf"))
    assert url(report, "download", file=for_public.pk) in home
    assert url(report, "download", file=own.pk) not in home, "never the first choice"
    assert url(report, "download", file=stored.pk) in every_year.content.decode()


def test_run_shows_each_edition_with_checksums(manager, report, stored):
    body = manager.get(url(report, "run-detail", number=1)).content.decode()

    public, _, own = body.partition("The board’s own")
    assert "For the public" in public
    assert "c" * 64 in public
    assert "a" * 64 in own
    assert "a" * 64 not in public


def test_name_of_a_download_tells_the_edition(manager, report, stored):
    public = ReportFile.objects.get(format="public_pdf")

    response = manager.get(url(report, "download", file=public.pk))

    assert "annual-report-public.pdf" in response.headers["Content-Disposition"]
    assert response.headers["Content-Type"] == "application/pdf"
    response.close()


def test_database_keeps_files_as_they_were_built(stored):
    with pytest.raises(InternalError), transaction.atomic():
        ReportFile.objects.filter(pk=stored.pk).update(sha256="d" * 64)


def test_agency_sees_no_report(world, report, stored):
    police = world.client(world.north.police_lead)

    assert police.get(url(report, "report-detail")).status_code in {403, 404}
    assert "Download PDF" not in police.get(reverse("home")).content.decode()


def test_pages_show_markup_as_text(manager, hostile):
    for name in ("report-detail", "report-checklist"):
        body = manager.get(url(hostile, name)).content.decode()
        assert "<script>alert" not in body
        assert "&lt;script&gt;" in body


def test_list_asks_a_constant_number_of_questions(
    world, manager, report, stored, django_assert_max_num_queries
):
    page = reverse("reports:report-list", kwargs={"board": "northshire"})
    manager.get(page)  # what the person owes is counted once a minute, one query for each source
    with django_assert_max_num_queries(10):
        manager.get(page)


def test_report_asks_a_constant_number_of_questions(
    manager, report, stored, django_assert_max_num_queries
):
    manager.get(url(report, "report-detail"))
    with django_assert_max_num_queries(16):
        manager.get(url(report, "report-detail"))
