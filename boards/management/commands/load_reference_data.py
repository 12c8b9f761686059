from typing import Any

from django.core.management.base import BaseCommand

from boards.registry import registry
from boards.services import reference


class Command(BaseCommand):
    help = "Load regimes, sectors, scales and starter tools. Running it again changes nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        reference.load()
        for load in registry.reference_loaders:
            load()
