"""What a service may refuse, in words that a person can be shown."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


class DomainError(Exception):
    """A change was refused; `message` says why and what to do."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class StaleRecord(DomainError):
    """Somebody else changed the record after this person opened it; `current` is theirs."""

    def __init__(self, message: str, *, current: Any = None) -> None:
        super().__init__(message)
        self.current = current


class TransitionNotAllowed(DomainError):
    """The record is not in a state from which this may happen."""


@dataclass(frozen=True)
class Problem:
    """One thing that stands in the way, with the page on which it can be mended."""

    message: str
    url: str = ""


class NotReady(DomainError):
    """A check found problems; all of them are in `problems`."""

    def __init__(self, message: str, problems: Sequence[Problem]) -> None:
        super().__init__(message)
        self.problems = list(problems)
