"""What a version asks is read once when it is published, anew while it is a draft."""

from audits.models import Question, ToolVersion
from audits.queries.questionnaires import questionnaire
from tests.world import BoardCast


def test_published_version_is_read_once(north: BoardCast, django_assert_num_queries):
    known = questionnaire(north.tool_version)

    with django_assert_num_queries(0):
        again = questionnaire(ToolVersion(**values(north.tool_version)))

    assert again is known
    assert [question.key for question in known.questions][:2] == ["lead-person", "board-report"]
    assert known.asked["supervision-why"].follows == "supervision"


def test_grades_are_those_of_the_question(north: BoardCast):
    known = questionnaire(north.tool_version)
    grades = {q.key: [p.key for p in known.grades[q.pk]] for q in known.questions}

    assert grades["supervision"] == ["yes", "no"]
    assert len(grades["lead-person"]) == 4
    assert grades["report-date"] == []


def test_draft_is_read_anew(north: BoardCast):
    draft = ToolVersion.objects.create(tool=north.tool, number=2, scale=north.tool_version.scale)
    standard = draft.standards.create(key="one", title="One", order=1)
    assert questionnaire(draft).questions == ()

    Question.objects.create(tool_version=draft, standard=standard, key="new", text="New?", order=1)

    assert [question.key for question in questionnaire(draft).questions] == ["new"]


def values(version: ToolVersion) -> dict[str, object]:
    return {field.attname: getattr(version, field.attname) for field in version._meta.fields}
