"""What is wrong with a board-year file: every error at once, each with its path."""

from dataclasses import dataclass, field

from boards.errors import DomainError


@dataclass(frozen=True)
class BoardYearError:
    """One error; `path` is where it is, as in `meetings[2].marks.ccg-lead`.

    Positions in lists are counted from 0. The path is empty for the file as a whole, and
    `line 3, column 7` where the text could not be read as YAML at all.
    """

    path: str
    message: str

    def __str__(self) -> str:
        return f"{self.path}: {self.message}" if self.path else self.message


class BoardYearErrors(DomainError):
    """The file was refused as a whole; `errors` has everything that is wrong with it."""

    def __init__(self, errors: list[BoardYearError]) -> None:
        super().__init__("\n".join(str(error) for error in errors))
        self.errors = errors


@dataclass
class Errors:
    """Collects errors while a file is read."""

    found: list[BoardYearError] = field(default_factory=list)

    def add(self, path: str, message: str) -> None:
        """Note one error."""
        self.found.append(BoardYearError(path, message))

    def stop(self, path: str, message: str) -> BoardYearErrors:
        """Return what to raise when nothing after this error can be read."""
        self.add(path, message)
        return BoardYearErrors(self.found)

    def raise_if_any(self) -> None:
        """Raise `BoardYearErrors` when there was at least one."""
        if self.found:
            raise BoardYearErrors(self.found)
