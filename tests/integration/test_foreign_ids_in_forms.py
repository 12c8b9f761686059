"""Another board's records put into our forms, and what our forms write and send.

Stage and marker are those of test_isolation.py: everything of the other board carries the marker.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from django import forms
from django.db import transaction
from django.db.models import Model

from boards.models import Agency, Message, User
from tests.integration.test_direct_references import OF_BOARD
from tests.integration.test_isolation import body_of, stage
from tests.integration.test_permissions import Stage, address, permitted
from tests.meta.ownership import OWNERSHIP
from tests.permissions import Row
from tests.world import MARKER

__all__ = ["stage"]

POSTS = [row for row in OF_BOARD if row.method == "post"]
#: Pages that show the form they are sent.
FORMS = [row for row in OF_BOARD if row.method == "get" and row.name in {p.name for p in POSTS}]
#: So many choices at least must be met, else this test tells nothing.
LEAST_TRIED = 25
REFUSED = {400, 404, 405, 409, 422}


def choices_of(form: Any) -> Iterator[tuple[str, Any]]:
    for name, field in getattr(form, "fields", {}).items():
        if isinstance(field, forms.ModelChoiceField):
            yield name, field


def foreign_record(stage: Stage, model: type[Model]) -> Model | None:
    """Something of the other board, or somebody of it; None of what boards share."""
    if model is Agency:
        return stage.south.health
    if model is User:
        return stage.south.board_manager
    path = OWNERSHIP[model._meta.label].board.replace(".", "__")
    if not path:
        return None
    return model._default_manager.filter(**{path: stage.south.board.pk}).first()


def as_it_stands(form: Any) -> dict[str, Any]:
    values = {form.add_prefix(name): form[name].value() for name in form.fields}
    return {name: value for name, value in values.items() if value not in (None, "")}


def test_foreign_id_in_a_form(stage: Stage) -> None:
    tried, wrong = [], []
    for row in FORMS:
        with transaction.atomic():
            for field, fault in put_into_form(stage, row):
                tried.append(field)
                wrong += [f"{row.name} {field}: {fault}"] * bool(fault)
            transaction.set_rollback(True)
    assert not wrong
    assert len(tried) >= LEAST_TRIED, tried


def put_into_form(stage: Stage, row: Row) -> Iterator[tuple[str, str]]:
    """Send the form with a foreign record in each choice; yield the field and what is wrong."""
    client, url = stage.client(permitted(row, stage.north)), address(row, stage.north)
    form = (client.get(url).context or {}).get("form")
    for name, field in choices_of(form):
        record = foreign_record(stage, field.queryset.model)
        if record is None:
            continue
        if field.queryset.filter(pk=record.pk).exists():
            yield name, f"offers {record}"
        data = as_it_stands(form) | {form.add_prefix(name): field.prepare_value(record)}
        status = client.post(url, data).status_code
        yield name, "" if status in REFUSED else f"{status} for {record}"


@pytest.mark.parametrize("row", POSTS, ids=lambda row: row.name)
def test_what_is_written_and_sent_says_nothing_of_another_board(stage: Stage, row: Row) -> None:
    with transaction.atomic():
        before = set(Message.objects.values_list("pk", flat=True))
        response = stage.client(permitted(row, stage.north)).post(
            address(row, stage.north), row.data(stage.north)
        )
        written = Message.objects.exclude(pk__in=before)
        mails = [f"{m.subject} {m.body} {m.to_email}".lower() for m in written]
        body = body_of(response).lower()
        transaction.set_rollback(True)

    assert MARKER not in body
    assert not [text for text in mails if MARKER in text]
