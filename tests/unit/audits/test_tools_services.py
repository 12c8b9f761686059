"""Writing tools: start, copy, edit, move, publish, discard."""

from concurrent.futures import ThreadPoolExecutor

import pytest
import yaml
from django.db import DatabaseError, connections, transaction

from audits.models import Question, Scale, Standard, Tool, ToolVersion
from audits.services import questions, scales, standards, tool_files, tools
from audits.services.questions import QuestionFields
from audits.services.reference import content_of
from audits.services.scales import PointFields
from audits.services.standards import StandardFields
from boards.errors import NotReady, StaleRecord, TransitionNotAllowed
from tests.world import make_world


@pytest.fixture
def draft(north):
    return tools.new_version(tool=north.tool, by=north.board_manager)


def question(version: ToolVersion, key: str) -> Question:
    return Question.objects.get(tool_version=version, key=key)


def order(version: ToolVersion) -> list[str]:
    rows = Question.objects.filter(tool_version=version).order_by("standard__order", "order", "pk")
    return [f"{row.standard.key}/{row.key}" for row in rows.select_related("standard")]


def test_new_version_copies_everything_with_its_keys(north, draft):
    assert draft.number == 2
    assert draft.based_on == north.tool_version
    assert content_of(draft) == content_of(north.tool_version)
    assert question(draft, "supervision-why").follows.tool_version == draft


def test_new_version_twice_makes_one_draft(north, draft):
    assert tools.new_version(tool=north.tool, by=north.business_support) == draft


def test_copy_of_a_starter_costs_the_same_for_few_and_many_questions(
    north, django_assert_max_num_queries
):
    starter = ToolVersion.objects.get(tool__key="section-11-2023")
    with django_assert_max_num_queries(25):
        made = tools.copy(source=starter, board=north.board, title="Ours", by=north.board_manager)

    assert content_of(made) == content_of(starter)
    assert (made.tool.board, made.number, made.status) == (north.board, 1, "draft")


def test_create_with_a_title_that_is_taken(north):
    tools.create(board=north.board, title="Ours", kind="other", by=north.board_manager)

    with pytest.raises(tools.TitleTaken):
        tools.create(board=north.board, title="ours", kind="other", by=north.board_manager)


def test_publish_freezes_everything(north, draft):
    tools.publish(tool_version=draft, by=north.board_manager)

    with pytest.raises(TransitionNotAllowed):
        questions.delete(question=question(draft, "custody"), by=north.board_manager)
    with pytest.raises(TransitionNotAllowed):
        tools.discard(tool_version=draft, by=north.board_manager)
    for queryset in (draft.questions, draft.standards):
        with pytest.raises(DatabaseError), transaction.atomic():
            queryset.update(order=9)
    other = tools.new_version(tool=north.tool, by=north.board_manager)
    with pytest.raises(DatabaseError), transaction.atomic():
        # Moving it out of a published version would change that too.
        Question.objects.filter(tool_version=draft, key="custody").update(tool_version=other)


def test_publish_with_problems_says_all_of_them_and_changes_nothing(north):
    made = tools.create(board=north.board, title="Ours", kind="other", by=north.board_manager)
    standards.add(tool_version=made, fields=StandardFields("Empty"), by=north.board_manager)

    with pytest.raises(NotReady) as error:
        tools.publish(tool_version=made, by=north.board_manager)

    assert len(error.value.problems) == 2
    assert all(
        problem.url.startswith("/northshire/audits/tools/") for problem in error.value.problems
    )
    made.refresh_from_db()
    assert made.status == "draft"


def test_publish_of_what_the_person_did_not_see(north, draft):
    seen = draft.updated_at
    questions.step(question=question(draft, "board-report"), by_one=-1, by=north.business_support)

    with pytest.raises(StaleRecord):
        tools.publish(tool_version=draft, by=north.board_manager, seen=seen)


