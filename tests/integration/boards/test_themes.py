"""The page of themes, and actions found by them."""

from datetime import timedelta

import pytest
from django.urls import reverse

from boards.services import actions, themes
from tests.world import today


def url(cast, name, **kwargs):
    return reverse(f"boards:{name}", kwargs={"board": cast.board.slug} | kwargs)


@pytest.fixture
def manager(world):
    return world.client(world.north.board_manager)


@pytest.fixture
def neglect(north):
    return themes.add(board=north.board, label="<script>Neglect", by=north.board_manager)


def form(**said):
    values = {"title": "Meet", "due_on": str(today() + timedelta(days=9)), "source": "other"}
    return values | said


def test_empty_page_offers_the_usual_themes(north, manager):
    page = manager.get(url(north, "theme-list"))
    assert "Begin with the usual themes" in page.text

    page = manager.post(url(north, "theme-begin"), follow=True)

    assert "Voice of the child" in page.text


def test_page_of_an_agency_offers_no_change(world, north, neglect):
    page = world.client(north.police_lead).get(url(north, "theme-list"))

    assert "&lt;script&gt;Neglect" in page.text
    assert "Rename" not in page.text
    assert url(north, "theme-new") not in page.text


def test_name_that_is_taken_keeps_what_was_typed(north, manager, neglect):
    page = manager.post(url(north, "theme-new"), {"label": "<SCRIPT>neglect"})

    assert page.status_code == 422
    assert "There is a theme of this name already." in page.text
    assert "&lt;SCRIPT&gt;neglect" in page.text


def test_retire_and_bring_back(north, manager, neglect):
    page = manager.post(url(north, "theme-retire", pk=neglect.pk), follow=True)
    assert "Bring back" in page.text
    assert "Neglect" not in manager.get(url(north, "action-new")).text

    manager.post(url(north, "theme-bring-back", pk=neglect.pk))

    assert "Neglect" in manager.get(url(north, "action-new")).text


def test_action_is_tagged_shown_found_and_exported(north, manager, neglect):
    manager.post(url(north, "action-new"), form(themes=[neglect.pk]))
    action = north.board.actions.get()
    manager.post(url(north, "action-new"), form(title="Another"))

    assert "&lt;script&gt;Neglect" in manager.get(url(north, "action-detail", pk=action.pk)).text
    found = manager.get(url(north, "action-list"), {"theme": neglect.pk})
    assert "Meet" in found.text
    assert "Another" not in found.text
    exported = manager.get(url(north, "action-list"), {"format": "csv"})
    assert "Neglect" in exported.getvalue().decode()


def test_edit_shows_what_is_ticked(north, manager, neglect):
    action = actions.raise_action(
        board=north.board, title="Meet", due_on=today(), by=north.board_manager, themes=[neglect]
    )

    page = manager.get(url(north, "action-edit", pk=action.pk))

    assert page.context["form"]["themes"].initial == [neglect]


def test_theme_of_another_board_is_refused_in_words(north, south, manager, neglect):
    theirs = themes.add(board=south.board, label="Theirs", by=south.board_manager)

    page = manager.post(url(north, "action-new"), form(themes=[theirs.pk]))

    assert page.status_code == 422
    assert not north.board.actions.exists()


def test_queries_of_the_page_do_not_grow(north, manager, neglect, assert_constant_queries):
    def grow():
        for number in range(10):
            theme = themes.add(board=north.board, label=f"T{number}", by=north.board_manager)
            actions.raise_action(
                board=north.board, title="x", due_on=today(), by=north.board_manager,
                themes=[theme, neglect],
            )  # fmt: skip

    assert_constant_queries(lambda: manager.get(url(north, "theme-list")), grow)
    assert_constant_queries(lambda: manager.get(url(north, "action-list")), lambda: None)
