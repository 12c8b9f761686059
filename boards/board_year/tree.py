"""YAML text as a tree of what was written, without YAML's guesses about types.

YAML 1.1 reads `no` as false, `1:30` as 90, `010` as 8 and 0.1 as a binary float. Here a scalar
stays the text that was written, and the schema says how each field is read. Aliases and tags,
which a board-year file never needs, are refused: they are how small files grow to gigabytes.
"""

from dataclasses import dataclass, field
from typing import TypeAlias, Union

import yaml

from boards.board_year.errors import Errors

MAX_BYTES = 5_000_000
MAX_DEPTH = 20

# The C parser where PyYAML was built with it: the same events, ten times faster.
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True)
class Scalar:
    """One value as written; `plain` is without quotes."""

    text: str
    plain: bool

    @property
    def is_null(self) -> bool:
        """Whether the value was left empty: nothing, `~` or `null`, without quotes."""
        return self.plain and self.text in {"", "~", "null", "Null", "NULL"}


Node: TypeAlias = Union[Scalar, "dict[str, Node]", "list[Node]"]

NOTHING = Scalar("", plain=True)


def read(source: str | bytes, errors: Errors) -> Node:
    """Return the tree of one YAML document.

    Duplicate fields, aliases and tags go to `errors`, and reading goes on. Raises
    `BoardYearErrors` where it cannot: not UTF-8, not YAML, too big, nested too deeply.
    """
    text = _decode(source, errors)
    builder = _Builder(errors)
    try:
        for event in yaml.parse(text, Loader=_Loader):
            builder.take(event)
    except yaml.MarkedYAMLError as error:
        raise errors.stop(_position(error), _why(error)) from error
    except (yaml.YAMLError, UnicodeEncodeError) as error:
        raise errors.stop("", "the file has characters that YAML does not allow") from error
    return builder.root


def join(path: str, name: str) -> str:
    """Return the path of a field."""
    shown = name if name.isprintable() else ascii(name)[1:-1]
    return f"{path}.{shown[:100]}" if path else shown[:100]


def item(path: str, position: int) -> str:
    """Return the path of an item of a list; positions are counted from 0."""
    return f"{path}[{position}]"


def _decode(source: str | bytes, errors: Errors) -> str:
    if len(source) > MAX_BYTES:
        raise errors.stop("", f"the file is larger than {MAX_BYTES // 1_000_000} MB")
    if isinstance(source, str):
        return source.removeprefix("\ufeff")
    try:
        return source.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = source.count(b"\n", 0, error.start) + 1
        raise errors.stop(
            f"line {line}", "this is not UTF-8 text; save the file as UTF-8"
        ) from error


def _position(error: yaml.MarkedYAMLError) -> str:
    mark = error.problem_mark or error.context_mark
    return f"line {mark.line + 1}, column {mark.column + 1}" if mark else ""


def _why(error: yaml.MarkedYAMLError) -> str:
    parts = [part for part in (error.context, error.problem) if part]
    return f"this is not YAML ({', '.join(parts)})" if parts else "this is not YAML"


@dataclass
class _Open:
    """A mapping or list that is being read."""

    node: "dict[str, Node] | list[Node]"
    path: str
    #: The field whose value comes next; only in mappings.
    field_name: str | None = None
    #: A second value for the same field is read, but not kept.
    keep: bool = True


@dataclass
class _Builder:
    """Builds the tree from parser events, on a stack of its own: no recursion to exhaust."""

    errors: Errors
    root: Node = NOTHING
    stack: list[_Open] = field(default_factory=list)
    documents: int = 0

    def take(self, event: yaml.Event) -> None:
        """Take the next event of the parser."""
        if isinstance(event, yaml.ScalarEvent):
            self._refuse_tag(event)
            self._scalar(Scalar(event.value, plain=event.implicit[0] and not event.style))
        elif isinstance(event, yaml.AliasEvent):
            path = self._next_path()
            self.errors.add(path, f"aliases (*{event.anchor}) are not supported; write it out")
            self._scalar(NOTHING)
        elif isinstance(event, yaml.CollectionStartEvent):
            self._refuse_tag(event)
            self._start({} if isinstance(event, yaml.MappingStartEvent) else [])
        elif isinstance(event, yaml.CollectionEndEvent):
            self.stack.pop()
        elif isinstance(event, yaml.DocumentStartEvent):
            self._document()

    def _document(self) -> None:
        self.documents += 1
        if self.documents > 1:
            raise self.errors.stop("", "the file has more than one document (---)")

    def _scalar(self, scalar: Scalar) -> None:
        top = self.stack[-1] if self.stack else None
        if top is None or top.field_name is not None or isinstance(top.node, list):
            self._attach(scalar)
            return
        top.field_name = scalar.text
        top.keep = scalar.text not in top.node
        if not top.keep:
            self.errors.add(self._next_path(), "given twice")

    def _start(self, node: "dict[str, Node] | list[Node]") -> None:
        top = self.stack[-1] if self.stack else None
        if top is not None and isinstance(top.node, dict) and top.field_name is None:
            raise self.errors.stop(top.path, "the name of a field must be text")
        if len(self.stack) >= MAX_DEPTH:
            raise self.errors.stop(self._next_path(), "nested too deeply")
        path = self._next_path()
        self._attach(node)
        self.stack.append(_Open(node, path))

    def _attach(self, node: Node) -> None:
        if not self.stack:
            self.root = node
            return
        top = self.stack[-1]
        if isinstance(top.node, list):
            top.node.append(node)
            return
        if top.keep and top.field_name is not None:
            top.node[top.field_name] = node
        top.field_name = None

    def _next_path(self) -> str:
        """Return the path of the value that is read next."""
        if not self.stack:
            return ""
        top = self.stack[-1]
        if isinstance(top.node, list):
            return item(top.path, len(top.node))
        return join(top.path, top.field_name or "")

    def _refuse_tag(self, event: yaml.NodeEvent) -> None:
        # The C parser gives no tag, or the tag that was written.
        tag = getattr(event, "tag", None)
        if tag is not None:
            self.errors.add(self._next_path(), f"tags ({_short(tag)}) are not supported")


def _short(tag: str) -> str:
    return "!!" + tag.rsplit(":", 1)[-1] if tag.startswith("tag:yaml.org") else tag
