"""Actions planned in a return: the agency's own until the return is sent."""

from datetime import timedelta

import pytest
from django.urls import reverse

from audits.models import AnswerAction
from boards.errors import DomainError
from boards.models import Action
from boards.services import actions
from tests.integration.audits.test_returns import (
    page,
    save_url,
    sign_off,
    standard,
    submit,
    typed,
)
from tests.world import today

TITLE = "Train every duty worker"


@pytest.fixture
def lead(world, north):
    return world.client(north.police_lead)


@pytest.fixture
def manager(world, north):
    return world.client(north.board_manager)


@pytest.fixture
def link(lead, north):
    lead.post(save_url(north), typed("lead-person", point="1", commentary="Two teams do not."))
    lead.post(
        page(north, "answer-action-add", pk=north.police_return.pk, question="lead-person"),
        {"title": TITLE, "success_measure": "Register", "due_on": "12/12/2099"},
    )
    return AnswerAction.objects.get()


def boards(cast, name, **kwargs):
    return reverse(f"boards:{name}", kwargs={"board": cast.board.slug, **kwargs})


def change_url(cast, link, what="edit"):
    return page(cast, f"answer-action-{what}", pk=cast.police_return.pk, link=link.pk)


def test_planned_action_is_its_agencys_alone(lead, manager, north, link):
    detail = boards(north, "action-detail", pk=link.action_id)

    assert link.action.held_back
    assert TITLE in lead.get(boards(north, "action-list")).text
    assert "Only your agency sees this action" in lead.get(detail).text
    assert manager.get(detail).status_code == 404
    for name in ("action-list", "activity-list"):
        assert TITLE not in manager.get(boards(north, name)).text
    assert TITLE not in manager.get(reverse("board-home", args=[north.board.slug])).text


def test_planned_action_is_on_no_list_of_what_is_owed(lead, north, link):
    assert TITLE not in lead.get(reverse("home"), follow=True).text


def test_planned_action_can_be_changed_and_deleted(lead, manager, north, link):
    values = {"title": "Train all", "success_measure": "", "due_on": "1/2/2099", "version": 1}
    shown = lead.get(change_url(north, link))
    assert TITLE in shown.text

    changed = lead.post(change_url(north, link), values)
    stale = lead.post(change_url(north, link), values | {"title": "Other"})

    assert changed.url == f"{standard(north)}#q-lead-person"
    assert "somebody else" in stale.text.lower() or "changed" in stale.text.lower()
    assert Action.objects.get().title == "Train all"
    assert "Train all" not in manager.get(boards(north, "activity-list")).text
    assert lead.post(change_url(north, link, "delete")).status_code == 302
    assert not Action.objects.exists()
    assert lead.post(change_url(north, link, "delete")).status_code == 404


def test_planned_action_with_a_past_date_is_refused_in_words(lead, north, link):
    day = (today() - timedelta(days=1)).strftime("%d/%m/%Y")
    response = lead.post(
        change_url(north, link), {"title": "Kept words", "due_on": day, "version": 1}
    )

    assert "must be today or later" in response.text
    assert "Kept words" in response.text


def test_planned_action_leads_from_the_question_with_everything_saved(lead, north, link):
    assert f"change:{link.pk}" in lead.get(standard(north)).text
    response = lead.post(standard(north), {"then": f"change:{link.pk}"})
    assert response.url == change_url(north, link)


def test_sending_the_return_shows_the_board_its_actions(lead, manager, north, link):
    lead.post(
        change_url(north, link),
        {"title": "Second wording", "success_measure": "", "due_on": "1/2/2099", "version": 1},
    )
    lead.post(
        standard(north),
        typed("board-report", point="2", commentary="B") | typed("report-date", value="1/3/2026"),
    )
    lead.post(
        standard(north, "training"),
        typed("staff-trained", value="98%") | typed("training-how", value="room")
        | typed("supervision", point="yes") | typed("custody", point="3", commentary="C"),
    )  # fmt: skip
    assert sign_off(lead, north).status_code == 302
    submit(lead, north)

    action = Action.objects.get(pk=link.action_id)
    detail = manager.get(boards(north, "action-detail", pk=action.pk))
    assert not action.held_back
    assert "Second wording" in manager.get(boards(north, "action-list")).text
    # How the agency worded it before it was sent stays the agency's own.
    assert TITLE not in detail.text
    assert TITLE in lead.get(boards(north, "action-detail", pk=action.pk)).text
    assert lead.get(change_url(north, link)).status_code == 404


def test_activity_of_the_planning_opens_without_the_action(manager, north, link):
    from boards.queries import activity

    rows = activity.filtered(activity.of_board(north.board), kind="returns")
    for row in rows:
        opened = manager.get(boards(north, "activity-detail", pk=row.pk))
        assert opened.status_code == 200
        assert TITLE not in opened.text


def test_nobody_works_on_an_action_that_is_held_back(north, link):
    with pytest.raises(DomainError, match="waits until its return"):
        actions.progress(action=link.action, by=north.police_lead, note="x", rating="green")
