from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from boards.board_year import BoardYearErrors
from boards.services import board_years


class Command(BaseCommand):
    help = "Import a board-year file (docs/board-year.md). All of it is stored, or nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="the file, as YAML")
        parser.add_argument(
            "--dry-run", action="store_true", help="say what would change, and store nothing"
        )

    def handle(self, *args: Any, file: Path, dry_run: bool, **options: Any) -> None:
        try:
            source = file.read_bytes()
        except OSError as error:
            self.refuse([f"{file} cannot be read: {error.strerror}"])
        try:
            result = board_years.import_board_year(source=source, by=None, dry_run=dry_run)
        except BoardYearErrors as error:
            self.refuse([str(each) for each in error.errors])
        for line in summary(result, dry_run=dry_run):
            self.stdout.write(line)

    def refuse(self, lines: list[str]) -> None:
        """Say what is wrong, one error a line, and stop: nothing was stored."""
        for line in lines:
            self.stderr.write(line)
        raise SystemExit(1)


def summary(result: board_years.ImportResult, *, dry_run: bool) -> list[str]:
    """Return what an import did, a line each."""
    what = f"{result.board.slug} {result.year.label}"
    number = f"{len(result.changes)} change{'' if len(result.changes) == 1 else 's'}"
    if not result.changes:
        head = f"{what}: nothing changed"
    elif dry_run:
        head = f"{what}: {number} would be made, nothing is stored"
    else:
        head = f"{what}: {number}"
    return [
        head,
        *(f"  {change}" for change in result.changes),
        *(f"kept: {note}" for note in result.notes),
        *(f"not imported yet: {section}" for section in result.not_imported),
    ]
