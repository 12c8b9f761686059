"""Pages of rounds: drafted, sent to agencies, watched."""

import csv
import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from audits.models import Return, Round, RoundFinding
from audits.tasks import close_rounds
from boards.models import Agency, BoardPartner, Invitation
from boards.queries import todos
from tests.permissions.audits_rounds import draft as make_draft
from tests.unit.audits.test_compliance import more, submit
from tests.unit.audits.test_rounds import answer
from tests.world import BoardCast, World, today

SCRIPT = "<script>alert(1)</script>"


@pytest.fixture
def office(world: World) -> Client:
    return world.client(world.north.board_manager)


@pytest.fixture
def draft(world: World) -> Round:
    record = Round.objects.get(pk=make_draft(world.north)["pk"])
    record.returns.all().delete()
    return record


def url(cast: BoardCast, name: str, **kwargs: Any) -> str:
    return reverse(f"audits:{name}", kwargs={"board": cast.board.slug} | kwargs)


def page(response: Any) -> str:
    return response.content.decode()  # type: ignore[no-any-return]


def rows_of(response: Any) -> list[dict[str, str]]:
    text = b"".join(response.streaming_content).decode().lstrip("\ufeff")
    return list(csv.DictReader(io.StringIO(text)))


def filled(cast: BoardCast, **changes: Any) -> dict[str, Any]:
    return {
        "title": f"Section 11 {SCRIPT}", "tool_version": cast.tool_version.pk, "year": cast.year.pk,
        "opens_on": today().isoformat(), "closes_on": (today() + timedelta(days=30)).isoformat(),
        "introduction": "Please answer", "version": 0,
    } | changes  # fmt: skip


def test_from_draft_to_open(world: World, office: Client) -> None:
    north = world.north
    response = office.post(url(north, "round-create"), filled(north))
    made = Round.objects.get(board=north.board, status="draft")
    assert response["Location"] == url(north, "round-agencies", pk=made.pk)
    response = office.post(
        url(north, "round-agencies", pk=made.pk),
        {"agency": [north.police.pk, north.health.pk]},
        follow=True,
    )
    assert "2 agencies added." in page(response)
    shown = page(office.get(url(north, "round-open", pk=made.pk)))
    assert SCRIPT not in shown
    response = office.post(url(north, "round-open", pk=made.pk), {"version": 1}, follow=True)
    assert "The round is open" in page(response)
    again = office.post(url(north, "round-open", pk=made.pk), {"version": 1})
    assert again.status_code == 422
    assert made.returns.count() == 2


def test_create_says_what_is_wrong_and_keeps_what_was_typed(world: World, office: Client) -> None:
    north = world.north
    wrong = filled(north, title="", closes_on="1 January 2001", introduction="Typed for long")
    response = office.post(url(north, "round-create"), wrong)
    assert response.status_code == 422
    shown = page(response)
    assert "Enter the title" in shown
    assert "The closing date must be the opening date or later" in shown
    assert "Typed for long" in shown


def test_create_offers_no_tool_of_another_board(world: World, office: Client) -> None:
    response = office.post(
        url(world.north, "round-create"),
        filled(world.north, tool_version=world.south.tool_version.pk),
    )
    assert response.status_code == 422
    assert not Round.objects.filter(status="draft").exists()


def test_edit_of_a_changed_round_is_refused(world: World, office: Client, draft: Round) -> None:
    Round.objects.filter(pk=draft.pk).update(version=5, title="Theirs")
    response = office.post(
        url(world.north, "round-edit", pk=draft.pk), filled(world.north, version=1, title="Mine")
    )
    assert response.status_code == 422
    assert 'value="Mine"' in page(response)


def test_paste_shows_every_error_and_adds_nothing(
    world: World, office: Client, draft: Round
) -> None:
    address = url(world.north, "round-agencies-list", pk=draft.pk)
    response = office.post(address, {"text": f"Shire Police\nNowhere\n{SCRIPT}"})
    shown = page(response)
    assert response.status_code == 422
    assert "Row 2" in shown
    assert "Row 3" in shown
    assert SCRIPT not in shown
    assert not draft.returns.exists()


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252"])
def test_csv_file_adds_agencies(world: World, office: Client, draft: Round, encoding: str) -> None:
    BoardPartner.objects.filter(agency=world.north.health).update(name="Ysgol Ty é")
    text = "name,town\r\nShire Police,X\r\nYsgol Ty é,Y\r\n"
    upload = SimpleUploadedFile("list.csv", text.encode(encoding))
    address = url(world.north, "round-agencies-list", pk=draft.pk)
    shown = office.post(address, {"file": upload})
    assert "Check the list" in page(shown)
    assert not draft.returns.exists()
    office.post(address, {"plan": shown.context["form"]["plan"].value()})
    assert draft.returns.count() == 2


