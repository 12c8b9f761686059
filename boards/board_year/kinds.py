"""Kinds of field: how one is read from the file, checked and written back.

A kind reads what was written into a plain value, or notes an error and gives None. What is left
empty is not known, and is None as well.
"""

import datetime as dt
import difflib
import re
from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import Field, dataclass, field
from decimal import Decimal
from typing import Any
from unicodedata import category

import yaml

from boards.board_year import periods
from boards.board_year.errors import Errors
from boards.board_year.periods import Period, PeriodKind
from boards.board_year.tree import Node, Scalar, join

_STR = "tag:yaml.org,2002:str"
_RESOLVER = yaml.SafeLoader("")

_SLUG = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*")
_WHOLE = re.compile(r"-?(?:0|[1-9][0-9]*)")
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?")

#: What a 32-bit integer column holds.
LARGEST_COUNT = 2_147_483_647


class WrongValueError(Exception):
    """A value is not of the kind that its field wants; says why."""


class Kind(ABC):
    """How one sort of value is read and written."""

    def read(self, node: Node, path: str, errors: Errors) -> Any:
        """Return the value, or None where it is empty or wrong (then with an error)."""
        if isinstance(node, Scalar) and node.is_null:
            return None
        try:
            return self.convert(node, path, errors)
        except WrongValueError as error:
            errors.add(path, str(error))
            return None

    @abstractmethod
    def convert(self, node: Node, path: str, errors: Errors) -> Any:
        """Return the value of a node that is not empty. Raises WrongValueError with the message."""

    @abstractmethod
    def write(self, value: Any) -> yaml.Node:
        """Return the value as YAML, in the one way in which it is exported."""


class ScalarKind(Kind):
    """A kind whose values are single scalars."""

    expected = "a single value"

    def convert(self, node: Node, path: str, errors: Errors) -> Any:
        if not isinstance(node, Scalar):
            raise WrongValueError(f"must be {self.expected}")
        return self.parse(node)

    @abstractmethod
    def parse(self, scalar: Scalar) -> Any:
        """Return the value. Raises WrongValueError with the message."""


@dataclass(frozen=True)
class Text(ScalarKind):
    """Words. What stands there without quotes is taken as written: `no` and `2016` are text."""

    max_length: int = 300
    lines: bool = False
    expected = "text"

    def parse(self, scalar: Scalar) -> str | None:
        text = scalar.text.strip()
        if len(text) > self.max_length:
            raise WrongValueError(f"is longer than {self.max_length} characters ({len(text)})")
        if not self.lines and "\n" in text:
            raise WrongValueError("must be on one line")
        if any(char not in "\n\t" and category(char) in {"Cc", "Cs"} for char in text):
            raise WrongValueError("has characters that cannot be printed")
        return text or None

    def write(self, value: str) -> yaml.Node:
        style = '"' if "\n" in value else None
        return yaml.ScalarNode(_STR, value, style=style)


@dataclass(frozen=True)
class Slug(ScalarKind):
    """A short name in lower case: letters, digits and single hyphens or underscores."""

    max_length: int = 60
    expected = "a key such as west-police"

    def parse(self, scalar: Scalar) -> str:
        if not _SLUG.fullmatch(scalar.text):
            use = "use lower-case letters, digits and hyphens"
            raise WrongValueError(f"{_quote(scalar.text)} is not a key; {use}")
        if len(scalar.text) > self.max_length:
            raise WrongValueError(f"is longer than {self.max_length} characters")
        return scalar.text

    def write(self, value: str) -> yaml.Node:
        return yaml.ScalarNode(_STR, value)


@dataclass(frozen=True)
class Key(Slug):
    """The key of a record of this noun; unique within its section."""

    noun: str = ""


@dataclass(frozen=True)
class Ref(ScalarKind):
    """The key of another record; `records.check_references` looks whether there is one."""

    noun: str = ""
    expected = "a key"

    def parse(self, scalar: Scalar) -> str:
        return scalar.text

    def write(self, value: str) -> yaml.Node:
        return yaml.ScalarNode(_STR, value)


@dataclass(frozen=True)
class OneOf(ScalarKind):
    """One of a few words."""

    choices: Sequence[str] = ()

    @property
    def expected(self) -> str:  # type: ignore[override]
        return f"one of {', '.join(self.choices)}"

    def parse(self, scalar: Scalar) -> str:
        if scalar.text not in self.choices:
            raise WrongValueError(f"{_quote(scalar.text)} is not one of {', '.join(self.choices)}")
        return scalar.text

    def write(self, value: str) -> yaml.Node:
        return yaml.ScalarNode(_STR, value)


