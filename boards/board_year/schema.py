"""A board-year file as a whole: `load` reads one, with every error at once.

The format is public: documented in docs/board-year.md, versioned by its first line.
"""

# ruff: noqa: RUF009 (`of` declares a field; what it returns is not shared)

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from boards.board_year import tree
from boards.board_year.errors import Errors
from boards.board_year.kinds import Text, WrongValueError, of
from boards.board_year.records import ListOf, Record, check_references
from boards.board_year.sections.agencies import Agency
from boards.board_year.sections.assurance import (
    Challenge,
    DevelopmentArea,
    Inspection,
    Risk,
    check_inspections,
)
from boards.board_year.sections.audits import AuditRound, CaseFileAudit, check_case_files
from boards.board_year.sections.board import Board, check_board
from boards.board_year.sections.finance import Finance
from boards.board_year.sections.groups import Group, check_groups
from boards.board_year.sections.indicators import Indicator, Observation, check_observations
from boards.board_year.sections.meetings import Meeting, check_meetings
from boards.board_year.sections.plan import Priority, Recipient
from boards.board_year.sections.seats import Seat, check_seats
from boards.board_year.sections.surveys import Survey, check_surveys
from boards.board_year.sections.training import Training

FORMAT = "board-year/1"


@dataclass(frozen=True)
class FormatName(Text):
    """The first line of a file: which version of the format it is written in."""

    def parse(self, scalar: tree.Scalar) -> str:
        if scalar.text != FORMAT:
            raise WrongValueError(
                f'"{scalar.text[:60]}" is not known here; this portal reads {FORMAT}'
            )
        return FORMAT


@dataclass(frozen=True, kw_only=True)
class BoardYearFile:
    """One board, one reporting year, in the order of the file; what is None is not known."""

    format: str = of(FormatName(), required=True)
    board: Board = of(Record(Board, block=True), required=True)
    agencies: tuple[Agency, ...] = of(ListOf(Agency), default=())
    groups: tuple[Group, ...] = of(ListOf(Group), default=())
    seats: tuple[Seat, ...] = of(ListOf(Seat), default=())
    meetings: tuple[Meeting, ...] = of(ListOf(Meeting, block=True), default=())
    finance: Finance | None = of(Record(Finance, block=True))
    indicators: tuple[Indicator, ...] = of(ListOf(Indicator), default=())
    observations: tuple[Observation, ...] = of(ListOf(Observation), default=())
    case_file_audits: tuple[CaseFileAudit, ...] = of(ListOf(CaseFileAudit), default=())
    audit_rounds: tuple[AuditRound, ...] = of(ListOf(AuditRound), default=())
    surveys: tuple[Survey, ...] = of(ListOf(Survey), default=())
    training: Training | None = of(Record(Training, block=True))
    risks: tuple[Risk, ...] = of(ListOf(Risk), default=())
    challenges: tuple[Challenge, ...] = of(ListOf(Challenge), default=())
    inspections: tuple[Inspection, ...] = of(ListOf(Inspection), default=())
    priorities: tuple[Priority, ...] = of(ListOf(Priority), default=())
    development_areas: tuple[DevelopmentArea, ...] = of(ListOf(DevelopmentArea), default=())
    recipients: tuple[Recipient, ...] = of(ListOf(Recipient), default=())
    #: Sections that the file has: a missing one is not known, an empty one is known to be empty.
    present: frozenset[str] = field(default=frozenset(), compare=False)


#: Looks at a file that was read, perhaps with gaps where it is wrong, and notes further errors.
Check = Callable[["BoardYearFile", Errors], None]


def load(source: str | bytes, *, also: Check | None = None) -> BoardYearFile:
    """Read a board-year file. Raises `BoardYearErrors` with everything that is wrong with it.

    `also` checks what the file alone cannot tell, so that all errors are told together.
    """
    errors = Errors()
    root = tree.read(source, errors)
    if not isinstance(root, dict):
        message = "the file is empty" if root == tree.NOTHING else "the file must have sections"
        raise errors.stop("", f"{message}; it starts with format: {FORMAT}")
    return read_tree(root, errors, also=also)


def read_tree(
    root: dict[str, tree.Node], errors: Errors, *, also: Check | None = None
) -> BoardYearFile:
    """Read a file from its tree, wherever that came from; raises `BoardYearErrors`."""
    reader = Record(BoardYearFile, block=True, called="section")
    file = reader.read(root, "", errors)
    check_references(file, errors)
    _check_sections(file, errors)
    file = replace(file, present=frozenset(root))
    if also is not None:
        also(file, errors)
    errors.raise_if_any()
    return file


def _check_sections(file: BoardYearFile, errors: Errors) -> None:
    """Check what takes more than one field to see."""
    check_board(file.board, errors)
    check_groups(file.groups, has_meetings=bool(file.meetings), errors=errors)
    check_seats(file.seats, file.board, errors)
    check_meetings(file.meetings, file.board, errors)
    check_observations(file.observations, errors)
    check_case_files(file.case_file_audits, errors)
    check_surveys(file.surveys, errors)
    check_inspections(file.inspections, errors)
