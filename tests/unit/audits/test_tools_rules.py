"""Rules and checks of tools, on values."""

from dataclasses import replace

import pytest

from audits.checks import tools as checks
from audits.rules import tool_changes, tools
from audits.rules.tools import Option, QuestionValues, ScaleValues, StandardValues, ToolValues

SCALE = ScaleValues("s", "Scale", (Option("met", "Met"), Option("not", "Not met")))


def q(pk: int, key: str, **more) -> QuestionValues:
    return QuestionValues(pk, key, more.pop("text", f"About {key}?"), **more)


def tool(*questions: QuestionValues, scale: ScaleValues | None = SCALE) -> ToolValues:
    return ToolValues(
        "Tool", scale=scale, standards=(StandardValues(1, "s1", "One", questions=questions),)
    )


def problems(of: ToolValues) -> list[tuple[str, str]]:
    found = checks.run(of, url_of=lambda what, pk: f"{what}/{pk}")
    return [(problem.message, problem.url) for problem in found]


@pytest.mark.parametrize(
    ("text", "taken", "key"),
    [
        ("Who answers for safeguarding?", [], "who-answers-for-safeguarding"),
        ("Who answers?", ["who-answers"], "who-answers-2"),
        ("Who answers?", ["who-answers", "who-answers-2"], "who-answers-3"),
        ("Sŵn y plant", [], "swn-y-plant"),
        ("???", [], "question"),
        ("a" * 300, [], "a" * 50),
        ("one two three four five six seven eight", [], "one-two-three-four-five-six-seven"),
    ],
)
def test_make_key(text, taken, key):
    assert tools.make_key(text, taken) == key


def test_parse_choices_makes_keys_and_keeps_given_ones():
    parsed = tools.parse_choices("All filled\n\nvacant | At least one | vacant\n")

    assert parsed.choices == [
        {"key": "all-filled", "label": "All filled"},
        {"key": "vacant", "label": "At least one | vacant"},
    ]
    assert parsed.errors == []
    assert tools.parse_choices(tools.format_choices(parsed.choices)).choices == parsed.choices


def test_parse_choices_keeps_the_key_of_a_label_it_knows():
    assert tools.parse_choices("Often", {"Often": "c1"}).choices == [
        {"key": "c1", "label": "Often"}
    ]


def test_parse_choices_names_every_wrong_line():
    errors = tools.parse_choices("a b | One\nx |\nSame\nsame\nk | Two\nk | Three").errors

    assert [error.split(":")[0] for error in errors] == ["Line 1", "Line 2", "Line 4", "Line 6"]


def test_moved_puts_an_item_at_a_place():
    assert tools.moved([1, 2, 3], 3, 0) == [3, 1, 2]
    assert tools.moved([1, 2, 3], 1, 99) == [2, 3, 1]
    assert tools.moved([1, 2], 9, 1) == [1, 9, 2]


@pytest.mark.parametrize(
    ("group", "position", "by", "there"),
    [
        (0, 1, -1, (0, 0)),
        (0, 0, -1, (0, 0)),
        (1, 0, -1, (0, 2)),
        (0, 1, 1, (1, 0)),
        (2, 2, 1, (2, 2)),
        (2, 0, -1, (1, 0)),
    ],
)
def test_step_goes_on_into_the_next_group(group, position, by, there):
    assert tools.step([2, 0 if group == 2 else 3, 3], group, position, by) == there


def test_merged_takes_what_only_they_changed_and_names_what_both_changed():
    base = {"text": "a", "hint": "b", "kind": "c"}
    fields, conflicts = tools.merged(
        base,
        {"text": "mine", "hint": "b", "kind": "c"},
        {"text": "theirs", "hint": "new", "kind": "c"},
    )

    assert fields == {"text": "mine", "hint": "new", "kind": "c"}
    assert conflicts == ["text"]


def test_merged_without_history_shows_every_difference():
    assert tools.merged(None, {"a": 1, "b": 2}, {"a": 1, "b": 3}) == ({"a": 1, "b": 2}, ["b"])


def test_run_when_all_is_well():
    follow_up = q(2, "b", kind="text", follows="a", follows_when=("not",))

    assert problems(tool(q(1, "a"), follow_up)) == []


def test_run_without_questions():
    found = problems(ToolValues("Tool", scale=SCALE, standards=(StandardValues(4, "s", "Empty"),)))

    assert [url for _message, url in found] == ["tool/0", "standard/4"]