@dataclass(frozen=True)
class Flag(ScalarKind):
    """`true` or `false`."""

    expected = "true or false"

    def parse(self, scalar: Scalar) -> bool:
        if not scalar.plain or scalar.text.lower() not in {"true", "false"}:
            raise WrongValueError(f"{_quote(scalar.text)} must be true or false")
        return scalar.text.lower() == "true"

    def write(self, value: bool) -> yaml.Node:
        return _plain("true" if value else "false")


@dataclass(frozen=True)
class Count(ScalarKind):
    """A whole number, not negative."""

    least: int = 0
    most: int = LARGEST_COUNT
    expected = "a whole number"

    def parse(self, scalar: Scalar) -> int:
        if not scalar.plain or not _WHOLE.fullmatch(scalar.text):
            raise WrongValueError(_not_a_number(scalar, "a whole number"))
        if len(scalar.text) > 18:
            raise WrongValueError("is too large")
        value = int(scalar.text)
        _check_limits(value, self.least, self.most)
        return value

    def write(self, value: int) -> yaml.Node:
        return _plain(str(value))


@dataclass(frozen=True)
class Number(ScalarKind):
    """A number, exact as written: a Decimal, never a binary float."""

    least: Decimal | None = None
    most: Decimal | None = None
    #: As many decimals as may be written; the stored figures have no more.
    places: int = 6
    whole_digits: int = 12
    expected = "a number"

    def parse(self, scalar: Scalar) -> Decimal:
        if not scalar.plain or not _NUMBER.fullmatch(scalar.text):
            raise WrongValueError(_not_a_number(scalar, "a number"))
        whole, _, decimals = scalar.text.lstrip("-").partition(".")
        if len(whole) > self.whole_digits:
            raise WrongValueError("is too large")
        if len(decimals) > self.places:
            raise WrongValueError(f"has more than {self.places} decimals")
        value = Decimal(scalar.text)
        _check_limits(value, self.least, self.most)
        return abs(value) if value == 0 else value

    def write(self, value: Decimal) -> yaml.Node:
        return _plain(format(value, "f"))


@dataclass(frozen=True)
class Money(Number):
    """Pounds and pence; kept and written with two decimals."""

    places: int = 2
    expected = "an amount"

    def parse(self, scalar: Scalar) -> Decimal:
        return super().parse(scalar).quantize(Decimal("0.01"))


PERCENT = Number(least=Decimal(0), most=Decimal(100), places=2)


@dataclass(frozen=True)
class Day(ScalarKind):
    """A day, as in 2016-06-15."""

    expected = "a date such as 2016-06-15"

    def parse(self, scalar: Scalar) -> dt.date:
        period = _period(scalar, "a date; write it as in 2016-06-15")
        if period.kind is not PeriodKind.DAY:
            raise WrongValueError(f"{_quote(scalar.text)} is not a date; write it as in 2016-06-15")
        return period.start

    def write(self, value: dt.date) -> yaml.Node:
        return _plain(value.isoformat())


@dataclass(frozen=True)
class DayOrMonth(ScalarKind):
    """A day, or the month where the day is not known."""

    expected = "a date such as 2016-06-15, or a month such as 2016-06"

    def parse(self, scalar: Scalar) -> Period:
        wanted = "a date; write it as in 2016-06-15, or 2016-06 where the day is not known"
        period = _period(scalar, wanted)
        if period.kind not in {PeriodKind.DAY, PeriodKind.MONTH} or ".." in scalar.text:
            raise WrongValueError(f"{_quote(scalar.text)} is not {wanted}")
        return period

    def write(self, value: Period) -> yaml.Node:
        return _plain(value.printed)


@dataclass(frozen=True)
class PeriodOf(ScalarKind):
    """Any period that a figure may cover."""

    expected = "a period such as 2016-17"

    def parse(self, scalar: Scalar) -> Period:
        try:
            return periods.parse(scalar.text)
        except ValueError as error:
            raise WrongValueError(str(error)) from error

    def write(self, value: Period) -> yaml.Node:
        return _plain(value.printed)


