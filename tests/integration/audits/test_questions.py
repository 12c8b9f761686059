"""Standards and questions of a draft: writing, moving, two people at once."""

from audits.models import Question, Standard
from audits.services import questions, standards
from audits.services.questions import QuestionFields
from audits.services.standards import StandardFields
from tests.integration.audits.test_tools import draft, form_of, manager, of, url

__all__ = ["draft", "manager"]


def test_add_a_question_with_everything(manager, draft):
    standard = draft.standards.get(key="training")
    data = {
        "version": 0, "text": "How often?", "kind": "choice", "choices": "Often\nrare | Rarely",
        "guidance": "g" * 10_000, "evidence_rule": "none", "sectors": ["police", "fire"],
        "is_essential": "on", "key": "how-often", "follows": of(draft, "supervision").pk,
        "follows_when": ["no"], "impact_probe": "So?",
    }  # fmt: skip
    response = manager.post(url("question-create", standard.pk), data)
    made = of(draft, "how-often")

    assert response["Location"] == url("tool-version-detail", draft.pk) + f"#question-{made.pk}"
    assert made.choices == [{"key": "often", "label": "Often"}, {"key": "rare", "label": "Rarely"}]
    assert (made.sectors, made.follows.key, made.follows_when) == (
        ["police", "fire"],
        "supervision",
        ["no"],
    )
    assert len(made.guidance) == 10_000
    assert made.is_essential


def test_add_another_stays_in_the_standard(manager, draft):
    standard = draft.standards.get(key="training")
    data = {"version": 0, "text": "T", "kind": "text", "evidence_rule": "none", "add_another": "1"}

    assert manager.post(url("question-create", standard.pk), data)["Location"] == url(
        "question-create", standard.pk
    )


def test_add_with_mistakes_keeps_what_was_typed(manager, draft):
    standard = draft.standards.get(key="training")
    data = {"version": 0, "text": "", "kind": "choice", "choices": "a\na", "evidence_rule": "none",
            "key": "not a key", "guidance": "kept words",
            "follows": of(draft, "supervision").pk}  # fmt: skip
    response = manager.post(url("question-create", standard.pk), data)
    errors = response.context["form"].errors

    assert response.status_code == 422
    assert set(errors) == {"text", "choices", "key", "follows_when"}
    assert "kept words" in response.content.decode()
    assert 'name="follows_when"' in response.content.decode()


def test_add_with_a_key_that_is_taken(manager, draft):
    standard = draft.standards.get(key="training")
    data = {"version": 0, "text": "T", "kind": "text", "evidence_rule": "none", "key": "custody"}
    errors = manager.post(url("question-create", standard.pk), data).context["form"].errors

    assert "custody" in errors["key"][0]


def test_answers_of_the_chosen_question_without_script(manager, draft):
    question = of(draft, "custody")
    data = form_of(question, text="typed", follows=of(draft, "training-how").pk, show_answers="1")
    response = manager.post(url("question-update", question.pk), data)
    page = response.content.decode()

    assert response.status_code == 200
    assert "In a room" in page
    assert "typed" in page
    question.refresh_from_db()
    assert question.text != "typed"


def test_answers_of_the_chosen_question_by_htmx(manager, draft):
    response = manager.get(
        url("question-update", of(draft, "custody").pk), {"follows": of(draft, "supervision").pk},
        headers={"HX-Request": "true"},
    )  # fmt: skip
    page = response.content.decode()

    assert 'id="follow-up-answers"' in page
    assert 'value="no"' in page
    assert "<html" not in page


def test_only_earlier_questions_can_be_followed(manager, draft):
    page = manager.get(url("question-update", of(draft, "training-how").pk))
    offered = [
        pk
        for _label, group in page.context["form"].fields["follows"].choices[1:]
        for pk, _l in group
    ]

    assert offered == [of(draft, "lead-person").pk, of(draft, "board-report").pk]


def test_key_of_an_earlier_version_is_shown_and_stays(manager, draft):
    question = of(draft, "custody")
    page = manager.get(url("question-update", question.pk)).content.decode()
    assert "came from an earlier version" in page

    manager.post(url("question-update", question.pk), form_of(question, text="New", key="other"))
    question.refresh_from_db()
    assert (question.text, question.key) == ("New", "custody")


