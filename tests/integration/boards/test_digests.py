"""Digests: one e-mail for what a person has not read, written once, naming nobody."""

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from boards.models import Membership, Message, Notification
from boards.rules.digests import leaves_at
from boards.services import digests, messages, notifications
from tests.world import MARKER, give_role

pytestmark = pytest.mark.django_db
PERSON = "Jo O’Brien <script>"


@pytest.fixture
def slot():
    """The last moment at which a daily digest was to leave."""
    return leaves_at("daily", timezone.now())


def tell(cast, user, *, at, kind="return", **values):
    given = {"text": f"{PERSON} sent something", "path": f"/{cast.board.slug}/"}
    return notifications.tell(user=user, board=cast.board, kind=kind, now=at, **(given | values))


def choose(user, frequency, **kinds):
    notifications.choose(by=user, choices={"": frequency, **kinds})


def digests_written():
    return list(Message.objects.filter(kind="digest").order_by("pk"))


def test_at_once_is_an_email_with_a_link_and_no_name(north):
    tell(north, north.police_lead, at=timezone.now())

    (message,) = Message.objects.filter(to_user=north.police_lead)
    assert message.kind == "notification"
    assert "/northshire/" in message.body
    assert reverse("notification-settings") in message.body
    assert "Brien" not in message.subject + message.body


@pytest.mark.parametrize("frequency", ["daily", "weekly", "portal"])
def test_other_choices_write_nothing_at_once(north, frequency):
    choose(north.police_lead, frequency)

    row = tell(north, north.police_lead, at=timezone.now())

    assert not Message.objects.exists()
    assert row.digest == ("" if frequency == "portal" else frequency)


def test_choice_of_a_kind_wins(north):
    choose(north.police_lead, "portal", agency="daily")

    assert tell(north, north.police_lead, at=timezone.now()).digest == ""
    assert tell(north, north.police_lead, at=timezone.now(), kind="agency").digest == "daily"
    choose(north.police_lead, "weekly", agency="")
    assert tell(north, north.police_lead, at=timezone.now(), kind="agency").digest == "weekly"


def test_digest_says_how_much_and_nothing_of_whom(north, slot):
    choose(north.police_lead, "daily")
    for minutes in (1, 2):
        tell(north, north.police_lead, at=slot - timedelta(minutes=minutes))
    tell(north, north.police_lead, at=slot - timedelta(minutes=1), kind="agency")

    assert digests.send_due() == 1

    (message,) = digests_written()
    assert message.board == north.board
    assert message.subject == "3 pieces of news for you at NSCP"
    assert "Returns sent, sent back and accepted: 2" in message.body
    assert "Agencies that change or merge: 1" in message.body
    assert reverse("notification-list") in message.body
    assert "Brien" not in message.body
    assert Notification.objects.filter(message=message).count() == 3


def test_digest_leaves_once_however_often_it_runs(north, slot):
    choose(north.police_lead, "daily")
    tell(north, north.police_lead, at=slot - timedelta(hours=1))

    assert [digests.send_due() for _ in range(3)] == [1, 0, 0]
    (message,) = digests_written()
    messages.deliver(message.pk)
    messages.deliver(message.pk)
    assert len(mail.outbox) == 1
    assert mail.outbox[0].extra_headers["Message-ID"] == f"<{message.message_id}>"


def test_sender_that_was_away_catches_up_with_one(north, slot):
    choose(north.police_lead, "daily")
    for days in (1, 2, 3):
        tell(north, north.police_lead, at=slot - timedelta(days=days))

    assert digests.send_due(now=slot + timedelta(hours=5)) == 1
    assert len(digests_written()) == 1


def test_what_comes_after_the_time_waits_for_the_next(north, slot):
    choose(north.police_lead, "daily")
    tell(north, north.police_lead, at=slot)

    assert digests.send_due(now=slot + timedelta(hours=23)) == 0
    assert digests.send_due(now=slot + timedelta(days=1)) == 1


def test_weekly_waits_for_monday(north):
    choose(north.police_lead, "weekly")
    monday = leaves_at("weekly", timezone.now())
    tell(north, north.police_lead, at=monday + timedelta(hours=1))

    assert digests.send_due(now=monday + timedelta(days=6)) == 0
    assert digests.send_due(now=monday + timedelta(days=7)) == 1


def test_nothing_new_is_no_digest(north, slot):
    choose(north.police_lead, "daily")
    row = tell(north, north.police_lead, at=slot - timedelta(hours=1))
    notifications.mark_read(notification=row, by=north.police_lead)

    assert digests.send_due() == 0


def test_nobody_is_written_to_who_left(north, slot):
    for user in (north.police_lead, north.health_lead):
        choose(user, "daily")
        tell(north, user, at=slot - timedelta(hours=1))
    Membership.objects.filter(user=north.police_lead).update(
        ends_on=timezone.localdate() - timedelta(days=1)
    )
    north.health_lead.is_active = False
    north.health_lead.save()

    assert digests.send_due() == 0


def test_each_board_has_its_own_digest_in_its_own_outbox(world, slot):
    user = world.north.police_lead
    give_role(user, "agency_lead", world.south.board, world.south.police)
    choose(user, "daily")
    tell(world.north, user, at=slot - timedelta(hours=1))
    tell(world.south, user, at=slot - timedelta(hours=1), text=MARKER)

    assert digests.send_due() == 2

    page = world.client(world.north.board_manager).get("/northshire/outbox/?kind=digest")
    assert page.text.count("1 piece of news") == 1
    assert MARKER not in page.text


def test_security_is_in_no_digest(north, slot):
    choose(north.police_lead, "daily")
    row = tell(north, north.police_lead, at=slot - timedelta(hours=1), kind="security")

    assert row.digest == ""
    assert digests.send_due() == 0


def test_queries_do_not_grow_with_what_is_not_due(north, slot, assert_constant_queries):
    choose(north.police_lead, "daily")

    def grow():
        for _ in range(10):
            tell(north, north.police_lead, at=slot + timedelta(minutes=1))

    assert_constant_queries(lambda: digests.send_due(now=slot + timedelta(hours=1)), grow)


def test_settings_page_shows_and_keeps_the_choice(world):
    user = world.north.police_lead
    client = world.client(user)
    url = reverse("notification-settings")

    page = client.get(url)
    assert page.context["form"].initial == {}
    assert "Nothing waits for a digest" in page.text
    client.post(url, {"everything": "weekly", "kind-return": "daily", "kind-round": ""})
    tell(world.north, user, at=timezone.now())

    page = client.get(url)
    form = page.context["form"]
    assert form["everything"].value() == "weekly"
    assert form["kind-return"].value() == "daily"
    assert form["kind-round"].value() == ""
    assert "1 piece of news for you at NSCP" in page.text
    assert "Brien" not in page.text


@pytest.mark.parametrize("data", [{}, {"everything": "hourly"}, {"everything": "daily",
                                                                 "kind-return": "x"}])  # fmt: skip
def test_settings_page_refuses_what_is_no_choice(world, data):
    client = world.client(world.north.police_lead)

    response = client.post(reverse("notification-settings"), data)

    assert response.status_code == 422
    assert "There is a problem" in response.text
    assert not world.north.police_lead.notification_settings.exists()


def test_opening_the_link_of_a_mail_changes_nothing(world):
    user = world.north.police_lead
    row = tell(world.north, user, at=timezone.now())

    for url in (reverse("notification-settings"), reverse("notification-list")):
        world.client(user).get(url)

    row.refresh_from_db()
    assert row.read_at is None
