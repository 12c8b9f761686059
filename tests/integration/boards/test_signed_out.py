"""Pages asked for without a session, and forms sent when it is over."""

import pytest
from django.test import Client
from django.urls import reverse


@pytest.fixture
def page(north):
    return reverse("boards:action-new", kwargs={"board": north.board.slug})


def send(page, **headers):
    answer = Client(headers=headers).post(page, {"title": "Long thought of"})
    return answer, answer.client.get(answer["Location"])


def test_page_is_what_comes_after_signing_in(page):
    answer = Client().get(page)
    assert answer["Location"] == f"{reverse('account_login')}?next={page}"


def test_form_that_was_sent_says_that_nothing_was_saved(north, page):
    answer, sign_in = send(page, referer=f"http://testserver{page}")

    assert answer["Location"] == f"{reverse('account_login')}?next={page}"
    assert "what you sent was not saved" in sign_in.text
    assert not north.board.actions.exists()


@pytest.mark.parametrize(
    "referer", ["", "https://elsewhere.example/x", "http://testserver//elsewhere.example/"]
)
def test_form_from_elsewhere_leads_to_the_start_page(page, referer):
    answer, _ = send(page, referer=referer)
    assert answer["Location"] == f"{reverse('account_login')}?next={reverse('home')}"


def test_address_of_a_button_opened_as_a_page_says_so(world, north):
    url = reverse("boards:theme-begin", kwargs={"board": north.board.slug})

    answer = world.client(north.board_manager).get(url)

    assert answer.status_code == 405
    assert answer["Allow"] == "POST"
    assert "This is not a page" in answer.text
    assert reverse("board-home", kwargs={"board": north.board.slug}) in answer.text
