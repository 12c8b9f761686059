import hashlib
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from boards.errors import DomainError
from boards.models import BoardYear
from reports.models import AnnualReport
from reports.services import building, reports
from reports.services.files import ENDINGS

NAME = "annual-report"


class Command(BaseCommand):
    help = "Build a board's annual report here and now, without the worker: page, PDF, data."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--board", required=True, help="slug of the board")
        parser.add_argument("--year", required=True, help="label of the year, as 2016/17")
        parser.add_argument("--out", required=True, type=Path, help="folder for the files")

    def handle(self, *args: Any, **options: Any) -> None:
        year = (
            BoardYear.objects.select_related("board", "regime")
            .filter(board__slug=options["board"], label=options["year"])
            .first()
        )
        if year is None:
            message = f"There is no year {options['year']} of a board {options['board']}."
            raise CommandError(message)
        try:
            report, sections = _report(year)
            made = building.build(report, sections)
        except DomainError as error:
            raise CommandError(error.message) from error
        options["out"].mkdir(parents=True, exist_ok=True)
        for format_, content in made.contents.items():
            path = options["out"] / f"{NAME}{ENDINGS[format_]}"
            path.write_bytes(content)
            self.stdout.write(
                f"{path}  {len(content)} bytes  sha256 {hashlib.sha256(content).hexdigest()}"
            )


def _report(year: BoardYear) -> Any:
    """Return the stored report, or one from the template that is not stored."""
    report = AnnualReport.objects.filter(year=year).first()
    if report is None:
        return reports.draft(year=year)
    report.year = year
    return report, list(report.sections.all())
