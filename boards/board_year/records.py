"""Reading and writing records: frozen dataclasses whose fields are declared with `kinds.of`."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import MISSING, Field, dataclass, fields
from typing import Any, Generic, TypeVar

import yaml

from boards.board_year.errors import Errors
from boards.board_year.kinds import (
    Key,
    Kind,
    MapOf,
    Ref,
    WrongValueError,
    unknown_name,
    written_name,
)
from boards.board_year.tree import Node, item, join

R = TypeVar("R")

_MAP = "tag:yaml.org,2002:map"
_SEQ = "tag:yaml.org,2002:seq"


@dataclass(frozen=True)
class Record(Kind, Generic[R]):
    """A mapping of declared fields; written on one line unless it is a block."""

    type: type[R]
    block: bool = False
    #: What a field is called in errors.
    called: str = "field"

    def convert(self, node: Node, path: str, errors: Errors) -> R:
        if not isinstance(node, dict):
            raise WrongValueError("must be a mapping of fields")
        declared = {written_name(each): each for each in fields_of(self.type)}
        values = {}
        for name, child in node.items():
            if name in declared:
                each = declared[name]
                values[each.name] = kind_of(each).read(child, join(path, name), errors)
            else:
                errors.add(join(path, name), unknown_name(self.called, name, list(declared)))
        for name, each in declared.items():
            if each.metadata["required"] and name not in node:
                errors.add(join(path, name), "missing")
            elif each.metadata["required"] and is_null(node[name]):
                errors.add(join(path, name), "must not be empty")
        return self.type(**{name: value for name, value in values.items() if value is not None})

    def write(self, value: R) -> yaml.Node:
        pairs = []
        for each in fields_of(self.type):
            content = getattr(value, each.name)
            if content is not None and content != _default(each):
                name = yaml.ScalarNode("tag:yaml.org,2002:str", written_name(each))
                pairs.append((name, kind_of(each).write(content)))
        return yaml.MappingNode(_MAP, pairs, flow_style=not self.block)


@dataclass(frozen=True)
class ListOf(Kind, Generic[R]):
    """A list of records, in the order given; keys are unique within it."""

    type: type[R]
    block: bool = False

    def convert(self, node: Node, path: str, errors: Errors) -> tuple[R, ...]:
        if not isinstance(node, list):
            raise WrongValueError("must be a list")
        record: Record[R] = Record(self.type, self.block)
        rows = []
        for position, child in enumerate(node):
            where = item(path, position)
            row = record.read(child, where, errors)
            if row is None and is_null(child):
                errors.add(where, "must not be empty")
            # An empty record keeps the positions of those that follow.
            rows.append(self.type() if row is None else row)
        self._check_keys(rows, path, errors)
        return tuple(rows)

    def write(self, value: tuple[R, ...]) -> yaml.Node:
        record = Record(self.type, self.block)
        return yaml.SequenceNode(_SEQ, [record.write(row) for row in value], flow_style=False)

    def _check_keys(self, rows: list[R], path: str, errors: Errors) -> None:
        for each in fields_of(self.type):
            if not isinstance(kind_of(each), Key):
                continue
            seen: set[str] = set()
            for position, row in enumerate(rows):
                key = getattr(row, each.name)
                if key is not None and key in seen:
                    where = join(item(path, position), written_name(each))
                    errors.add(where, f"{key} is used twice")
                seen.add(key)


@dataclass(frozen=True)
class Found:
    """A value met on the walk through a file, with its kind and where it is."""

    path: str
    kind: Kind
    value: Any


def fields_of(record: Any) -> list["Field[Any]"]:
    """Return the declared fields of a record type, in the order in which they are written."""
    return [each for each in fields(record) if "kind" in each.metadata]


def kind_of(declared: "Field[Any]") -> Kind:
    """Return the kind that a field was declared with."""
    kind: Kind = declared.metadata["kind"]
    return kind


def walk(record: Any, path: str = "") -> Iterator[Found]:
    """Give every known value of a record and of the records in it."""
    for each in fields_of(record):
        value, where = getattr(record, each.name), join(path, written_name(each))
        if value is not None:
            yield from _walk_value(kind_of(each), value, where)


def _walk_value(kind: Kind, value: Any, path: str) -> Iterator[Found]:
    if isinstance(kind, Record):
        yield from walk(value, path)
    elif isinstance(kind, ListOf):
        for position, row in enumerate(value):
            yield from walk(row, item(path, position))
    elif isinstance(kind, MapOf):
        for name, content in value.items():
            yield Found(join(path, name), kind.names, name)
            yield Found(join(path, name), kind.values, content)
    else:
        yield Found(path, kind, value)


def check_references(record: Any, errors: Errors) -> None:
    """Note every reference to a key that there is not."""
    known: dict[str, set[str]] = defaultdict(set)
    references = []
    for found in walk(record):
        if isinstance(found.kind, Key):
            known[found.kind.noun].add(found.value)
        elif isinstance(found.kind, Ref):
            references.append((found, found.kind.noun))
    for found, noun in references:
        if found.value not in known[noun]:
            what = noun.replace("_", " ")
            # In a mapping such as marks the path ends with the key itself.
            named = found.path.endswith("." + found.value)
            errors.add(found.path, f"unknown {what}" + ("" if named else f' "{found.value}"'))


def is_null(node: Node) -> bool:
    """Whether a value was left empty."""
    return getattr(node, "is_null", False)


def _default(declared: "Field[Any]") -> Any:
    if declared.default_factory is not MISSING:
        return declared.default_factory()
    return declared.default