@dataclass(frozen=True)
class YearLabel(ScalarKind):
    """A year of accounts: `2017-18`, or a calendar year `2017`; 2011-12 is a year here."""

    expected = "a year such as 2017-18"

    def parse(self, scalar: Scalar) -> str:
        text = scalar.text
        match = re.fullmatch(r"([0-9]{4})(?:[-/]([0-9]{2}))?", text)
        if not match or (match[2] and int(match[2]) != (int(match[1]) + 1) % 100):
            raise WrongValueError(f"{_quote(text)} is not a year; write it as in 2017-18")
        return text

    def write(self, value: str) -> yaml.Node:
        return _plain(value)


@dataclass(frozen=True)
class Word(ScalarKind):
    """A value of a breakdown: whole numbers stay numbers (`age: 13`), all else is text."""

    expected = "text or a whole number"

    def parse(self, scalar: Scalar) -> str | int | None:
        if scalar.plain and _WHOLE.fullmatch(scalar.text) and len(scalar.text) <= 9:
            return int(scalar.text)
        return Text().parse(scalar)

    def write(self, value: str | int) -> yaml.Node:
        return _plain(str(value)) if isinstance(value, int) else Text().write(value)


@dataclass(frozen=True)
class MapOf(Kind):
    """A mapping whose names are data, such as seat → mark."""

    names: ScalarKind
    values: Kind
    block: bool = False

    def convert(self, node: Node, path: str, errors: Errors) -> dict[Any, Any]:
        if not isinstance(node, dict):
            raise WrongValueError("must be a mapping (name: value)")
        result = {}
        for written, child in node.items():
            where = join(path, written)
            name = self.names.read(Scalar(written, plain=False), where, errors)
            value = self.values.read(child, where, errors)
            if name is not None and value is not None:
                result[name] = value
        return result

    def write(self, value: dict[Any, Any]) -> yaml.Node:
        pairs = [(self.names.write(name), self.values.write(each)) for name, each in value.items()]
        return yaml.MappingNode("tag:yaml.org,2002:map", pairs, flow_style=not self.block)


def of(kind: Kind, *, name: str = "", default: Any = None, required: bool = False) -> Any:
    """Declare a field of a record. `name` is its name in the file where Python's differs.

    Only what nothing can be done without is `required`: what is not known is left out.
    """
    metadata = {"kind": kind, "name": name, "required": required}
    if isinstance(default, dict):
        return field(default_factory=dict, metadata=metadata)
    return field(default=default, metadata=metadata)


def written_name(declared: "Field[Any]") -> str:
    """Return the name of a field in the file."""
    return declared.metadata["name"] or declared.name


def unknown_name(what: str, name: str, known: Sequence[str]) -> str:
    """Return the message for a name that is not known, with the one that may be meant."""
    close = difflib.get_close_matches(name, known, n=1)
    return f"unknown {what}, perhaps {close[0]}?" if close else f"unknown {what}"


def _plain(text: str) -> yaml.Node:
    """Return a scalar that is written without quotes, whatever YAML 1.1 makes of it."""
    tag = _RESOLVER.resolve(yaml.ScalarNode, text, (True, False))
    return yaml.ScalarNode(tag, text)


def _check_limits(
    value: int | Decimal, least: int | Decimal | None, most: int | Decimal | None
) -> None:
    if least is not None and value < least:
        raise WrongValueError("must not be negative" if least == 0 else f"must be {least} or more")
    if most is not None and value > most:
        raise WrongValueError(
            "is too large" if most == LARGEST_COUNT else f"must be {most} or less"
        )


def _quote(text: str) -> str:
    shown = text if len(text) <= 60 else text[:59] + "…"
    return f'"{shown}"' if shown.isprintable() else ascii(shown)


def _not_a_number(scalar: Scalar, wanted: str) -> str:
    if not scalar.plain:
        return f"{_quote(scalar.text)} is in quotes, so it is text; {wanted} is written without"
    if re.fullmatch(r"-?0[0-9]+(\.[0-9]+)?", scalar.text):
        return f"{_quote(scalar.text)} starts with a 0 that must go"
    return f"{_quote(scalar.text)} is not {wanted}"


def _period(scalar: Scalar, wanted: str) -> Period:
    try:
        return periods.parse(scalar.text)
    except ValueError:
        raise WrongValueError(f"{_quote(scalar.text)} is not {wanted}") from None
