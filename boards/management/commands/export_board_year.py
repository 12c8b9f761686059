from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from boards.models import BoardYear
from boards.services import board_years


class Command(BaseCommand):
    help = "Write a reporting year of a board as a board-year file (docs/board-year.md)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--board", required=True, help="the board's short name in addresses")
        parser.add_argument("--year", required=True, help="the year's label, such as 2016/17")
        parser.add_argument("--out", type=Path, help="where to write; standard output without it")

    def handle(self, *args: Any, board: str, year: str, out: Path | None, **options: Any) -> None:
        found = (
            BoardYear.objects.select_related("board")
            .filter(board__slug=board, label=year.replace("-", "/"))
            .first()
        ) or BoardYear.objects.select_related("board").filter(board__slug=board, label=year).first()
        if found is None:
            known = BoardYear.objects.filter(board__slug=board).values_list("label", flat=True)
            years = ", ".join(sorted(known)) or "no board of that name"
            msg = f"There is no year {year} of {board} here ({years})."
            raise CommandError(msg)
        text = board_years.export_board_year(board=found.board, year=found)
        if out is None:
            self.stdout.write(text, ending="")
        else:
            out.write_text(text, encoding="utf-8")
