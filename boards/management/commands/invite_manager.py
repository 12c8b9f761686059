from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse

from boards import emails
from boards.errors import DomainError
from boards.models import Board
from boards.services import invitations


class Command(BaseCommand):
    help = "Invite a board's manager by e-mail, and print the link in case the e-mail is lost."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--board", required=True, help="the board's slug")
        parser.add_argument("--email", required=True)
        parser.add_argument("--name", default="")

    def handle(self, *args: Any, **options: Any) -> None:
        board = Board.objects.filter(slug=options["board"]).first()
        if board is None:
            known = ", ".join(Board.objects.values_list("slug", flat=True)) or "none yet"
            raise CommandError(f"There is no board {options['board']!r}. Known: {known}.")
        try:
            invitation = invitations.invite(
                email=options["email"], name=options["name"], role="board_manager", board=board,
                by=None,
            )  # fmt: skip
        except DomainError as error:
            raise CommandError(error.message) from error
        path = reverse("invitation", kwargs={"token": invitation.token})  # type: ignore[attr-defined]
        print(f"Invited {invitation.email} to manage {board.name}.")
        print("The link is for that person alone and works for 30 days:")
        print(f"  {emails.link_to(path)}")
