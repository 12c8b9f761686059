"""History of every record, written by PostgreSQL triggers (django-pghistory)."""

from typing import Any

import pghistory


def tracked(*, exclude: list[str] | None = None) -> Any:
    """Keep every insert, update and delete of the model, whoever made it and by whatever means.

    Event tables are append-only: a trigger refuses changes, and `migrate` leaves the
    application's role only INSERT and SELECT on them.
    """
    return pghistory.track(
        pghistory.InsertEvent(),
        pghistory.UpdateEvent(),
        pghistory.DeleteEvent(),
        exclude=exclude or [],
    )
