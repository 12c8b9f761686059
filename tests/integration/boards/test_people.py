"""People of a board: roles with dates, invitations in the browser, resets by two people."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from boards.errors import DomainError
from boards.models import (
    Invitation,
    Membership,
    Message,
    Notification,
    SecondFactorReset,
    User,
)
from boards.services import memberships, second_factors
from tests.world import MARKER, give_role, make_person

pytestmark = pytest.mark.django_db
PEOPLE = "/northshire/people/"
LONG = "Angharad Llewelyn-Ó Súilleabháin <script>alert(1)</script> " * 3


@pytest.fixture
def manager(world):
    return world.client(world.north.board_manager)


@pytest.fixture
def second(world) -> User:
    person = make_person("second@northshire.example", "Second manager")
    give_role(person, "board_manager", world.north.board)
    return person


def role_of(world, key: str) -> Membership:
    return Membership.objects.get(user=world.north.people[key], board=world.north.board)


def test_people_page_shows_roles_of_this_board_alone(world, manager):
    User.objects.filter(pk=world.north.lay_member.pk).update(name=LONG[:200])

    page = manager.get(PEOPLE).content.decode()

    assert world.north.police_lead.email in page
    assert MARKER not in page
    assert "<script>alert" not in page


def test_people_page_finds_by_agency(world, manager):
    page = manager.get(PEOPLE, {"q": "police"}).content.decode()

    assert world.north.police_lead.email in page
    assert world.north.health_lead.email not in page
    assert "Nobody found" in manager.get(PEOPLE, {"q": "zzz"}).content.decode()


def test_people_page_asks_the_same_number_of_queries(world, manager, assert_constant_queries):
    from boards.services import invitations

    def grow() -> None:
        for number in range(10):
            person = make_person(f"more{number}@example.org", f"More {number}")
            give_role(person, "trainer", world.north.board)
            Authenticator.objects.create(user=person, type="totp", data={})
            invitations.invite(
                email=f"invited{number}@example.org", role="trainer",
                by=world.north.board_manager, board=world.north.board,
            )  # fmt: skip

    assert assert_constant_queries(lambda: manager.get(PEOPLE), grow) <= 16


def test_invite_in_the_browser(world, manager):
    response = manager.post(
        f"{PEOPLE}invite/",
        {"email": "new@example.org", "name": "New", "role": "board_member", "agency": ""},
        follow=True,
    )

    page = response.content.decode()
    assert "on its way" in page
    assert "new@example.org" in page
    assert Message.objects.get().board == world.north.board


def test_invite_with_errors_keeps_what_was_typed(world, manager):
    data = {"email": "new@example.org", "name": "Typed name", "role": "agency_lead", "agency": ""}

    response = manager.post(f"{PEOPLE}invite/", data)

    page = response.content.decode()
    assert response.status_code == 422
    assert "Select the agency" in page
    assert "Typed name" in page
    empty = manager.post(f"{PEOPLE}invite/", {}).content.decode()
    assert "Enter the e-mail address" in empty
    assert "Select the role" in empty


def test_roles_that_nobody_of_the_role_may_give_are_not_offered(world):
    support = world.client(world.north.business_support)

    page = support.get(f"{PEOPLE}invite/").content.decode()

    assert 'value="board_member"' in page
    assert 'value="board_manager"' not in page
    assert 'value="system_administrator"' not in page


def test_agency_lead_invites_a_colleague(world):
    cast = world.north
    client = world.client(cast.police_lead)
    home = f"{PEOPLE}agency/{cast.police.pk}/"

    page = client.get(home).content.decode()
    assert cast.police_contributor.email in page
    assert cast.health_lead.email not in page
    assert world.south.police_lead.email not in page
    client.post(f"{home}invite/", {"email": "new@example.org", "role": "agency_contributor"})
    invitation = Invitation.objects.get()
    assert (invitation.agency, invitation.role) == (cast.police, "agency_contributor")
    client.post(f"{home}invitations/{invitation.pk}/withdraw/")
    invitation.refresh_from_db()
    assert invitation.withdrawn_by == cast.police_lead
    assert client.get(f"{PEOPLE}agency/{cast.health.pk}/").status_code == 404
    assert client.get(PEOPLE).status_code == 403


def test_approve_in_the_browser_by_another(world, manager, second):
    data = {"email": "new@example.org", "role": "reviewer", "agency": ""}
    page = manager.post(f"{PEOPLE}invite/", data, follow=True).content.decode()
    assert "Another manager has to approve" in page
    invitation = Invitation.objects.get()
    address = f"{PEOPLE}invitations/{invitation.pk}/approve/"
    assert address not in page

    other = world.client(second)
    assert address in other.get(PEOPLE).content.decode()
    other.post(address)

    invitation.refresh_from_db()
    assert invitation.approved_by == second
    assert Message.objects.get().to_email == "new@example.org"


def test_end_a_role_on_a_day(world, manager):
    membership = role_of(world, "trainer")
    address = f"{PEOPLE}roles/{membership.pk}/end/"

    assert manager.post(address, {"ends_on": "nonsense"}).status_code == 422
    manager.post(address, {"ends_on": "31/12/2030"})

    membership.refresh_from_db()
    assert membership.ends_on.isoformat() == "2030-12-31"


def test_role_that_ended_opens_nothing(world, manager):
    membership = role_of(world, "trainer")
    yesterday = timezone.localdate() - timedelta(days=1)

    memberships.end(membership=membership, by=world.north.board_manager, ends_on=yesterday)

    assert world.client(world.north.trainer).get("/northshire/").status_code == 404
    again = memberships.grant(
        user=world.north.trainer, role="trainer", board=world.north.board,
        by=world.north.board_manager,
    )  # fmt: skip
    assert again.pk != membership.pk


@pytest.mark.parametrize(
    ("who", "whose"),
    [("business_support", "board_manager"), ("police_lead", "health_lead"),
     ("board_member", "trainer"), ("police_lead", "trainer")],
)  # fmt: skip
def test_end_a_role_by_somebody_who_may_not(world, who, whose):
    with pytest.raises(DomainError):
        memberships.end(
            membership=role_of(world, whose), by=world.north.people[who],
            ends_on=timezone.localdate(),
        )  # fmt: skip


def test_last_manager_stays(world, second):
    cast = world.north
    today = timezone.localdate()
    memberships.end(membership=role_of(world, "board_manager"), by=second, ends_on=today)

    with pytest.raises(DomainError, match="only manager"):
        memberships.end(
            membership=Membership.objects.get(user=second, board=cast.board), by=second,
            ends_on=today + timedelta(days=30),
        )  # fmt: skip


def with_factor(person: User) -> User:
    Authenticator.objects.create(user=person, type="totp", data={})
    Authenticator.objects.create(user=person, type="recovery_codes", data={})
    return person


def test_reset_needs_two_people_and_tells_the_owner(world, manager, second):
    owner = with_factor(world.north.independent_chair)
    session = Client()
    session.force_login(owner)
    manager.post(f"{PEOPLE}{owner.pk}/second-factor/", {"reason": "Lost phone, spoke on video"})
    reset = SecondFactorReset.objects.get()
    assert Authenticator.objects.filter(user=owner).exists()
    assert Notification.objects.filter(user=second).exists()
    approve = f"{PEOPLE}second-factors/{reset.pk}/approve/"
    manager.post(approve)
    assert Authenticator.objects.filter(user=owner).exists()

    world.client(second).post(approve)

    assert not Authenticator.objects.filter(user=owner).exists()
    reset.refresh_from_db()
    assert (reset.requested_by, reset.approved_by) == (world.north.board_manager, second)
    assert Message.objects.get(kind="second_factor_reset").to_email == owner.email
    assert Notification.objects.filter(user=owner).exists()
    assert session.get("/accounts/state/").status_code == 401


def test_owner_neither_asks_nor_approves(world, second):
    cast = world.north
    with pytest.raises(DomainError):
        second_factors.ask(
            user=cast.board_manager, board=cast.board, reason="Lost", by=cast.board_manager
        )
    reset = second_factors.ask(user=second, board=cast.board, reason="Lost", by=cast.board_manager)
    with pytest.raises(DomainError):
        second_factors.approve(reset=reset, by=second)


@pytest.mark.parametrize("approved_by", ["requested_by", "user"])
def test_database_refuses_a_reset_by_one_person(world, second, approved_by):
    cast = world.north
    reset = second_factors.ask(user=second, board=cast.board, reason="Lost", by=cast.board_manager)

    with pytest.raises(IntegrityError), transaction.atomic():
        SecondFactorReset.objects.filter(pk=reset.pk).update(
            approved_at=timezone.now(), approved_by=getattr(reset, approved_by)
        )


def test_declined_reset_removes_nothing(world, second):
    cast = world.north
    owner = with_factor(cast.independent_chair)
    reset = second_factors.ask(user=owner, board=cast.board, reason="Lost", by=cast.board_manager)

    second_factors.decline(reset=reset, by=second)

    assert Authenticator.objects.filter(user=owner).exists()
    with pytest.raises(DomainError):
        second_factors.approve(reset=reset, by=second)


def test_reset_for_somebody_of_another_board(world, manager):
    stranger = world.south.independent_chair

    assert manager.get(f"{PEOPLE}{stranger.pk}/second-factor/").status_code == 404


def test_notifications_are_the_persons_own(world):
    from boards.services import notifications

    cast = world.north
    mine = notifications.tell(
        user=cast.board_member, board=cast.board, text=LONG, path="/northshire/"
    )
    client = world.client(cast.board_member)

    assert "Angharad" in client.get("/notifications/").content.decode()
    assert world.client(cast.trainer).post(f"/notifications/{mine.pk}/").status_code == 404
    assert client.post(f"/notifications/{mine.pk}/")["Location"] == "/northshire/"
    mine.refresh_from_db()
    assert mine.read_at


def test_board_details_are_saved_once(world, manager):
    board = world.north.board
    data = {
        "name": "New name", "short_name": "NN", "area": "North", "regime": board.regime_id,
        "colour": "#123456", "version": board.version,
    }  # fmt: skip
    manager.post("/northshire/settings/", data)
    board.refresh_from_db()
    assert (board.name, board.version) == ("New name", 2)

    stale = manager.post("/northshire/settings/", data | {"name": "Typed meanwhile"})
    page = stale.content.decode()
    assert stale.status_code == 409
    assert "Typed meanwhile" in page
    assert "New name" in page
    assert 'name="version" value="2"' in page
    wrong = manager.post("/northshire/settings/", data | {"colour": "red"})
    assert wrong.status_code == 422
    assert "Enter a colour such as" in wrong.content.decode()
