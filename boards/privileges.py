"""What the application's database role may do: work on rows, never on tables, never on history.

Two roles from the first migration: the owner makes tables, the app role reads and writes rows.
Event tables (history) are INSERT and SELECT for it, so nothing that runs in the portal can
rewrite what happened.
"""

from django.apps import apps
from django.db import connections
from pghistory.models import Event
from psycopg2 import sql


def event_tables() -> list[str]:
    """Return the names of all history tables."""
    return sorted(
        model._meta.db_table
        for model in apps.get_models()
        if issubclass(model, Event) and not model._meta.abstract and model._meta.managed
    )


def apply(*, owner: str = "owner", app: str = "default") -> None:
    """Grant the app role its rights on what exists now. Idempotent; runs after every migrate."""
    role = connections[app].settings_dict["USER"]
    connection = connections[owner]
    if role == connection.settings_dict["USER"]:
        return
    name = sql.Identifier(role)
    with connection.cursor() as cursor:
        for statement in (
            "GRANT USAGE ON SCHEMA public TO {role}",
            "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}",
            "GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}",
        ):
            cursor.execute(sql.SQL(statement).format(role=name))
        revoke = sql.SQL("REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM {role}")
        for table in event_tables():
            cursor.execute(revoke.format(table=sql.Identifier(table), role=name))
        # The context row is written by an upsert, so UPDATE stays; a trigger guards it.
        cursor.execute(
            sql.SQL("REVOKE DELETE, TRUNCATE ON pghistory_context FROM {role}").format(role=name)
        )
        cursor.execute(
            sql.SQL("REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM {role}").format(
                role=name
            )
        )
