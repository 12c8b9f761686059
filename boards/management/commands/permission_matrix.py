from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from boards.authorization import matrix


class Command(BaseCommand):
    help = "Write docs/permissions.md: which role carries which permission."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--stdout", action="store_true", help="print it instead")

    def handle(self, *args: Any, stdout: bool, **options: Any) -> None:
        text = matrix.as_markdown()
        if stdout:
            self.stdout.write(text, ending="")
            return
        matrix.DOCUMENT.write_text(text)
        self.stdout.write(f"wrote {matrix.DOCUMENT}")
