"""Prepared queries say the same as the querysets that they are made of."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.db.models import Count, F
from django.db.transaction import TransactionManagementError
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from boards.authorization import access_of
from boards.models import Membership, User
from boards.prepared import AnyOf, Prepared, Slot


def test_rows_are_those_of_each_call(north):
    roles = Prepared(
        lambda: Membership.objects.filter(user=Slot("user")).values_list("role", flat=True)
    )

    for user in (north.board_manager, north.police_lead):
        assert roles.rows(user=user.pk) == list(
            Membership.objects.filter(user=user).values_list("role", flat=True)
        )
    assert roles.rows(user=0) == []


def test_rows_are_models_with_what_was_joined_and_annotated(north):
    wanted = Membership.objects.filter(pk=north.police_lead.memberships.get().pk)
    prepared = Prepared(
        lambda: (
            Membership.objects.filter(pk=Slot("pk"))
            .select_related("board", "agency")
            .annotate(people=Count("board__memberships"))
        )
    )

    (found,) = prepared.rows(pk=wanted.get().pk)

    with CaptureQueriesContext(connection) as queries:
        assert (found.board, found.agency) == (north.board, north.police)
    assert not queries.captured_queries
    assert found.people == north.board.memberships.count()
    assert found.granted_at == wanted.get().granted_at


def test_rows_are_asked_anew(north):
    prepared = Prepared(lambda: User.objects.filter(pk=Slot("pk")))
    before = prepared.first(pk=north.board_manager.pk)
    User.objects.filter(pk=north.board_manager.pk).update(name="Somebody else")

    assert before.name != "Somebody else"
    assert prepared.first(pk=north.board_manager.pk).name == "Somebody else"
    assert prepared.first(pk=0) is None


@pytest.mark.parametrize("count", [0, 1, 2])
def test_any_of_takes_lists_of_any_length(north, count):
    prepared = Prepared(lambda: User.objects.filter(AnyOf(F("pk"), Slot("wanted"))))
    wanted = [north.board_manager, north.police_lead][:count]

    assert set(prepared.rows(wanted=[user.pk for user in wanted])) == set(wanted)


def test_text_of_a_person_is_a_value(north):
    prepared = Prepared(lambda: User.objects.filter(name=Slot("name")))
    User.objects.filter(pk=north.board_manager.pk).update(name="'; --%s")

    assert prepared.rows(name="'; --%s") == [north.board_manager]


def test_a_missing_value_is_refused(north):
    with pytest.raises(KeyError):
        Prepared(lambda: User.objects.filter(pk=Slot("pk"))).rows(name="x")


def test_a_lock_needs_a_transaction(committed_db):
    prepared = Prepared(lambda: User.objects.select_for_update().filter(pk=Slot("pk")))
    with transaction.atomic():
        assert prepared.first(pk=0) is None

    with pytest.raises(TransactionManagementError):
        prepared.first(pk=0)


def test_access_of_counts_the_memberships_of_the_day(north):
    membership = north.police_lead.memberships.get()
    today = timezone.localdate()
    Membership.objects.filter(pk=membership.pk).update(
        starts_on=today - timedelta(days=9), ends_on=today - timedelta(days=1)
    )

    assert access_of(north.police_lead).grants == ()
    grants = access_of(north.police_lead, on=today - timedelta(days=1)).grants
    assert [grant.role for grant in grants] == [membership.role]
    assert access_of(north.police_lead, on=today - timedelta(days=10)).grants == ()
