"""Agencies on a board: adding, renaming, leaving."""

from datetime import date, timedelta

import pytest

from boards.errors import StaleRecord
from boards.models import Agency, AgencyName, BoardPartner, Membership, Sector
from boards.rules.partners import free_key, makes_a_loop, probably_same
from boards.services import partners
from tests.world import give_role, today


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("West Mercia Police", "West Mercia Constabulary", True),
        ("Walsall Healthcare NHS Trust", "Walsall Healthcare", True),
        ("Dudley Council", "Dudely Council", True),
        ("St Mary's Primary School", "St John's Primary School", False),
        ("Shire Police", "Shire Fire and Rescue", False),
        ("The Trust", "The Trust", True),
    ],
)
def test_probably_same(one, other, same):
    assert probably_same(one, other) is same


def test_free_key_when_taken_and_when_empty():
    assert free_key("Shire Police", {"shire-police"}, otherwise="agency") == "shire-police-2"
    assert free_key("守护", set(), otherwise="agency") == "agency"
    assert len(free_key("x" * 300, set(), otherwise="agency")) <= 60


def test_makes_a_loop():
    parents = {2: 1, 3: 2}

    assert makes_a_loop(1, 3, parents)
    assert not makes_a_loop(3, 1, parents)


def test_add_new_agency(world):
    north = world.north
    partner = partners.add(
        board=north.board, by=north.board_manager, name=" Shire Fire ",
        sector=Sector.objects.get(key="police"), is_statutory=True,
    )  # fmt: skip

    assert (partner.name, partner.key, partner.agency.name) == (
        "Shire Fire", "shire-fire", "Shire Fire",
    )  # fmt: skip


def test_add_agency_that_sits_there_already(world):
    with pytest.raises(partners.AlreadyOnBoard):
        partners.add(
            board=world.north.board, by=world.north.board_manager, agency=world.north.police,
            sector=world.north.police.sector,
        )  # fmt: skip


def test_rename_on_this_board_leaves_the_shared_name(world):
    partner = BoardPartner.objects.get(board=world.north.board, agency=world.north.police)

    partners.rename(
        partner=partner, by=world.north.board_manager, name="Police, north", renamed_on=today(),
        everywhere=False, version=1,
    )  # fmt: skip

    partner.refresh_from_db()
    assert (partner.name, Agency.objects.get(pk=partner.agency_id).name) == (
        "Police, north", "Shire Police",
    )  # fmt: skip


def test_rename_everywhere_of_an_agency_that_other_boards_share(world):
    partner = BoardPartner.objects.get(board=world.north.board, agency=world.north.police)

    with pytest.raises(partners.SharedAgency):
        partners.rename(
            partner=partner, by=world.north.board_manager, name="New", renamed_on=today(),
            everywhere=True, version=1,
        )  # fmt: skip

    partner.refresh_from_db()
    assert partner.name == "Shire Police"


def test_a_site_of_another_boards_partner_cannot_be_changed(world):
    """The south adds a ward of a hospital of the north's trust: it stays the north's too."""
    north, south = world.north, world.south
    hospital = Agency.objects.create(name="Hospital", sector=north.health.sector,
                                     parent=north.health)  # fmt: skip
    ward = Agency.objects.create(name="Ward", sector=north.health.sector, parent=hospital)
    partner = partners.add(
        board=south.board, by=south.board_manager, agency=ward, sector=ward.sector
    )

    with pytest.raises(partners.SharedAgency):
        partners.rename(
            partner=partner, by=south.board_manager, name="New", renamed_on=today(),
            everywhere=True, version=1,
        )  # fmt: skip
    with pytest.raises(partners.SharedAgency):
        partners.set_parent(partner=partner, by=south.board_manager, parent=None, version=1)

    give_role(south.board_manager, "board_manager", north.board)
    assert partners.may_change_everywhere(ward, south.board_manager)


def test_rename_everywhere_by_somebody_trusted_on_all_boards(world):
    give_role(world.north.board_manager, "board_manager", world.south.board)
    partner = BoardPartner.objects.get(board=world.north.board, agency=world.north.police)

    partners.rename(
        partner=partner, by=world.north.board_manager, name="Shire Constabulary",
        renamed_on=date(2026, 4, 1), everywhere=True, version=1,
    )  # fmt: skip

    old = AgencyName.objects.get(agency=world.north.police)
    assert (old.name, old.until) == ("Shire Police", date(2026, 3, 31))
    assert world.south.board.partners.get(agency=world.north.police).name == "Shire Police"


def test_set_parent_in_a_loop(world):
    north = world.north
    partner = BoardPartner.objects.get(board=north.board, agency=north.health)
    part = Agency.objects.create(name="Ward", sector=north.health.sector, parent=north.health)

    with pytest.raises(partners.UnsuitableParent):
        partners.set_parent(partner=partner, by=north.board_manager, parent=part, version=1)


def test_end_takes_the_roles_of_its_people_along(world):
    north = world.north
    partner = BoardPartner.objects.get(board=north.board, agency=north.police)
    held = Membership.objects.filter(agency=north.police)

    partners.end(
        partner=partner, by=north.board_manager, ends_on=today(), version=1, end_roles=True
    )

    assert {row.ends_on for row in held.filter(board=north.board)} == {today()}
    assert {row.ends_on for row in held.exclude(board=north.board)} == {None}


def test_end_before_start(world):
    partner = BoardPartner.objects.get(board=world.north.board, agency=world.north.police)
    partner.starts_on = today()
    partner.save()

    with pytest.raises(partners.DatesOutOfOrder):
        partners.end(
            partner=partner, by=world.north.board_manager, ends_on=today() - timedelta(days=1),
            version=1,
        )  # fmt: skip


def test_edit_when_changed_meanwhile(world):
    partner = BoardPartner.objects.get(board=world.north.board, agency=world.north.police)

    with pytest.raises(StaleRecord):
        partners.edit(
            partner=partner, by=world.north.board_manager, name="x", sector=partner.sector,
            is_statutory=False, starts_on=None, order=0, version=7,
        )  # fmt: skip
