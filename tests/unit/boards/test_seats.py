"""Seats, terms, vacancies, deputies."""

from datetime import timedelta

import pytest

from boards.models import Capacity, SeatTerm
from boards.services import seats
from tests.world import today


def current(seat):
    return SeatTerm.objects.get(seat=seat, ends_on=None)


def test_add_without_holder_is_a_vacancy(world):
    seat = seats.add(
        board=world.north.board, by=world.north.board_manager, title="Lay member", starts_on=today()
    )

    assert current(seat).is_vacant


def test_start_term_ends_the_one_before(world):
    seat = world.north.seats["police-lead"]
    first = current(seat)

    seats.start_term(
        seat=seat, by=world.north.board_manager, starts_on=today(), holder_name="Siân Rees",
        version=1,
    )  # fmt: skip

    first.refresh_from_db()
    assert first.ends_on == today() - timedelta(days=1)
    assert current(seat).holder_name == "Siân Rees"


def test_start_term_within_another(world):
    seat = world.north.seats["police-lead"]

    with pytest.raises(seats.OverlappingTerm):
        seats.start_term(
            seat=seat, by=world.north.board_manager, starts_on=current(seat).starts_on,
            holder_name="Siân Rees", version=1,
        )  # fmt: skip


def test_end_term_opens_a_vacancy_the_day_after(world):
    seat = world.north.seats["police-lead"]

    vacancy = seats.end_term(seat=seat, by=world.north.board_manager, ends_on=today(), version=1)

    assert (vacancy.is_vacant, vacancy.starts_on) == (True, today() + timedelta(days=1))


def test_start_term_on_the_first_day_of_the_vacancy(world):
    seat = world.north.seats["police-lead"]
    seats.end_term(
        seat=seat, by=world.north.board_manager, ends_on=today() - timedelta(days=1), version=1
    )

    seats.start_term(
        seat=seat, by=world.north.board_manager, starts_on=today(),
        holder=world.north.police_lead, version=2,
    )  # fmt: skip

    assert not SeatTerm.objects.filter(seat=seat, is_vacant=True).exists()


def test_end_term_of_a_vacant_seat(world):
    seat = world.north.seats["police-lead"]
    seats.end_term(seat=seat, by=world.north.board_manager, ends_on=today(), version=1)

    with pytest.raises(seats.NoTerm):
        seats.end_term(seat=seat, by=world.north.board_manager, ends_on=today(), version=2)


def test_end_term_with_the_seat(world):
    seat = world.north.seats["police-lead"]

    seats.end_term(seat=seat, by=world.north.board_manager, ends_on=today(), stays=False, version=1)

    assert not SeatTerm.objects.filter(seat=seat, ends_on=None).exists()


@pytest.mark.parametrize(
    ("capacity", "principal"), [("member", "health-lead"), ("deputy", "police-deputy")]
)
def test_edit_to_an_unsuitable_deputy(world, capacity, principal):
    seat = world.north.seats["police-lead"]

    with pytest.raises(seats.UnsuitableDeputy):
        seats.edit(
            seat=seat, by=world.north.board_manager, title="x", partner=None,
            capacity=Capacity.objects.get(key=capacity),
            deputises_for=world.north.seats[principal], order=0, version=1,
        )  # fmt: skip
