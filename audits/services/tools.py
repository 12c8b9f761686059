"""Tools and their versions: start, copy, settle, publish, discard."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from audits.checks import tools as checks
from audits.models import Question, Scale, Standard, Tool, ToolVersion
from audits.rules.tools import make_key
from audits.states import VERSION_TRANSITIONS, VersionStatus
from boards.activity import change
from boards.errors import DomainError, NotReady, StaleRecord
from boards.models import Board, User
from boards.states import check_transition, require_version


class TitleTaken(DomainError):
    """The board has a tool with this title already."""


class InUse(DomainError):
    """Something else depends on the record, so it cannot be deleted."""


@dataclass(frozen=True)
class VersionSettings:
    """What a version says about itself; title and kind are the tool's through all its versions."""

    title: str
    kind: str
    introduction: str = ""
    scale: Scale | None = None
    sources: Sequence[str] = ()


def create(
    *, board: Board, title: str, kind: str, by: User, scale: Scale | None = None,
    now: datetime | None = None,
) -> ToolVersion:  # fmt: skip
    """Start an empty tool of the board; return its first version, a draft.

    Raises `TitleTaken`, so that a form sent twice does not make two.
    """
    with change("tools.create", by=by, board=board, on=Tool(title=title)):
        tool = _new_tool(board, title, kind, by)
        return ToolVersion.objects.create(
            tool=tool, number=1, scale=scale, updated_by=by, updated_at=now or timezone.now()
        )


def copy(
    *, source: ToolVersion, board: Board, title: str, by: User, now: datetime | None = None
) -> ToolVersion:
    """Start a tool of the board with everything of a starter or of one of its own versions.

    Standards and questions keep their keys, so that answers compare with the source's.
    """
    with change("tools.create", by=by, board=board, on=Tool(title=title)):
        tool = _new_tool(board, title, source.tool.kind, by)
        return _copy_into(tool, 1, source, by, now or timezone.now())


def new_version(*, tool: Tool, by: User, now: datetime | None = None) -> ToolVersion:
    """Start the next version of a board's tool from its newest published one.

    There is one draft at a time: when there is one already, it is returned (also to the second of
    two clicks).
    """
    with change("tools.new_version", by=by, board=tool.board, on=tool):
        locked = Tool.objects.select_for_update().get(pk=tool.pk)
        versions = list(locked.versions.select_related("tool").order_by("-number"))
        draft = next((v for v in versions if v.status == VersionStatus.DRAFT), None)
        if draft is not None:
            return draft
        if not versions:
            return ToolVersion.objects.create(
                tool=locked, number=1, updated_by=by, updated_at=now or timezone.now()
            )
        return _copy_into(locked, versions[0].number + 1, versions[0], by, now or timezone.now())


def edit_settings(
    *, tool_version: ToolVersion, settings: VersionSettings, version: int, by: User,
    now: datetime | None = None,
) -> ToolVersion:  # fmt: skip
    """Change a draft's title, kind, introduction, scale and sources.

    Raises `StaleRecord`, `TitleTaken`, `TransitionNotAllowed` (published).
    """
    with change("tools.edit", by=by, board=tool_version.tool.board, on=tool_version):
        locked = lock_draft(tool_version)
        require_version(locked, version)
        tool = Tool.objects.select_for_update().get(pk=locked.tool_id)
        _require_free_title(tool.board, settings.title, but=tool)
        if (tool.title, tool.kind) != (settings.title, settings.kind):
            tool.title, tool.kind = settings.title, settings.kind
            tool.version += 1
            tool.save(update_fields=["title", "kind", "version"])
        locked.introduction, locked.scale = settings.introduction, settings.scale
        locked.sources = list(settings.sources)
        locked.version += 1
        locked.updated_by, locked.updated_at = by, now or timezone.now()
        locked.save(
            update_fields=[
                "introduction",
                "scale",
                "sources",
                "version",
                "updated_by",
                "updated_at",
            ]
        )
        return locked


def publish(
    *,
    tool_version: ToolVersion,
    by: User,
    seen: datetime | None = None,
    now: datetime | None = None,
) -> ToolVersion:
    """Freeze a draft, so that rounds can use it.

    `seen` is the last change that the person had before them: nobody publishes what they did not
    see. Raises `NotReady` with every problem, `StaleRecord`, `TransitionNotAllowed`.
    """
    with change("tools.publish", by=by, board=tool_version.tool.board, on=tool_version):
        locked = ToolVersion.objects.select_for_update().get(pk=tool_version.pk)
        check_transition(
            VERSION_TRANSITIONS, locked.status, VersionStatus.PUBLISHED, _("This version")
        )
        if seen is not None and locked.updated_at != seen:
            message = _("Somebody changed this version while you had it open. Look at it again.")
            raise StaleRecord(message, current=locked)
        _lock_scales(locked)
        if problems := checks.of_version(locked):
            raise NotReady(_("This version cannot be published yet"), problems)
        locked.status, locked.published_by = VersionStatus.PUBLISHED, by
        locked.published_at = now or timezone.now()
        locked.version += 1
        locked.save(update_fields=["status", "published_by", "published_at", "version"])
        return locked


