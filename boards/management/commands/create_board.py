from typing import Any

from django.core.management.base import BaseCommand, CommandError

from boards.errors import DomainError
from boards.models import Regime
from boards.services import boards


class Command(BaseCommand):
    help = "Set up a board. Invite its first manager afterwards with invite_manager."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--slug", required=True, help="in addresses, such as northshire")
        parser.add_argument("--name", required=True)
        parser.add_argument("--short-name", default="")
        parser.add_argument("--area", default="")
        parser.add_argument("--regime", required=True, help="the law it works under")

    def handle(self, *args: Any, **options: Any) -> None:
        regime = Regime.objects.filter(key=options["regime"]).first()
        if regime is None:
            known = ", ".join(Regime.objects.values_list("key", flat=True)) or "none yet"
            raise CommandError(
                f"There is no regime {options['regime']!r}. Known: {known}. "
                "Run load_reference_data if there are none."
            )
        try:
            board = boards.create(
                slug=options["slug"], name=options["name"], short_name=options["short_name"],
                area=options["area"], regime=regime,
            )  # fmt: skip
        except DomainError as error:
            raise CommandError(error.message) from error
        print(f"{board.name} is set up. Invite its manager:")
        print(f"  manage.py invite_manager --board {board.slug} --email … --name …")
