"""Pages about seats."""

from datetime import timedelta

from django.urls import reverse

from boards.models import Seat, SeatTerm
from boards.services import seats
from tests.world import MARKER, today


def url(cast, name, **kwargs):
    return reverse(f"boards:seat-{name}", kwargs={"board": cast.board.slug, **kwargs})


def test_list_puts_deputies_under_their_seat_and_flags_vacancies(world):
    seats.end_term(
        seat=world.north.seats["health-lead"], by=world.north.board_manager,
        ends_on=today() - timedelta(days=1), version=1,
    )  # fmt: skip

    page = world.client(world.north.police_lead).get(url(world.north, "list"))

    police = page.context["groups"][1].seats
    assert [line.seat.title for line in police] == ["police-lead"]
    assert [line.seat.title for line in police[0].deputies] == ["police-deputy"]
    assert [line.seat.title for line in page.context["vacant"]] == ["health-lead"]
    assert MARKER not in page.text


def test_list_asks_the_same_for_many(world, assert_constant_queries):
    client = world.client(world.north.board_manager)

    def grow():
        for number in range(10):
            seats.add(
                board=world.north.board, by=world.north.board_manager, title=f"Seat {number}",
                starts_on=today(), partner=world.north.seats["police-lead"].partner,
                holder=world.north.police_lead,
            )  # fmt: skip

    assert assert_constant_queries(lambda: client.get(url(world.north, "list")), grow) <= 15


def test_add_and_record_who_holds_it(world):
    client = world.client(world.north.board_manager)

    client.post(url(world.north, "new"), {"title": "Lay member", "starts_on": "1/1/2026"})
    seat = Seat.objects.get(title="Lay member")
    answer = client.post(
        url(world.north, "term-start", pk=seat.pk),
        {"starts_on": "1/2/2026", "holder_name": "Siân <b>Rees</b>", "version": 1},
    )

    page = client.get(answer.url)
    assert "Siân &lt;b&gt;Rees&lt;/b&gt;" in page.text
    assert SeatTerm.objects.get(seat=seat, is_vacant=True).ends_on.isoformat() == "2026-01-31"


def test_person_and_name_together(world):
    seat = world.north.seats["police-lead"]
    data = {
        "starts_on": f"{today():%d/%m/%Y}", "holder": world.north.police_lead.pk,
        "holder_name": "Somebody else", "version": 1,
    }  # fmt: skip

    page = world.client(world.north.board_manager).post(
        url(world.north, "term-start", pk=seat.pk), data
    )

    assert "Choose a person or enter a name, not both" in page.text


def test_export(world):
    answer = world.client(world.north.board_manager).get(
        url(world.north, "list"), {"format": "csv"}
    )

    assert "police-deputy" in b"".join(answer.streaming_content).decode()


def test_edit_keeps_what_the_seat_was(world):
    seat = world.north.seats["police-deputy"]
    client = world.client(world.north.board_manager)
    form = client.get(url(world.north, "edit", pk=seat.pk)).context["form"]
    data = {name: form[name].value() or "" for name in form.fields}

    answer = client.post(url(world.north, "edit", pk=seat.pk), data | {"title": "Deputy chief"})

    assert answer.status_code == 302
    seat.refresh_from_db()
    assert seat.deputises_for == world.north.seats["police-lead"]
