"""Pages that record what became of an agency."""

from datetime import timedelta

import pytest
from django.urls import reverse

from boards.models import Agency, AgencySuccession, BoardPartner, Membership
from boards.services import partners, successions
from tests.world import MARKER, give_role, make_person, today

NASTY = "<script>alert(1)</script> Bwrdd Iechyd Prifysgol " + "x" * 240


def partner_of(cast, agency):
    return BoardPartner.objects.get(board=cast.board, agency=agency)


def url(cast, name="replace", agency=None):
    keys = {"board": cast.board.slug, "pk": partner_of(cast, agency or cast.health).pk}
    return reverse(f"boards:partner-{name}", kwargs=keys)


@pytest.fixture
def asked(world):
    """What a person enters; everybody stays where they are."""
    everybody = [*world.north.people.values(), *world.south.people.values()]
    stay = {f"person_{user.pk}": "-1" for user in everybody}
    return {"became": "NPS\nCRC", "on": (today() - timedelta(days=3)).isoformat()} | stay


@pytest.fixture
def client(world):
    return world.client(world.north.board_manager)


def test_first_page_asks_what_it_became(north, client):
    page = client.get(url(north))

    assert page.status_code == 200
    assert "What it became" in page.text


def test_first_page_says_what_is_wrong_and_keeps_the_rest(north, client):
    page = client.get(url(north), {"became": "New Trust", "on": "1/1/2999"})

    assert "must be today or in the past" in page.text
    assert "New Trust" in page.text


def test_preview_changes_nothing(north, client, asked):
    page = client.get(url(north), asked)

    assert "NPS" in page.text
    assert north.round.title in page.text
    assert not AgencySuccession.objects.exists()
    assert not Agency.objects.filter(name="NPS").exists()


def test_preview_can_be_gone_back_from(north, client, asked):
    page = client.get(client.get(url(north), asked).context["change_url"])

    assert "preview" not in page.context
    assert "NPS" in page.text


def test_preview_names_agencies_that_may_be_meant(north, client, asked):
    page = client.get(url(north), asked | {"became": "Shire Constabulary"})

    assert "Shire Police" in page.text
    assert MARKER not in page.text


def test_confirming_records_it_and_moves_people(north, client, asked):
    lead = north.health_lead
    answer = client.post(
        url(north), asked | {"carries_on": "0", f"person_{lead.pk}": "1"}, follow=True
    )

    heir = Agency.objects.get(name="CRC")
    assert Membership.objects.filter(user=lead, agency=heir).exists()
    assert not Membership.objects.filter(user=north.health_contributor, agency=heir).exists()
    assert "NPS" in answer.text
    assert "Recorded" in answer.text


def test_confirming_without_saying_who_carries_on_shows_the_preview_again(north, client, asked):
    page = client.post(url(north), asked)

    assert page.status_code == 422
    assert "carries on what is open" in page.text
    assert not AgencySuccession.objects.exists()


def test_confirming_what_another_board_recorded_otherwise(world, client, asked):
    north, south = world.north, world.south
    successions.replace(
        olds=[partner_of(south, south.police)], became=[successions.Successor("Constabulary")],
        on=today(), by=south.board_manager,
    )  # fmt: skip

    first = client.get(url(north, agency=north.police))
    page = client.post(url(north, agency=north.police), asked | {"carries_on": "0"})

    assert "Constabulary" in first.text
    assert page.status_code == 422
    assert "became Constabulary on" in page.text


def test_merging_with_others_of_the_sector(north, client, asked):
    other = Agency.objects.create(name="Second Trust", sector=north.health.sector)
    row = partners.add(board=north.board, by=north.board_manager, agency=other, sector=other.sector)

    client.post(url(north), asked | {"became": "One Trust", "others": [row.pk]})

    assert AgencySuccession.objects.filter(new__name="One Trust").count() == 2


def test_nasty_names_are_escaped(north, client, asked):
    page = client.get(url(north), asked | {"became": NASTY})
    done = client.post(url(north), asked | {"became": NASTY}, follow=True)

    assert "<script>alert" not in page.text + done.text
    assert "&lt;script&gt;" in done.text


def test_history_is_told_on_both_agencies(north, client, asked):
    client.post(url(north), asked | {"became": "One Trust"})

    old = client.get(url(north, "detail"))
    new = client.get(url(north, "detail", Agency.objects.get(name="One Trust")))

    assert "Became" in old.text
    assert "One Trust" in old.text
    assert "Took the place of" in new.text
    assert north.health.name in new.text


def test_the_other_board_sees_that_it_has_to_record_it(world, asked):
    north, south = world.north, world.south
    world.client(north.board_manager).post(
        url(north, agency=north.police), asked | {"became": "Constabulary"}
    )

    page = world.client(south.board_manager).get(url(south, "detail", south.police))

    assert "Nothing has changed on this board yet" in page.text


def test_take_back(north, client, asked):
    client.post(url(north), asked | {"became": "One Trust"})

    page = client.get(url(north, "take-back"))
    client.post(url(north, "take-back"))

    assert "One Trust" in page.text
    assert not AgencySuccession.objects.exists()


def test_preview_asks_the_same_for_one_and_for_many_people(
    north, client, asked, assert_constant_queries
):
    def grow():
        for number in range(10):
            person = make_person(f"p{number}@example.org", f"Person {number}")
            give_role(person, "agency_contributor", north.board, north.health)

    assert_constant_queries(lambda: client.get(url(north), asked), grow)