def test_two_people_edit_one_question_and_nothing_is_lost(manager, draft, north):
    question = of(draft, "custody")
    data = form_of(question, text="My words", sectors=["police"])
    questions.edit(
        question=question, version=1, by=north.business_support,
        fields=QuestionFields("Their words", guidance="Their guidance", sectors=["police"]),
    )  # fmt: skip
    response = manager.post(url("question-update", question.pk), data)
    page = response.content.decode()

    assert response.status_code == 409
    assert all(w in page for w in ("My words", "Their words", north.business_support.name))
    form = response.context["form"]
    assert form["text"].value() == "My words"
    # What only the colleague changed is taken over.
    assert form["guidance"].value() == "Their guidance"
    question.refresh_from_db()
    assert question.text == "Their words"

    data = form_of(question, text="Both", sectors=["police"], version=form["version"].value())
    assert manager.post(url("question-update", question.pk), data).status_code == 302


def test_stale_save_of_other_fields_joins_both(manager, draft, north):
    question = of(draft, "custody")
    questions.edit(
        question=question, version=1, by=north.business_support,
        fields=QuestionFields(question.text, guidance="Their guidance", sectors=["police"]),
    )  # fmt: skip
    response = manager.post(
        url("question-update", question.pk), form_of(question, text="My words", sectors=["police"])
    )

    assert response.context["conflict"].sides == []
    assert response.context["form"]["guidance"].value() == "Their guidance"
    assert response.context["form"]["text"].value() == "My words"


def test_save_and_edit_the_next(manager, draft):
    first, second = of(draft, "lead-person"), of(draft, "board-report")
    response = manager.post(url("question-update", first.pk), form_of(first, go_on="1"))

    assert response["Location"] == url("question-update", second.pk)


def test_move_by_button_with_and_without_htmx(manager, draft):
    question = of(draft, "board-report")
    response = manager.post(url("question-move", question.pk), {"step": "up"})
    assert response["Location"].endswith(f"#question-{question.pk}")

    response = manager.post(
        url("question-move", question.pk), {"step": "down"}, headers={"HX-Request": "true"}
    )
    page = response.content.decode()
    assert "The question is now 1.2" in page
    assert "<html" not in page
    assert f'id="down-{question.pk}"' in page


def test_move_to_a_place_in_another_standard(manager, draft):
    question, training = of(draft, "lead-person"), draft.standards.get(key="training")
    assert manager.get(url("question-move", question.pk)).status_code == 200
    manager.post(url("question-move", question.pk), {"place": f"{training.pk}:1"})

    question.refresh_from_db()
    assert (question.standard, question.order) == (training, 2)


def test_move_to_another_boards_standard(manager, draft, south):
    question = of(draft, "lead-person")
    foreign = Standard.objects.filter(tool_version=south.tool_version)[0]
    response = manager.post(url("question-move", question.pk), {"place": f"{foreign.pk}:0"})

    assert response.status_code == 422
    question.refresh_from_db()
    assert question.standard.tool_version == draft


def test_move_of_a_standard(manager, draft):
    training = draft.standards.get(key="training")
    manager.post(url("standard-move", training.pk), {"position": "0"})
    training.refresh_from_db()
    assert training.order == 1
    assert manager.post(url("standard-move", training.pk), {"position": "77"}).status_code == 422


def test_add_change_and_delete_a_standard(manager, draft):
    manager.post(url("standard-create", draft.pk), {"version": 0, "title": "Safer recruitment"})
    made = draft.standards.get(key="safer-recruitment")
    manager.post(url("standard-update", made.pk), {"version": 1, "title": "Recruitment"})
    made.refresh_from_db()
    assert (made.title, made.key, made.order) == ("Recruitment", "safer-recruitment", 3)

    manager.post(url("standard-delete", made.pk))
    assert not Standard.objects.filter(pk=made.pk).exists()


def test_stale_standard_shows_both(manager, draft, north):
    standard = draft.standards.get(key="training")
    standards.edit(
        standard=standard, fields=StandardFields("Theirs"), version=1, by=north.business_support
    )
    response = manager.post(url("standard-update", standard.pk), {"version": 1, "title": "Mine"})

    assert response.status_code == 409
    assert all(word in response.content.decode() for word in ("Theirs", "Mine"))


def test_delete_of_a_question_that_others_follow(manager, draft):
    question = of(draft, "supervision")
    page = manager.get(url("question-delete", question.pk)).content.decode()
    assert "These questions follow it" in page

    page = manager.post(url("question-delete", question.pk), follow=True).content.decode()
    assert "1 question follows this one" in page
    assert Question.objects.filter(pk=question.pk).exists()


def test_delete_of_a_question(manager, draft):
    question = of(draft, "custody")
    assert manager.post(url("question-delete", question.pk)).status_code == 302
    assert not Question.objects.filter(pk=question.pk).exists()
