"""As published and as now: what a report printed of a figure that was corrected afterwards."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone

from boards.board_year.periods import parse
from boards.models import BoardYear
from performance.models import Indicator, Observation, period_fields
from performance.queries import revisions
from reports.models import ReportFile, ReportRun
from reports.queries.document import collect
from reports.services import building
from reports.services import reports as reports_services
from reports.services.files import store
from tests.world import today

pytestmark = pytest.mark.django_db
LONG = "Plant sy’n derbyn cymorth <script>alert(1)</script> " * 5


@pytest.fixture
def indicator(north):
    return Indicator.objects.create(
        board=north.board, key="plans", label=LONG[:290], unit="count", kind="snapshot"
    )


@pytest.fixture
def first(indicator, north):
    """A figure of the year's first day, told six weeks ago."""
    return told(indicator, north, 498, timezone.now() - timedelta(weeks=6))


def told(indicator, cast, value, at, **more):
    return Observation.objects.create(
        indicator=indicator, value=value, via="typed", supplied_by=cast.police_lead,
        agency=cast.police, supplied_at=at, **more,
        **period_fields(parse(cast.year.starts_on.isoformat())),
    )  # fmt: skip


def correct(first, cast, value, at):
    Observation.objects.filter(pk=first.pk).update(superseded_at=at)
    return told(first.indicator, cast, value, at, supersedes=first)


def build(report, at, *, number=1, data=None):
    """Leave the files of a build as they were made at that time."""
    year = BoardYear.objects.select_related("board", "regime").get(pk=report.year_id)
    report.year = year
    document = collect(report, list(report.sections.all()))
    run = ReportRun.objects.create(
        report=report, number=number, status="ready", finished_at=at, page_count=1
    )
    content = building.data_file(document.data)
    made = building.Made({ReportFile.Format.JSON: content}, "0" * 64, 1)
    ReportFile.objects.bulk_create(store(run, made))
    return run


def address(indicator):
    kwargs = {"board": indicator.board.slug, "pk": indicator.pk}
    return reverse("performance:indicator-revisions", kwargs=kwargs)


def test_as_published_and_as_now(world, north, indicator, first, report):
    build(report, timezone.now() - timedelta(weeks=5))
    correct(first, north, 516, timezone.now() - timedelta(weeks=4))
    build(report, timezone.now() - timedelta(weeks=3), number=2)

    (history,), unread = revisions.histories(indicator, north.board_manager)

    assert unread == []
    assert history.now == "516"
    assert [(each.value, each.until is None) for each in history.said] == [
        ("516", True), ("498", False),
    ]  # fmt: skip
    assert [(each.build, each.value, each.differs) for each in history.printed] == [
        (2, "516", False), (1, "498", True),
    ]  # fmt: skip


def test_page_says_who_corrected_what(world, north, indicator, first, report):
    build(report, timezone.now() - timedelta(weeks=5))
    correct(first, north, 516, timezone.now() - timedelta(weeks=4))

    page = world.client(north.board_manager).get(address(indicator)).content.decode()

    assert "<script>alert" not in page
    for words in ("498", "516", str(north.police_lead), "differs", "build 1"):
        assert words in page, words
    detail = reverse("performance:indicator-detail", args=[north.board.slug, indicator.pk])
    assert "1 figure was corrected" in world.client(north.data_analyst).get(detail).content.decode()


def test_figures_as_they_were_on_a_day(world, north, indicator, first):
    correct(first, north, 516, timezone.now() - timedelta(weeks=4))
    day = today() - timedelta(weeks=5)

    page = world.client(north.board_manager).get(address(indicator), {"on": day.isoformat()})

    assert [(each.then, each.now) for each in page.context["as_it_was"].differences] == [
        ("498", "516")
    ]
    before = today() - timedelta(weeks=7)
    page = world.client(north.board_manager).get(address(indicator), {"on": before.isoformat()})
    was = page.context["as_it_was"]
    assert (was.differences, was.same, was.later) == ([], 0, 1)


@pytest.mark.parametrize("typed", ["soon", "31/02/2026", "3 May 2199", ""])
def test_day_that_cannot_be(world, north, indicator, first, typed):
    page = world.client(north.board_manager).get(address(indicator), {"on": typed})

    assert page.status_code == 200
    assert page.context["day_form"].errors
    assert "There is a problem" in page.content.decode()


def test_withdrawn_figure_is_told(north, indicator, first):
    Observation.objects.filter(pk=first.pk).update(superseded_at=timezone.now())

    (history,), _unread = revisions.histories(indicator, north.board_manager)

    assert (history.now, [each.value for each in history.said]) == ("withdrawn", ["498"])


def test_nothing_changed(world, north, indicator, first, report):
    build(report, timezone.now() - timedelta(weeks=5))

    page = world.client(north.board_manager).get(address(indicator)).content.decode()

    assert "No figure has been corrected" in page


def test_file_that_is_not_the_one_that_was_built_is_not_believed(
    world, north, indicator, first, report, settings
):
    run = build(report, timezone.now() - timedelta(weeks=5))
    file = run.files.get()
    storage, name = file.file.storage, file.file.name
    storage.delete(name)
    storage.save(name, ContentFile(b'{"blocks": {}}'))
    page = world.client(north.board_manager).get(address(indicator)).content.decode()
    assert "the checksum differs" in page
    storage.delete(name)
    page = world.client(north.board_manager).get(address(indicator)).content.decode()
    assert "not there any more" in page


def test_other_boards_reports_are_not_looked_at(world, indicator, first, report):
    build(report, timezone.now())
    south = world.south
    theirs = Indicator.objects.create(board=south.board, key="plans", label="Plans", unit="count")
    assert revisions.histories(theirs, south.board_manager) == ([], [])
    reports_services.create(board=south.board, year=south.year, by=south.board_manager)
    assert world.client(south.board_manager).get(address(indicator)).status_code == 404


def test_page_asks_a_constant_number_of_questions(
    world, north, indicator, first, report, assert_constant_queries
):
    correct(first, north, 516, timezone.now() - timedelta(weeks=4))
    build(report, timezone.now())
    client = world.client(north.board_manager)

    def grow():
        for number in range(2, 5):
            build(report, timezone.now(), number=number)
        for month in ("2016-04", "2016-05", "2016-06"):
            old = Observation.objects.create(
                indicator=indicator, value=1, via="typed", supplied_at=first.supplied_at,
                superseded_at=timezone.now(), **period_fields(parse(month)),
            )  # fmt: skip
            Observation.objects.create(
                indicator=indicator, value=2, via="typed", supersedes=old,
                **period_fields(parse(month)),
            )  # fmt: skip

    assert assert_constant_queries(lambda: client.get(address(indicator)), grow) <= 22
