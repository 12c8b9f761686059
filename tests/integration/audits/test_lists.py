"""Lists of returns and evidence with their filters, and where empty pages lead."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from audits.models import Return, Round
from audits.services import rounds
from boards.errors import DomainError
from boards.models import BoardPartner, BoardYear, Evidence
from tests.integration.audits.test_rounds import rows_of
from tests.permissions.audits_rounds import draft as make_draft
from tests.unit.audits.test_compliance import submit
from tests.unit.audits.test_rounds import answer
from tests.world import BoardCast, World, give_role, today


@pytest.fixture
def office(world: World) -> Client:
    return world.client(world.north.board_manager)


def url(cast: BoardCast, name: str, **keys: Any) -> str:
    return reverse(f"audits:{name}", kwargs={"board": cast.board.slug} | keys)


def names(response: Any) -> list[str]:
    return [record.agency.name for record in response.context["page"]]


def test_returns_are_filtered_by_agency_status_round_and_lateness(
    world: World, office: Client
) -> None:
    north = world.north
    address = url(north, "return-list")
    submit(north.police_return, north.police_lead)
    BoardPartner.objects.filter(board=north.board, agency=north.health).update(name="Our trust")
    Round.objects.filter(pk=north.round.pk).update(closes_on=today() - timedelta(days=1))

    assert len(names(office.get(address))) == 2
    assert names(office.get(address, {"q": "our tru"})) == [north.health.name]
    assert names(office.get(address, {"q": north.police.name.lower()})) == [north.police.name]
    assert names(office.get(address, {"status": "submitted"})) == [north.police.name]
    assert names(office.get(address, {"late": "on"})) == [north.health.name]
    assert len(names(office.get(address, {"round": north.round.pk}))) == 2
    nothing = office.get(address, {"q": "<script>alert(1)</script>"})
    assert "No return fits these filters" in nothing.text
    assert "<script>alert" not in nothing.text


def test_returns_file_has_the_filtered_rows(world: World, office: Client) -> None:
    north = world.north
    submit(north.police_return, north.police_lead)
    response = office.get(url(north, "return-list"), {"status": "submitted", "format": "csv"})
    assert [row["Agency"] for row in rows_of(response)] == [north.police.name]


def test_returns_offer_no_round_that_the_person_does_not_see(world: World) -> None:
    north, south = world.north, world.south
    draft = make_draft(north)
    page = world.client(north.police_lead).get(url(north, "return-list"))
    offered = set(page.context["filter_form"].fields["round"].queryset)
    assert offered == {north.round}
    assert not offered & {south.round, Round.objects.get(pk=draft["pk"])}


def test_returns_make_as_many_queries_for_many(
    world: World, office: Client, assert_constant_queries: Any
) -> None:
    from tests.unit.audits.test_compliance import more

    north = world.north
    point = north.tool_version.scale.points.first().key
    assert_constant_queries(
        lambda: office.get(url(north, "return-list"), {"q": "a"}), lambda: more(north, point)
    )


def evidence(cast: BoardCast, agency: Any, title: str, **more: Any) -> Evidence:
    return Evidence.objects.create(
        agency=agency, title=title, kind="link", link=f"https://example.org/{title[:5]}",
        uploaded_by=cast.police_lead, **more,
    )  # fmt: skip


def test_evidence_is_found_by_its_words(world: World) -> None:
    north = world.north
    evidence(north, north.police, "Safeguarding policy")
    evidence(north, north.police, "Training register")
    client = world.client(north.police_lead)

    def found(**asked: str) -> list[str]:
        page = client.get(url(north, "evidence-list"), asked)
        return [row.title for row in page.context["page"]]

    assert found() == ["Training register", "Safeguarding policy"]
    assert found(q="regis") == ["Training register"]
    assert len(found(q="example.org")) == 2
    assert "No evidence fits" in client.get(url(north, "evidence-list"), {"q": "zzz"}).text
    assert "agency" not in client.get(url(north, "evidence-list")).context["filter_form"].fields


def test_evidence_of_several_agencies_is_parted(world: World) -> None:
    north = world.north
    give_role(north.police_lead, "agency_contributor", north.board, north.health)
    evidence(north, north.police, "Police policy")
    evidence(north, north.health, "Trust policy")
    client = world.client(north.police_lead)

    page = client.get(url(north, "evidence-list"), {"agency": north.health.pk})

    assert [row.title for row in page.context["page"]] == ["Trust policy"]
    offered = page.context["filter_form"].fields["agency"].queryset
    assert set(offered) == {north.police, north.health}
    strange = client.get(url(north, "evidence-list"), {"agency": 999_999})
    assert len(strange.context["page"]) == 2


def test_a_draft_round_is_deleted_after_asking(world: World, office: Client) -> None:
    north = world.north
    draft = Round.objects.get(pk=make_draft(north)["pk"])
    address = url(north, "round-delete", pk=draft.pk)
    assert address in office.get(url(north, "round-detail", pk=draft.pk)).text
    assert "1 agency was chosen" in office.get(address).text
    assert office.post(address, {"version": draft.version + 1}).status_code == 422

    response = office.post(address, {"version": draft.version})

    assert response["Location"] == url(north, "round-list")
    assert not Round.objects.filter(pk=draft.pk).exists()
    assert office.post(address, {"version": draft.version}).status_code == 404
    activity = reverse("boards:activity-list", kwargs={"board": north.board.slug})
    assert "deleted the draft round" in office.get(activity).text


def test_a_round_that_agencies_have_had_is_not_deleted(world: World, office: Client) -> None:
    north = world.north
    address = url(north, "round-delete", pk=north.round.pk)
    assert "so it stays" in office.get(address).text
    assert office.post(address, {"version": north.round.version}).status_code == 422
    assert Round.objects.filter(pk=north.round.pk).exists()


def test_a_draft_with_answers_is_not_deleted(world: World) -> None:
    north = world.north
    draft = Round.objects.get(pk=make_draft(north)["pk"])
    answer(draft.returns.get(), "lead-person", commentary="x")
    with pytest.raises(DomainError, match="has answers"):
        rounds.delete(round_record=draft, version=draft.version, by=north.board_manager)


def test_empty_pages_lead_on(world: World, office: Client) -> None:
    north = world.north
    draft = make_draft(north)
    Return.objects.filter(round=north.round).delete()

    def shown(name: str, client: Client = office, **keys: Any) -> str:
        return str(client.get(url(north, name, **keys)).text)

    lead = world.client(north.police_lead)
    assert url(north, "round-list") in shown("return-list").split("There are no returns yet")[1]
    assert f'href="/{north.board.slug}/"' in shown("return-list", lead).split("no returns yet")[1]
    assert url(north, "return-list") in shown("evidence-list", lead).split("No evidence yet")[1]
    reminders = shown("round-chasing", **draft).split("not open yet")[1]
    assert url(north, "round-detail", **draft) in reminders


def test_a_board_without_years_is_led_to_them(world: World) -> None:
    north = world.north
    Return.objects.filter(round__board=north.board).delete()
    Round.objects.filter(board=north.board).delete()
    BoardYear.objects.filter(board=north.board).delete()
    years = reverse("boards:board-year-list", kwargs={"board": north.board.slug})

    assert years in world.client(north.board_manager).get(url(north, "round-create")).text
    office = world.client(north.business_support).get(url(north, "round-create")).text
    assert "no reporting year yet" in office
    assert years not in office.split("no reporting year yet")[1]


def test_a_tool_leads_to_its_rounds(world: World, office: Client) -> None:
    north = world.north
    address = url(north, "tool-detail", pk=north.tool.pk)
    assert url(north, "round-detail", pk=north.round.pk) in office.get(address).text
