"""An agency that nobody could sign off for is seen before it is too late."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from audits.models import Round
from audits.services import rounds
from boards.authorization import ROLES, Permission, Scope
from boards.models import Agency, BoardPartner, Invitation, Membership
from tests.permissions.audits_rounds import draft as make_draft
from tests.world import BoardCast, World, give_role


@pytest.fixture
def office(world: World) -> Client:
    return world.client(world.north.board_manager)


def url(cast: BoardCast, name: str, **keys: Any) -> str:
    return reverse(f"audits:{name}", kwargs={"board": cast.board.slug} | keys)


@pytest.fixture
def school(world: World) -> Agency:
    """An agency of the board with nobody in it, on the open round."""
    north = world.north
    agency = Agency.objects.create(name="Ysgol Llanfair", sector=north.health.sector)
    BoardPartner.objects.create(
        board=north.board, agency=agency, key="ysgol", name=agency.name, sector=agency.sector
    )
    rounds.invite(round_record=north.round, agency_ids=[agency.pk], by=north.board_manager)
    return agency


def roles(agency: Agency) -> list[tuple[str, str]]:
    rows = Invitation.objects.filter(agency=agency).order_by("pk")
    return list(rows.values_list("email", "role"))


def test_the_first_address_of_an_agency_without_lead_is_invited_as_its_lead(
    world: World, office: Client, school: Agency
) -> None:
    north = world.north
    record = north.round.returns.get(agency=school)
    address = url(north, "round-respondents", pk=north.round.pk, record=record.pk)
    assert "the first one is invited as its lead" in office.get(address).text

    first = office.post(address, {"emails": "head@ysgol.example\nclerk@ysgol.example"}, follow=True)
    second = office.post(address, {"emails": "later@ysgol.example"}, follow=True)

    assert roles(school) == [
        ("head@ysgol.example", "agency_lead"), ("clerk@ysgol.example", "agency_contributor"),
        ("later@ysgol.example", "agency_contributor"),
    ]  # fmt: skip
    assert "The first is to the agency’s lead" in first.text
    assert "The first is to the agency’s lead" not in second.text


def test_an_agency_with_a_lead_gets_contributors(world: World, office: Client) -> None:
    north = world.north
    keys = {"pk": north.round.pk, "record": north.police_return.pk}
    office.post(url(north, "round-respondents", **keys), {"emails": "new@police.example"})

    assert roles(north.police) == [("new@police.example", "agency_contributor")]


def test_a_list_says_who_will_be_lead(world: World, office: Client, school: Agency) -> None:
    north = world.north
    draft = Round.objects.get(pk=make_draft(north)["pk"])
    address = url(north, "round-agencies-list", pk=draft.pk)
    shown = office.post(
        address, {"text": "Ysgol Llanfair\thead@ysgol.example\tclerk@ysgol.example"}
    )

    (row,) = shown.context["listed"]
    assert row.lead == "head@ysgol.example"
    assert shown.text.count("invited as lead") == 1


def test_round_page_names_agencies_that_nobody_could_sign_off_for(
    world: World, office: Client, school: Agency
) -> None:
    north = world.north
    Membership.objects.filter(agency=north.police, role="agency_lead").delete()
    shown = office.get(url(north, "round-detail", pk=north.round.pk)).text

    assert "2 agencies have nobody who can sign off" in shown
    invite = reverse("boards:invitation-add", kwargs={"board": north.board.slug})
    assert f"{invite}?agency={school.pk}&amp;role=agency_lead" in shown
    form = office.get(f"{invite}?agency={school.pk}&role=agency_lead").context["form"]
    assert form["role"].value() == "agency_lead"
    assert str(form["agency"].value()) == str(school.pk)


def test_round_page_says_nothing_once_everybody_has_a_lead(world: World, office: Client) -> None:
    north = world.north
    assert "can sign off" not in office.get(url(north, "round-detail", pk=north.round.pk)).text


def test_opening_page_parts_those_without_lead_from_those_without_anybody(
    world: World, office: Client, school: Agency
) -> None:
    north = world.north
    draft = Round.objects.get(pk=make_draft(north)["pk"])
    rounds.invite(round_record=draft, agency_ids=[school.pk], by=north.board_manager)
    Membership.objects.filter(agency=north.police, role="agency_lead").delete()

    shown = office.get(url(north, "round-open", pk=draft.pk)).text

    assert "1 agency has nobody who could answer" in shown
    assert "1 agency has nobody who can sign off" in shown


def test_readers_of_rounds_are_not_asked_to_invite(world: World, school: Agency) -> None:
    north = world.north
    readers = [
        key
        for key, role in ROLES.items()
        if role.scope is Scope.BOARD
        and Permission.ROUND_VIEW in role.permissions
        and Permission.ROUND_EDIT not in role.permissions
    ]
    reader = north.people[readers[0]]
    shown = world.client(reader).get(url(north, "round-detail", pk=north.round.pk)).text
    assert "can sign off" not in shown


def test_a_lead_who_left_is_no_lead(world: World, office: Client) -> None:
    north = world.north
    north.health_lead.is_active = False
    north.health_lead.save()
    shown = office.get(url(north, "round-detail", pk=north.round.pk)).text
    assert "1 agency has nobody who can sign off" in shown
    give_role(north.health_contributor, "agency_lead", north.board, north.health)
    assert "can sign off" not in office.get(url(north, "round-detail", pk=north.round.pk)).text
