from typing import Any

from django.core.management.commands.migrate import Command as MigrateCommand

from boards import privileges


class Command(MigrateCommand):
    """Migrate as the database's owner, then give the application's role its rights."""

    def add_arguments(self, parser: Any) -> None:
        super().add_arguments(parser)
        parser.set_defaults(database="owner")

    def handle(self, *args: Any, **options: Any) -> None:
        super().handle(*args, **options)
        if not options.get("plan") and not options.get("check_unapplied"):
            privileges.apply(owner=options["database"])
