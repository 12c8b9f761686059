"""Every form of the permission table, filled in and sent twice: no fault, nothing doubled."""

from typing import Any

import pytest
from django import forms
from django.core.cache import cache
from django.db import connection, transaction
from psycopg2 import sql

from boards.models import User
from tests.integration.test_permissions import (
    ALL_ROWS,
    Stage,
    address,
    permitted,
    row_id,
    stage,  # noqa: F401 - the same stage
)
from tests.permissions import Row

POSTS = [row for row in ALL_ROWS if row.method == "post"]
TOKEN = {"csrfmiddlewaretoken": "the token of one page"}
#: Tables that count visits, not changes.
NOT_CHANGES = {"django_session"}
#: So many forms at least must go through when filled in by guessing, else this test tells nothing.
LEAST_DONE = 30


def rows_by_table() -> dict[str, int]:
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor)) - NOT_CHANGES
        counts = [
            sql.SQL("SELECT {}, count(*) FROM {}").format(sql.Literal(name), sql.Identifier(name))
            for name in sorted(tables)
        ]
        cursor.execute(sql.SQL(" UNION ALL ").join(counts))
        return dict(cursor.fetchall())


def keys_of(choices: Any) -> list[Any]:
    """Return the keys of choices, of groups of choices too, without the empty one."""
    keys = []
    for key, label in choices:
        keys += keys_of(label) if isinstance(label, list | tuple) else [key]
    return [key for key in keys if key]


def guess(bound: forms.BoundField) -> Any:
    """Return what a person might put into an empty field."""
    field = bound.field
    if isinstance(field, forms.BooleanField):
        return "on"
    if isinstance(field, forms.FileField):
        return None
    if isinstance(field, forms.ModelChoiceField):
        return next(iter(field.queryset.values_list(field.to_field_name or "pk", flat=True)), None)
    if isinstance(field, forms.ChoiceField | forms.MultipleChoiceField):
        return next(iter(keys_of(field.choices)), None)
    if isinstance(field, forms.DateField):
        return "12/12/2099"
    if isinstance(field, forms.EmailField):
        return "new.person@example.org"
    if isinstance(field, forms.IntegerField | forms.DecimalField):
        return "1"
    if isinstance(field, forms.URLField):
        return "https://example.org/"
    return "Words"


def filled_in(form: forms.BaseForm) -> dict[str, Any]:
    data = {}
    for bound in form:
        value = bound.value()
        if value in (None, "", [], False):
            value = guess(bound) if bound.field.required else None
        if value not in (None, ""):
            data[bound.html_name] = bound.field.prepare_value(value)
    return data


def data_of(stage: Stage, row: Row, person: User | None, url: str) -> dict[str, Any]:  # noqa: F811
    if given := row.data(stage.north):
        return given
    page = stage.client(person).get(url)
    context = page.context if page.status_code == 200 and page.context else {}
    form = context.get("form") if "form" in context else None
    return filled_in(form) if isinstance(form, forms.BaseForm) else {}


done: set[str] = set()


@pytest.mark.parametrize("row", POSTS, ids=row_id)
def test_form_sent_again(stage: Stage, row: Row) -> None:  # noqa: F811
    """A double click adds nothing; a third time, as a form of its own, is no fault either."""
    cache.clear()
    with transaction.atomic():
        person = permitted(row, stage.north)
        url = address(row, stage.north)
        data = data_of(stage, row, person, url)
        client = stage.client(person)
        first = client.post(url, data | TOKEN).status_code
        once = rows_by_table()
        second = client.post(url, data | TOKEN).status_code
        twice = rows_by_table()
        third = client.post(url, data).status_code
        transaction.set_rollback(True)

    assert max(first, second, third) < 500
    assert twice == once
    if first == 302:
        done.add(row.name)


def test_enough_forms_went_through() -> None:
    assert len(done) >= LEAST_DONE
