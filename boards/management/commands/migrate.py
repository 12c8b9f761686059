from typing import Any

from django.core.management.commands.migrate import Command as MigrateCommand

from boards import privileges, search


class Command(MigrateCommand):
    """Migrate as the database's owner, then give the application's role its rights.

    Records that became searchable get their words.
    """

    def add_arguments(self, parser: Any) -> None:
        super().add_arguments(parser)
        parser.set_defaults(database="owner")

    def handle(self, *args: Any, **options: Any) -> None:
        super().handle(*args, **options)
        if not options.get("plan") and not options.get("check_unapplied"):
            privileges.apply(owner=options["database"])
            if not options.get("app_label"):
                search.rebuild(using=options["database"], only_missing=True)