def test_run_without_title_text_or_scale():
    found = problems(replace(tool(q(1, "a", text=" "), scale=None), title=" "))

    assert [url for _message, url in found] == ["settings/0", "settings/0", "question/1"]


@pytest.mark.parametrize("points", [(), (Option("a", "A"),)])
def test_run_when_the_scale_is_empty(points):
    empty = ScaleValues("e", "Empty scale", points)

    assert problems(tool(q(1, "a"), scale=empty))[0][1] == "settings/0"
    assert problems(tool(q(1, "a", scale=empty)))[0][1] == "question/1"


@pytest.mark.parametrize(
    "choices",
    [
        (),
        (Option("a", "A"),),
        (Option("a", "A"), Option("a", "B")),
        (Option("a", "Same"), Option("b", "same ")),
        (Option("a", "A"), Option("b", " ")),
    ],
)
def test_run_when_choices_are_wrong(choices):
    assert {url for _m, url in problems(tool(q(7, "a", kind="choice", choices=choices)))} == {
        "question/7"
    }


@pytest.mark.parametrize(
    ("questions", "words"),
    [
        ([q(1, "a", follows="a", follows_when=("met",))], "follows itself"),
        ([q(1, "a", follows="b", follows_when=("met",)), q(2, "b")], "comes later"),
        ([q(1, "a"), q(2, "b", follows="a", follows_when=("gone",))], "does not have"),
        ([q(1, "a", kind="text"), q(2, "b", follows="a", follows_when=("x",))], "from a list"),
        ([q(2, "b", follows="gone", follows_when=("x",))], "not in this tool"),
        (
            [q(1, "a", follows="b", follows_when=("met",)),
             q(2, "b", follows="a", follows_when=("met",))],
            "in a circle",
        ),
        (
            [q(1, "a", sectors=("police",)),
             q(2, "b", sectors=("fire",), follows="a", follows_when=("met",))],
            "no sector",
        ),
    ],
)  # fmt: skip
def test_run_when_a_follow_up_would_never_be_shown(questions, words):
    assert words in problems(tool(*questions))[0][0]


def test_run_when_two_questions_have_one_key():
    assert [url for _m, url in problems(tool(q(1, "a"), q(2, "a")))] == ["question/1", "question/2"]


def test_run_with_percent_signs_in_words():
    assert (
        "100% of staff" in problems(tool(q(1, "a", text="100% of staff %s", kind="choice")))[0][0]
    )


def test_compare_finds_added_removed_changed_and_moved():
    old = tool(q(1, "stays"), q(2, "goes"), q(3, "changes", text="Old words?"))
    new = ToolValues(
        "Tool", scale=SCALE,
        standards=(
            StandardValues(
                1, "s1", "One", questions=(q(4, "changes", text="New words?"), q(5, "comes"))
            ),
            StandardValues(2, "s2", "Two", questions=(q(6, "stays"),)),
        ),
    )  # fmt: skip

    found = tool_changes.compare(old, new)

    assert [item.key for item in found.added] == ["comes"]
    assert [item.key for item in found.removed] == ["goes"]
    assert [(c.item.key, [f.name for f in c.fields]) for c in found.changed] == [
        ("changes", ["text"]),
        ("stays", ["standard"]),
    ]
    assert [item.key for item in found.standards_added] == ["s2"]
    words = found.changed[0].fields[0].segments
    assert [(s.kind, s.text.strip()) for s in words] == [
        ("removed", "Old"), ("added", "New"), ("same", "words?"),
    ]  # fmt: skip


def test_compare_of_the_same_is_empty():
    assert tool_changes.compare(tool(q(1, "a")), tool(q(2, "a"))).is_empty()


@pytest.mark.parametrize(
    ("question", "keys"),
    [
        (q(1, "a"), ["met", "not"]),
        (q(1, "a", kind="yes_no"), ["yes", "no"]),
        (q(1, "a", kind="number"), []),
        (q(1, "a", kind="choice", choices=(Option("x", "X"),)), ["x"]),
    ],
)
def test_answers_to_each_kind(question, keys):
    assert [option.key for option in tools.answers_to(question, SCALE)] == keys


def test_asked_of_all_sectors_when_none_is_named():
    assert tools.asked_of(q(1, "a"), "police")
    assert not tools.asked_of(q(1, "a", sectors=("fire",)), "police")
