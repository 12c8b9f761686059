"""Pages of a return, as the agency's people use them."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from audits.models import Answer, AnswerEvidence, RivalText
from boards.models import Action, Evidence, Message, Notification

SCRIPT = "<script>alert(1)</script>"


def page(cast, name, **kwargs):
    return reverse(f"audits:{name}", kwargs={"board": cast.board.slug, **kwargs})


def standard(cast, key="leadership"):
    return page(cast, "return-standard", pk=cast.police_return.pk, standard=key)


def save_url(cast, key="lead-person"):
    return page(cast, "answer-save", pk=cast.police_return.pk, question=key)


def typed(key, version=0, **fields):
    return {f"q-{key}-version": version} | {
        f"q-{key}-{name}": value for name, value in fields.items()
    }


@pytest.fixture
def lead(world, north):
    return world.client(north.police_lead)


@pytest.fixture
def colleague(world, north):
    return world.client(north.police_contributor)


def test_task_list_shows_standards_progress_and_colleagues(lead, north):
    html = lead.get(page(north, "return-detail", pk=north.police_return.pk)).content.decode()

    assert "Leadership" in html
    assert "0 of 3 answered" in html
    assert north.police_contributor.name in html
    assert "Continue answering" in html


def test_standard_page_escapes_every_text(lead, north, world):
    from tests.world import make_tool

    version = make_tool(north.board, "scripted", SCRIPT)
    north.round.tool_version = version
    north.round.save()

    html = lead.get(standard(north)).content.decode()

    assert "<script>alert" not in html
    assert "&lt;script&gt;alert(1)" in html


def test_autosave_answers_with_what_is_stored(lead, north):
    response = lead.post(save_url(north), typed("lead-person", point="2", commentary="We check."))

    result = response.json()
    assert (response.status_code, result["state"], result["version"]) == (200, "saved", 1)
    assert "by you" in result["status"]
    assert "Add evidence" in result["wants"]
    assert Answer.objects.get().commentary == "We check."


def test_autosave_shows_and_hides_follow_ups(lead, north):
    hidden = lead.post(save_url(north, "supervision"), typed("supervision", point="yes")).json()
    shown = lead.post(save_url(north, "supervision"), typed("supervision", 1, point="no")).json()

    assert "q-supervision-why" in hidden["hidden"]
    assert "q-supervision-why" in shown["shown"]


def test_autosave_of_a_colleague_with_an_old_version_shows_both(lead, colleague, north):
    lead.post(save_url(north), typed("lead-person", point="2", commentary="First text"))

    response = colleague.post(
        save_url(north), typed("lead-person", 0, point="1", commentary=f"Second {SCRIPT}")
    )

    result = response.json()
    assert (response.status_code, result["state"], result["version"]) == (409, "conflict", 1)
    assert "First text" in result["html"]
    assert "Second &lt;script&gt;" in result["html"]
    assert "<script>" not in result["html"]
    assert "Second" in lead.get(standard(north)).content.decode()


def test_autosave_while_signed_out_answers_401(world, north):
    from django.test import Client

    response = Client().post(
        save_url(north), typed("lead-person", commentary="x"), headers={"HX-Request": "true"}
    )

    assert response.status_code == 401


def test_autosave_keeps_a_number_that_cannot_be_read(lead, north):
    result = lead.post(
        save_url(north, "staff-trained"), typed("staff-trained", value="about 90")
    ).json()

    assert result["state"] == "saved"
    assert "cannot be read" in result["wants"]
    assert "about 90" in lead.get(standard(north, "training")).content.decode()


def test_autosave_refuses_a_text_that_is_too_long_and_says_so(lead, north):
    response = lead.post(save_url(north), typed("lead-person", commentary="x" * 20_001))

    assert response.status_code == 422
    assert "20000 characters or fewer" in response.json()["text"].replace(",", "")


def test_page_saves_as_one_without_javascript(lead, north):
    response = lead.post(
        standard(north),
        typed("lead-person", point="2", commentary="A") | typed("board-report", commentary="B")
        | typed("report-date", value="12 December 2025") | {"then": "next"},
    )  # fmt: skip

    assert response.url == standard(north, "training")
    assert {a.question.key: a.value or a.commentary for a in Answer.objects.all()} == {
        "lead-person": "A", "board-report": "B", "report-date": "2025-12-12",
    }  # fmt: skip


def test_page_with_one_conflict_saves_the_rest_and_shows_both(lead, colleague, north):
    lead.post(save_url(north), typed("lead-person", point="2", commentary="Theirs"))

    response = colleague.post(
        standard(north),
        typed("lead-person", 0, commentary="Mine") | typed("board-report", commentary="B"),
    )

    html = response.content.decode()
    assert response.status_code == 422
    assert "Theirs" in html
    assert ">Mine</textarea>" in html.replace("\n", "")
    assert Answer.objects.get(question__key="board-report").commentary == "B"
    assert RivalText.objects.get().fields["commentary"] == "Mine"


def test_buttons_of_the_page_save_what_was_typed_first(lead, north):
    response = lead.post(
        standard(north),
        typed("lead-person", commentary="Typed before") | {"then": "evidence:lead-person"},
    )

    assert response.url == page(
        north, "answer-evidence-add", pk=north.police_return.pk, question="lead-person"
    )
    assert Answer.objects.get().commentary == "Typed before"


def add_evidence(client, north, **data):
    url = page(north, "answer-evidence-add", pk=north.police_return.pk, question="lead-person")
    return client.post(url, data)


def pdf(name="policy.pdf", content=b"%PDF-1.7 something"):
    return SimpleUploadedFile(name, content, content_type="application/pdf")


def test_evidence_is_stored_and_comes_back_inert(lead, north, world):
    add_evidence(lead, north, file=pdf("../../etc/pässwörd.pdf"), title="Policy", pointer="page 3")

    link = AnswerEvidence.objects.get()
    response = lead.get(page(north, "answer-evidence", pk=north.police_return.pk, link=link.pk))

    assert b"".join(response.streaming_content) == b"%PDF-1.7 something"
    assert response["Content-Disposition"].startswith("attachment")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]
    assert link.evidence.file_name == "pässwörd.pdf"
    assert link.evidence.file.name.startswith("evidence/")
    assert "etc" not in link.evidence.file.name


@pytest.mark.parametrize(
    ("upload", "message"),
    [
        (lambda: pdf(content=b""), "This file is empty"),
        (lambda: pdf("tool.exe", b"MZ\x90"), "This kind of file cannot be kept"),
        (lambda: pdf("page.pdf", b"<html><script>"), "its content is something else"),
        (lambda: pdf("noext", b"%PDF-"), "This kind of file cannot be kept"),
        (lambda: pdf("sheet.xlsx", b"PK\x03\x04broken"), "This file is damaged"),
        (lambda: pdf("note.txt", b"\x00\x01\x02"), "its content is something else"),
    ],
)  # fmt: skip
def test_evidence_that_cannot_be_kept_is_refused_in_words(lead, north, upload, message):
    response = add_evidence(lead, north, file=upload(), title="Kept title")

    html = response.content.decode()
    assert response.status_code == 200
    assert message in html
    assert "Kept title" in html
    assert not Evidence.objects.exists()


def test_evidence_that_is_too_large_is_refused(lead, north, settings):
    settings.EVIDENCE_MAX_BYTES = 10

    response = add_evidence(lead, north, file=pdf())

    assert "larger than" in response.content.decode()
    assert not Evidence.objects.exists()


def test_evidence_can_be_used_again_and_taken_away(lead, north):
    add_evidence(lead, north, link="https://example.org/policy", title="Policy")
    evidence = Evidence.objects.get()
    other = page(north, "answer-evidence-add", pk=north.police_return.pk, question="board-report")
    lead.post(other, {"existing": evidence.pk})
    link = AnswerEvidence.objects.get(answer__question__key="board-report")

    lead.post(standard(north), typed("board-report", commentary="") | {"then": f"remove:{link.pk}"})

    assert AnswerEvidence.objects.get().answer.question.key == "lead-person"
    assert Evidence.objects.count() == 1


def test_action_joins_the_tracker(lead, north):
    lead.post(save_url(north), typed("lead-person", point="1", commentary="Not yet"))
    url = page(north, "answer-action-add", pk=north.police_return.pk, question="lead-person")

    lead.post(
        url, {"title": "Name a lead", "due_on": "12/12/2027", "success_measure": "Staff know"}
    )

    action = Action.objects.get()
    assert (action.agency, action.source, action.board) == (north.police, "audit", north.board)
    assert "Name a lead" in lead.get(standard(north)).content.decode()


def test_the_action_leads_each_reader_to_their_page(lead, north, world):
    url = page(north, "return-question", pk=north.police_return.pk, question="lead-person")

    assert lead.get(url).url == standard(north) + "#q-lead-person"
    assert "/review/#q-lead-person" in world.client(north.board_manager).get(url).url


def answer_everything(client, north, agency_return=None):
    client.post(
        standard(north),
        typed("lead-person", point="1", commentary="A", no_action_reason="New in post")
        | typed("board-report", point="2", commentary="B") | typed("report-date", value="1/3/2026"),
    )  # fmt: skip
    client.post(
        standard(north, "training"),
        typed("staff-trained", value="98%") | typed("training-how", value="room")
        | typed("supervision", point="yes") | typed("custody", point="3", commentary="C"),
    )  # fmt: skip


def sign_off(client, north):
    north.police_return.refresh_from_db()
    return client.post(
        page(north, "return-sign-off", pk=north.police_return.pk),
        {"version": north.police_return.version, "signatory_name": "A Chief",
         "signatory_post": "Chief Constable", "is_agreed": "on"},
    )  # fmt: skip


def submit(client, north):
    north.police_return.refresh_from_db()
    url = page(north, "return-submit", pk=north.police_return.pk)
    return client.post(url, {"version": north.police_return.version})


def test_sign_off_lists_every_question_that_wants_something(lead, north):
    response = sign_off(lead, north)

    html = response.content.decode()
    assert "What about lead person?: select an answer" in html
    assert "#q-staff-trained" in html
    assert "A Chief" in html
    north.police_return.refresh_from_db()
    assert north.police_return.status == "draft"


def test_whole_path_to_submission(lead, north, world):
    answer_everything(lead, north)
    assert sign_off(lead, north).status_code == 302
    assert submit(lead, north).status_code == 302

    north.police_return.refresh_from_db()
    assert north.police_return.status == "submitted"
    assert north.police_return.signatory_name == "A Chief"
    assert Notification.objects.filter(user=north.board_manager).count() == 1
    mail = Message.objects.filter(kind="return_submitted", to_user=north.board_manager).get()
    assert "Shire Police" not in mail.body


def test_submit_twice_sends_once(lead, north):
    answer_everything(lead, north)
    sign_off(lead, north)
    north.police_return.refresh_from_db()
    data = {"version": north.police_return.version}
    url = page(north, "return-submit", pk=north.police_return.pk)
    lead.post(url, data)

    again = lead.post(url, data)

    assert "cannot be done any more" in again.content.decode()
    assert Notification.objects.filter(user=north.board_manager).count() == 1


def test_contributor_cannot_sign_off_or_send(colleague, north):
    assert sign_off(colleague, north).status_code == 403
    assert submit(colleague, north).status_code == 403


def test_take_back_opens_the_answers_again(lead, north):
    answer_everything(lead, north)
    sign_off(lead, north)
    north.police_return.refresh_from_db()

    lead.post(
        page(north, "return-take-back", pk=north.police_return.pk),
        {"version": north.police_return.version},
    )

    north.police_return.refresh_from_db()
    assert (north.police_return.status, north.police_return.signatory_name) == ("draft", "")


def test_check_page_shows_all_answers_with_problems(lead, north):
    lead.post(save_url(north), typed("lead-person", point="2", commentary="We check each month."))

    html = lead.get(page(north, "return-check", pk=north.police_return.pk)).content.decode()

    assert "We check each month." in html
    assert "add evidence" in html


def test_home_lists_the_return(lead, north):
    html = lead.get(reverse("home")).content.decode()

    assert north.round.title in html


def test_return_of_another_agency_or_board_is_not_there(world, north, south):
    url = page(north, "return-detail", pk=north.police_return.pk)

    for user in (north.health_lead, south.police_lead, south.board_manager):
        assert world.client(user).get(url).status_code == 404


def test_agency_on_both_boards_sees_each_with_its_own_people(world, north, south):
    mine = world.client(south.police_lead).get(page(south, "return-list")).content.decode()

    assert south.round.title in mine
    assert world.client(south.police_lead).get(page(north, "return-list")).status_code == 404


def test_pages_of_a_draft_round_are_not_there(lead, north):
    north.round.status = "draft"
    north.round.opened_at = None
    north.round.save()

    assert lead.get(page(north, "return-detail", pk=north.police_return.pk)).status_code == 404


def test_standard_page_asks_the_same_number_of_queries(lead, north, assert_constant_queries):
    def grow():
        for question in north.tool_version.questions.all():
            lead.post(save_url(north, question.key), typed(question.key, commentary="x"))

    count = assert_constant_queries(lambda: lead.get(standard(north)), grow)

    assert count <= 15


def test_welsh_and_long_names_are_shown_whole(lead, north):
    north.police.name = "Heddlu Dyfed-Powys ŵ ŷ " + "x" * 270
    north.police.save()

    html = lead.get(page(north, "return-detail", pk=north.police_return.pk)).content.decode()

    assert north.police.name in html


def test_late_return_says_so(lead, north):
    north.round.closes_on = timezone.localdate() - timezone.timedelta(days=3)
    north.round.save()

    html = lead.get(page(north, "return-detail", pk=north.police_return.pk)).content.decode()

    assert "3 days late" in html
