"""The shipped starter tools: complete, citing their law, loaded as they are written."""

import pytest

from audits.checks import tools as checks
from audits.models import Question, Tool, ToolVersion
from audits.queries.tools import values_of
from audits.services import reference
from audits.services.reference import content_of, load_tool
from boards.services.reference import read

TOOLS = reference.REFERENCE / "tools"


def file_of(key):
    return read(TOOLS / f"{key}.yaml")


def starter(key):
    return ToolVersion.objects.get(tool__board=None, tool__key=key)


@pytest.mark.parametrize(
    ("key", "standards", "questions"),
    [("section-175", (8, 12), (45, 70)), ("voluntary-and-faith", (5, 12), (20, 30))],
)
def test_starter_is_of_a_size_that_people_can_answer(world, key, standards, questions):
    version = starter(key)

    assert standards[0] <= version.standards.count() <= standards[1]
    assert questions[0] <= version.questions.count() <= questions[1]
    assert version.sources
    assert not version.standards.filter(source="").exists()
    assert not version.standards.filter(intent="").exists()


@pytest.mark.parametrize("key", [path.stem for path in sorted(TOOLS.glob("*.yaml"))])
def test_starter_has_no_problem_that_an_editor_would_be_told_of(world, key):
    version = starter(key)

    problems = checks.run(values_of(version), url_of=lambda *_args: "")

    assert [problem.message for problem in problems] == []


def test_loading_again_changes_nothing(world):
    before = ToolVersion.objects.count()

    reference.load()

    assert ToolVersion.objects.count() == before


def test_question_may_have_a_scale_of_its_own(world):
    item = file_of("voluntary-and-faith") | {"key": "mixed"}
    item["standards"][0]["questions"][0]["scale"] = "rag"

    version = load_tool(item)

    assert Question.objects.get(tool_version=version, key="named-person").scale.key == "rag"
    assert content_of(version)["standards"][0]["questions"][0]["scale"] == "rag"
    assert load_tool(item) == version
    item["standards"][0]["questions"][0]["scale"] = "four_point"
    assert load_tool(item).number == 2
    assert Tool.objects.filter(key="mixed").count() == 1
