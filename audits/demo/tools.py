"""Tools of the demonstration boards: a copy of the shipped one, and a short one of their own."""

import datetime as dt
from typing import Any

from audits.models import Scale, Tool, ToolVersion
from audits.services import questions, standards, tools
from audits.services.questions import QuestionFields
from audits.services.standards import StandardFields
from audits.services.tools import VersionSettings
from boards.models import Board, User


def section_11(*, board: Board, by: User, now: dt.datetime) -> ToolVersion:
    """Copy the shipped tool, publish it, and begin the next version with a question of our own."""
    shipped = shipped_section_11()
    copied = tools.copy(
        source=shipped,
        board=board,
        title=f"Section 11 self-assessment, {board.area}",
        by=by,
        now=now,
    )
    published = tools.publish(tool_version=copied, by=by, now=now)
    draft = tools.new_version(tool=published.tool, by=by)
    leadership = draft.standards.order_by("order")[0]
    questions.add(
        standard=leadership,
        fields=QuestionFields(
            key="s1-family-help",
            text="Our executive can say what the family help reform changes for our staff.",
            guidance="Local question. Think of who is told, by whom, and what they asked for.",
            impact_probe="Which family has noticed a difference, and how do you know?",
        ),
        by=by,
    )
    return published


def shipped_section_11() -> ToolVersion:
    """Return the newest published version of the shipped tool."""
    return ToolVersion.objects.filter(
        tool__board=None, tool__key="section-11-2023", status="published"
    ).order_by("-number")[0]


def own(*, board: Board, by: User, written: dict[str, Any], now: dt.datetime) -> ToolVersion:
    """Write a short tool of the board's own and publish it."""
    version = tools.create(
        board=board,
        title=written["tool"]["title"],
        kind=written["tool"]["kind"],
        scale=Scale.objects.get(board=None, key="rag"),
        by=by,
        now=now,
    )
    version = tools.edit_settings(
        tool_version=version,
        settings=VersionSettings(
            title=written["tool"]["title"],
            kind=written["tool"]["kind"],
            introduction=written["tool"]["introduction"].strip(),
            scale=version.scale,
        ),
        version=version.version,
        by=by,
        now=now,
    )
    for item in written["standards"]:
        standard = standards.add(
            tool_version=version,
            fields=StandardFields(
                title=item["title"], intent=item["intent"], source=item["source"]
            ),
            by=by,
            now=now,
        )
        for question in item["questions"]:
            questions.add(
                standard=standard,
                fields=QuestionFields(
                    key=question["key"],
                    text=question["text"],
                    guidance=question.get("guidance", ""),
                    kind=question.get("kind", "graded"),
                    is_essential=question.get("essential", False),
                ),
                by=by,
                now=now,
            )
    return tools.publish(tool_version=version, by=by, now=now)


def texts_of(written: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """Return the commentary of the short tool by question."""
    return {
        question["key"]: question["answers"]
        for item in written["standards"]
        for question in item["questions"]
    }


def has_tools(board: Board) -> bool:
    return Tool.objects.filter(board=board).exists()
