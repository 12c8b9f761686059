"""Commands for whoever runs the portal."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client

from boards import configuration
from boards.models import Board, Membership, Message

pytestmark = pytest.mark.django_db
BOARD = ["--slug", "westshire", "--name", "Westshire Board", "--regime", "partnership-2023"]


def test_board_and_manager_from_nothing(capsys):
    call_command("create_board", *BOARD, "--short-name", "WSB", "--area", "Westshire")
    call_command(
        "invite_manager", "--board", "westshire", "--email", "m@example.org", "--name", "Mo"
    )

    link = capsys.readouterr().out.split()[-1]
    path = "/" + link.split("/", 3)[3]
    response = Client().post(path, {"name": "Mo"})

    assert response["Location"] == "/westshire/"
    assert Membership.objects.get(board__slug="westshire").role == "board_manager"
    assert link.rsplit("/", 2)[1] not in Message.objects.get().body


@pytest.mark.parametrize("slug", ["accounts", "Not a slug", "outbox"])
def test_create_board_with_an_address_that_cannot_be(slug):
    with pytest.raises(CommandError):
        call_command("create_board", "--slug", slug, *BOARD[2:])
    assert not Board.objects.exists()


def test_create_board_names_what_is_known():
    with pytest.raises(CommandError, match="partnership-2023"):
        call_command("create_board", *BOARD[:-1], "nonsense")


def test_check_configuration_names_every_problem_at_once(settings, tmp_path):
    settings.SECRET_KEY = "short"
    settings.ALLOWED_HOSTS = ["*"]
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    (tmp_path / "file").write_text("")
    settings.MEDIA_ROOT = tmp_path / "file" / "media"

    found = " ".join(configuration.problems())

    for name in ("SECRET_KEY", "ALLOWED_HOSTS", "Redis", "mail server", "PORTAL_MEDIA"):
        assert name in found
    with pytest.raises(CommandError):
        call_command("check_configuration", stdout=StringIO())


def test_check_configuration_finds_the_database_right():
    assert list(configuration._database_role()) == []
    assert list(configuration._event_tables()) == []


def test_demo_accounts_is_for_demos(settings):
    with pytest.raises(CommandError):
        call_command("demo_accounts")
    settings.IS_DEMO = True
    call_command("demo_accounts")
