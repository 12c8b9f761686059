from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from boards.queries import demo_people


class Command(BaseCommand):
    help = "Print the people of the demo, one of each main role first: role, name, e-mail address."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.IS_DEMO:
            raise CommandError("Only a demo (PORTAL_MODE=demo) lists its people.")
        for board in demo_people.by_board():
            print(f"\n{board.name}")
            for person in [*board.first, *board.others]:
                role = f"{person.role}, {person.agency}" if person.agency else person.role
                print(f"  {role[:60]:60} {person.name[:40]:40} {person.email}")
        print("\nNobody has a password: choose a person on the sign-in page.")
