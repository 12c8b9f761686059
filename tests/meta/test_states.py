"""Transition tables say something about every state, and docs/states.md draws the same arrows."""

import re
from enum import StrEnum
from importlib import import_module
from typing import Any

import pytest

from tests.meta.sources import ROOT, of_layer

TABLES = {
    f"{module.parts[0]}.{name}": table
    for module in of_layer("states")
    for name, table in vars(import_module(".".join(module.parts))).items()
    if name.endswith("_TRANSITIONS")
}
ARROW = re.compile(r"^\s*(\w+) --> (\w+)", re.MULTILINE)
DIAGRAM = re.compile(r"<!-- ([\w.]+) -->\n+```mermaid\nstateDiagram-v2\n(.*?)```", re.DOTALL)


def states_of(table: Any) -> set[str]:
    enum = type(next(iter(table)))
    assert issubclass(enum, StrEnum)
    return set(enum)


@pytest.mark.parametrize("name", TABLES)
def test_table_is_total(name: str) -> None:
    table = TABLES[name]
    states = states_of(table)

    assert set(table) == states
    assert all(after <= states for after in table.values())


@pytest.mark.parametrize("name", TABLES)
def test_table_reaches_every_state(name: str) -> None:
    """No state is lost: all but the ones that records begin in follow another."""
    table = TABLES[name]
    reached = set().union(*table.values())
    first = next(iter(table))
    # Published counts of past years are stored as they are; they never were a live round.
    assert states_of(table) - reached - {first} <= {"published"}


def test_document_draws_the_tables() -> None:
    drawn = {
        name: {pair for pair in ARROW.findall(body) if "start" not in pair}
        for name, body in DIAGRAM.findall((ROOT / "docs/states.md").read_text())
    }
    assert drawn == {
        name: {(str(now), str(then)) for now, after in table.items() for then in after}
        for name, table in TABLES.items()
    }
