"""Saving answers: versions, rivals, states. The service is called as two colleagues would."""

import pytest

from audits.models import Answer, RivalText
from audits.rules.answers import AnswerFields
from audits.services import answers
from boards.errors import DomainError, StaleRecord, TransitionNotAllowed

GRADED = AnswerFields(point="2", commentary="We check each month.")


@pytest.fixture
def question(north):
    return north.tool_version.questions.get(key="lead-person")


def save(north, question, fields=GRADED, version=0, by=None):
    return answers.save(
        return_record=north.police_return,
        question=question,
        fields=fields,
        version=version,
        by=by or north.police_lead,
    )


def test_save_stores_the_answer_and_names_the_change(north, question):
    answer = save(north, question)

    assert (answer.point.key, answer.version, answer.updated_by) == ("2", 1, north.police_lead)
    event = Answer.pgh_event_model.objects.latest("pgh_id")
    context = event.pgh_context.metadata
    assert context["activity"] == "returns.answer"
    assert context["by"] == north.police_lead.pk
    assert context["board"] == north.board.pk


def test_save_of_the_same_text_twice_writes_once(north, question):
    save(north, question)
    before = Answer.pgh_event_model.objects.count()

    again = save(north, question, version=0)

    assert again.version == 1
    assert Answer.pgh_event_model.objects.count() == before
    assert not RivalText.objects.exists()


def test_save_of_nothing_makes_no_answer(north, question):
    assert save(north, question, AnswerFields()) is None
    assert not Answer.objects.exists()


def test_save_when_a_colleague_saved_first_keeps_both_texts(north, question):
    save(north, question)
    mine = AnswerFields(point="1", commentary="Only in two teams.")

    with pytest.raises(StaleRecord) as error:
        save(north, question, mine, version=0, by=north.police_contributor)

    assert error.value.current.commentary == "We check each month."
    assert Answer.objects.get().commentary == "We check each month."
    rival = RivalText.objects.get()
    assert (rival.by, rival.fields["commentary"]) == (
        north.police_contributor,
        "Only in two teams.",
    )


def test_save_on_top_of_what_was_seen_settles_the_rival(north, question):
    save(north, question)
    mine = AnswerFields(point="1", commentary="Only in two teams.")
    with pytest.raises(StaleRecord):
        save(north, question, mine, version=0, by=north.police_contributor)
    both = AnswerFields(point="1", commentary="We check each month, only in two teams.")

    answer = save(north, question, both, version=1, by=north.police_contributor)

    assert answer.version == 2
    assert not RivalText.objects.exists()


def test_save_of_what_stands_there_keeps_another_text_of_mine(north, question):
    answer = save(north, question)
    mine = AnswerFields(point="1", commentary="Only in two teams.")
    with pytest.raises(StaleRecord):
        save(north, question, mine, version=0, by=north.police_contributor)

    save(north, question, version=answer.version, by=north.police_contributor)
    assert RivalText.objects.get().fields["commentary"] == "Only in two teams."

    # The colleague writes it into the answer: then it is kept there.
    save(north, question, mine, version=answer.version)
    save(north, question, mine, version=0, by=north.police_contributor)
    assert not RivalText.objects.exists()


def test_three_rivals_of_one_answer_are_all_kept(north, question):
    save(north, question)
    people = [north.police_contributor, north.health_lead, north.health_contributor]
    for person in people:
        with pytest.raises(StaleRecord):
            save(north, question, AnswerFields(commentary=person.name), version=0, by=person)

    assert {r.fields["commentary"] for r in RivalText.objects.all()} == {p.name for p in people}


@pytest.mark.parametrize("status", ["signed_off", "submitted", "accepted"])
def test_save_when_the_return_is_not_with_the_agency(north, question, status):
    from django.utils import timezone

    record = north.police_return
    facts = {"signed_off": True, "submitted": True, "accepted": True}
    for name in facts:
        setattr(record, f"{name}_at", timezone.now())
        setattr(record, f"{name}_by", north.police_lead)
    record.signatory_name = "A Chief"
    record.status = status
    record.save()

    with pytest.raises(TransitionNotAllowed):
        save(north, question)

    assert not Answer.objects.exists()


def test_save_refuses_a_question_of_another_tool(north, south, question):
    other = south.tool_version.questions.get(key="lead-person")

    with pytest.raises(answers.QuestionNotAsked):
        save(north, other)


def test_save_refuses_a_grade_of_another_scale(north, question):
    with pytest.raises(DomainError):
        save(north, question, AnswerFields(point="outstanding"))


def test_not_applicable_takes_the_grade_away_and_keeps_the_text(north, question):
    save(north, question)

    answer = save(
        north, question,
        AnswerFields(point="2", commentary="We check each month.", is_not_applicable=True,
                     not_applicable_reason="No staff"),
        version=1,
    )  # fmt: skip

    assert (answer.point, answer.commentary) == (None, "We check each month.")


def carried(north, question):
    save(north, question)
    old = Answer.objects.get()
    return Answer.objects.create(
        return_record=north.health_return, question=question, point=old.point,
        commentary=old.commentary, carried_from=old, is_confirmed=False,
    )  # fmt: skip


def test_carried_answer_counts_only_when_confirmed(north, question):
    new = carried(north, question)
    fields = AnswerFields(point="2", commentary="We check each month.")

    untouched = answers.save(return_record=north.health_return, question=question, fields=fields,
                             version=new.version, by=north.health_lead)  # fmt: skip
    assert not untouched.is_confirmed

    confirmed = answers.save(
        return_record=north.health_return, question=question, version=new.version,
        fields=AnswerFields(point="2", commentary="We check each month.", is_confirmed=True),
        by=north.health_lead,
    )  # fmt: skip
    assert confirmed.is_confirmed
    assert confirmed.carried_from_id


def test_carried_answer_that_was_changed_counts(north, question):
    new = carried(north, question)

    changed = answers.save(
        return_record=north.health_return, question=question, version=new.version,
        fields=AnswerFields(point="1", commentary="Not any more."), by=north.health_lead,
    )  # fmt: skip

    assert changed.is_confirmed


def test_discard_rival_is_recorded(north, question):
    save(north, question)
    with pytest.raises(StaleRecord):
        save(
            north, question, AnswerFields(commentary="Mine"), version=0, by=north.police_contributor
        )

    rival = RivalText.objects.get()
    with pytest.raises(StaleRecord):
        save(north, question, AnswerFields(commentary="Mine"), by=north.police_contributor)
    with pytest.raises(StaleRecord):
        answers.discard_rival(rival=rival, seen_at=rival.at, by=north.police_lead)
    rival.refresh_from_db()
    answers.discard_rival(rival=rival, seen_at=rival.at, by=north.police_lead)

    assert not RivalText.objects.exists()
    last = RivalText.pgh_event_model.objects.latest("pgh_id")
    assert last.fields["commentary"] == "Mine"


def test_saving_asks_a_fixed_small_number_of_queries(north, django_assert_max_num_queries):
    first, *others = north.tool_version.questions.filter(kind="graded")
    save(north, first)  # reads the published version, for as long as the process lives
    for question in others:
        with django_assert_max_num_queries(7):
            save(north, question)