def test_discard_leaves_the_tool_with_its_published_version(north, draft):
    assert tools.discard(tool_version=draft, by=north.board_manager) == north.tool
    assert list(north.tool.versions.all()) == [north.tool_version]


def test_discard_of_the_only_version_takes_the_tool_too(north):
    starter = ToolVersion.objects.get(tool__key="section-11-2023")
    made = tools.copy(source=starter, board=north.board, title="Ours", by=north.board_manager)

    assert tools.discard(tool_version=made, by=north.board_manager) is None
    assert not Tool.objects.filter(board=north.board, title="Ours").exists()


def test_edit_settings_when_stale(north, draft):
    settings = tools.VersionSettings("Ours", "other")
    tools.edit_settings(tool_version=draft, settings=settings, version=1, by=north.board_manager)

    with pytest.raises(StaleRecord):
        tools.edit_settings(
            tool_version=draft, settings=settings, version=1, by=north.board_manager
        )


def test_add_makes_a_key_and_stands_last(north, draft):
    standard = draft.standards.get(key="leadership")
    made = questions.add(
        standard=standard, fields=QuestionFields("Who listens to children?"), by=north.board_manager
    )

    assert made.key == "who-listens-to-children"
    assert order(draft)[3] == "leadership/who-listens-to-children"
    with pytest.raises(questions.KeyTaken):
        questions.add(
            standard=standard, fields=QuestionFields("X", key=made.key), by=north.board_manager
        )


def test_edit_keeps_the_key_of_an_earlier_version(north, draft):
    first = question(draft, "lead-person")
    edited = questions.edit(
        question=first, fields=QuestionFields("New words"), version=1, by=north.board_manager
    )

    assert (edited.key, edited.text, edited.version) == ("lead-person", "New words", 2)
    with pytest.raises(questions.KeyFixed):
        questions.edit(
            question=edited,
            fields=QuestionFields("x", key="other"),
            version=2,
            by=north.board_manager,
        )


def test_edit_when_stale_changes_nothing(north, draft):
    first = question(draft, "lead-person")
    questions.edit(question=first, fields=QuestionFields("A"), version=1, by=north.board_manager)

    with pytest.raises(StaleRecord) as error:
        questions.edit(
            question=first, fields=QuestionFields("B"), version=1, by=north.business_support
        )

    assert error.value.current.text == "A"


def test_edit_with_a_follow_up_of_another_version(north, draft):
    with pytest.raises(questions.NotInThisVersion):
        questions.edit(
            question=question(draft, "custody"), version=1, by=north.board_manager,
            fields=QuestionFields(
                "x", follows=question(north.tool_version, "supervision"), follows_when=["no"]
            ),
        )  # fmt: skip


def test_delete_of_a_question_that_another_follows(north, draft):
    with pytest.raises(tools.InUse):
        questions.delete(question=question(draft, "supervision"), by=north.board_manager)


def test_move_to_another_standard_keeps_both_in_order(north, draft):
    training = draft.standards.get(key="training")
    first = question(draft, "lead-person")
    moved = questions.move(question=first, standard=training, position=1, by=north.board_manager)

    assert moved.version == 1  # a colleague who edits its words is not refused
    assert order(draft)[:5] == [
        "leadership/board-report", "leadership/report-date", "training/staff-trained",
        "training/lead-person", "training/training-how",
    ]  # fmt: skip


def test_step_goes_through_all_standards(north, draft):
    custody = question(draft, "custody")
    for _step in range(20):
        questions.step(question=custody, by_one=-1, by=north.board_manager)
    assert order(draft)[0] == "leadership/custody"
    for _step in range(20):
        questions.step(question=custody, by_one=1, by=north.board_manager)
    assert order(draft)[-1] == "training/custody"


def test_move_of_a_standard_moves_its_questions(north, draft):
    training = draft.standards.get(key="training")
    standards.step(standard=training, by_one=-1, by=north.board_manager)

    assert order(draft)[0] == "training/staff-trained"


