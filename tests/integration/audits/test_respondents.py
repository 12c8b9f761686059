"""People who are asked to answer before the round opens, or for a site of a partner."""

from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.urls import reverse

from audits.models import Round
from audits.services import rounds
from boards.models import Agency, Message
from tests.permissions.audits_rounds import draft as make_draft
from tests.world import BoardCast, World


@pytest.fixture
def office(world: World) -> Client:
    return world.client(world.north.board_manager)


@pytest.fixture
def draft(world: World) -> Round:
    return Round.objects.get(pk=make_draft(world.north)["pk"])


def url(cast: BoardCast, name: str, **keys: Any) -> str:
    return reverse(f"audits:{name}", kwargs={"board": cast.board.slug} | keys)


def accept_invitation(email: str) -> tuple[Client, str]:
    """Take the e-mailed invitation up; returns the person's browser and where it was led."""
    link = Message.objects.get(to_email=email).secrets["link"]
    browser = Client()
    done = browser.post(urlsplit(link).path, {"name": "Gwenllïan"})
    return browser, done["Location"]


def test_a_person_invited_to_a_draft_round_lands_on_the_return_once_it_opens(
    world: World, office: Client, draft: Round
) -> None:
    north = world.north
    rounds.invite(round_record=draft, agency_ids=[north.police.pk], by=north.board_manager)
    record = draft.returns.get()
    office.post(
        url(north, "round-respondents", pk=draft.pk, record=record.pk),
        {"emails": "new@example.org"},
    )
    browser, landing = accept_invitation("new@example.org")
    before = browser.get(landing)
    draft.refresh_from_db()
    rounds.open_round(round_record=draft, version=draft.version, by=north.board_manager)

    after = browser.get(landing)

    assert before["Location"] == url(north, "return-list")
    assert after["Location"] == url(north, "return-detail", pk=record.pk)


def test_people_of_a_site_without_a_partnership_are_invited(world: World, office: Client) -> None:
    north = world.north
    site = Agency.objects.create(name="Ysbyty", sector=north.health.sector, parent=north.health)
    rounds.invite(round_record=north.round, agency_ids=[site.pk], by=north.board_manager)
    record = north.round.returns.get(agency=site)

    office.post(
        url(north, "round-respondents", pk=north.round.pk, record=record.pk),
        {"emails": "ward@example.org"},
    )
    browser, landing = accept_invitation("ward@example.org")
    page = browser.get(landing, follow=True)

    assert page.status_code == 200
    assert "Ysbyty" in page.text
