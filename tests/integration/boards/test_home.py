"""Home pages: what I owe, what is owed to us."""

from datetime import timedelta

from django.urls import reverse

from boards.models import Action, Regime
from boards.registry import Panel, registry
from boards.rules.todos import Band, band
from boards.services import actions, seats
from tests.integration.test_query_counts import MORE
from tests.world import MARKER, today


def raise_one(cast, title, days=30, **values):
    action = actions.raise_action(
        board=cast.board, by=cast.board_manager, title=title, due_on=today(), **values
    )
    Action.objects.filter(pk=action.pk).update(due_on=today() + timedelta(days=days))
    return action


def board_home(cast):
    return reverse("board-home", kwargs={"board": cast.board.slug})


def test_band():
    on = today()
    assert band(on - timedelta(days=1), on) is Band.LATE
    assert band(on, on) is Band.SOON
    assert band(on + timedelta(days=7), on) is Band.SOON
    assert band(on + timedelta(days=8), on) is Band.LATER
    assert band(None, on) is Band.WAITING


def test_home_groups_what_i_owe_and_counts_it_alike(world):
    north = world.north
    raise_one(north, "<b>Late one</b>", -3, agency=north.police)
    raise_one(north, "Soon one", 3, owner=north.police_lead, agency=north.police)
    raise_one(north, "Far one", 90, agency=north.police)
    raise_one(north, "Of the trust", 3, agency=north.health)

    page = world.client(north.police_lead).get("/")

    titles = [todo.title for group in page.context["groups"] for todo in group["todos"]]
    mine = [title for title in titles if " one" in title]
    assert [title.split()[1] for title in mine] == ["<b>Late", "Soon", "Far"]
    assert "Of the trust" not in page.text
    assert "<b>Late" not in page.text
    assert (
        page.context["owed_count"]() == len(titles)
        if callable(page.context["owed_count"])
        else page.context["owed_count"] == len(titles)
    )


def shown_count(client, cast):
    """The number in the top bar of a page that does not list the things."""
    page = client.get(reverse("boards:action-list", kwargs={"board": cast.board.slug}))
    return int(page.text.split('class="count')[1].split(">")[1].split("<")[0])


def test_top_bar_counts_my_own_change_at_once(world):
    north, client = world.north, world.client(world.north.police_lead)
    action = raise_one(north, "Train staff", agency=north.police)
    before = shown_count(client, north)

    actions.complete(action=action, by=north.police_lead, completion_evidence="Done")

    assert shown_count(client, north) == before - 1
    assert len(client.get("/").context["todos"]) == before - 1


def test_home_says_the_top_bar_anew(world):
    north, client = world.north, world.client(world.north.police_lead)
    before = shown_count(client, north)
    raise_one(north, "Raised by the manager", agency=north.police)

    client.get("/")

    assert shown_count(client, north) == before + 1


def test_home_of_a_manager_has_sign_offs(world):
    action = raise_one(world.north, "Train staff", agency=world.north.police)
    actions.complete(action=action, by=world.north.police_lead, completion_evidence="Done")

    page = world.client(world.north.board_manager).get("/")

    assert "Check the impact of A1 Train staff" in page.text
    waiting = [group for group in page.context["groups"] if group["band"] == "waiting"]
    assert "Check the impact" in " ".join(todo.title for todo in waiting[0]["todos"])
    bands = [group["band"] for group in page.context["groups"]]
    assert bands == sorted(bands, key=list(Band).index)


def test_home_without_anything_due(world):
    page = world.client(world.north.trainer).get("/")

    assert "Nothing is due from you" in page.text
    assert "Northshire Safeguarding" in page.text


def test_home_shows_panels(world, monkeypatch):
    panel = Panel("Annual report", "Of 2025/26", [("Download the PDF", "/report.pdf")])
    monkeypatch.setattr(registry, "home_panels", [lambda user: [panel]])

    assert "Download the PDF" in world.client(world.north.independent_chair).get("/").text


def test_home_asks_the_same_for_many(world, assert_constant_queries):
    client = world.client(world.north.police_lead)
    raise_one(world.north, "One", agency=world.north.police)

    def grow():
        for _n in range(8):
            raise_one(world.north, "More", agency=world.north.police, owner=world.north.police_lead)

    assert_constant_queries(lambda: client.get("/"), grow)


def test_board_home_of_a_manager_says_what_is_owed_by_agency(world):
    north = world.north
    raise_one(north, "Late one", -3, agency=north.police)
    seats.end_term(
        seat=north.seats["health-lead"], by=north.board_manager, version=1,
        ends_on=today() - timedelta(days=2),
    )  # fmt: skip

    page = world.client(north.board_manager).get(board_home(north))

    rows = {row.agency_name: row for row in page.context["owed_to_us"]}
    assert rows["Shire Police"].late == 1
    assert "Name somebody for health-lead" in page.text
    assert "Northshire board_manager raised A1 Late one" in page.text
    assert MARKER not in page.text


def test_board_home_of_an_agency_shows_its_own(world):
    raise_one(world.north, "For the police", agency=world.north.police)
    raise_one(world.north, "For the trust", agency=world.north.health)

    page = world.client(world.north.police_lead).get(board_home(world.north))

    assert "For the police" in page.text
    assert "For the trust" not in page.text
    assert "What is owed to us" not in page.text
    assert "What has happened" not in page.text


def test_board_home_asks_the_same_for_many(world, assert_constant_queries):
    client = world.client(world.north.board_manager)
    raise_one(world.north, "One", agency=world.north.police)

    def grow():
        for _n in range(8):
            raise_one(world.north, "More", agency=world.north.health)

    most, _why = MORE["board-home"]
    assert assert_constant_queries(lambda: client.get(board_home(world.north)), grow) <= most


def test_menu_speaks_the_words_of_the_boards_law(world, north, south):
    south.board.regime = Regime.objects.get(key="lscb-2015")
    south.board.save()

    assert "Yearly reports" in world.client(north.board_manager).get("/northshire/").text
    assert "Annual reports" in world.client(south.board_manager).get("/southshire/").text
