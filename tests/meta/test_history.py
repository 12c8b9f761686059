"""History cannot be rewritten by what runs in the portal."""

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction
from pghistory.models import Context, Event

from boards import privileges
from boards.activity import change
from boards.models import Board, Regime, Sector
from tests.meta.ownership import OWNERSHIP, models_of_ours


def may(privilege: str, table: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT has_table_privilege(current_user, %s, %s)", [table, privilege])
        return bool(cursor.fetchone()[0])


def test_every_model_has_history_or_a_reason() -> None:
    tracked = {
        model.pgh_tracked_model._meta.label
        for model in apps.get_models()
        if issubclass(model, Event) and not model._meta.abstract
    }
    without = {model._meta.label for model in models_of_ours()} - tracked

    assert without == {name for name, owner in OWNERSHIP.items() if owner.no_history}


@pytest.mark.django_db
@pytest.mark.parametrize("table", [*privileges.event_tables(), "pghistory_context"])
def test_history_is_append_only_for_the_portal(table: str) -> None:
    assert may("SELECT", table)
    assert may("INSERT", table)
    assert not may("DELETE", table)
    assert not may("TRUNCATE", table)
    # The context row is written by an upsert; a trigger guards it (below).
    assert may("UPDATE", table) is (table == "pghistory_context")


@pytest.mark.django_db
def test_portal_owns_nothing() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_tables WHERE tableowner = current_user")
        assert cursor.fetchone() == (0,)
        cursor.execute("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user")
        assert cursor.fetchone() == (False,)
        cursor.execute("SELECT has_schema_privilege(current_user, 'public', 'CREATE')")
        assert cursor.fetchone() == (False,)


def test_context_cannot_be_changed_later(committed_db: str) -> None:
    with change("boards.create", by=None):
        Board.objects.create(slug="first", name="First", regime=Regime.objects.all()[0])
    context = Context.objects.order_by("-created_at")[0]

    with pytest.raises(DatabaseError, match="history cannot be changed"), transaction.atomic():
        Context.objects.filter(pk=context.pk).update(metadata={"by_name": "Somebody else"})
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        Context.objects.filter(pk=context.pk).delete()


def test_event_cannot_be_changed(committed_db: str) -> None:
    sector = Sector.objects.all()[0]
    sector.label = "Another"
    sector.save()
    event = apps.get_model("boards", "SectorEvent").objects.order_by("-pgh_id")[0]

    with pytest.raises(DatabaseError), transaction.atomic():
        type(event).objects.filter(pk=event.pk).update(label="Never said")
    with pytest.raises(DatabaseError), transaction.atomic():
        type(event).objects.filter(pk=event.pk).delete()
