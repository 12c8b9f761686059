"""May this draft be published? Every problem at once, each with the place where it is mended."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator

from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from audits.models import ToolVersion
from audits.queries import tools as queries
from audits.rules.tools import Option, QuestionValues, ScaleValues, ToolValues, answers_to
from boards.errors import Problem

#: Turns ("question", 12), ("standard", 3), ("settings", 0), ("tool", 0) into a page's address.
UrlOf = Callable[[str, int], str]


def of_version(version: ToolVersion) -> list[Problem]:
    """Return what keeps a board's draft from being published."""
    return run(queries.values_of(version), url_of=_urls(version))


def _urls(version: ToolVersion) -> UrlOf:
    board = version.tool.board
    slug = board.slug if board else ""

    def url_of(what: str, pk: int) -> str:
        if what in {"question", "standard"}:
            return reverse(f"audits:{what}-update", kwargs={"board": slug, "pk": pk})
        name = (
            "audits:tool-version-settings" if what == "settings" else "audits:tool-version-detail"
        )
        return reverse(name, kwargs={"board": slug, "pk": version.pk})

    return url_of


def run(tool: ToolValues, *, url_of: UrlOf) -> list[Problem]:
    """Return all problems in the order of the tool."""
    return [
        *_of_tool(tool, url_of),
        *_of_keys(tool, url_of),
        *_of_standards(tool, url_of),
        *(
            problem
            for question in tool.questions()
            for problem in _of_question(question, tool, url_of)
        ),
        *_of_follow_ups(tool, url_of),
    ]


def _of_tool(tool: ToolValues, url_of: UrlOf) -> Iterator[Problem]:
    if not tool.title.strip():
        yield Problem(_("Enter the title of the tool"), url_of("settings", 0))
    if not any(True for _question in tool.questions()):
        yield Problem(_("There are no questions yet. Add at least one."), url_of("tool", 0))
    graded = any(q.kind == "graded" and q.scale is None for q in tool.questions())
    if tool.scale is None and graded:
        yield Problem(_("Select the scale that the questions are graded on"), url_of("settings", 0))
    elif tool.scale is not None and (problem := _of_scale(tool.scale)):
        yield Problem(problem, url_of("settings", 0))


def _of_scale(scale: ScaleValues) -> str:
    if len(scale.points) >= 2:
        return ""
    message = _("The scale “%(scale)s” has no points. Add them, or select another scale.")
    if scale.points:
        message = _(
            "The scale “%(scale)s” has one point only. Add another, or select another scale."
        )
    return message % {"scale": scale.label}


def _of_keys(tool: ToolValues, url_of: UrlOf) -> Iterator[Problem]:
    counts = Counter(question.key for question in tool.questions())
    for question in tool.questions():
        if counts[question.key] > 1:
            message = _("“%(question)s” has the key %(key)s, and so has another question")
            yield Problem(
                message % {"question": short(question.text), "key": question.key},
                url_of("question", question.pk),
            )


def _of_standards(tool: ToolValues, url_of: UrlOf) -> Iterator[Problem]:
    for standard in tool.standards:
        url = url_of("standard", standard.pk)
        if not standard.title.strip():
            yield Problem(
                _("Enter the title of each standard: %(key)s has none") % {"key": standard.key}, url
            )
        if not standard.questions:
            message = _(
                "The standard “%(standard)s” has no questions. Add one, or delete the standard."
            )
            yield Problem(message % {"standard": short(standard.title)}, url)


def _of_question(question: QuestionValues, tool: ToolValues, url_of: UrlOf) -> Iterator[Problem]:
    url = url_of("question", question.pk)
    name = {"question": short(question.text) or question.key}
    if not question.text.strip():
        yield Problem(_("The question %(question)s has no text") % {"question": question.key}, url)
    if question.kind == "choice":
        for message in _of_choices(question.choices):
            yield Problem(message % name, url)
    if question.kind == "graded" and question.scale and (problem := _of_scale(question.scale)):
        yield Problem(_("“%(question)s”: %(problem)s") % (name | {"problem": problem}), url)


def _of_choices(choices: tuple[Option, ...]) -> Iterator[str]:
    if len(choices) < 2:
        yield _("“%(question)s” is a choice from a list: enter at least two choices")
    if len({choice.key for choice in choices}) < len(choices):
        yield _("“%(question)s” has two choices with the same key")
    if len({choice.label.strip().casefold() for choice in choices}) < len(choices):
        yield _("“%(question)s” has two choices that say the same")
    if any(not choice.label.strip() for choice in choices):
        yield _("“%(question)s” has a choice without words")


def _of_follow_ups(tool: ToolValues, url_of: UrlOf) -> Iterator[Problem]:
    places = {question.key: place for place, question in enumerate(tool.questions())}
    by_key = tool.by_key()
    for question in tool.questions():
        if question.follows is None:
            continue
        message = _follow_up_problem(question, by_key, places, tool.scale)
        if message:
            names = {
                "question": short(question.text),
                "first": short(by_key[question.follows].text) if question.follows in by_key else "",
            }
            yield Problem(message % names, url_of("question", question.pk))


def _follow_up_problem(
    question: QuestionValues,
    by_key: dict[str, QuestionValues],
    places: dict[str, int],
    tool_scale: ScaleValues | None,
) -> str:
    first = by_key.get(question.follows or "")
    if first is None:
        return _("“%(question)s” follows a question that is not in this tool")
    if first.key == question.key:
        return _("“%(question)s” follows itself, so it would never be shown")
    if in_a_circle(question.key, by_key):
        return _(
            "“%(question)s” and “%(first)s” follow each other in a circle, "
            "so neither would be shown"
        )
    if places[first.key] > places[question.key]:
        return _("“%(question)s” follows “%(first)s”, which comes later. Move it below.")
    return _answers_problem(question, first, tool_scale)


def _answers_problem(
    question: QuestionValues, first: QuestionValues, tool_scale: ScaleValues | None
) -> str:
    answers = {option.key for option in answers_to(first, tool_scale)}
    if not answers:
        return _("“%(question)s” follows “%(first)s”, which is not answered from a list")
    if not question.follows_when or not set(question.follows_when) <= answers:
        return _(
            "“%(question)s” is shown by an answer that “%(first)s” does not have. Select it again."
        )
    if question.sectors and first.sectors and not set(question.sectors) & set(first.sectors):
        return _("“%(question)s” follows “%(first)s”, but no sector is asked both")
    return ""


def in_a_circle(key: str, by_key: dict[str, QuestionValues]) -> bool:
    """Whether following back from this question comes to it again."""
    seen: set[str] = set()
    at = by_key[key].follows
    while at is not None and at in by_key and at not in seen:
        if at == key:
            return True
        seen.add(at)
        at = by_key[at].follows
    return False


def short(text: str) -> str:
    """Return the beginning of a text, for a line of a list."""
    return Truncator(text).chars(80)
