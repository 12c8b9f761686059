"""Rounds: drafting, choosing agencies, opening, closing."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from audits.models import Answer, Question, Return, Round, Scale
from audits.rules.compliance import Compliance
from audits.rules.rounds import heat, is_late
from audits.services import respondents, rounds
from audits.services.rounds import RoundFields
from boards.errors import DomainError, StaleRecord, TransitionNotAllowed
from boards.models import Agency, Message, Notification, Sector
from tests.world import BoardCast, World, today


def fields(cast: BoardCast, **changes: object) -> RoundFields:
    base = RoundFields(
        title="Section 11, next", year=cast.year, tool_version=cast.tool_version,
        opens_on=today(), closes_on=today() + timedelta(days=30), introduction="Please answer",
    )  # fmt: skip
    return replace(base, **changes)  # type: ignore[arg-type]


@pytest.fixture
def draft(world: World) -> Round:
    north = world.north
    return rounds.create(board=north.board, fields=fields(north), by=north.board_manager)


def both(cast: BoardCast) -> list[int]:
    return [cast.police.pk, cast.health.pk]


def opened(cast: BoardCast, record: Round) -> Round:
    rounds.invite(round_record=record, agency_ids=both(cast), by=cast.board_manager)
    return rounds.open_round(round_record=record, version=record.version, by=cast.board_manager)


@pytest.mark.parametrize(
    ("met", "base", "capped", "level"),
    [(4, 4, False, 4), (3, 4, False, 3), (2, 4, False, 2), (1, 4, False, 1), (0, 0, False, "na"),
     (3, 4, True, 2), (1, 4, True, 1)],
)  # fmt: skip
def test_heat(met: int, base: int, capped: bool, level: object) -> None:
    assert heat(Compliance(met, base), is_capped=capped) == level


def test_is_late_from_the_day_after() -> None:
    day = date(2026, 3, 31)
    assert not is_late("draft", day, day)
    assert is_late("sent_back", day, date(2026, 4, 1))
    assert not is_late("submitted", day, date(2026, 4, 1))


def test_edit_of_a_closed_round_is_refused(world: World) -> None:
    north = world.north
    closed = rounds.close(round_record=north.round, version=1, by=north.board_manager)
    later = fields(north, closes_on=north.round.closes_on + timedelta(days=90))
    with pytest.raises(DomainError, match="closed"):
        rounds.edit(
            round_record=closed, fields=later, version=closed.version, by=north.board_manager
        )


@pytest.mark.parametrize("is_open", [True, False])
def test_naming_tells_people_only_while_the_round_is_open(world: World, is_open: bool) -> None:
    north = world.north
    if not is_open:
        rounds.close(round_record=north.round, version=1, by=north.board_manager)
    record = Return.objects.get(pk=north.police_return.pk)
    respondents.name(return_record=record, user_ids=[north.police_lead.pk], by=north.board_manager)
    told = Notification.objects.filter(user=north.police_lead, text__contains="is open")
    assert told.exists() is is_open


def test_create_makes_a_draft_with_a_key_of_its_title(world: World, draft: Round) -> None:
    north = world.north
    again = rounds.create(board=north.board, fields=fields(north), by=north.board_manager)
    assert (draft.status, draft.key) == ("draft", "section-11-next")
    assert again.key == "section-11-next-2"
    assert draft.kind == "section-11"


def test_create_refuses_what_is_not_the_boards(world: World) -> None:
    north, south = world.north, world.south
    for wrong in (
        {"tool_version": south.tool_version},
        {"year": south.year},
        {"previous": south.round},
        {"closes_on": today() - timedelta(days=1)},
    ):
        with pytest.raises(DomainError):
            rounds.create(board=north.board, fields=fields(north, **wrong), by=north.board_manager)


def test_edit_keeps_tool_and_opening_once_open(world: World, draft: Round) -> None:
    north = world.north
    record = opened(north, draft)
    later = fields(north, title="New words", closes_on=draft.closes_on + timedelta(days=5),
                   opens_on=today() + timedelta(days=2))  # fmt: skip
    changed = rounds.edit(
        round_record=record, fields=later, version=record.version, by=north.board_manager
    )
    assert changed.title == "New words"
    assert changed.opens_on == record.opens_on
    earlier = fields(north, closes_on=draft.closes_on - timedelta(days=1))
    with pytest.raises(DomainError):
        rounds.edit(
            round_record=record, fields=earlier, version=changed.version, by=north.board_manager
        )


def test_edit_by_two_people_at_once_is_refused(world: World, draft: Round) -> None:
    north = world.north
    rounds.edit(round_record=draft, fields=fields(north), version=1, by=north.board_manager)
    with pytest.raises(StaleRecord):
        rounds.edit(round_record=draft, fields=fields(north), version=1, by=north.board_manager)


def test_invite_twice_adds_once(world: World, draft: Round) -> None:
    north = world.north
    first = rounds.invite(round_record=draft, agency_ids=both(north), by=north.board_manager)
    second = rounds.invite(round_record=draft, agency_ids=both(north), by=north.board_manager)
    assert (first.added, second.added, second.already) == (2, 0, 2)
    assert draft.returns.count() == 2


def test_invite_takes_sites_of_partners_and_no_stranger(world: World, draft: Round) -> None:
    north = world.north
    school = Sector.objects.first()
    site = Agency.objects.create(name="Ysgol Tŷ Ffynnon", sector=school, parent=north.health)
    stranger = Agency.objects.create(name="Nowhere", sector=school)
    rounds.invite(round_record=draft, agency_ids=[site.pk], by=north.board_manager)
    with pytest.raises(DomainError, match="Nowhere"):
        rounds.invite(
            round_record=draft, agency_ids=[north.police.pk, stranger.pk], by=north.board_manager
        )
    assert [record.agency for record in draft.returns.all()] == [site]


def test_a_draft_round_is_seen_by_no_agency(world: World, draft: Round) -> None:
    north = world.north
    rounds.invite(round_record=draft, agency_ids=both(north), by=north.board_manager)
    mine = Return.objects.visible_to(north.police_lead)
    assert not mine.filter(round=draft).exists()
    rounds.open_round(round_record=draft, version=draft.version, by=north.board_manager)
    assert mine.filter(round=draft).count() == 1


def test_open_round_tells_each_person_once(world: World, draft: Round) -> None:
    north = world.north
    rounds.invite(round_record=draft, agency_ids=both(north), by=north.board_manager)
    police = draft.returns.get(agency=north.police)
    police.respondents.create(user=north.police_contributor)
    rounds.open_round(round_record=draft, version=draft.version, by=north.board_manager)
    to = set(Message.objects.filter(kind="round_opened").values_list("to_email", flat=True))
    assert to == {
        north.police_contributor.email, north.health_lead.email, north.health_contributor.email
    }  # fmt: skip
    assert Notification.objects.filter(board=north.board).count() == 3
    assert (
        f"/audits/returns/{police.pk}/"
        in Message.objects.get(to_email=north.police_contributor.email).body
    )
    with pytest.raises(TransitionNotAllowed):
        rounds.open_round(round_record=draft, version=2, by=north.board_manager)


def test_open_round_needs_agencies_and_a_closing_day_to_come(world: World, draft: Round) -> None:
    north = world.north
    with pytest.raises(DomainError, match="No agency"):
        rounds.open_round(round_record=draft, version=1, by=north.board_manager)
    rounds.invite(round_record=draft, agency_ids=both(north), by=north.board_manager)
    Round.objects.filter(pk=draft.pk).update(
        opens_on=today() - timedelta(days=9), closes_on=today() - timedelta(days=1)
    )
    with pytest.raises(DomainError, match="closing date"):
        rounds.open_round(round_record=draft, version=1, by=north.board_manager)


def answer(record: Return, key: str, point: str = "", **values: object) -> Answer:
    version = record.round.tool_version
    question = Question.objects.get(tool_version=version, key=key)
    scale = (
        Scale.objects.get(board=None, key="yes_no")
        if question.kind == "yes_no"
        else Scale.objects.get(board=None, key="four_point")
    )
    grade = scale.points.get(key=point) if point else None
    return Answer.objects.create(return_record=record, question=question, point=grade, **values)


def test_open_round_carries_answers_forward_unconfirmed(world: World) -> None:
    north = world.north
    point = Scale.objects.get(board=None, key="four_point").points.first()
    old = answer(north.police_return, "lead-person", point.key, commentary="As ever")
    answer(north.police_return, "training-how", value="online")
    answer(north.police_return, "supervision", "no")
    made = rounds.create(
        board=north.board, fields=fields(north, previous=north.round), by=north.board_manager
    )
    opened(north, made)
    carried = {a.question.key: a for a in Answer.objects.filter(return_record__round=made)}
    assert set(carried) == {"lead-person", "training-how", "supervision"}
    lead = carried["lead-person"]
    assert (lead.point, lead.commentary, lead.is_confirmed, lead.carried_from) == (
        point, "As ever", False, old
    )  # fmt: skip
    assert carried["supervision"].point.key == "no"


def test_invite_to_an_open_round_carries_and_tells_at_once(world: World) -> None:
    north = world.north
    answer(north.police_return, "training-how", value="online")
    made = rounds.create(
        board=north.board, fields=fields(north, previous=north.round), by=north.board_manager
    )
    rounds.invite(round_record=made, agency_ids=[north.health.pk], by=north.board_manager)
    rounds.open_round(round_record=made, version=1, by=north.board_manager)
    rounds.invite(round_record=made, agency_ids=[north.police.pk], by=north.board_manager)
    assert Answer.objects.filter(return_record__round=made).count() == 1
    assert Message.objects.filter(to_user=north.police_lead).count() == 1


def test_remove_keeps_a_return_that_has_answers(world: World) -> None:
    north = world.north
    answer(north.police_return, "training-how", value="online")
    rounds.remove(return_record=north.health_return, by=north.board_manager)
    with pytest.raises(DomainError):
        rounds.remove(return_record=north.police_return, by=north.board_manager)
    assert list(north.round.returns.all()) == [north.police_return]


def test_close_and_reopen(world: World) -> None:
    north = world.north
    closed = rounds.close(round_record=north.round, version=1, by=north.board_manager)
    assert (closed.status, closed.closed_by) == ("closed", north.board_manager)
    with pytest.raises(DomainError):
        rounds.invite(round_record=closed, agency_ids=both(north), by=north.board_manager)
    with pytest.raises(DomainError):
        rounds.reopen(
            round_record=closed, closes_on=today() - timedelta(days=1), version=2,
            by=north.board_manager,
        )  # fmt: skip
    again = rounds.reopen(round_record=closed, closes_on=today(), version=2, by=north.board_manager)
    assert (again.status, again.closed_at) == ("open", None)


def test_close_due_closes_once_and_only_what_is_over(world: World) -> None:
    north, south = world.north, world.south
    Round.objects.filter(pk=north.round.pk).update(closes_on=today() - timedelta(days=1))
    Round.objects.filter(pk=south.round.pk).update(closes_on=today())
    assert rounds.close_due() == 1
    assert rounds.close_due() == 0
    north.round.refresh_from_db()
    assert (north.round.status, north.round.closed_by) == ("closed", None)
