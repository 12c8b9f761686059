"""Pages about the agencies of a board."""

from django.urls import reverse

from boards.models import Agency, BoardPartner
from tests.world import MARKER, give_role, make_person

NASTY = "<script>alert(1)</script> Bwrdd Iechyd Prifysgol " + "x" * 240


def url(cast, name, **kwargs):
    return reverse(f"boards:partner-{name}", kwargs={"board": cast.board.slug, **kwargs})


def partner_of(cast, agency):
    return BoardPartner.objects.get(board=cast.board, agency=agency)


def add_many(cast):
    for number in range(10):
        agency = Agency.objects.create(
            name=f"School {number}", sector=cast.police.sector, parent=cast.health
        )
        BoardPartner.objects.create(
            board=cast.board, agency=agency, key=f"s{number}", name=agency.name,
            sector=agency.sector, order=number,
        )  # fmt: skip
        person = make_person(f"head{number}@example.org", f"Head {number}")
        give_role(person, "agency_lead", cast.board, agency)


def test_list_asks_the_same_for_one_and_for_many(world, assert_constant_queries):
    client = world.client(world.north.board_manager)

    asked = assert_constant_queries(
        lambda: client.get(url(world.north, "list")), lambda: add_many(world.north)
    )

    assert asked <= 15


def test_list_shows_nothing_of_the_other_board(world):
    page = world.client(world.north.board_manager).get(url(world.north, "list"))

    assert "Northshire Health Trust" in page.text
    assert MARKER not in page.text


def test_list_filters_by_name_and_sector(world):
    client = world.client(world.north.board_manager)

    page = client.get(url(world.north, "list") + "?q=health")

    assert [row.name for row in page.context["page"]] == ["Northshire Health Trust"]


def test_list_as_csv(world):
    answer = world.client(world.north.board_manager).get(url(world.north, "list") + "?format=csv")

    assert "Shire Police" in b"".join(answer.streaming_content).decode()


def test_detail_asks_the_same_for_many_parts(world, assert_constant_queries):
    client = world.client(world.north.board_manager)
    pk = partner_of(world.north, world.north.health).pk
    Agency.objects.create(name="Ward", sector=world.north.health.sector, parent=world.north.health)

    def grow():
        add_many(world.north)

    assert_constant_queries(lambda: client.get(url(world.north, "detail", pk=pk)), grow)


def test_detail_does_not_name_boards_of_others(world):
    pk = partner_of(world.north, world.north.police).pk

    page = world.client(world.north.board_manager).get(url(world.north, "detail", pk=pk))

    assert "Southshire" not in page.text


def test_detail_hides_people_from_those_who_may_not_see_them(world):
    pk = partner_of(world.north, world.north.police).pk

    page = world.client(world.north.board_member).get(url(world.north, "detail", pk=pk))

    assert "police_lead@northshire.example" not in page.text


def test_add_finds_a_shared_agency_and_joins_it(world):
    fire = Agency.objects.create(name="Shire Fire", sector=world.north.police.sector)
    client = world.client(world.north.board_manager)

    assert "Shire Fire" in client.get(url(world.north, "add") + "?q=fire").text
    client.post(url(world.north, "join", agency=fire.pk), {"sector": "police"})

    assert partner_of(world.north, fire).name == "Shire Fire"


def test_new_warns_of_one_like_it_and_keeps_what_was_typed(world):
    client = world.client(world.north.board_manager)
    data = {"name": "Shire Constabulary", "sector": "police"}

    page = client.post(url(world.north, "new"), data)

    assert page.status_code == 422
    assert "Shire Police" in page.text
    assert "Shire Constabulary" in page.text
    assert client.post(url(world.north, "new"), data | {"is_new": "on"}).status_code == 302


def test_new_with_a_nasty_name_is_escaped(world):
    client = world.client(world.north.board_manager)

    page = client.post(url(world.north, "new"), {"name": NASTY, "sector": "police"}, follow=True)

    assert page.status_code == 200
    assert "<script>alert" not in page.text


def test_edit_after_somebody_else_shows_both(world):
    partner = partner_of(world.north, world.north.police)
    client = world.client(world.north.board_manager)
    data = {"name": "Theirs", "sector": "police", "order": 0, "version": 1}
    client.post(url(world.north, "edit", pk=partner.pk), data)

    page = client.post(url(world.north, "edit", pk=partner.pk), data | {"name": "Mine"})

    assert page.status_code == 422
    assert "Theirs" in page.text
    assert "Mine" in page.text


def test_rename_of_a_shared_agency_offers_this_board_only(world):
    pk = partner_of(world.north, world.north.police).pk
    client = world.client(world.north.board_manager)

    page = client.get(url(world.north, "rename", pk=pk))
    answer = client.post(
        url(world.north, "rename", pk=pk),
        {"name": "New", "renamed_on": "1/4/2026", "where": "everywhere", "version": 1},
    )

    assert "Everywhere" not in page.text
    assert answer.status_code == 422
