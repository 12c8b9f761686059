"""A return that is due on another day: sent back, given more time, its round moved or reopened."""

from datetime import datetime, time, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from audits.models import Reminder, Return, Round
from audits.services import chasing, deadlines, returns, rounds
from boards.errors import DomainError
from boards.models import Agency, Message, Notification
from tests.unit.audits.test_compliance import submit
from tests.world import BoardCast, World, give_role, make_person, today


@pytest.fixture
def office(world: World) -> Client:
    return world.client(world.north.board_manager)


def url(cast: BoardCast, name: str, **keys: Any) -> str:
    return reverse(f"audits:{name}", kwargs={"board": cast.board.slug} | keys)


def at(day: Any) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(9)))


def sent(cast: BoardCast) -> Return:
    record = cast.police_return
    submit(record, cast.police_lead)
    record.refresh_from_db()
    return record


def send_back(cast: BoardCast, **changes: Any) -> Return:
    record = sent(cast)
    values = {"reason": "Say more", "version": record.version, "by": cast.board_manager} | changes
    return returns.send_back(return_record=record, **values)


def test_send_back_gives_a_fortnight_unless_the_board_says_otherwise(world: World) -> None:
    record = send_back(world.north)

    assert record.extended_to == today() + timedelta(days=14)
    assert record.extension_reason == "Sent back"


def test_send_back_refuses_a_day_that_is_over(world: World, office: Client) -> None:
    north = world.north
    record = sent(north)
    yesterday = today() - timedelta(days=1)
    with pytest.raises(DomainError, match="today or later"):
        returns.send_back(
            return_record=record, reason="x", version=record.version, by=north.board_manager,
            answer_by=yesterday,
        )  # fmt: skip

    response = office.post(
        url(north, "review-send-back", pk=record.pk),
        {"version": record.version, "reason": "Typed words", "answer_by": f"{yesterday:%d/%m/%Y}"},
    )

    assert response.status_code == 422
    assert "Typed words" in response.text
    assert "today or later" in response.text


def test_send_back_offers_a_day_and_tells_it_to_everybody(world: World, office: Client) -> None:
    north = world.north
    record = sent(north)
    form = office.get(url(north, "review-send-back", pk=record.pk))
    assert form.context["form"].initial["answer_by"] == today() + timedelta(days=14)
    day = today() + timedelta(days=9)
    office.post(
        url(north, "review-send-back", pk=record.pk),
        {"version": record.version, "reason": "Say more", "answer_by": f"{day:%d/%m/%Y}"},
    )
    words = date_format(day, "j F Y")

    letter = Message.objects.filter(kind="return_sent_back", to_user=north.police_lead).get()
    assert words in letter.body
    assert words in Notification.objects.filter(user=north.police_lead).latest("pk").text
    agency = world.client(north.police_lead).get(url(north, "return-detail", pk=record.pk))
    assert f"Answer again by the end of {words}" in agency.text
    assert words in office.get(url(north, "review-detail", pk=record.pk)).text


def test_reminders_of_a_return_that_was_sent_back_count_from_its_day(world: World) -> None:
    north = world.north
    Round.objects.exclude(pk=north.round.pk).update(status="draft", opened_at=None)
    Return.objects.filter(pk=north.health_return.pk).delete()
    record = send_back(north, answer_by=today() + timedelta(days=14))

    # The step fourteen days before is that of the day itself: people have just been told.
    assert chasing.chase_due(now=at(today())) == 0
    assert chasing.chase_due(now=at(today() + timedelta(days=11))) == 1
    step = Reminder.objects.get(outcome="sent")
    assert (step.step, step.counted_from) == ("before-3", record.extended_to)

    letter = Message.objects.filter(kind="return_reminder", to_user=north.police_lead).get()
    assert "sent your agency’s return back" in letter.body
    assert "has not been sent" not in letter.body
    assert "sent back" in Notification.objects.filter(user=north.police_lead).latest("pk").text

    chasing.chase_due(now=at(today() + timedelta(days=24)))
    late = Message.objects.filter(kind="return_late", to_user=north.police_lead).get()
    assert "has not come in again" in late.body
    assert "has not been sent" not in late.body