def test_a_list_that_did_not_arrive_whole_is_refused(
    world: World, office: Client, draft: Round
) -> None:
    address = url(world.north, "round-agencies-list", pk=draft.pk)
    for plan in ("{", "[1]", '{"x": []}', '{"999999": []}'):
        assert office.post(address, {"plan": plan}).status_code == 422
    assert not draft.returns.exists()


def test_a_file_that_is_no_list_is_refused(world: World, office: Client, draft: Round) -> None:
    upload = SimpleUploadedFile("list.csv", b"\x89PNG\x00\xff\xfe")
    response = office.post(url(world.north, "round-agencies-list", pk=draft.pk), {"file": upload})
    assert "content is something else" in page(response)


def test_by_sector_adds_everybody_of_it(world: World, office: Client, draft: Round) -> None:
    address = url(world.north, "round-agencies-sectors", pk=draft.pk)
    assert office.post(address, {}).status_code == 422
    office.post(address, {"sectors": ["police"]})
    office.post(address, {"sectors": ["police"]})
    assert [record.agency for record in draft.returns.all()] == [world.north.police]


def test_pick_lists_only_this_boards_agencies(world: World, office: Client, draft: Round) -> None:
    address = url(world.north, "round-agencies", pk=draft.pk)
    shown = page(office.get(address))
    assert world.north.health.name in shown
    assert world.south.health.name not in shown
    assert office.post(address, {"agency": [world.south.health.pk]}).status_code == 422
    assert office.post(address, {"agency": ["x", "9" * 40]}).status_code == 422


def test_open_names_agencies_where_nobody_could_answer(
    world: World, office: Client, draft: Round
) -> None:
    lonely = Agency.objects.create(name="Lonely School", sector=world.north.health.sector)
    BoardPartner.objects.create(
        board=world.north.board, agency=lonely, key="lonely", name=lonely.name, sector=lonely.sector
    )
    office.post(url(world.north, "round-agencies", pk=draft.pk),
                {"agency": [lonely.pk, world.north.police.pk]})  # fmt: skip
    shown = page(office.get(url(world.north, "round-open", pk=draft.pk)))
    assert "1 agency has nobody who could answer" in shown
    assert "Lonely School" in shown


def test_respondents_are_named_and_invited(world: World, office: Client) -> None:
    north = world.north
    address = url(north, "round-respondents", pk=north.round.pk, record=north.police_return.pk)
    typed = {"people": [north.police_lead.pk], "emails": "a@b.example\nnot one"}
    wrong = office.post(address, typed)
    assert "“not one” is not an e-mail address" in page(wrong)
    assert not north.police_return.respondents.exists()
    assert office.post(address, {"people": [north.health_lead.pk]}).status_code == 422
    office.post(
        address,
        {"people": [north.police_lead.pk],
         "emails": f"new@police.example\n{north.police_contributor.email.upper()}"},
    )  # fmt: skip
    named = {row.user for row in north.police_return.respondents.all()}
    assert named == {north.police_lead, north.police_contributor}
    invitation = Invitation.objects.get(email="new@police.example")
    assert invitation.agency == north.police
    assert invitation.landing_path == url(north, "return-arrive", pk=north.police_return.pk)


def test_a_draft_round_is_for_the_office_alone(world: World, draft: Round) -> None:
    north = world.north
    address = url(north, "round-detail", pk=draft.pk)
    assert world.client(north.business_support).get(address).status_code == 200
    assert world.client(north.independent_chair).get(address).status_code == 404
    listed = page(world.client(north.independent_chair).get(url(north, "round-list")))
    assert draft.title not in listed


def test_detail_counts_filters_and_shows_no_answer(world: World, office: Client) -> None:
    north = world.north
    answer(north.health_return, "training-how", value="online", commentary="Their own words",
           updated_by=north.health_lead)  # fmt: skip
    submit(north.police_return, north.police_lead)
    Round.objects.filter(pk=north.round.pk).update(closes_on=today() - timedelta(days=1))
    address = url(north, "round-detail", pk=north.round.pk)
    shown = page(office.get(address))
    assert "1 of 2 returned" in shown
    assert "Their own words" not in shown
    late = office.get(address, {"late": "1"}).context["lines"]
    assert [line["record"].agency for line in late] == [north.health]
    assert late[0]["record"].stage == "started"
    assert (late[0]["progress"].done, late[0]["progress"].asked) == (1, 6)
    none = page(office.get(address, {"q": "no such agency"}))
    assert "No agency matches" in none
    for sort in ("agency", "-agency", "status", "-due", "activity", "-activity", "nonsense"):
        assert office.get(address, {"sort": sort, "page": "x"}).status_code == 200


def test_returns_csv_has_the_filtered_rows(world: World, office: Client) -> None:
    north = world.north
    BoardPartner.objects.filter(board=north.board, agency=north.police).update(name="=1+1")
    rows = rows_of(
        office.get(
            url(north, "round-detail", pk=north.round.pk), {"sector": "police", "format": "csv"}
        )
    )
    assert [row["Agency"] for row in rows] == ["'=1+1"]


