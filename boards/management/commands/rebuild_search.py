from typing import Any

from django.core.management.base import BaseCommand

from boards import search


class Command(BaseCommand):
    help = "Make the words of all records anew. Running it again changes nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{search.rebuild()} search entries changed.")
