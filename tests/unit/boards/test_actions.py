"""The action tracker's services: numbers, owners, states, evidence, impact."""

from datetime import timedelta

import pytest
from pghistory.models import Context

from boards.errors import DomainError, StaleRecord, TransitionNotAllowed
from boards.models import Action, Agency
from boards.services import actions
from tests.world import today


def raise_one(cast, **values):
    defaults = {"title": "Train all new staff", "due_on": today() + timedelta(days=30)}
    return actions.raise_action(board=cast.board, by=cast.board_manager, **{**defaults, **values})


def complete_one(cast, **values):
    action = raise_one(cast, **values)
    return actions.complete(
        action=action, by=cast.board_manager, completion_evidence="Register of 2 June", version=1
    )


def test_raise_action_numbers_per_board(world):
    raise_one(world.north)
    raise_one(world.south)

    assert raise_one(world.north).number == 2


def test_raise_action_leaves_a_sentence(world):
    action = raise_one(world.north)

    row = Context.objects.get(metadata__activity="actions.raise")
    assert row.metadata["on_name"] == str(action)
    assert row.metadata["board"] == world.north.board.pk


def test_raise_action_in_the_past(world):
    with pytest.raises(actions.UnsuitableDate):
        raise_one(world.north, due_on=today() - timedelta(days=1))


def test_raise_action_for_agency_of_other_board(world):
    with pytest.raises(actions.UnsuitableOwner):
        raise_one(world.north, agency=world.south.health)


def test_raise_action_for_a_site_of_an_agency(world):
    north = world.north
    site = Agency.objects.create(name="Ward", sector=north.health.sector, parent=north.health)

    assert raise_one(north, agency=site).agency == site


@pytest.mark.parametrize(
    ("owner", "agency"), [("police_lead", None), ("police_lead", "health"), ("trainer", None)]
)
def test_raise_action_for_owner_who_could_not_see_it(world, owner, agency):
    chosen = getattr(world.north, agency) if agency else None

    with pytest.raises(actions.UnsuitableOwner):
        raise_one(world.north, owner=getattr(world.north, owner), agency=chosen)


@pytest.mark.parametrize(
    "path", ["https://elsewhere.example", "//elsewhere.example", "javascript:x"]
)
def test_raise_action_with_path_outside(world, path):
    with pytest.raises(DomainError):
        raise_one(world.north, source_path=path)


def test_progress_keeps_note_and_rating(world):
    action = raise_one(world.north, agency=world.north.police)

    actions.progress(
        action=action, by=world.north.police_lead, note="Half done", rating="amber", version=1
    )

    action.refresh_from_db()
    assert (action.rating, action.version) == ("amber", 2)
    assert action.updates.get().text == "Half done"


def test_progress_when_changed_meanwhile(world):
    action = raise_one(world.north)
    actions.progress(
        action=action, by=world.north.board_manager, note="One", rating="green", version=1
    )

    with pytest.raises(StaleRecord):
        actions.progress(
            action=action, by=world.north.board_manager, note="Two", rating="red", version=1
        )


def test_extend_keeps_both_dates(world):
    action = raise_one(world.north)
    later = action.due_on + timedelta(days=14)

    actions.extend(action=action, by=world.north.board_manager, due_on=later, reason="Strike")

    update = action.updates.get()
    assert (update.old_due_on, update.new_due_on) == (action.due_on, later)


def test_extend_to_an_earlier_day(world):
    action = raise_one(world.north)

    with pytest.raises(actions.UnsuitableDate):
        actions.extend(
            action=action, by=world.north.board_manager, due_on=today(), reason="In a hurry"
        )


def test_extend_without_reason(world):
    action = raise_one(world.north)

    with pytest.raises(actions.NothingSaid):
        actions.extend(
            action=action, by=world.north.board_manager, reason=" ",
            due_on=action.due_on + timedelta(days=1),
        )  # fmt: skip


def test_reassign_says_from_whom_to_whom(world):
    north = world.north
    action = raise_one(north, agency=north.police)

    moved = actions.reassign(
        action=action, by=north.board_manager, agency=north.health, owner=north.health_lead,
        reason="Theirs", version=1,
    )  # fmt: skip

    assert (moved.agency, moved.owner) == (north.health, north.health_lead)
    assert "Shire Police" in action.updates.get().text


def test_reassign_to_the_same(world):
    action = raise_one(world.north, agency=world.north.police)

    with pytest.raises(actions.UnsuitableOwner):
        actions.reassign(
            action=action, by=world.north.board_manager, agency=world.north.police, owner=None,
            reason="Again",
        )  # fmt: skip


def test_complete_without_evidence(world):
    action = raise_one(world.north)

    with pytest.raises(actions.NothingSaid):
        actions.complete(action=action, by=world.north.board_manager, completion_evidence="")


def test_reopen_gives_it_back_to_its_owner(world):
    action = complete_one(world.north)

    actions.reopen(action=action, by=world.north.board_manager, reason="Names are missing")

    action.refresh_from_db()
    assert (action.status, action.completed_at) == ("open", None)
    assert action.completion_evidence == "Register of 2 June"


@pytest.mark.parametrize(("impact", "measure"), [("", "Survey"), ("Better", " ")])
def test_close_without_both_halves_of_the_impact_check(world, impact, measure):
    action = complete_one(world.north)

    with pytest.raises(actions.NothingSaid):
        actions.close(
            action=action, by=world.north.board_manager, impact=impact, impact_measure=measure
        )


def test_close_from_open(world):
    action = raise_one(world.north)

    with pytest.raises(TransitionNotAllowed):
        actions.close(
            action=action, by=world.north.board_manager, impact="Better", impact_measure="Survey"
        )


def test_close_with_impact(world):
    action = complete_one(world.north)

    actions.close(
        action=action, by=world.north.board_manager, impact="Better", impact_measure="Survey"
    )

    assert Action.objects.get(pk=action.pk).status == "closed"


@pytest.mark.parametrize("verb", ["progress", "extend", "reassign", "edit"])
def test_change_of_a_closed_action(world, verb):
    action = complete_one(world.north)
    values = {
        "progress": {"note": "x", "rating": "green"},
        "extend": {"due_on": today() + timedelta(days=90), "reason": "x"},
        "reassign": {"agency": world.north.police, "owner": None, "reason": "x"},
        "edit": {"title": "x", "description": "", "success_measure": "", "version": None},
    }[verb]

    with pytest.raises(TransitionNotAllowed):
        getattr(actions, verb)(action=action, by=world.north.board_manager, **values)


def test_withdraw_keeps_the_reason(world):
    action = raise_one(world.north)

    actions.withdraw(action=action, by=world.north.board_manager, reason="Raised twice")

    action.refresh_from_db()
    assert (action.status, action.withdrawn_reason) == ("withdrawn", "Raised twice")
