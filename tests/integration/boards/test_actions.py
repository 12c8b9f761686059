"""Pages of the action tracker."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from boards.models import Action
from boards.services import actions
from tests.world import MARKER, give_role, make_person, today

NASTY = "<script>alert('Llanfairpwllgwyngyll')</script>" + "x" * 240


def url(cast, name, pk=None):
    extra = {} if pk is None else {"pk": pk}
    return reverse(f"boards:action-{name}", kwargs={"board": cast.board.slug, **extra})


def raise_one(cast, **values):
    defaults = {"title": "Train all new staff", "due_on": today() + timedelta(days=30)}
    return actions.raise_action(board=cast.board, by=cast.board_manager, **{**defaults, **values})


def make_late(action):
    Action.objects.filter(pk=action.pk).update(due_on=today() - timedelta(days=3))


def test_list_when_empty(world):
    page = world.client(world.north.board_manager).get(url(world.north, "list"))

    assert "No actions yet" in page.text


def test_list_shows_what_the_board_has_and_nothing_of_others(world):
    raise_one(world.north, title=NASTY)
    raise_one(world.south, title=MARKER)

    page = world.client(world.north.board_manager).get(url(world.north, "list"))

    assert "&lt;script&gt;" in page.text
    assert "<script>alert" not in page.text
    assert MARKER not in page.text


def test_list_of_an_agency_has_its_actions_only(world):
    raise_one(world.north, title="For the police", agency=world.north.police)
    raise_one(world.north, title="For the trust", agency=world.north.health)

    page = world.client(world.north.police_lead).get(url(world.north, "list"))

    assert "For the police" in page.text
    assert "For the trust" not in page.text
    assert "Northshire Health Trust" not in page.text


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("status=overdue", {"Late one"}),
        ("status=open", {"Late one", "Audit one"}),
        ("status=complete", {"Done one"}),
        ("source=audit", {"Audit one"}),
        ("q=late", {"Late one"}),
        ("q=A1", {"Late one"}),
        ("status=bogus&page=99&sort=bogus", {"Late one", "Audit one", "Done one"}),
    ],
)
def test_list_filters(world, query, shown):
    make_late(raise_one(world.north, title="Late one"))
    raise_one(world.north, title="Audit one", source="audit")
    done = raise_one(world.north, title="Done one")
    actions.complete(action=done, by=world.north.board_manager, completion_evidence="Yes")

    page = world.client(world.north.board_manager).get(f"{url(world.north, 'list')}?{query}")

    assert {name for name in ("Late one", "Audit one", "Done one") if name in page.text} == shown


def test_list_as_csv(world):
    raise_one(world.north, title="=HYPERLINK(1)")

    answer = world.client(world.north.board_manager).get(url(world.north, "list") + "?format=csv")

    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    assert "'=HYPERLINK(1)" in text


def test_list_asks_the_same_for_one_and_for_many(world, assert_constant_queries):
    client = world.client(world.north.board_manager)
    raise_one(world.north, agency=world.north.police, owner=world.north.police_lead)

    def grow():
        for _n in range(10):
            raise_one(world.north, agency=world.north.health, owner=world.north.health_lead)

    asked = assert_constant_queries(lambda: client.get(url(world.north, "list")), grow)

    assert asked <= 15


def test_raise_by_a_page(world):
    client = world.client(world.north.board_manager)
    data = {
        "title": "Train all new staff", "due_on": f"{today() + timedelta(days=9):%d/%m/%Y}",
        "agency": world.north.board.partners.get(agency=world.north.police).pk,
        "owner": world.north.police_lead.pk, "source": "meeting",
    }  # fmt: skip

    answer = client.post(url(world.north, "new"), data)

    action = Action.objects.get()
    assert answer.url == url(world.north, "detail", action.pk)
    assert (action.agency, action.owner) == (world.north.police, world.north.police_lead)


def test_raise_for_a_past_date_keeps_what_was_typed(world):
    client = world.client(world.north.board_manager)
    data = {"title": "Siân’s idea", "due_on": "1/1/2020", "source": "other"}

    page = client.post(url(world.north, "new"), data)

    assert page.status_code == 422
    assert "The due date must be today or later" in page.text
    assert "Siân’s idea" in page.text


def test_raise_for_somebody_of_the_other_board(world):
    client = world.client(world.north.board_manager)
    data = {
        "title": "x", "due_on": "1/1/2099", "source": "other",
        "owner": world.south.board_manager.pk,
    }  # fmt: skip

    assert client.post(url(world.north, "new"), data).status_code == 422


def test_detail_shows_notes_and_history(world):
    action = raise_one(world.north, agency=world.north.police)
    actions.progress(action=action, by=world.north.police_lead, note=NASTY, rating="red", version=1)

    page = world.client(world.north.police_lead).get(url(world.north, "detail", action.pk))

    assert "Northshire police_lead wrote progress on A1" in page.text
    assert "Off track" in page.text
    assert "<script>alert" not in page.text


def test_detail_asks_the_same_for_many_notes(world, assert_constant_queries):
    action = raise_one(world.north, agency=world.north.police)
    by = world.north.police_lead
    actions.progress(action=action, by=by, note="One", rating="red")

    def grow():
        for rating in ("green", "amber", "red", "green", "amber"):
            actions.progress(action=action, by=by, note="More", rating=rating)

    client = world.client(world.north.board_manager)
    asked = assert_constant_queries(lambda: client.get(url(world.north, "detail", action.pk)), grow)

    assert asked <= 20


def test_detail_of_another_agency(world):
    action = raise_one(world.north, agency=world.north.health)

    page = world.client(world.north.police_lead).get(url(world.north, "detail", action.pk))

    assert page.status_code == 404


def test_progress_after_somebody_else(world):
    action = raise_one(world.north)
    actions.progress(action=action, by=world.north.board_manager, note="Theirs", rating="red")
    client = world.client(world.north.business_support)
    data = {"note": "Mine", "rating": "green", "version": 1}

    page = client.post(url(world.north, "progress", action.pk), data)

    assert page.status_code == 422
    assert "Off track" in page.text
    assert "Mine" in page.text
    again = data | {"version": page.context["form"]["version"].value()}
    assert client.post(url(world.north, "progress", action.pk), again).status_code == 302


def test_complete_with_a_file_and_download_it(world):
    action = raise_one(world.north, agency=world.north.police)
    upload = SimpleUploadedFile("Register.txt", b"Forty people came", "text/plain")
    client = world.client(world.north.police_lead)

    client.post(
        url(world.north, "complete", action.pk),
        {"completion_evidence": "Forty people came", "version": 1, "upload": upload},
    )

    action.refresh_from_db()
    assert action.status == "complete"
    link = action.evidence_links.get().evidence_id
    file_url = reverse(
        "boards:action-evidence",
        kwargs={"board": world.north.board.slug, "pk": action.pk, "evidence": link},
    )
    answer = world.client(world.north.board_manager).get(file_url)
    assert b"".join(answer.streaming_content) == b"Forty people came"
    assert world.client(world.north.health_lead).get(file_url).status_code == 404

    # Given to another agency, the action takes its words along but not the agency's files.
    actions.reopen(
        action=action, by=world.north.board_manager, reason="Not yet", version=action.version
    )
    action.refresh_from_db()
    actions.reassign(
        action=action, by=world.north.board_manager, agency=world.north.health, owner=None,
        reason="Theirs", version=action.version,
    )  # fmt: skip
    health = world.client(world.north.health_lead)
    html = health.get(url(world.north, "detail", action.pk)).content.decode()
    assert "Train all new staff" in html
    assert "Register.txt" not in html
    assert health.get(file_url).status_code == 404
    board = world.client(world.north.board_manager).get(file_url)
    assert b"".join(board.streaming_content) == b"Forty people came"


def test_the_boards_own_action_is_not_an_agencys_to_change(world):
    """Reading all of the board's actions and working for one agency are not more together."""
    north = world.north
    reader = make_person("reader@north.example", "Reader")
    give_role(reader, "board_member", north.board)
    give_role(reader, "agency_lead", north.board, north.police)
    page, own = world.client(reader), raise_one(north)
    assert page.get(url(north, "detail", own.pk)).status_code == 200
    assert page.get(url(north, "progress", own.pk)).status_code == 403
    assert (
        page.post(url(north, "progress", own.pk), {"text": "Mine", "version": 1}).status_code == 403
    )
    theirs = raise_one(north, agency=north.police)
    assert page.get(url(north, "progress", theirs.pk)).status_code == 200


