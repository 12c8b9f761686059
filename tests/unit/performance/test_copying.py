"""Rows that come in by COPY are those that INSERT would make, and are refused alike."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from boards.copying import copy_in
from performance.models import Indicator, Observation, period_fields
from performance.rules.periods import day

NASTY = "back\\slash \\N \\. tab\there\r\nnext line “quoted” 'one' <b>ŵŷ</b> {}"


def values(north, indicator, **more):
    return {
        "indicator_id": indicator.pk, "agency_id": north.police.pk, "via": "typed",
        "supplied_by_id": north.police_lead.pk, "supplied_at": timezone.now(),
        "value": Decimal("12.50"), "numerator": None, "denominator": None, "missing": "",
        "breakdown": {"sex": NASTY, "age": 13}, "note": NASTY, "source": "",
        **period_fields(day(date(2026, 3, 31))), **more,
    }  # fmt: skip


def said(row):
    return {
        field.attname: getattr(row, field.attname)
        for field in Observation._meta.concrete_fields
        if not field.primary_key
    }


@pytest.fixture
def indicator(north):
    return Indicator.objects.create(board=north.board, key="copied", label="Copied")


@pytest.mark.parametrize("more", [
    {}, {"note": "", "breakdown": {}}, {"value": Decimal("-0.000001")},
    {"value": None, "missing": "not_available", "supplied_by_id": None},
    {"value": None, "numerator": Decimal(3), "denominator": Decimal("4.0")},
])  # fmt: skip
def test_copy_in_makes_the_row_that_insert_makes(north, indicator, more):
    given = values(north, indicator, **more)

    copy_in(Observation, list(given), [list(given.values())])

    copied = said(Observation.objects.get(indicator=indicator))
    other = Indicator.objects.create(board=north.board, key="inserted", label="Inserted")
    Observation.objects.create(**given | {"indicator_id": other.pk})
    inserted = said(Observation.objects.get(indicator=other))
    assert copied | {"indicator_id": other.pk} == inserted
    assert str(copied["value"]) == str(inserted["value"])


@pytest.mark.parametrize("wrong", [{"missing": "lost"}, {"value": None}, {"via": None}])
def test_copy_in_is_refused_as_a_whole(north, indicator, wrong):
    right = values(north, indicator)
    rows = [list(right.values()), list((right | {"breakdown": {}} | wrong).values())]

    with pytest.raises(IntegrityError), transaction.atomic():
        copy_in(Observation, list(right), rows)

    assert not Observation.objects.filter(indicator=indicator).exists()


def test_copy_in_of_nothing(indicator):
    copy_in(Observation, ["indicator_id"], [])

    assert not Observation.objects.filter(indicator=indicator).exists()
