"""Counts of audit rounds from stored records."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from audits.models import Answer, Question, Return
from audits.queries import published
from boards.models import Agency
from boards.services.board_years import import_board_year
from tests.golden import compare

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", compare.NAMES)
def test_audit_rounds_of_published_year(name):
    year = import_board_year(source=compare.board_year(name), by=None).year
    wanted = compare.expected(name)
    found = published.audit_rounds(year)
    assert compare.differences(wanted["blocks"]["audit_rounds"], found) == []
    assert published.consistency(year) == []


def test_consistency_names_rounds_that_do_not_add_up():
    text = compare.board_year("walsall-2016-17").replace("not_started: 26", "not_started: 25")
    year = import_board_year(source=text, by=None).year
    assert published.consistency(year) == [
        {"kind": "sum", "round": "s175", "total": 130, "sum": 129}
    ]


def answer(of_return, **values):
    question = Question.objects.filter(tool_version=of_return.round.tool_version).first()
    return Answer.objects.create(return_record=of_return, question=question, **values)


def test_counts_of_a_live_round_are_those_of_its_returns(world):
    cast = world.north
    assert published.audit_rounds(cast.year)["rows"] == [
        {
            "round": "s11",
            "invited": 2,
            "submitted": 0,
            "started": 0,
            "not_started": 2,
            "percent": 0,
        }
    ]


def test_counts_of_a_live_round_know_who_started(world):
    cast = world.north
    answer(cast.police_return, value="1")
    (counts,) = published.counts(cast.year)
    assert (counts.submitted, counts.started, counts.not_started) == (0, 1, 1)


def test_answer_carried_forward_is_no_start(world):
    cast = world.north
    last = answer(world.south.police_return, value="1")
    answer(cast.police_return, carried_from=last, is_confirmed=False)
    (counts,) = published.counts(cast.year)
    assert (counts.started, counts.not_started) == (0, 2)


def test_counts_of_a_live_round_know_what_was_submitted(world):
    cast = world.north
    person, now = cast.people["police_lead"], timezone.now()
    Return.objects.filter(pk=cast.police_return.pk).update(
        status="submitted",
        signed_off_by=person,
        signed_off_at=now,
        signatory_name="A. Chief",
        submitted_by=person,
        submitted_at=now,
    )
    (counts,) = published.counts(cast.year)
    assert (counts.submitted, counts.started, counts.not_started) == (1, 0, 1)
    assert counts.percent == 50


def test_draft_rounds_are_not_counted(world):
    cast = world.north
    cast.round.status = "draft"
    cast.round.opened_at = None
    cast.round.save()
    assert published.audit_rounds(cast.year) == {"rows": []}


def test_counts_need_the_same_queries_for_few_and_many(world):
    cast = world.north

    def queries():
        with CaptureQueriesContext(connection) as captured:
            published.counts(cast.year)
        return len(captured)

    few = queries()
    for number in range(10):
        agency = Agency.objects.create(name=f"Agency {number}", sector_id="education")
        Return.objects.create(round=cast.round, agency=agency)
    assert queries() == few == 2
