"""The tool editor's pages, as a board manager uses them."""

import pytest
from django.test import Client
from django.urls import reverse

from audits.models import Question, Standard, Tool, ToolVersion
from audits.services import questions, tools
from audits.services.questions import QuestionFields
from boards.models import Sector
from tests.world import MARKER

SCRIPT = "<script>alert(1)</script>"


@pytest.fixture
def manager(world, north) -> Client:
    return world.client(north.board_manager)


@pytest.fixture
def draft(north) -> ToolVersion:
    return tools.new_version(tool=north.tool, by=north.board_manager)


def url(name: str, pk: int | None = None, board: str = "northshire") -> str:
    kwargs = {"board": board} | ({"pk": pk} if pk else {})
    return reverse(f"audits:{name}", kwargs=kwargs)


def delete_url(version: ToolVersion) -> str:
    return url("tool-version-delete", version.pk)


def of(version: ToolVersion, key: str) -> Question:
    return Question.objects.get(tool_version=version, key=key)


def form_of(question: Question, **more) -> dict[str, object]:
    return {
        "version": question.version, "text": question.text, "kind": question.kind,
        "evidence_rule": question.evidence_rule, "guidance": question.guidance, **more,
    }  # fmt: skip


def test_list_shows_own_tools_and_starters_but_no_other_boards(manager):
    page = manager.get(url("tool-list")).content.decode()

    assert "Section 11 tool" in page
    assert "Starter: Section 11 self-assessment (Working Together" in page
    assert "Section 11 round" in page
    assert MARKER not in page


def test_list_asks_the_same_number_of_queries(manager, north, assert_constant_queries):
    def grow() -> None:
        for number in range(5):
            made = tools.copy(
                source=north.tool_version,
                board=north.board,
                title=f"T{number}",
                by=north.board_manager,
            )
            tools.publish(tool_version=made, by=north.board_manager)

    assert assert_constant_queries(lambda: manager.get(url("tool-list")), grow) <= 20


@pytest.mark.parametrize(
    "page", ["tool-version-detail", "tool-version-preview", "tool-version-compare"]
)
def test_version_pages_ask_the_same_number_of_queries(
    page, manager, draft, north, assert_constant_queries
):
    def grow() -> None:
        for number in range(60):
            questions.add(
                standard=draft.standards.all()[0], fields=QuestionFields(f"Question {number}"),
                by=north.board_manager,
            )  # fmt: skip

    assert assert_constant_queries(lambda: manager.get(url(page, draft.pk)), grow) <= 25


def test_create_empty_and_copy(manager, north):
    response = manager.post(url("tool-create"), {"title": "Our own", "kind": "other", "source": ""})
    made = Tool.objects.get(title="Our own")
    assert response["Location"] == url("tool-version-detail", made.versions.get().pk)

    source = north.tool_version.pk
    manager.post(url("tool-create"), {"title": "Copy", "kind": "other", "source": source})
    assert Tool.objects.get(title="Copy").versions.get().questions.count() == 8


def test_create_with_a_taken_title_keeps_what_was_typed(manager):
    data = {"title": "section 11 TOOL", "kind": "other", "source": ""}
    response = manager.post(url("tool-create"), data)

    assert response.status_code == 422
    assert "section 11 TOOL" in response.content.decode()
    assert "already" in str(response.context["form"].errors["title"])


def test_create_from_another_boards_version(manager, south):
    data = {"title": "Stolen", "kind": "other", "source": south.tool_version.pk}

    assert manager.post(url("tool-create"), data).status_code == 422


def test_starter_can_be_read_and_not_edited(manager):
    starter = ToolVersion.objects.get(tool__key="section-11-2023")

    assert manager.get(url("tool-version-detail", starter.pk)).status_code == 200
    assert manager.get(url("tool-version-settings", starter.pk)).status_code == 403
    assert manager.post(url("tool-new-version", starter.tool_id)).status_code == 403


def test_published_version_sends_editors_back(manager, north):
    response = manager.get(
        url("question-update", of(north.tool_version, "custody").pk), follow=True
    )

    assert "is published and cannot change" in response.content.decode()
    response = manager.post(
        url("question-delete", of(north.tool_version, "custody").pk), follow=True
    )
    assert "This version is published" in response.content.decode()
    assert of(north.tool_version, "custody")


def test_new_version_twice_finds_the_same_draft(manager, north):
    places = {
        manager.post(url("tool-new-version", north.tool.pk))["Location"] for _click in range(2)
    }

    assert len(places) == 1


def test_settings_save_introduction_scale_and_sources(manager, draft):
    data = {"version": 1, "title": "New", "kind": "cse", "introduction": "Hello", "scale": "",
            "sources": "One\n\nTwo"}  # fmt: skip
    assert manager.post(url("tool-version-settings", draft.pk), data).status_code == 302
    draft.refresh_from_db()
    assert (draft.sources, draft.introduction, draft.scale) == (["One", "Two"], "Hello", None)
    assert Tool.objects.get(pk=draft.tool_id).title == "New"


def test_settings_when_a_colleague_was_first_show_both(manager, draft, north):
    tools.edit_settings(
        tool_version=draft, settings=tools.VersionSettings("Theirs", "other", "Their words"),
        version=1, by=north.business_support,
    )  # fmt: skip
    data = {"version": 1, "title": "Mine", "kind": "other", "introduction": "My words"}
    response = manager.post(url("tool-version-settings", draft.pk), data)
    page = response.content.decode()

    assert response.status_code == 409
    assert all(words in page for words in ("Their words", "My words", north.business_support.name))


