"""What the database itself refuses about figures."""

from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from boards.board_year.periods import parse
from performance.models import Indicator, Observation, period_fields
from tests.world import BoardCast

pytestmark = pytest.mark.django_db


@pytest.fixture
def indicator(north: BoardCast) -> Indicator:
    return Indicator.objects.create(
        board=north.board, key="cp-plans", label="Children with a plan", unit="count"
    )


def observe(indicator: Indicator, period: str = "2016-17", **values: Any) -> Observation:
    return Observation.objects.create(
        indicator=indicator, via="typed", **period_fields(parse(period)), **values
    )


def test_figure_keeps_the_decimals_it_was_given_with(indicator):
    observe(indicator, value=Decimal("97.60"))

    assert str(Observation.objects.get().value) == "97.60"


def test_period_is_printed_as_it_was_written(indicator):
    observe(indicator, "2016-04..2017-03", value=1)

    stored = Observation.objects.get().period
    assert stored == parse("2016-17")
    assert str(stored) == "2016-04..2017-03"


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {"value": 3, "missing": "suppressed"},
        {"value": 3, "missing": "lost"},
        {"numerator": 3},
        {"numerator": 0, "denominator": 0},
        {"numerator": -1, "denominator": 3},
        {"value": 3, "comparator": "france"},
        {"value": 3, "period_kind": "week"},
        {"value": 3, "period_kind": "day"},
    ],
)
def test_bad_state_is_refused(indicator, wrong):
    fields = period_fields(parse("2016-17")) | wrong
    with pytest.raises(IntegrityError), transaction.atomic():
        Observation.objects.create(indicator=indicator, via="typed", **fields)


@pytest.mark.parametrize(
    "right",
    [
        {"value": Decimal("-3.5")},
        {"numerator": 3, "denominator": 4},
        {"missing": "zero_of_zero", "numerator": 0, "denominator": 0},
        {"missing": "under_review"},
    ],
)
def test_good_state_is_kept(indicator, right):
    assert observe(indicator, **right).pk


def test_second_living_figure_from_one_agency_is_refused(indicator, north):
    observe(indicator, value=1, agency=north.police)
    observe(indicator, value=2, agency=north.health)
    observe(indicator, value=2, breakdown={"sex": "female"}, agency=north.police)

    with pytest.raises(IntegrityError), transaction.atomic():
        observe(indicator, value=2, agency=north.police)


def test_published_report_may_contradict_itself(indicator, north):
    observe(indicator, value=498, stated_in=north.year, preferred=True)
    observe(indicator, value=516, stated_in=north.year)

    with pytest.raises(IntegrityError), transaction.atomic():
        observe(indicator, value=520, stated_in=north.year, preferred=True)


def test_figure_cannot_be_changed_or_deleted(indicator):
    figure = observe(indicator, value=1)

    with pytest.raises(DatabaseError), transaction.atomic():
        Observation.objects.filter(pk=figure.pk).update(value=2)
    with pytest.raises(DatabaseError), transaction.atomic():
        figure.delete()


def test_earlier_figure_stays_and_both_are_answerable(indicator):
    first = observe(indicator, value=1)
    between = timezone.now()
    Observation.objects.filter(pk=first.pk).update(superseded_at=timezone.now())
    second = observe(indicator, value=2, supersedes=first)

    assert list(Observation.objects.current()) == [second]
    assert list(Observation.objects.as_of(between)) == [first]


def test_agency_sees_what_it_supplied_alone(indicator, north, south):
    mine = observe(indicator, value=1, agency=north.police)
    other = observe(indicator, value=1, agency=north.health)
    visible = Observation.objects.visible_to

    assert set(visible(north.data_analyst)) == {mine, other}
    assert set(visible(north.police_lead)) == {mine}
    assert not visible(south.police_lead)
    assert not visible(south.board_manager)
