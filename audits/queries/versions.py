"""Every text that an answer has had: read from the history that the database keeps."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from audits.models import Answer, Return, RivalText
from audits.queries.questionnaires import asked_in
from audits.queries.returns import QuestionItem, words_of_value
from audits.rules import versions as rules
from audits.rules.answers import AnswerFields
from boards.models import User
from boards.queries import history

#: Stored texts that are read of one answer, the newest; far more than anybody types.
LIMIT = 500


@dataclass(frozen=True)
class AnswerVersion:
    """One text as it is shown: who, when, the words, the grade."""

    key: str
    at: datetime
    by: str
    is_rival: bool
    is_current: bool
    grade: str
    is_met: bool | None
    value: str
    fields: AnswerFields = field(repr=False)


def of_answer(record: Return, item: QuestionItem) -> list[AnswerVersion]:
    """Return the texts of one answer, newest first: three queries, whatever their number.

    The caller has checked that the person may read the answer itself: who may read what stands
    there now may read what stood there before.
    """
    points = asked_in(record.round).points
    stored = [*_saved(item, points), *_kept_beside(record, item)]
    stored.sort(key=lambda version: version.at, reverse=True)
    shown = rules.told(stored)
    names = dict(
        User.objects.filter(pk__in={version.by for version in shown}).values_list("pk", "name")
    )
    current = next((version.key for version in shown if not version.is_rival), None)
    grades = {point.key: point for point in item.points}
    return [_shown(version, item, names, grades, current) for version in shown]


def _shown(
    version: rules.Version, item: QuestionItem, names: dict[int, str], grades: dict[str, Any],
    current: str | None,
) -> AnswerVersion:  # fmt: skip
    fields = version.fields
    grade = grades.get(fields.point)
    by = names.get(version.by, "") if version.by else _("Copied from last time")
    return AnswerVersion(
        key=version.key, at=version.at, by=by, is_rival=version.is_rival,
        is_current=version.key == current, grade=grade.label if grade else "",
        is_met=grade.is_met if grade else None,
        value=words_of_value(item.question, fields.value, fields.unfinished), fields=fields,
    )  # fmt: skip


def _saved(item: QuestionItem, points: dict[int, Any]) -> list[rules.Version]:
    if item.answer is None:
        return []
    rows = history.events_of(Answer).filter(pgh_obj_id=item.answer.pk).order_by("-pgh_id")
    found = []
    for row in rows[:LIMIT]:
        point = points.get(row.point_id)
        fields = AnswerFields(
            point=point.key if point else "", value=row.value, unfinished=row.unfinished,
            commentary=row.commentary, is_not_applicable=row.is_not_applicable,
            not_applicable_reason=row.not_applicable_reason, what_changed=row.what_changed,
            no_action_reason=row.no_action_reason,
        )  # fmt: skip
        if row.version or not fields.is_blank:
            key = f"saved-{row.pgh_id}"
            found.append(rules.Version(key, row.updated_at, row.updated_by_id, fields))
    return found


def _kept_beside(record: Return, item: QuestionItem) -> list[rules.Version]:
    """Texts that came second to a colleague's; they are here when they have been settled, too."""
    rows = history.events_of(RivalText).filter(
        return_record_id=record.pk, question_id=item.question.pk, pgh_label__in=["insert", "update"]
    )
    return [
        rules.Version(f"kept-{row.pgh_id}", row.at, row.by_id, AnswerFields(**row.fields), True)
        for row in rows.order_by("-pgh_id")[:LIMIT]
    ]
