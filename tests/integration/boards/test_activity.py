"""The activity page: sentences that open to the fields that changed."""

from datetime import timedelta

from django.urls import reverse
from pghistory.models import Context

from boards.activity import change
from boards.models import Evidence
from boards.queries import activity
from boards.rules.text_changes import word_changes
from boards.services import actions, partners
from tests.world import MARKER, today


def list_url(cast, query=""):
    return reverse("boards:activity-list", kwargs={"board": cast.board.slug}) + query


def detail_url(cast, row):
    return reverse("boards:activity-detail", kwargs={"board": cast.board.slug, "pk": row.pk})


def raise_one(cast, title="Train staff", **values):
    return actions.raise_action(
        board=cast.board, by=cast.board_manager, title=title, due_on=today() + timedelta(days=9),
        **values,
    )  # fmt: skip


def test_a_created_record_has_its_link(world):
    action = raise_one(world.north)

    newest = activity.recent(world.north.board)[0]

    assert newest.record_url.endswith(f"/{action.pk}/")


def test_word_changes():
    pieces = word_changes("the old words", "the new words")

    assert [(piece.kind, piece.text) for piece in pieces] == [
        ("same", "the "), ("removed", "old "), ("added", "new "), ("same", "words"),
    ]  # fmt: skip


def test_word_changes_of_very_long_texts():
    assert len(word_changes("a " * 5000, "b " * 5000)) == 2


def test_list_says_what_happened_here_only(world):
    raise_one(world.north, "<i>Train</i>")
    raise_one(world.south, MARKER)

    page = world.client(world.north.board_manager).get(list_url(world.north))

    assert "Northshire board_manager raised A1 &lt;i&gt;Train&lt;/i&gt;" in page.text
    assert MARKER not in page.text


def test_list_filters_by_person_kind_and_day(world):
    raise_one(world.north)
    client = world.client(world.north.board_manager)
    who = world.north.board_manager.pk

    def found(query):
        return len(client.get(list_url(world.north, query)).context["entries"])

    assert found(f"?by={who}&kind=actions&since={today():%d/%m/%Y}") == 1
    assert found(f"?by={world.north.business_support.pk}") == 0
    assert found("?kind=seats") == 0
    assert found(f"?until={today() - timedelta(days=1):%d/%m/%Y}") == 0
    assert found("?after=rubbish") == 1


def test_pages_follow_each_other_without_gap(world):
    for number in range(7):
        raise_one(world.north, f"Action {number}")
    rows = activity.filtered(activity.of_board(world.north.board))

    first = activity.page(world.north.board, rows, size=4)
    second = activity.page(world.north.board, rows, after=first.older, size=4)

    assert len({entry.pk for entry in first.entries + second.entries}) == 7
    assert second.older == ""


def test_detail_opens_to_before_and_after(world):
    partner = world.north.board.partners.get(agency=world.north.police)
    partners.edit(
        partner=partner, by=world.north.board_manager, name="Police of the north",
        sector=partner.sector, is_statutory=True, starts_on=None, order=0, version=1,
    )  # fmt: skip
    row = Context.objects.get(metadata__activity="partners.edit")

    page = world.client(world.north.board_manager).get(detail_url(world.north, row))

    fields = {f.label: (f.before, f.after) for f in page.context["records"][0].fields}
    assert fields == {
        "Name": ("Shire Police", "Police of the north"),
        "Statutory partner": ("No", "Yes"),
    }


def test_detail_names_what_fields_link_to(world):
    raise_one(world.north, agency=world.north.police, owner=world.north.police_lead)
    row = Context.objects.get(metadata__activity="actions.raise")

    page = world.client(world.north.board_manager).get(detail_url(world.north, row))

    fields = {f.label: f.after for f in page.context["records"][0].fields}
    assert (fields["Agency"], fields["Person"]) == ("Shire Police", "Northshire police_lead")


def test_detail_of_the_other_board(world):
    raise_one(world.south)
    row = Context.objects.get(metadata__board=world.south.board.pk)

    page = world.client(world.north.board_manager).get(detail_url(world.north, row))

    assert page.status_code == 404


def test_detail_keeps_what_belongs_to_an_agency(world):
    with change("evidence.add", by=world.north.police_lead, board=world.north.board):
        Evidence.objects.create(
            agency=world.north.police, title="A secret of the police", kind="link",
            link="https://example.org/", uploaded_by=world.north.police_lead,
        )  # fmt: skip
    row = Context.objects.get(metadata__activity="evidence.add")

    page = world.client(world.north.board_manager).get(detail_url(world.north, row))

    assert page.status_code == 200
    assert "A secret of the police" not in page.text


def test_list_asks_the_same_for_many(world, assert_constant_queries):
    raise_one(world.north)
    client = world.client(world.north.board_manager)

    def grow():
        for _n in range(8):
            raise_one(world.north)

    assert assert_constant_queries(lambda: client.get(list_url(world.north)), grow) <= 15
