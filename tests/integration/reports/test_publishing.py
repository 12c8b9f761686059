"""How small numbers are hidden: the page, and what the public data makes of it."""

import pytest
from django.urls import reverse

from boards.models import BoardYear
from boards.services.board_years import import_board_year
from reports.models import PublishingRule
from reports.queries.document import collect
from reports.queries.public import public_edition
from reports.queries.publishing import rule_of
from reports.services import reports
from reports.services.publishing import RuleFields, change_rule
from tests.golden import compare

pytestmark = pytest.mark.django_db
POSTED = {
    "threshold": 7, "rounding": 5, "smallest_base": 20, "reason": "Our health partners ask it",
    "version": 1,
}  # fmt: skip


@pytest.fixture
def address():
    return reverse("reports:publishing-edit", kwargs={"board": "northshire"})


@pytest.fixture
def manager(world):
    return world.client(world.north.board_manager)


def test_page_shows_the_usual_rule_until_there_is_one(manager, address):
    form = manager.get(address).context["form"]
    assert (form["threshold"].value(), form["rounding"].value()) == (5, 1)
    assert not PublishingRule.objects.exists()


def test_rule_is_kept(world, manager, address):
    response = manager.post(address, POSTED)
    assert response.status_code == 302
    rule = PublishingRule.objects.get(board=world.north.board)
    assert (rule.threshold, rule.rounding, rule.smallest_base) == (7, 5, 20)
    assert rule.reason == POSTED["reason"]
    assert rule_of(world.south.board).pk is None


def test_errors_come_together_and_keep_what_was_typed(manager, address):
    response = manager.post(
        address, {"threshold": "0", "rounding": "3", "smallest_base": "few", "version": 1}
    )
    assert response.status_code == 422
    form = response.context["form"]
    assert set(form.errors) == {"threshold", "rounding", "smallest_base", "reason"}
    assert form["smallest_base"].value() == "few"
    assert not PublishingRule.objects.exists()


def test_rule_that_changed_meanwhile_is_shown_beside(manager, address):
    manager.post(address, POSTED)
    response = manager.post(address, POSTED | {"threshold": 9})
    assert response.status_code == 422
    assert [row["theirs"] for row in response.context["both"]] == ["7"]
    response = manager.post(address, POSTED | {"threshold": 9, "version": 2})
    assert PublishingRule.objects.get().threshold == 9


def test_indicators_that_count_no_people_can_be_named(manager, address):
    import_year("walsall-2016-17")
    keys = dict(manager.get(address).context["form"].fields["not_people"].choices)
    assert keys == {}, "the other board's indicators"


def import_year(name):
    return import_board_year(source=compare.board_year(name), by=None).year


def editions_of(year):
    year = BoardYear.objects.select_related("board", "regime").get(pk=year.pk)
    own = collect(*reports.draft(year=year))
    return public_edition(own, rule_of(year.board)), own


@pytest.mark.slow
def test_public_data_has_the_same_shape_and_no_small_number():
    year = import_year("walsall-2016-17")
    fields = RuleFields(5, 1, 10, ["cse-coordinators"], "Posts")
    change_rule(board=year.board, fields=fields, version=1, by=None)
    public, own = (document.data for document in editions_of(year))
    assert public["format"] == "report-data/1-public"
    assert own["format"] == "report-data/1"
    assert public["consistency"] == []
    assert public["blocks"].keys() == own["blocks"].keys()
    rows = public["blocks"]["indicators"]["rows"]
    assert [row.keys() for row in rows] == [
        row.keys() for row in own["blocks"]["indicators"]["rows"]
    ]
    values = {row["indicator"]: row["value"] for row in rows if "breakdown" not in row}
    assert values["cse-coordinators"] == 2
    assert values["pf-children"] == "c"
    assert values["cp-plans"] == 333