def discard(*, tool_version: ToolVersion, by: User) -> Tool | None:
    """Delete a draft with its questions; its tool too when there is no other version of it.

    Returns the tool when it stays. Raises `InUse` when a round is planned on the draft.
    """
    with change("tools.discard", by=by, board=tool_version.tool.board, on=tool_version):
        locked = lock_draft(tool_version)
        if locked.rounds.exists():
            raise InUse(
                _("A round is planned with this draft. Give the round another version first.")
            )
        if ToolVersion.objects.filter(based_on=locked).exists():
            raise InUse(_("Another tool was copied from this draft, so it has to stay."))
        tool = locked.tool
        # A question protects the one it follows, also when both go.
        locked.questions.exclude(follows=None).update(follows=None, follows_when=[])
        locked.delete()
        if tool.versions.exists():
            return tool
        tool.delete()
        return None


def lock_draft(tool_version: ToolVersion) -> ToolVersion:
    """Lock a version that is about to be edited; raise `TransitionNotAllowed` when it is published.

    Every edit takes this lock first, so two edits of one version never interleave.
    """
    locked = (
        ToolVersion.objects.select_for_update(of=("self",))
        .select_related("tool__board")
        .get(pk=tool_version.pk)
    )
    check_transition(VERSION_TRANSITIONS, locked.status, VersionStatus.PUBLISHED, _("This version"))
    return locked


def touch(locked: ToolVersion, *, by: User, now: datetime | None = None) -> None:
    """Note who changed something in the version last."""
    locked.updated_by, locked.updated_at = by, now or timezone.now()
    locked.save(update_fields=["updated_by", "updated_at"])


def _lock_scales(locked: ToolVersion) -> None:
    """Hold the scales still until the version is frozen: their points freeze with it."""
    used = set(locked.questions.exclude(scale=None).values_list("scale_id", flat=True))
    used |= {locked.scale_id} if locked.scale_id else set()
    list(Scale.objects.select_for_update().filter(pk__in=used, board__isnull=False).order_by("pk"))


def _new_tool(board: Board, title: str, kind: str, by: User) -> Tool:
    # Titles and keys are compared within the board: one at a time.
    Board.objects.select_for_update().get(pk=board.pk)
    _require_free_title(board, title)
    taken = set(Tool.objects.filter(board=board).values_list("key", flat=True))
    return Tool.objects.create(
        board=board,
        key=make_key(title, taken, fallback="tool"),
        title=title,
        kind=kind,
        created_by=by,
    )


def _require_free_title(board: Board | None, title: str, *, but: Tool | None = None) -> None:
    same = Tool.objects.filter(board=board, title__iexact=title)
    if (same.exclude(pk=but.pk) if but else same).exists():
        message = _("There is a tool called “%(title)s” already. Give this one another title.")
        raise TitleTaken(message % {"title": title})


def _copy_into(
    tool: Tool, number: int, source: ToolVersion, by: User, now: datetime
) -> ToolVersion:
    """Copy a version's content in a constant number of queries; follow-ups point into the copy."""
    version = ToolVersion.objects.create(
        tool=tool, number=number, introduction=source.introduction, scale=source.scale,
        regime=source.regime, sources=source.sources, based_on=source, updated_by=by,
        updated_at=now,
    )  # fmt: skip
    standards = {
        standard.pk: Standard(
            tool_version=version, key=standard.key, title=standard.title, intent=standard.intent,
            source=standard.source, order=standard.order,
        )
        for standard in source.standards.all()
    }  # fmt: skip
    Standard.objects.bulk_create(standards.values())
    originals = list(source.questions.all())
    copies = {
        question.pk: Question(
            tool_version=version, standard=standards[question.standard_id],
            **{name: getattr(question, name) for name in COPIED},
        )
        for question in originals
    }  # fmt: skip
    followers = [q for q in originals if q.follows_id is not None]
    Question.objects.bulk_create(copies.values())
    for question in followers:
        copies[question.pk].follows = copies[question.follows_id]  # type: ignore[index]
        copies[question.pk].follows_when = question.follows_when
    Question.objects.bulk_update([copies[q.pk] for q in followers], ["follows", "follows_when"])
    return version


#: Fields of a question that a copy takes over as they are; follow-ups are set when all are there.
COPIED = (
    "key", "text", "guidance", "kind", "scale_id", "choices", "is_essential", "evidence_rule",
    "evidence_hint", "impact_probe", "sectors", "order",
)  # fmt: skip
