"""The page of a round's compliance and its files."""

import pytest
from django.test import Client

from audits.models import Scale
from tests.integration.audits.test_rounds import page, rows_of, url
from tests.unit.audits.test_compliance import submit
from tests.unit.audits.test_rounds import answer
from tests.world import World


@pytest.fixture
def office(world: World) -> Client:
    return world.client(world.north.board_manager)


@pytest.fixture
def sent(world: World) -> World:
    north = world.north
    scale = Scale.objects.get(board=None, key="four_point")
    grades = {point.is_met: point.key for point in scale.points.order_by("-order")}
    submit(north.police_return, north.police_lead)
    answer(north.police_return, "lead-person", grades[False])
    answer(north.police_return, "board-report", grades[True])
    answer(north.health_return, "board-report", grades[True], commentary="A draft")
    return world


def test_base_is_always_printed_and_essential_named(sent: World, office: Client) -> None:
    address = url(sent.north, "round-compliance", pk=sent.north.round.pk)
    standards = page(office.get(address))
    assert "50%" in standards
    assert "1 of 2 answers (n = 2)" in standards
    assert "From 1 of 2 returns" in standards
    cells = page(office.get(address, {"view": "agencies"}))
    assert "50% (n\N{NO-BREAK SPACE}=\N{NO-BREAK SPACE}2), essential" in cells
    assert sent.north.health.name not in cells
    assert "heat--2" in cells
    questions = page(office.get(address, {"view": "questions"}))
    assert "What about lead person?" in questions


def test_filter_of_a_sector_without_returns(sent: World, office: Client) -> None:
    address = url(sent.north, "round-compliance", pk=sent.north.round.pk)
    shown = page(office.get(address, {"sector": "health_provider"}))
    assert "no answer counts (n = 0)" in shown


def test_nothing_sent_yet(world: World, office: Client) -> None:
    shown = page(office.get(url(world.north, "round-compliance", pk=world.north.round.pk)))
    assert "No return has been sent yet" in shown


@pytest.mark.parametrize("table", ["standards", "agencies", "questions", "heat-map"])
def test_files_have_the_base(sent: World, office: Client, table: str) -> None:
    address = url(sent.north, "round-compliance-file", pk=sent.north.round.pk, table=table)
    rows = rows_of(office.get(address))
    assert sum(int(row["Answers that apply (n)"]) for row in rows) == 2
    assert sum(int(row["Met"]) for row in rows) == 1


def test_unknown_file_is_404(sent: World, office: Client) -> None:
    address = url(sent.north, "round-compliance-file", pk=sent.north.round.pk, table="secrets")
    assert office.get(address).status_code == 404