def test_publish_page_lists_what_is_missing_with_links(manager, north):
    made = tools.create(board=north.board, title="Empty", kind="other", by=north.board_manager)
    page = manager.get(url("tool-version-publish", made.pk)).content.decode()

    assert "There are no questions yet" in page
    assert "Publish this version" not in page


def test_publish_then_rounds_can_use_it(manager, draft):
    page = manager.get(url("tool-version-publish", draft.pk))
    seen = page.context["form"]["seen"].value()
    response = manager.post(url("tool-version-publish", draft.pk), {"seen": seen}, follow=True)

    assert "is published" in response.content.decode()
    draft.refresh_from_db()
    assert draft.status == "published"


def test_publish_of_what_changed_meanwhile(manager, draft, north):
    seen = manager.get(url("tool-version-publish", draft.pk)).context["form"]["seen"].value()
    questions.step(question=of(draft, "custody"), by_one=-1, by=north.business_support)
    manager.post(url("tool-version-publish", draft.pk), {"seen": seen})

    draft.refresh_from_db()
    assert draft.status == "draft"


def test_preview_leaves_out_what_the_sector_is_not_asked(manager, draft):
    preview = url("tool-version-preview", draft.pk)

    assert "What about custody?" in manager.get(preview).content.decode()
    assert "What about custody?" in manager.get(preview, {"sector": "police"}).content.decode()
    page = manager.get(preview, {"sector": "fire"}).content.decode()
    assert "What about custody?" not in page
    assert "Shown only when 2.3 is answered “No”" in page
    assert manager.get(preview, {"sector": "martians"}).status_code == 200


def test_compare_shows_changes_by_key(manager, draft, north):
    questions.edit(
        question=of(draft, "lead-person"), fields=QuestionFields("What about nobody?"), version=1,
        by=north.board_manager,
    )  # fmt: skip
    questions.delete(question=of(draft, "custody"), by=north.board_manager)
    page = manager.get(url("tool-version-compare", draft.pk)).content.decode()

    assert "<del>lead person? </del>" in page or "<del>lead person?</del>" in page
    assert "<del>What about custody?</del>" in page


def test_texts_are_shown_as_texts_everywhere(manager, draft, north):
    words = SCRIPT + "Ŵ" * 270
    tools.edit_settings(
        tool_version=draft, version=1, by=north.board_manager,
        settings=tools.VersionSettings(words, "other", SCRIPT, north.tool_version.scale, [SCRIPT]),
    )  # fmt: skip
    standard = Standard.objects.create(
        tool_version=draft, key="x", title=words, intent=SCRIPT, source=SCRIPT, order=9
    )
    first = questions.add(
        standard=standard, by=north.board_manager,
        fields=QuestionFields(
            SCRIPT, kind="choice", guidance=SCRIPT, evidence_hint=SCRIPT, impact_probe=SCRIPT,
            choices=[{"key": "a", "label": SCRIPT}, {"key": "b", "label": "B"}],
        ),
    )  # fmt: skip
    second = questions.add(
        standard=standard, by=north.board_manager,
        fields=QuestionFields(SCRIPT, kind="text", follows=first, follows_when=["a"]),
    )  # fmt: skip
    pages = [
        *(url(f"tool-version-{n}", draft.pk)
          for n in ("detail", "preview", "compare", "publish", "settings", "delete")),
        url("tool-list"), url("tool-detail", draft.tool_id), url("question-move", first.pk),
        url("question-update", second.pk), url("question-delete", first.pk),
        url("standard-update", standard.pk), url("standard-delete", standard.pk),
        url("standard-move", standard.pk), url("tool-create"),
    ]  # fmt: skip
    for page in pages:
        response = manager.get(page)
        assert response.status_code == 200, page
        assert SCRIPT not in response.content.decode(), page


def test_discard_after_asking(manager, draft, north):
    assert "This cannot be undone" in manager.get(delete_url(draft)).content.decode()
    response = manager.post(url("tool-version-delete", draft.pk))

    assert response["Location"] == url("tool-detail", north.tool.pk)
    assert not ToolVersion.objects.filter(pk=draft.pk).exists()


def test_reader_sees_no_way_to_change(world, north, draft):
    page = world.client(north.auditor).get(url("tool-version-detail", draft.pk)).content.decode()

    assert "Add a question" not in page
    assert "Move question" not in page


def test_download_and_start_from_it(manager, north):
    response = manager.get(url("tool-version-download", north.tool_version.pk))
    assert response["Content-Disposition"] == 'attachment; filename="s11-northshire-v1.yaml"'
    from django.core.files.uploadedfile import SimpleUploadedFile

    file = SimpleUploadedFile("t.yaml", response.content)
    response = manager.post(url("tool-import"), {"title": "Again", "file": file})
    assert response.status_code == 302
    assert Tool.objects.get(title="Again").versions.get().questions.count() == 8


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"title: x", b""])
def test_start_from_a_wrong_file(manager, content):
    from django.core.files.uploadedfile import SimpleUploadedFile

    response = manager.post(url("tool-import"), {"file": SimpleUploadedFile("t.yaml", content)})
    assert response.status_code == 422
    assert response.context["form"].errors


def test_sector_labels_in_the_outline(manager, draft):
    label = Sector.objects.get(key="police").label
    assert f"Only {label}" in manager.get(url("tool-version-detail", draft.pk)).content.decode()
