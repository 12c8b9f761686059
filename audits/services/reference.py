"""Load the shipped scales and starter tools. Running it again changes nothing.

A starter tool is a tool without a board. When its file changes after it was published, the loader
publishes a new version: published versions are frozen, and rounds that use them stay as they were.
"""

from pathlib import Path
from typing import Any

from django.utils import timezone

from audits.models import Question, Scale, ScalePoint, Standard, Tool, ToolVersion
from audits.states import VersionStatus
from boards.activity import change
from boards.services.reference import read, upsert

REFERENCE = Path(__file__).resolve().parent.parent / "reference"


def load() -> None:
    """Load shipped scales, then starter tools."""
    with change("reference.load", by=None):
        for item in read(REFERENCE / "scales.yaml"):
            _load_scale(item)
        for path in sorted((REFERENCE / "tools").glob("*.yaml")):
            load_tool(read(path))


def _load_scale(item: dict[str, Any]) -> None:
    scale = upsert(
        Scale,
        {"board": None, "key": item["key"]},
        {"label": item["label"], "valid_from": item.get("valid_from")},
    )
    for point in item["points"]:
        values = {
            name: point.get(name, default)
            for name, default in (
                ("label", ""), ("description", ""), ("order", 0), ("rank", 0), ("is_met", None)
            )
        }  # fmt: skip
        upsert(ScalePoint, {"scale": scale, "key": point["key"]}, values)


def load_tool(item: dict[str, Any]) -> ToolVersion:
    """Publish the tool's content as a new version unless its latest version says the same."""
    tool: Tool = upsert(
        Tool, {"board": None, "key": item["key"]}, {"title": item["title"], "kind": item["kind"]}
    )
    latest = tool.versions.filter(status=VersionStatus.PUBLISHED).first()
    if latest is not None and content_of(latest) == _normal(item):
        return latest
    version = ToolVersion.objects.create(
        tool=tool,
        number=latest.number + 1 if latest else 1,
        introduction=unwrapped(item.get("introduction", "")),
        scale=Scale.objects.get(board=None, key=item["scale"]),
        regime_id=item.get("regime"),
        sources=list(item.get("sources", [])),
        based_on=latest,
    )
    for order, standard in enumerate(item["standards"], start=1):
        _add_standard(version, standard, order)
    version.status, version.published_at = VersionStatus.PUBLISHED, timezone.now()
    version.save(update_fields=["status", "published_at"])
    return version


def _add_standard(version: ToolVersion, item: dict[str, Any], order: int) -> None:
    normal = _normal_standard(item)
    standard = Standard.objects.create(
        tool_version=version,
        order=order,
        **{name: normal[name] for name in ("key", "title", "intent", "source")},
    )
    for position, question in enumerate(normal["questions"], start=1):
        values = dict(question)
        follows, scale = values.pop("follows"), values.pop("scale")
        Question.objects.create(
            tool_version=version,
            standard=standard,
            order=position,
            follows=version.questions.get(key=follows) if follows else None,
            scale=Scale.objects.get(board=None, key=scale) if scale else None,
            **values,
        )


def unwrapped(text: str) -> str:
    """Join the lines of each paragraph: files are wrapped for reading, pages wrap by themselves."""
    paragraphs = text.strip().split("\n\n")
    return "\n\n".join(
        p
        if p.lstrip().startswith(("-", "*", "1.")) and not p.startswith("**")
        else " ".join(p.split())
        for p in paragraphs
    )


def _normal(item: dict[str, Any]) -> dict[str, Any]:
    return {
        "introduction": unwrapped(item.get("introduction", "")),
        "scale": item["scale"],
        "standards": [_normal_standard(standard) for standard in item["standards"]],
    }


def _normal_standard(item: dict[str, Any]) -> dict[str, Any]:
    return {
        "key": item["key"],
        "title": item["title"],
        "intent": item.get("intent", "").strip(),
        "source": item.get("source", ""),
        "questions": [_normal_question(question) for question in item["questions"]],
    }


def _normal_question(item: dict[str, Any]) -> dict[str, Any]:
    follow_up = item.get("follow_up") or {}
    return {
        "key": item["key"],
        "text": item["text"].strip(),
        "guidance": item.get("guidance", "").strip(),
        "kind": item["kind"],
        "scale": item.get("scale"),
        "choices": list(item.get("choices") or []),
        "is_essential": bool(item.get("essential", False)),
        "evidence_rule": item.get("evidence", "suggested"),
        "evidence_hint": item.get("evidence_hint", "").strip(),
        "impact_probe": item.get("impact_probe", "").strip(),
        "sectors": list(item.get("applies_to") or []),
        "follows": follow_up.get("question"),
        "follows_when": list(follow_up.get("when") or []),
    }


def content_of(version: ToolVersion) -> dict[str, Any]:
    """Return a version's content in the normal form in which two editions are compared."""
    standards: dict[int, dict[str, Any]] = {}
    for standard in version.standards.all():
        standards[standard.pk] = {
            "key": standard.key,
            "title": standard.title,
            "intent": standard.intent,
            "source": standard.source,
            "questions": [],
        }
    names = [
        "key", "text", "guidance", "kind", "choices", "is_essential", "evidence_rule",
        "evidence_hint", "impact_probe", "sectors",
    ]  # fmt: skip
    for question in version.questions.select_related("follows", "scale"):
        standards[question.standard_id]["questions"].append(
            {name: getattr(question, name) for name in names}
            | {
                "scale": question.scale.key if question.scale else None,
                "follows": question.follows.key if question.follows else None,
                "follows_when": question.follows_when,
            }
        )
    return {
        "introduction": version.introduction,
        "scale": version.scale.key if version.scale else None,
        "standards": list(standards.values()),
    }
