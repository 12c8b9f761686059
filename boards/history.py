"""History of every record, written by PostgreSQL triggers (django-pghistory)."""

from typing import Any

import pghistory


def tracked(*, exclude: list[str] | None = None, inserts: bool = True) -> Any:
    """Keep every insert, update and delete of the model, whoever made it and by whatever means.

    `inserts=False` is for rows whose facts never change after they are made: the row itself says
    what was inserted, by whom and when. Event tables are append-only: a trigger refuses changes,
    and `migrate` leaves the application's role only INSERT and SELECT on them.
    """
    first = [pghistory.InsertEvent()] if inserts else []
    return pghistory.track(
        *first,
        pghistory.UpdateEvent(),
        pghistory.DeleteEvent(),
        exclude=exclude or [],
    )
