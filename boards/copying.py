"""Many new rows at once by COPY: several times as fast as INSERT, and refused by the same rules.

Constraints and triggers of the table hold as for INSERT. What a trigger writes of history knows no
change, so this is for models whose inserts are not tracked.
"""

import io
import json
from collections.abc import Iterable, Sequence
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models

#: Characters of a text that say something to COPY.
_SPECIAL = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


def copy_in(
    model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]
) -> None:
    """Insert rows whose values stand in the order of `columns`; other fields get their default."""
    fields = {field.attname: field for field in model._meta.concrete_fields}
    others = [
        field for name, field in fields.items() if name not in columns and not field.primary_key
    ]
    rest = "".join(f"\t{_written(field.get_default())}" for field in others)
    file = io.StringIO()
    for row in rows:
        file.write("\t".join(map(_written, row)) + rest + "\n")
    file.seek(0)
    quote = connection.ops.quote_name
    named = [str(field.column) for field in [*(fields[name] for name in columns), *others]]
    into = f"{quote(model._meta.db_table)} ({', '.join(map(quote, named))})"
    with connection.cursor() as cursor, connection.wrap_database_errors:
        cursor.copy_expert(f"COPY {into} FROM STDIN", file)


def _written(value: Any) -> str:
    """Return a value in the text format of COPY."""
    if value is None:
        return "\\N"
    if isinstance(value, dict | list):
        value = json.dumps(value, cls=DjangoJSONEncoder)
    return str(value).translate(_SPECIAL)
