import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from boards.registry import registry


class Command(BaseCommand):
    help = (
        "Load the demonstration: two published years, both boards as they are today. "
        "Running it again changes nothing that people typed."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.MODE not in {"demo", "test"}:
            raise CommandError(
                "demo_data invents people and returns: it runs with PORTAL_MODE=demo or test only."
            )
        for order in sorted(registry.demo_loaders):
            load = registry.demo_loaders[order]
            started = time.monotonic()
            load()
            name = (load.__doc__ or load.__name__).strip().splitlines()[0].rstrip(".")
            self.stdout.write(f"{order}  {name} ({time.monotonic() - started:.1f} s)")
