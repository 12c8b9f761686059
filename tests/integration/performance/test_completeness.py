"""How complete figures are: counts equal the pages behind them, codes are no figures."""

from datetime import timedelta

import pytest
from django.urls import reverse

from performance.models import DataReturn, Observation, ScorecardIndicator, period_fields
from performance.rules.entries import Entry
from performance.rules.periods import PeriodKind, containing, preceding
from performance.services import scorecards, submissions
from tests.permissions.performance_returns import awaited, indicator, requirement
from tests.world import today

pytestmark = pytest.mark.django_db


@pytest.fixture
def north(world):
    return world.north


def url(cast, name="completeness"):
    return reverse(f"performance:{name}", kwargs={"board": cast.board.slug})


def sent(cast, *entries):
    made = [indicator(cast, key, label=key.capitalize()) for key, _value, _why in entries]
    row = awaited(cast, *made)
    submissions.submit(
        data_return=row, by=cast.police_lead, via="typed",
        entries=[Entry(key, value=value, missing=why) for key, value, why in entries],
    )  # fmt: skip
    return row


def found_by(world, person, cast, **asked):
    return world.client(person).get(url(cast), asked).context["found"]


def test_grid_says_what_is_in_what_is_missing_and_what_is_late(world, north):
    row = sent(north, ("contacts", "0", ""), ("plans", "", "under_review"))
    other = DataReturn.objects.exclude(pk=row.pk).get()
    DataReturn.objects.filter(pk=other.pk).update(due_on=today() - timedelta(days=1))
    answer = world.client(north.independent_chair).get(url(north))
    html = answer.content.decode()
    assert "in, 1 missing" in html
    assert f'href="/northshire/performance/returns/{row.pk}/"' in html
    found = answer.context["found"]
    assert (found.totals["in_part"], found.totals["late"]) == (1, 1)
    assert (found.figures.asked, found.figures.known, found.figures.coded) == (4, 1, 1)
    assert found.percent_known == 25


def test_months_to_come_are_not_due(world, north):
    requirement(north)
    html = world.client(north.board_manager).get(url(north)).content.decode()
    assert "not due" in html


def test_every_count_equals_the_page_behind_it(world, north):
    sent(north, ("contacts", "3", ""), ("plans", "", "under_review"))
    old = indicator(north, "old", label="Old", frequency="month")
    long_ago = preceding(preceding(preceding(containing(today(), PeriodKind.MONTH))))
    Observation.objects.create(indicator=old, value=1, via="typed", **period_fields(long_ago))
    card = scorecards.make(
        board=north.board, title="Card", group=None, indicators=[old], by=north.board_manager
    )
    ScorecardIndicator.objects.filter(scorecard=card)
    client = world.client(north.data_analyst)
    found = client.get(url(north)).context["found"]
    for name, count in {**found.by_source, "stale": found.stale}.items():
        page = client.get(url(north, "completeness-indicators"), {"show": name})
        assert len(page.context["rows"]) == count, name
    assert (found.by_source["one"], found.by_source["none"], found.stale) == (1, 1, 1)
    (only,) = found.dependence
    assert (only.agency_id, only.count, only.percent) == (north.police.pk, 1, 50)
    behind = client.get(
        url(north, "completeness-indicators"), {"show": "one", "agency": only.agency_id}
    )
    assert [row.indicator.key for row in behind.context["rows"]] == ["contacts"]


def test_another_year_can_be_chosen_and_an_unknown_one_is_not_found(world, north):
    client = world.client(north.data_analyst)
    assert client.get(url(north), {"year": north.year.label}).status_code == 200
    assert client.get(url(north), {"year": "1066"}).status_code == 404


@pytest.mark.parametrize("name", ["completeness", "completeness-indicators"])
@pytest.mark.parametrize("file_format", ["csv", "xlsx"])
def test_pages_can_be_taken_as_files(world, north, name, file_format):
    sent(north, ("contacts", "3", ""))
    answer = world.client(north.data_analyst).get(url(north, name), {"format": file_format})
    content = b"".join(answer.streaming_content)
    assert content.startswith(b"PK" if file_format == "xlsx" else b"\xef\xbb\xbf")


def test_page_asks_a_constant_number_of_questions(world, north, assert_constant_queries):
    sent(north, ("contacts", "3", ""))
    client = world.client(north.data_analyst)

    def grow():
        for number in range(5):
            awaited(north, indicator(north, f"more{number}"), title=f"More {number}")

    assert assert_constant_queries(lambda: client.get(url(north)), grow) <= 20
