"""Keeping board-year files: how each section of the shared ground is stored and read back.

Pure reading and writing of files is in `boards.board_year`; the service that runs all of this, for
sections of every app, is `boards.services.board_years`.
"""

from boards.board_year.store import agencies, groups, meetings, seats, years
from boards.board_year.store.run import BoardYearSection, ExportRun, ImportRun


def _tidy_groups_and_seats(run: ImportRun) -> None:
    """Groups go first: a group that is taken away may be chaired from a seat that is, too."""
    groups.tidy(run)
    seats.tidy(run)


#: The sections of the shared ground; other apps register theirs beside them.
SECTIONS = {
    "board": BoardYearSection(store=years.store_board, export=years.export_board),
    "agencies": BoardYearSection(agencies.store, agencies.export, tidy=agencies.tidy),
    "groups": BoardYearSection(groups.store, groups.export, link=groups.link),
    "seats": BoardYearSection(seats.store, seats.export, tidy=_tidy_groups_and_seats),
    "meetings": BoardYearSection(meetings.store, meetings.export, tidy=meetings.tidy),
}

__all__ = ["SECTIONS", "BoardYearSection", "ExportRun", "ImportRun"]