def test_answers_csv_holds_sent_returns_only(world: World, office: Client) -> None:
    north = world.north
    answer(north.police_return, "training-how", value="online", commentary="=HYPERLINK(1)")
    answer(north.health_return, "training-how", value="room", commentary="A draft")
    submit(north.police_return, north.police_lead)
    rows = rows_of(office.get(url(north, "round-answers", pk=north.round.pk)))
    assert {row["Agency"] for row in rows} == {north.police.name}
    by_key = {row["Question key"]: row for row in rows}
    assert by_key["training-how"]["How the agency knows"] == "'=HYPERLINK(1)"
    assert "custody" in by_key  # asked of the police
    assert "supervision-why" not in by_key  # a follow-up that is not asked


def test_extend_and_remove(world: World, office: Client) -> None:
    north = world.north
    keys = {"pk": north.round.pk, "record": north.police_return.pk}
    address = url(north, "round-return-extend", **keys)
    assert office.post(address, {"version": 1, "until": "", "reason": ""}).status_code == 422
    until = north.round.closes_on + timedelta(days=7)
    office.post(address, {"version": 1, "until": until.isoformat(), "reason": "Flood"})
    north.police_return.refresh_from_db()
    assert north.police_return.extended_to == until
    assert north.police_return.extension_reason == "Flood"
    office.post(url(north, "round-return-remove", **keys))
    assert not Return.objects.filter(pk=north.police_return.pk).exists()


def test_remove_of_a_return_with_answers_is_refused(world: World, office: Client) -> None:
    north = world.north
    answer(north.police_return, "training-how", value="online")
    keys = {"pk": north.round.pk, "record": north.police_return.pk}
    response = office.post(url(north, "round-return-remove", **keys))
    assert response.status_code == 422
    assert "has answered already" in page(response)


def test_closed_rounds_take_late_returns(world: World, office: Client) -> None:
    north = world.north
    office.post(url(north, "round-close", pk=north.round.pk), {"version": 1})
    agency = world.client(north.police_lead)
    assert agency.get(url(north, "return-detail", pk=north.police_return.pk)).status_code == 200
    response = office.post(
        url(north, "round-reopen", pk=north.round.pk),
        {"version": 2, "closes_on": today().isoformat()},
    )
    assert response.status_code == 302
    Round.objects.filter(pk=north.round.pk).update(closes_on=today() - timedelta(days=1))
    close_rounds()
    north.round.refresh_from_db()
    assert north.round.status == "closed"


def test_list_shows_published_counts_with_their_findings(world: World, office: Client) -> None:
    north = world.north
    past = Round.objects.create(
        board=north.board, year=north.year, key="past", title="Section 11, years ago",
        kind="section-11", status="published", invited=290, submitted=219,
    )  # fmt: skip
    RoundFinding.objects.create(round=past, label="fully compliant", percent=84)
    shown = page(office.get(url(north, "round-list")))
    assert "76%" in shown
    assert "84%" in shown
    assert "fully compliant" in shown
    assert office.get(url(north, "round-detail", pk=past.pk)).status_code == 404


def test_pages_make_as_many_queries_for_20_agencies_as_for_2(
    world: World, office: Client, assert_constant_queries: Callable[..., int]
) -> None:
    north = world.north
    addresses = [
        url(north, "round-detail", pk=north.round.pk),
        url(north, "round-list"),
        url(north, "round-agencies", pk=north.round.pk),
        url(north, "round-compliance", pk=north.round.pk) + "?view=agencies",
    ]
    submit(north.police_return, north.police_lead)
    answer(north.police_return, "supervision", "yes")

    def ask() -> None:
        for address in addresses:
            assert office.get(address).status_code == 200

    def grow() -> None:
        more(north, north.tool_version.scale.points.first().key)

    assert assert_constant_queries(ask, grow) <= 15 * len(addresses)


def test_todos_of_the_office(world: World, draft: Round) -> None:
    north = world.north
    submit(north.police_return, north.police_lead)
    Round.objects.filter(pk=north.round.pk).update(closes_on=today() + timedelta(days=2))
    mine = {(todo.kind, todo.title) for todo in todos.of(north.board_manager)}
    assert ("review", north.round.title) in mine
    assert ("round", north.round.title) in mine
    assert ("round", draft.title) in mine
    theirs = [todo for todo in todos.of(north.police_lead) if todo.kind in {"review", "round"}]
    assert not theirs
    owed = todos.owed_to(north.board, north.board_manager)
    assert [todo.agency_name for todo in owed if todo.kind == "return"] == [north.health.name]
    assert not [t for t in todos.owed_to(north.board, north.police_lead) if t.kind == "return"]
    assert timezone.localdate() <= owed[0].due_on
