from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from boards.models import User
from boards.services import people


class Command(BaseCommand):
    help = "Sign a person out everywhere and let them in no more; --reopen undoes it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--email", required=True)
        parser.add_argument("--reopen", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.filter(email__iexact=options["email"]).first()
        if user is None:
            raise CommandError("Nobody has this address.")
        if options["reopen"]:
            people.reopen(user=user, by=None)
            print(f"{user.name} may sign in again.")
        else:
            people.close(user=user, by=None)
            print(f"{user.name} is signed out and may not sign in.")
