"""Figures exactly as they were given."""

from typing import Any

from django.db import models


class ExactNumberField(models.DecimalField):
    """A number of at most 12 digits and 6 decimals that keeps the decimals it was given with.

    A column of a fixed scale would turn 91 into 91.000000, and a figure that was published as 97.60
    could not be told from one published as 97.6.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"max_digits": 18, "decimal_places": 6} | kwargs)

    def db_type(self, connection: Any) -> str:
        return "numeric"

    def cast_db_type(self, connection: Any) -> str:
        return "numeric"
