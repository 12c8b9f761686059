from typing import Any

from django.core.management.base import BaseCommand, CommandError

from boards import configuration


class Command(BaseCommand):
    help = "Check what the portal needs; print every problem with what to do. Exit 1 if any."

    def handle(self, *args: Any, **options: Any) -> None:
        found = configuration.problems()
        for number, problem in enumerate(found, 1):
            print(f"{number}. {problem}")
        if found:
            raise CommandError(f"{len(found)} to mend")
        print("Everything the portal needs is there.")
