"""Section `board`: the board, made when it is new, and the reporting year."""

from boards.activity import change
from boards.board_year.errors import Errors
from boards.board_year.sections.board import Board as WrittenBoard
from boards.board_year.sections.board import Year
from boards.board_year.spans import Span
from boards.board_year.store.run import ExportRun, ImportRun
from boards.models import RESERVED_SLUGS, Board, BoardYear, User


def lock_or_make_board(written: WrittenBoard, by: User | None, errors: Errors) -> Board | None:
    """Return the board, locked until the import is over; None, with errors, where it cannot be.

    A board that is new here needs a regime: which law it works under is never guessed.
    """
    board = Board.objects.select_for_update().filter(slug=written.slug).first()
    if board is not None:
        return board
    if written.slug in RESERVED_SLUGS:
        errors.add("board.slug", f"the portal keeps {written.slug} for itself; choose another")
    if written.regime is None:
        errors.add("board.regime", "missing; a board that is new here needs one")
    if errors.found or written.regime is None:
        return None
    board = Board(
        slug=written.slug,
        name=written.name or written.slug,
        short_name=written.short_name or "",
        area=written.area or "",
        regime_id=written.regime,
    )
    with change("boards.create", by=by, on=board):
        board.save()
    return board


def find_year(board: Board, year: Year, errors: Errors) -> BoardYear | None:
    """Return the stored year of this label or start; notes an error when it overlaps another."""
    years = list(board.years.all())
    found = next((each for each in years if each.label == year.label), None)
    found = found or next((each for each in years if each.starts_on == year.start), None)
    for other in years:
        span = Span(other.starts_on, other.ends_on)
        if other != found and span.overlaps(Span(year.start, year.end)):
            errors.add(
                "board.year", f"overlaps {other.label} ({other.starts_on} to {other.ends_on})"
            )
    return found


def store_year(board: Board, written: WrittenBoard, found: BoardYear | None) -> BoardYear:
    """Return the year to import into, made if there is none."""
    if found is not None:
        return found
    return BoardYear.objects.create(
        board=board,
        label=written.year.label,
        starts_on=written.year.start,
        ends_on=written.year.end,
        regime_id=written.regime or board.regime_id,
        board_name=written.name or board.name,
        board_short_name=written.short_name or board.short_name,
    )


def store_board(run: ImportRun) -> None:
    """Write what the file says of the year, and of the board where this is its latest year.

    What is left out is left as it is: the board is more than one year's file.
    """
    written = run.file.board
    run.update(
        run.year,
        "board.year",
        label=written.year.label,
        starts_on=written.year.start,
        ends_on=written.year.end,
        **_given(
            regime_id=written.regime,
            board_name=_unless(written.name, run.year.board_name or run.board.name),
            board_short_name=_unless(
                written.short_name, run.year.board_short_name or run.board.short_name
            ),
        ),
    )
    if run.years.after is None:
        run.update(
            run.board,
            "board",
            **_given(
                name=written.name,
                short_name=written.short_name,
                area=written.area,
                regime_id=written.regime,
            ),
        )


def export_board(run: ExportRun) -> WrittenBoard:
    """Return the board as it called itself that year."""
    year = run.year
    return WrittenBoard(
        slug=year.board.slug,
        name=year.board_name or year.board.name,
        short_name=year.board_short_name or year.board.short_name or None,
        area=year.board.area or None,
        regime=year.regime_id,
        year=Year(label=year.label, start=year.starts_on, end=year.ends_on),
    )


def _unless(written: str | None, printed: str) -> str | None:
    """Return what is written unless the year prints it already: an empty name means the board's."""
    return None if written == printed else written


def _given(**values: str | None) -> dict[str, str]:
    return {name: value for name, value in values.items() if value is not None}
