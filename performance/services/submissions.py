"""Figures that an agency sends: kept while being written, checked as a whole, stored at once."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from boards.activity import change
from boards.copying import copy_in
from boards.errors import DomainError, StaleRecord
from boards.models import User
from performance.models import (
    DataDraft,
    DataReturn,
    DataSubmission,
    Observation,
    RequiredIndicator,
    period_fields,
)
from performance.queries import data_returns as queries
from performance.queries.chains import Shown, breaks_of_return
from performance.rules.entries import Entry
from performance.rules.submissions import Cell, Checked, Mistake, NewFigure, check
from performance.services import data_returns
from performance.states import DataReturnStatus

#: What differs from figure to figure, and what its period is made of.
_COLUMNS = (
    "indicator_id", "supersedes_id", "value", "numerator", "denominator", "missing", "breakdown",
    "note", "base_id", "period_start", "period_end", "period_kind", "period_written",
)  # fmt: skip
#: Fields of a line that a draft keeps; where its columns stand is kept once for all lines.
_KEPT = [each.name for each in fields(Entry) if each.name != "columns"]

#: Where figures that change nothing say nothing either. A person who sends the same figures again
#: says "they are right" of a return that was sent back; a system's nightly call says nothing.
_NOTHING_TO_SAY = {
    False: {DataReturnStatus.SUBMITTED},
    True: set(DataReturnStatus) - {DataReturnStatus.AWAITED},
}


class MistakesFound(DomainError):
    """Nothing was stored; `mistakes` has everything that is to be put right."""

    def __init__(self, mistakes: Sequence[Mistake]) -> None:
        super().__init__(_("Nothing has been sent yet: some figures need to be put right."))
        self.mistakes = list(mistakes)


class BreaksFound(MistakesFound):
    """Nothing was stored yet: the figures contradict each other, and nobody has said why."""

    def __init__(self, breaks: Sequence[Shown]) -> None:
        super().__init__(
            [
                Mistake(
                    place="", indicator=each.found.at.link.measure.key, field="comment",
                    message=f"{each.text} {each.mend} "
                    + _("If the figures are right, say in a comment why."),
                )
                for each in breaks
            ]
        )  # fmt: skip
        self.message = _("Nothing has been sent yet: some figures do not hang together.")


@dataclass(frozen=True)
class Changes:
    """What sending would do: figures that are new, that correct one, that are known already."""

    added: list[NewFigure] = field(default_factory=list)
    #: The figure as it is now, and as it would be.
    corrected: list[tuple[Observation, NewFigure]] = field(default_factory=list)
    unchanged: list[NewFigure] = field(default_factory=list)

    @property
    def is_nothing(self) -> bool:
        return not (self.added or self.corrected)


def keep(
    *,
    data_return: DataReturn,
    via: str,
    entries: Iterable[Entry],
    by: User,
    file_name: str = "",
    sha256: str = "",
    columns: Mapping[str, int] | None = None,
    version: int | None = None,
    now: datetime | None = None,
) -> DataDraft:
    """Keep what was written, right or wrong, until it is sent.

    With `version` raises `StaleRecord` when a colleague saved meanwhile (`current` is theirs, None
    when what was kept has been sent); a new file replaces the one before.
    """
    with change("data_drafts.keep", by=by, board=data_return.board, on=data_return):
        data_returns.lock(data_return)
        draft = DataDraft.objects.filter(data_return=data_return, via=via).first()
        if draft is None:
            draft = DataDraft(data_return=data_return, via=via, version=0)
        if version is not None and version != draft.version:
            if draft.pk is None:
                raise StaleRecord(_("What was kept here has been sent to the board meanwhile."))
            raise StaleRecord(_("A colleague has saved figures meanwhile."), current=draft)
        draft.entries, draft.columns = [_as_json(entry) for entry in entries], dict(columns or {})
        draft.file_name, draft.sha256 = file_name, sha256
        draft.by, draft.at = by, now or timezone.now()
        draft.version += 1
        draft.save()
        return draft


def entries_of(draft: DataDraft) -> list[Entry]:
    """Return the lines of a draft."""
    return [Entry(**values, columns=draft.columns) for values in draft.entries]


def preview(data_return: DataReturn, entries: Iterable[Entry]) -> tuple[Checked, Changes]:
    """Return what is wrong with the lines, and what sending them would change."""
    required = list(data_return.requirement.required.select_related("indicator"))
    known = list(queries.current_figures(data_return, [row.indicator_id for row in required]))
    checked = check(entries, queries.asked(data_return), queries.earlier_values(known))
    return checked, _compare(checked.figures, {queries.cell_of(row): row for row in known})


def unexplained(data_return: DataReturn, checked: Checked) -> list[Shown]:
    """Return where these figures would not hang together, and no comment says why."""
    if checked.mistakes:
        return []
    breaks = breaks_of_return(data_return, checked.figures)
    return [each for each in breaks if not each.is_explained]


def submit(
    *,
    data_return: DataReturn,
    entries: Iterable[Entry],
    by: User | None,
    via: str,
    file_name: str = "",
    sha256: str = "",
    comment: str = "",
    breaks_want_comment: bool = True,
    seen: tuple[int, int] | None = None,
    now: datetime | None = None,
) -> DataSubmission | None:
    """Store all figures, or none. Return None when everything was known: nothing is changed then.

    A figure that differs supersedes the one before, which stays. Raises `MistakesFound`,
    `TransitionNotAllowed` once the board has accepted the return, or `StaleRecord` when what is
    kept is not the draft that was `seen` (its primary key and version). That draft alone is gone
    afterwards: what was kept on another way waits for its own sending. Figures that do not hang
    together may be true: unless a comment says why, `BreaksFound` asks for one. A system cannot
    answer; it is told afterwards (`breaks_want_comment=False`).
    """
    now = now or timezone.now()
    with change("data_returns.submit", by=by, board=data_return.board, on=data_return):
        locked = data_returns.lock(data_return)
        _require_seen(locked, via, seen)
        checked, changes = preview(locked, entries)
        if checked.mistakes:
            raise MistakesFound(checked.mistakes)
        if changes.is_nothing and locked.status in _NOTHING_TO_SAY[via == "api"]:
            return None
        asks = breaks_want_comment and not comment.strip()
        if asks and (breaks := unexplained(locked, checked)):
            raise BreaksFound(breaks)
        data_returns.move(locked, DataReturnStatus.SUBMITTED)
        submission = DataSubmission.objects.create(
            board=locked.board, agency=locked.agency, data_return=locked, via=via,
            file_name=file_name, sha256=sha256, comment=comment.strip(), by=by, at=now,
            added=len(changes.added), corrected=len(changes.corrected),
            unchanged=len(changes.unchanged),
        )  # fmt: skip
        _store(submission, changes, now)
        locked.submitted_by, locked.submitted_at = by, now
        locked.first_submitted_at = locked.first_submitted_at or now
        locked.version += 1
        locked.save()
        locked.drafts.filter(via=via).delete()
        return submission


def _require_seen(locked: DataReturn, via: str, seen: tuple[int, int] | None) -> None:
    draft = locked.drafts.filter(via=via).first()
    if seen is not None and (draft is None or (draft.pk, draft.version) != seen):
        message = _("A colleague has changed what is kept here meanwhile. Look at it, then send.")
        raise StaleRecord(message, current=draft)


def _compare(figures: Iterable[NewFigure], known: Mapping[Cell, Observation]) -> Changes:
    changes = Changes()
    for figure in figures:
        current = known.get(figure.cell)
        if current is None:
            changes.added.append(figure)
        elif figure.says == (
            current.value, current.numerator, current.denominator, current.missing, current.note
        ):  # fmt: skip
            changes.unchanged.append(figure)
        else:
            changes.corrected.append((current, figure))
    return changes


def _store(submission: DataSubmission, changes: Changes, now: datetime) -> None:
    old = {figure.cell: row.pk for row, figure in changes.corrected}
    Observation.objects.filter(pk__in=old.values()).update(superseded_at=now)
    new = [*changes.added, *(figure for _row, figure in changes.corrected)]
    required = RequiredIndicator.objects.filter(requirement=submission.data_return.requirement)  # type: ignore[union-attr]
    indicators = dict(required.values_list("indicator__key", "indicator_id"))
    same = (
        submission.agency_id, submission.pk, submission.via, submission.by_id, now,
    )  # fmt: skip
    copy_in(
        Observation,
        ["agency_id", "submission_id", "via", "supplied_by_id", "supplied_at", *_COLUMNS],
        (
            (
                *same, indicators[each.measure.key], old.get(each.cell), each.value,
                each.numerator, each.denominator, each.missing, dict(each.breakdown), each.comment,
                each.base_pk, *period_fields(each.period).values(),
            )
            for each in new
        ),
    )  # fmt: skip


def _as_json(entry: Entry) -> dict[str, object]:
    return {name: getattr(entry, name) for name in _KEPT}