def test_delete_of_a_standard_with_follow_ups_inside(north, draft):
    standards.delete(standard=draft.standards.get(key="training"), by=north.board_manager)

    assert len(order(draft)) == 3


def test_delete_of_a_standard_that_others_follow(north, draft):
    why = question(draft, "supervision-why")
    leadership = draft.standards.get(key="leadership")
    questions.move(question=why, standard=leadership, position=9, by=north.board_manager)

    with pytest.raises(tools.InUse):
        standards.delete(standard=draft.standards.get(key="training"), by=north.board_manager)


def test_scale_is_frozen_once_published(north, draft):
    by = north.board_manager
    points = [PointFields("Met", is_met=True), PointFields("Not", is_met=False)]
    scale = scales.create(board=north.board, label="Ours", points=points, by=by)
    scales.edit(scale=scale, label="Ours 2", points=points, version=1, by=by)
    settings = tools.VersionSettings("T", "other", scale=scale)
    tools.edit_settings(tool_version=draft, settings=settings, version=1, by=by)
    with pytest.raises(scales.ScaleInUse):
        scales.delete(scale=scale, by=by)
    tools.publish(tool_version=draft, by=by)

    with pytest.raises(scales.ScaleFrozen):
        scales.edit(scale=scale, label="Other", points=points, version=2, by=by)
    with pytest.raises(DatabaseError), transaction.atomic():
        scale.points.update(label="x")


def test_scale_that_was_shipped_cannot_change(north):
    shipped = Scale.objects.get(board=None, key="four_point")

    with pytest.raises(scales.ScaleFrozen):
        scales.edit(scale=shipped, label="x", points=[], version=1, by=north.board_manager)


def test_scale_points_keep_their_keys_and_rank_from_the_top(north):
    by = north.board_manager
    scale = scales.create(board=north.board, label="Ours", points=[PointFields("B")], by=by)
    scales.edit(
        scale=scale, label="Ours", version=1, by=by,
        points=[PointFields("A", is_met=True), PointFields("Better B", key="b")],
    )  # fmt: skip

    assert list(scale.points.values_list("key", "label", "rank", "is_met")) == [
        ("a", "A", 1, True), ("b", "Better B", 0, None),
    ]  # fmt: skip


def test_file_goes_out_and_in_unchanged(north):
    starter = ToolVersion.objects.get(tool__key="section-11-2023")
    text = tool_files.write(starter)
    made = tool_files.create_from_file(
        text=text, board=north.board, title="From a file", by=north.board_manager
    )

    assert content_of(made) == content_of(starter)
    assert made.status == "draft"


def test_file_with_errors_lists_all_and_stores_nothing(north):
    text = yaml.safe_dump(
        {
            "title": "x" * 301, "kind": "nothing", "scale": "gone",
            "standards": [
                {"key": "a b", "questions": [
                    {"key": "q", "kind": "graded", "applies_to": ["martians"], "choices": ["x"]},
                    {"key": "q", "text": "T", "kind": "text",
                     "follow_up": {"question": "z", "when": ["1"]}},
                ]},
            ],
        }
    )  # fmt: skip
    before = Tool.objects.count()

    with pytest.raises(NotReady) as error:
        tool_files.create_from_file(text=text, board=north.board, by=north.board_manager)

    assert len(error.value.problems) == 10
    assert Tool.objects.count() == before


@pytest.mark.parametrize(
    "text", ["", "a: [", "- 1", "a: &x [*x]", "\x00", "!!python/object:os.system {}"]
)
def test_file_that_is_no_tool(north, text):
    with pytest.raises(NotReady):
        tool_files.create_from_file(text=text, board=north.board, by=north.board_manager)


def test_new_version_by_two_people_at_once(committed_db):
    north = make_world().north

    def start() -> int:
        try:
            return tools.new_version(tool=north.tool, by=north.board_manager).pk
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        made = list(pool.map(lambda _n: start(), range(2)))

    assert made[0] == made[1]
    assert Standard.objects.filter(tool_version_id=made[0]).count() == 2
