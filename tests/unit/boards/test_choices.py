"""Choosing one of many: a list while it is short, a name that is typed when it is long."""

import pytest

from boards.forms import GovukForm
from boards.forms.actions import ActionForm
from boards.forms.choices import MOST_LISTED, FoundField
from boards.models import Agency, BoardPartner

LINE = {"title": "Train the team", "due_on": "12 December 2030", "source": "other"}


def add(board, *names):
    agencies = Agency.objects.bulk_create(
        Agency(name=name, sector_id="education") for name in names
    )
    return BoardPartner.objects.bulk_create(
        BoardPartner(
            board=board, agency=agency, key=f"large-{agency.pk}", name=agency.name,
            sector_id="education", order=number,
        )
        for number, agency in enumerate(agencies)
    )  # fmt: skip


@pytest.fixture
def schools(north, south):
    add(south.board, "Elsewhere School")
    same = add(north.board, "St Mary’s", "St Mary’s", "<b>Ysgol</b> Gŵyr")
    return [*same, *add(north.board, *(f"School {n:03}" for n in range(MOST_LISTED)))]


def form(north, **typed):
    return ActionForm({**LINE, **typed}, board=north.board)


def test_short_list_is_listed(north):
    partner = BoardPartner.objects.get(board=north.board, agency=north.police)

    page = str(ActionForm(board=north.board)["agency"])

    assert f'<option value="{partner.pk}">' in page
    assert form(north, agency=str(partner.pk)).is_valid()


def test_long_list_is_typed(north, schools, django_assert_max_num_queries):
    with django_assert_max_num_queries(3):
        shown = ActionForm(board=north.board)
        page = str(shown["agency"])

    assert "<option" not in page
    assert 'type="text"' in page
    assert "Type the name" in shown["agency"].help_text


@pytest.mark.parametrize("typed", ["School 017", "school 017", " 017 "])
def test_name_or_part_of_one_alone_is_found(north, schools, typed):
    sent = form(north, agency=typed)

    assert sent.is_valid(), sent.errors
    assert sent.cleaned_data["agency"].name == "School 017"


def test_empty_is_the_empty_choice(north, schools):
    sent = form(north, agency=" ")

    assert sent.is_valid(), sent.errors
    assert sent.cleaned_data["agency"] is None


@pytest.mark.parametrize(("typed", "words"), [
    ("School 01", "Several fit “School 01”"), ("Elsewhere School", "Nothing here"),
    ("x" * 300, "Nothing here"), ("%", "Nothing here"), ("School 017 (wrong)", "Nothing here"),
])  # fmt: skip
def test_what_is_not_one_row_says_what_to_do(north, schools, typed, words):
    sent = form(north, agency=typed)

    assert not sent.is_valid()
    assert words in sent.errors["agency"][0]
    assert typed[:50] in str(sent["agency"])


def test_namesakes_are_told_apart_as_the_error_says(north, schools):
    refused = form(north, agency="St Mary’s")
    assert not refused.is_valid()
    for school in schools[:2]:
        offered = f"{school.name} ({school.key})"
        assert offered in refused.errors["agency"][0]
        sent = form(north, agency=offered)
        assert sent.is_valid()
        assert sent.cleaned_data["agency"] == school


def test_names_are_escaped_in_errors(north, schools):
    add(north.board, "<b>Ysgol</b> Arall")
    page = form(north, agency="<b>Ysgol</b>").errors.as_ul()

    assert "&lt;b&gt;Ysgol" in page
    assert "<b>" not in page


def test_what_is_chosen_already_is_shown_by_name(schools):
    class Edit(GovukForm):
        agency = FoundField(BoardPartner.objects.none(), names=("name", "key"), required=False)

    for initial in (schools[2].pk, str(schools[2].pk), schools[2]):
        edit = Edit(initial={"agency": initial})
        edit.fields["agency"].offer_rows(BoardPartner.objects.filter(board=schools[2].board))
        assert edit["agency"].value() == f"{schools[2].name} ({schools[2].key})"