def test_more_time_is_told_to_those_who_answer_once(world: World, office: Client) -> None:
    north = world.north
    until = north.round.closes_on + timedelta(days=14)
    keys = {"pk": north.round.pk, "record": north.police_return.pk}
    data = {"until": f"{until:%d/%m/%Y}", "reason": "Flood", "version": 1}
    office.post(url(north, "round-return-extend", **keys), data)
    office.post(
        url(north, "round-return-extend", **keys), data | {"version": 2, "reason": "Floods"}
    )

    letters = Message.objects.filter(kind="return_more_time")
    assert set(letters.values_list("to_user", flat=True)) == {
        north.police_lead.pk, north.police_contributor.pk,
    }  # fmt: skip
    letter = letters.get(to_user=north.police_lead)
    assert date_format(until, "j F Y") in letter.subject
    assert url(north, "return-detail", pk=north.police_return.pk) in letter.body
    assert Notification.objects.filter(user=north.police_lead, kind="round").count() == 1


def test_more_time_for_a_return_that_was_sent_back_may_end_before_the_round(world: World) -> None:
    north = world.north
    Round.objects.filter(pk=north.round.pk).update(closes_on=today() + timedelta(days=60))
    record = send_back(north, answer_by=today() + timedelta(days=5))

    with pytest.raises(DomainError, match="by which it is due now"):
        returns.extend(
            return_record=record, until=today() + timedelta(days=4), reason="x",
            version=record.version, by=north.board_manager,
        )  # fmt: skip
    later = returns.extend(
        return_record=record, until=today() + timedelta(days=9), reason="Holiday",
        version=record.version, by=north.board_manager,
    )  # fmt: skip
    assert later.extended_to == today() + timedelta(days=9)


def test_a_sent_back_return_is_due_on_its_own_day_while_the_round_is_open(world: World) -> None:
    north = world.north
    Round.objects.filter(pk=north.round.pk).update(closes_on=today() + timedelta(days=60))
    record = send_back(north, answer_by=today() + timedelta(days=5))
    Message.objects.all().delete()
    edit(north, closes_on=today() + timedelta(days=70))

    assert Return.objects.with_due().get(pk=record.pk).due_on == record.extended_to
    assert not Message.objects.filter(to_user=north.police_lead).exists()
    assert Message.objects.filter(kind="return_more_time", to_user=north.health_lead).exists()


def edit(cast: BoardCast, **changes: Any) -> Round:
    record = Round.objects.get(pk=cast.round.pk)
    values = {
        name: getattr(record, name)
        for name in ("title", "year", "tool_version", "opens_on", "closes_on", "introduction")
    }
    return rounds.edit(
        round_record=record, fields=rounds.RoundFields(**values | changes),
        version=record.version, by=cast.board_manager,
    )  # fmt: skip


def test_a_later_closing_date_is_told_to_agencies_that_owe_their_return(world: World) -> None:
    north = world.north
    sent(north)
    Message.objects.all().delete()

    edit(north, title="Other words")
    assert not Message.objects.exists()
    edit(north, closes_on=north.round.closes_on + timedelta(days=7))

    letters = Message.objects.filter(kind="return_more_time")
    assert set(letters.values_list("to_user", flat=True)) == {
        north.health_lead.pk, north.health_contributor.pk,
    }  # fmt: skip


def test_a_reopened_round_is_told(world: World, office: Client) -> None:
    north = world.north
    Round.objects.filter(pk=north.round.pk).update(status="closed", closed_at=timezone.now())
    day = today() + timedelta(days=30)
    office.post(
        url(north, "round-reopen", pk=north.round.pk),
        {"version": north.round.version, "closes_on": f"{day:%d/%m/%Y}"},
    )

    letter = Message.objects.get(kind="return_more_time", to_user=north.police_lead)
    assert "has opened its audit again" in letter.body
    assert date_format(day, "j F Y") in letter.body


def test_telling_asks_the_same_number_of_queries(
    world: World, assert_constant_queries: Any
) -> None:
    north = world.north
    record = Round.objects.select_related("board").get(pk=north.round.pk)
    days = iter(range(1, 9))

    def tell() -> None:
        Round.objects.filter(pk=record.pk).update(closes_on=today() + timedelta(days=next(days)))
        record.refresh_from_db(fields=["closes_on"])
        deadlines.tell_round(record, now=timezone.now())

    def grow() -> None:
        for number in range(10):
            agency = Agency.objects.create(name=f"School {number}", sector=north.health.sector)
            Return.objects.create(round=record, agency=agency)
            head = make_person(f"head{number}@school.example", f"Head {number}")
            give_role(head, "agency_lead", north.board, agency)

    assert_constant_queries(tell, grow)