def test_complete_with_a_link_that_the_board_can_follow(world):
    action = raise_one(world.north, agency=world.north.police)
    lead = world.client(world.north.police_lead)
    said = {"completion_evidence": "It is published", "version": 1}

    wrong = lead.post(url(world.north, "complete", action.pk), said | {"link": "ftp://x.example/"})
    assert "https:// or http://" in wrong.text
    assert "It is published" in wrong.text
    lead.post(url(world.north, "complete", action.pk), said | {"link": "police.example/policy"})

    page = world.client(world.north.board_manager).get(url(world.north, "detail", action.pk))
    assert 'href="https://police.example/policy"' in page.text


def test_the_boards_own_action_takes_no_link(world):
    action = raise_one(world.north)

    page = world.client(world.north.board_manager).get(url(world.north, "complete", action.pk))

    assert 'name="link"' not in page.text


def test_close_shows_what_was_said_and_wants_both_halves(world):
    action = raise_one(world.north)
    actions.complete(
        action=action, by=world.north.board_manager, completion_evidence="Register",
        now=timezone.now(),
    )  # fmt: skip
    client = world.client(world.north.board_manager)

    page = client.post(url(world.north, "close", action.pk), {"impact": "Better", "version": 2})

    assert "Register" in page.text
    assert "Enter how that was measured" in page.text
    done = {"impact": "Better", "impact_measure": "Survey", "version": 2}
    assert client.post(url(world.north, "close", action.pk), done).status_code == 302
