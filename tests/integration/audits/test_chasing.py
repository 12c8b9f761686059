"""Chasing: reminders of returns, the ladder above them, and its pages."""

from datetime import datetime, time, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from audits.models import Chasing, Reminder, Return, Round
from audits.queries.board_todos import rounds_to_mind
from audits.rules.chasing import Plan
from audits.services import chasing
from audits.services.opening import respondents_of
from boards.errors import DomainError
from boards.models import Agency, Membership, Message, Notification
from boards.services import notifications
from tests.world import World, give_role, make_person


def at(day):
    return timezone.make_aware(datetime.combine(day, time(7, 10)))


@pytest.fixture
def cast(world: World):
    """A round that opened two months before its closing day."""
    north = world.north
    opened = at(north.round.closes_on - timedelta(days=60))
    Round.objects.filter(board=north.board).update(
        opens_on=timezone.localdate(opened), opened_at=opened
    )
    north.round.refresh_from_db()
    Return.objects.filter(pk=north.health_return.pk).delete()
    # The other board's round is not sent yet, so that the counts are of this one.
    Round.objects.exclude(board=north.board).update(status="draft", opened_at=None)
    return north


def late(cast, days):
    return at(cast.round.closes_on + timedelta(days=days))


def sent(cast):
    return [row.step for row in Reminder.objects.filter(outcome="sent").order_by("pk")]


def details_for(person, cast):
    return [todo.detail for todo in rounds_to_mind(person, cast.round.closes_on)]


def url(cast, name):
    return reverse(f"audits:{name}", kwargs={"board": cast.board.slug, "pk": cast.round.pk})


def test_reminder_reaches_those_who_answer_once(cast):
    now = late(cast, -14)

    chasing.chase_due(now=now)
    chasing.chase_due(now=now)

    assert sent(cast) == ["before-14"]
    (*letters,) = Message.objects.filter(kind="return_reminder", board=cast.board)
    assert len(letters) == Reminder.objects.get().told > 0
    assert str(cast.police_return.pk) in letters[0].body
    assert "Police" not in letters[0].subject + letters[0].body
    assert Notification.objects.filter(user=cast.police_lead).count() == 1


def test_three_days_down_sends_one(cast):
    chasing.set_plan(round_record=cast.round, plan=Plan((5, 4, 3), (), None, None), version=0,
                     by=cast.board_manager)  # fmt: skip

    chasing.chase_due(now=late(cast, -3))

    assert sent(cast) == ["before-3"]
    assert Reminder.objects.filter(outcome="skipped").count() == 2
    assert Message.objects.filter(to_user=cast.police_lead).count() == 1


def test_return_that_is_in_is_left_alone(cast):
    Return.objects.filter(pk=cast.police_return.pk).update(
        status="submitted", signed_off_at=timezone.now(), signed_off_by=cast.police_lead,
        signatory_name="A Chief", submitted_at=timezone.now(), submitted_by=cast.police_lead,
    )  # fmt: skip

    assert chasing.chase_due(now=late(cast, 7)) == 0


def test_more_time_moves_the_steps(cast):
    chasing.chase_due(now=late(cast, 1))
    Return.objects.filter(pk=cast.police_return.pk).update(
        extended_to=cast.round.closes_on + timedelta(days=30), extension_reason="Flood"
    )

    assert chasing.chase_due(now=late(cast, 7)) == 0
    chasing.chase_due(now=late(cast, 31))

    assert sent(cast) == ["after-1", "after-1"]


def test_more_time_is_not_less_once_the_round_is_prolonged(cast):
    closes_on = cast.round.closes_on
    Return.objects.filter(pk=cast.police_return.pk).update(
        extended_to=closes_on + timedelta(days=5), extension_reason="Flood"
    )
    Round.objects.filter(pk=cast.round.pk).update(closes_on=closes_on + timedelta(days=20))

    mine = Return.objects.filter(pk=cast.police_return.pk)
    assert mine.with_due().get().due_on == closes_on + timedelta(days=20)
    assert not mine.late(closes_on + timedelta(days=20)).exists()


def test_named_people_whose_role_has_ended_are_not_written_to(cast):
    left, stays = cast.police_contributor, cast.police_lead
    for person in (left, stays):
        cast.police_return.respondents.create(user=person)
    Membership.objects.filter(user=left).update(ends_on=cast.round.closes_on - timedelta(days=700))

    def told():
        return [user for _pk, user in respondents_of(cast.round, [cast.police_return.pk])]

    assert told() == [stays]
    # When nobody who was named is left, everybody who may answer is asked.
    cast.police_return.respondents.get(user=stays).delete()
    assert told() == [stays]


def test_ladder_goes_up_to_lead_and_board(cast):
    chasing.chase_due(now=late(cast, 10))
    lead = Message.objects.filter(kind="return_late", to_user=cast.police_lead)
    assert lead.count() == 1
    # The lead, who may answer too, is not reminded beside it.
    assert not Message.objects.filter(kind="return_reminder", to_user=cast.police_lead).exists()

    assert not any("in spite" in detail for detail in details_for(cast.board_manager, cast))
    chasing.chase_due(now=late(cast, 21))

    details = details_for(cast.board_manager, cast)
    assert "1 return is late in spite of reminders: speak to the agency" in details
    assert Notification.objects.filter(user=cast.board_manager).count() == 1


