"""Earlier texts of an answer: seen by the agency alone, and used again."""

import pytest

from audits.models import Answer, RivalText
from tests.integration.audits.test_returns import SCRIPT, page, save_url, standard, typed


@pytest.fixture
def lead(world, north):
    return world.client(north.police_lead)


@pytest.fixture
def colleague(world, north):
    return world.client(north.police_contributor)


def url(north, key="lead-person"):
    return page(north, "answer-versions", pk=north.police_return.pk, question=key)


@pytest.fixture
def overwritten(lead, colleague, north):
    lead.post(save_url(north), typed("lead-person", point="2", commentary=f"First {SCRIPT}"))
    colleague.post(save_url(north), typed("lead-person", 1, point="1", commentary="Second"))
    return north


def shown(response):
    return [(v.by, v.fields.commentary, v.grade) for v in response.context["page"]]


def test_versions_show_who_wrote_what_newest_first(lead, overwritten):
    cast = overwritten
    response = lead.get(url(cast))

    labels = dict(cast.tool_version.scale.points.values_list("key", "label"))
    assert shown(response) == [
        (cast.police_contributor.name, "Second", labels["1"]),
        (cast.police_lead.name, f"First {SCRIPT}", labels["2"]),
    ]
    html = response.content.decode()
    assert "<script>alert" not in html
    assert html.count("Use this text") == 1
    assert "The answer now" in html


def test_versions_can_be_used_again(lead, overwritten):
    first = lead.get(url(overwritten)).context["page"][1]

    response = lead.post(url(overwritten), {"version": 2, "text": first.key})

    answer = Answer.objects.get()
    assert response.url == f"{standard(overwritten)}#q-lead-person"
    assert (answer.commentary, answer.point.key, answer.version) == (f"First {SCRIPT}", "2", 3)
    assert answer.updated_by == overwritten.police_lead
    again = lead.post(url(overwritten), {"version": 2, "text": first.key})
    assert again.status_code == 302
    assert Answer.objects.get().version == 3


def test_versions_used_after_a_colleague_saved_keep_theirs(lead, colleague, overwritten):
    first = lead.get(url(overwritten)).context["page"][1]
    colleague.post(save_url(overwritten), typed("lead-person", 2, point="1", commentary="Third"))

    response = lead.post(url(overwritten), {"version": 2, "text": first.key})

    assert "A colleague changed this answer" in response.content.decode()
    assert Answer.objects.get().commentary == "Third"
    assert 'name="version" value="3"' in response.content.decode()


def test_versions_show_a_text_that_came_second_after_it_is_settled(lead, colleague, north):
    lead.post(save_url(north), typed("lead-person", commentary="First"))
    panel = colleague.post(save_url(north), typed("lead-person", 0, commentary="Too late"))
    assert url(north) in panel.json()["html"]
    colleague.post(save_url(north), typed("lead-person", 1, commentary="Both"))

    assert not RivalText.objects.exists()
    response = lead.get(url(north))
    assert [v.fields.commentary for v in response.context["page"]] == ["Both", "Too late", "First"]
    assert "A colleague saved first" in response.content.decode()


def test_versions_are_linked_once_there_are_some(lead, overwritten):
    html = lead.get(standard(overwritten)).content.decode()

    assert html.count(url(overwritten)) == 1
    assert url(overwritten, "board-report") not in html


def test_versions_of_nothing_lead_back_to_the_question(lead, north):
    html = lead.get(url(north)).content.decode()

    assert "Nothing has been written yet" in html
    assert f"{standard(north)}#q-lead-person" in html


def test_versions_of_a_sent_return_are_read_only(lead, overwritten):
    first = lead.get(url(overwritten)).context["page"][1]
    record = overwritten.police_return
    record.status = "signed_off"
    record.signed_off_by, record.signatory_name = overwritten.police_lead, "Chief"
    record.signed_off_at = record.round.opened_at
    record.save()

    assert "Use this text" not in lead.get(url(overwritten)).content.decode()
    refused = lead.post(url(overwritten), {"version": 2, "text": first.key})
    assert "cannot be changed" in refused.content.decode()
    assert Answer.objects.get().commentary == "Second"


@pytest.mark.parametrize("text", ["saved-999999", "kept-1", "x", ""])
def test_versions_of_another_answer_are_not_taken(lead, overwritten, text):
    response = lead.post(url(overwritten), {"version": 2, "text": text})

    assert response.status_code == (404 if text else 200)
    assert Answer.objects.get().commentary == "Second"


def test_versions_are_not_there_for_board_and_other_agency(world, overwritten):
    for person in (overwritten.board_manager, overwritten.health_lead):
        assert world.client(person).get(url(overwritten)).status_code in {403, 404}


def test_versions_ask_the_same_number_of_queries(lead, overwritten, assert_constant_queries):
    def grow():
        for number in range(12):
            lead.post(
                save_url(overwritten),
                typed("lead-person", 2 + number, point="1", commentary=f"{number} text"),
            )

    assert_constant_queries(lambda: lead.get(url(overwritten)), grow)
