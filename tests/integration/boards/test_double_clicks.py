"""The same form twice: one change, whoever clicked, and however they clicked."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.cache import cache
from django.db import connections
from django.test import Client
from django.urls import reverse

from boards.models import Action
from tests.world import make_world

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
ACTION = {"title": "Train staff", "due_on": "12/12/2099", "source": "other"}


@pytest.fixture(autouse=True)
def empty_cache():
    cache.clear()


def client_of(user):
    client = Client(enforce_csrf_checks=True)
    client.force_login(user)
    return client


def filled_in(client, cast, data):
    url = new_action(cast)
    data = data | {"agency": cast.board.partners.get(agency=cast.police).pk}
    return data | {"csrfmiddlewaretoken": TOKEN.search(client.get(url).text)[1]}


def new_action(cast):
    return reverse("boards:action-new", kwargs={"board": cast.board.slug})


def test_form_sent_twice_raises_one_action(north):
    client = client_of(north.board_manager)
    form = filled_in(client, north, ACTION)

    first, second = client.post(new_action(north), form), client.post(new_action(north), form)

    assert (first.status_code, second.status_code) == (302, 302)
    assert first.url == second.url
    assert Action.objects.count() == 1


def test_page_opened_again_is_another_form(north):
    client = client_of(north.board_manager)
    for _time in range(2):
        client.post(new_action(north), filled_in(client, north, ACTION))

    assert Action.objects.count() == 2


def test_same_page_with_other_content_is_another_form(north):
    client = client_of(north.board_manager)
    form = filled_in(client, north, ACTION)
    client.post(new_action(north), form)
    client.post(new_action(north), form | {"title": "Write to schools"})

    assert Action.objects.count() == 2


def test_refused_form_may_be_sent_again(north):
    client = client_of(north.board_manager)
    form = filled_in(client, north, ACTION | {"title": ""})

    assert [client.post(new_action(north), form).status_code for _time in range(2)] == [422, 422]


def test_forms_of_two_people_are_two(north):
    for user in (north.board_manager, north.business_support):
        client = client_of(user)
        client.post(new_action(north), filled_in(client, north, ACTION))

    assert Action.objects.count() == 2


def test_both_at_the_same_moment_raise_one_action(committed_db):
    north = make_world().north
    client = client_of(north.board_manager)
    form = filled_in(client, north, ACTION)

    def send(_number):
        twin = Client(enforce_csrf_checks=True)
        twin.cookies = client.cookies
        try:
            return twin.post(new_action(north), form).status_code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(send, range(4)))

    assert answers == [302] * 4
    assert Action.objects.count() == 1
