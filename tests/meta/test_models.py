"""Models: everything has an owner, states and facts are held by the database itself."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.db.models import CheckConstraint, Q

from tests.meta.ownership import OWNERSHIP, models_of_ours

MODELS = models_of_ours()

#: `*_at` that may be empty and is not tied to its `*_by` by a constraint, and why.
LOOSE_PAIRS = {
    "audits.Round.opened_at": "the clock opens rounds too: then nobody did, and the time is held",
    "audits.Round.closed_at": "the clock closes rounds too: then nobody did, and the time is held",
    "audits.ToolVersion.published_at": "shipped tools are published by nobody",
}


def label(model: type[models.Model]) -> str:
    return model._meta.label


def names_in(condition: Any) -> Iterator[str]:
    """The fields that a condition speaks of."""
    for child in condition.children:
        if isinstance(child, Q):
            yield from names_in(child)
        else:
            yield child[0].partition("__")[0]


def checks_of(model: type[models.Model]) -> list[Any]:
    return [c.condition for c in model._meta.constraints if isinstance(c, CheckConstraint)]


def test_every_model_has_an_owner() -> None:
    assert {label(model) for model in MODELS} == set(OWNERSHIP)


@pytest.mark.parametrize("model", MODELS, ids=label)
def test_path_to_the_board_exists(model: type[models.Model]) -> None:
    owner = OWNERSHIP[label(model)]
    if not owner.board:
        assert owner.shared
        return
    here: Any = model
    for name in owner.board.split("."):
        field = here._meta.get_field(here._meta.pk.name if name == "pk" else name)
        here = field.related_model or here
    assert label(here) == "boards.Board"


def test_whatever_has_a_board_says_so() -> None:
    wrong = [
        label(model)
        for model in MODELS
        if any(field.name == "board" for field in model._meta.fields)
        and OWNERSHIP[label(model)].board != "board"
    ]
    assert not wrong


@pytest.mark.parametrize("model", MODELS, ids=label)
def test_status_is_held_by_a_constraint(model: type[models.Model]) -> None:
    try:
        field = model._meta.get_field("status")
    except FieldDoesNotExist:
        return
    values = {value for value, _ in field.choices} | ({""} if field.blank else set())
    listed = [
        set(child[1])
        for condition in checks_of(model)
        if not condition.negated and len(condition.children) == 1
        for child in condition.children
        if not isinstance(child, Q) and child[0] == "status__in"
    ]
    assert values in listed


def nullable_times() -> list[str]:
    return [
        f"{label(model)}.{field.name}"
        for model in MODELS
        for field in model._meta.fields
        if field.name.endswith("_at")
        and field.null
        and any(other.name == f"{field.name[:-3]}_by" for other in model._meta.fields)
    ]


@pytest.mark.parametrize("name", nullable_times())
def test_time_and_person_are_held_together(name: str) -> None:
    model = next(m for m in MODELS if name.startswith(f"{label(m)}."))
    at = name.rpartition(".")[2]
    pair = {at, f"{at[:-3]}_by"}

    held = any(pair <= set(names_in(condition)) for condition in checks_of(model))

    assert held is (name not in LOOSE_PAIRS)


def test_nothing_is_loose_without_need() -> None:
    assert set(LOOSE_PAIRS) <= set(nullable_times())


@pytest.mark.parametrize("model", MODELS, ids=label)
def test_nothing_is_lost_with_what_it_hangs_on(model: type[models.Model]) -> None:
    """Boards, agencies and people are never deleted from under a record."""
    kept = {"boards.Board", "boards.Agency", "boards.User", "boards.BoardYear"}
    loose = [
        field.name
        for field in model._meta.fields
        if field.is_relation
        and label(field.related_model) in kept
        and field.remote_field.on_delete is not models.PROTECT
        and label(model) != "boards.AgencyName"  # a part of the agency itself
    ]
    assert not loose


@pytest.mark.parametrize("model", MODELS, ids=label)
def test_model_says_what_it_means(model: type[models.Model]) -> None:
    meaning = (model.__doc__ or "").strip()
    assert meaning
    assert not meaning.startswith(f"{model.__name__}("), "Django's own docstring"
    assert model.__str__ is not models.Model.__str__