def test_paused_round_waits_and_then_catches_up(cast):
    with pytest.raises(DomainError):
        chasing.pause(round_record=cast.round, reason=" ", by=cast.board_manager)
    chasing.pause(round_record=cast.round, reason="School holiday", by=cast.board_manager)
    assert chasing.chase_due(now=late(cast, -3)) == 0

    chasing.resume(round_record=cast.round, by=cast.board_manager)
    chasing.chase_due(now=late(cast, -2))

    assert sent(cast) == ["before-3"]


def test_who_chose_a_digest_gets_no_letter_of_its_own(cast):
    notifications.choose(by=cast.police_lead, choices={"reminder": "daily"})
    notifications.choose(by=cast.police_contributor, choices={"": "portal"})

    chasing.chase_due(now=late(cast, 1))
    chasing.chase_due(now=late(cast, 10))

    assert not Message.objects.filter(to_user=cast.police_lead).exists()
    assert not Message.objects.filter(to_user=cast.police_contributor).exists()
    waiting = Notification.objects.waiting().filter(user=cast.police_lead, kind="reminder")
    assert waiting.count() == 2  # the reminder, and that it is late: each once
    assert not Notification.objects.waiting().filter(user=cast.police_contributor).exists()


def test_board_is_told_as_it_chose(cast):
    notifications.choose(by=cast.board_manager, choices={"reminder": "weekly"})

    chasing.chase_due(now=late(cast, 21))

    assert Notification.objects.get(user=cast.board_manager).digest == "weekly"
    assert not Message.objects.filter(to_user=cast.board_manager).exists()


def test_nobody_to_tell_is_recorded(cast):
    agency = Agency.objects.create(name="Nobody’s school", sector=cast.police.sector)
    record = cast.round.returns.create(agency=agency)

    chasing.chase_due(now=late(cast, 1))

    assert Reminder.objects.get(return_record=record, outcome="sent").told == 0


def test_chasing_asks_the_same_for_many(cast, assert_constant_queries):
    def grow():
        for number in range(10):
            agency = Agency.objects.create(name=f"School {number}", sector=cast.police.sector)
            give_role(make_person(f"s{number}@north.example", "Head"), "agency_lead", cast.board,
                      agency)  # fmt: skip
            cast.round.returns.create(agency=agency)

    def ask():
        Reminder.objects.all().delete()
        Message.objects.all().delete()
        chasing.chase(round_record=cast.round, now=late(cast, 1))

    assert_constant_queries(ask, grow)


def test_page_says_what_is_sent_to_whom_and_when(world, cast):
    client = world.client(cast.board_manager)

    page = client.get(url(cast, "round-chasing")).text

    assert cast.police_lead.name in page
    assert "Reminder to those who answer" in page
    assert "To-do for the board’s manager" in page


def test_page_of_a_draft(world, cast):
    Round.objects.filter(pk=cast.round.pk).update(status="draft", opened_at=None)

    assert "not open yet" in world.client(cast.board_manager).get(url(cast, "round-chasing")).text


def test_days_are_changed_and_bad_ones_kept(world, cast):
    client = world.client(cast.board_manager)
    address = url(cast, "round-chasing-settings")
    form = client.get(address).context["form"]
    assert form["before"].value() == "14, 3"

    refused = client.post(address, {"before": "soon", "after": "2", "version": 0})
    assert refused.status_code == 422
    assert 'value="soon"' in refused.text
    good = {"before": "7", "after": "", "lead_after": "5", "board_after": "", "version": 0}
    assert client.post(address, good).status_code == 302

    row = Chasing.objects.get(round=cast.round)
    assert row.plan() == Plan((7,), (), 5, None)
    assert client.post(address, good).status_code == 422  # somebody was first: version 1 by now


def test_remind_now_twice_sends_once(world, cast):
    client = world.client(cast.board_manager)
    data = {"return": [cast.police_return.pk, world.south.police_return.pk, "x"]}

    first = client.post(url(cast, "round-remind"), data, follow=True).text
    second = client.post(url(cast, "round-remind"), data, follow=True).text

    assert "1 agency is being reminded" in first
    assert "have been reminded today" in second
    assert Message.objects.filter(kind="return_reminder", to_user=cast.police_lead).count() == 1
    assert not Reminder.objects.filter(return_record=world.south.police_return).exists()
    nothing = client.post(url(cast, "round-remind"), {}, follow=True).text
    assert "Select at least one agency" in nothing


def test_pause_on_the_page(world, cast):
    client = world.client(cast.board_manager)
    assert client.post(url(cast, "round-chasing-pause"), {"reason": ""}).status_code == 422

    reason = "<script>alert(1)</script> gwyliau’r ysgol"
    page = client.post(url(cast, "round-chasing-pause"), {"reason": reason}, follow=True).text

    assert "Reminders are paused" in page
    assert "<script>alert" not in page
    assert client.post(url(cast, "round-chasing-resume")).status_code == 302
    assert Chasing.objects.get().paused_at is None


def test_return_rate_is_asked_for_alone(world, cast):
    page = world.client(cast.board_manager).get(url(cast, "round-rate")).text

    assert page.startswith("<section")
    assert "0 of 1 returned" in page
    assert 'hx-trigger="every 30s"' in page
