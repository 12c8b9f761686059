"""Actions that answers below met lead to, and what became of last year's."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.urls import reverse

from audits.demo.texts import Writer, number
from audits.models import Answer, AnswerAction, Question, Return
from audits.queries.returns import sector_of
from audits.services.answers import scale_points
from boards.activity import change
from boards.models import Action, User
from boards.services import actions

if TYPE_CHECKING:
    from audits.demo.rounds import RoundPlan, Setting

#: What became of last year's actions, in turn.
FATES = ("overdue", "complete", "closed", "progress", "closed", "withdrawn", "extended")
EVIDENCE = (
    "Checked by a manager from another service, who wrote down what she found; see the evidence."
)
IMPACTS = (
    ("Teams now ask for help on the same day instead of waiting for the next meeting.",
     "Contacts with the named lead within one day: 38 per cent before, 71 per cent after, of 120."),
    ("Children’s own words stand in the record, and plans changed because of them.",
     "Audit of 30 records before and after: 11 and then 24 held what the child had said."),
    ("Volunteers are checked before they begin, without exception.",
     "Sample of 20 files read by somebody from outside the service: none was incomplete."),
)  # fmt: skip


def questions_with_action(
    setting: Setting, plan: RoundPlan, record: Return, writer: Writer, standards: int | None
) -> set[str]:
    """Choose the questions below met about which the agency plans an action, one a standard."""
    version = record.round.tool_version
    assert version is not None  # noqa: S101 - a round with returns has a tool version
    with_plan = {item["standard"] for item in setting.actions}
    sector = sector_of(record)
    chosen: dict[str, str] = {}
    rows = version.questions.filter(kind=Question.Kind.GRADED, follows=None).select_related(
        "standard"
    )
    below = set(scale_points(rows[0]).filter(is_met=False).values_list("key", flat=True))
    for question in rows:
        is_asked = not question.sectors or sector in question.sectors
        is_answered = standards is None or question.standard.order <= standards
        if (
            is_asked and is_answered
            and question.standard.key in with_plan
            and writer.text(question.key).point in below
        ):  # fmt: skip
            chosen.setdefault(question.standard.key, question.key)
    # Agencies begin with different standards, so that not all plan the same.
    found = list(chosen.values())
    first = number(writer.agency, "actions") % max(len(found), 1)
    return set((found[first:] + found[:first])[: plan.action_count])


def plan_actions(
    setting: Setting, plan: RoundPlan, record: Return, keys: set[str], *, raised_at: dt.datetime
) -> None:
    """Raise an action beside each of these answers; those of last year have had a year since."""
    rows = Answer.objects.filter(return_record=record, question__key__in=keys)
    people = setting.people(record.agency)
    for answer in rows.select_related("question__standard"):
        standard = answer.question.standard.key
        fitting = [item for item in setting.actions if item["standard"] == standard]
        item = fitting[number(record.agency_id, standard) % len(fitting)]
        owner = people[number(standard) % len(people)]
        spread = number(record.agency_id, standard, "days") // 2
        # Last year's were due some weeks ago, this year's have their time before them.
        days = (290 if plan.years_ago else 90) + spread
        # Last year's returns were sent long ago; this year's release their actions when sent.
        held_back = not plan.years_ago
        action = _raise(setting, answer, record, item, owner, raised_at, days, held_back=held_back)
        if plan.years_ago:
            _year_later(setting, action, owner, raised_at + dt.timedelta(days=days))


def _raise(
    setting: Setting, answer: Answer, record: Return, item: dict[str, str], owner: User,
    at: dt.datetime, days: int, *, held_back: bool,
) -> Action:  # fmt: skip
    """As `audits.services.improvements.plan_action` does, on a day that is past."""
    question = answer.question
    place = {"board": setting.board.slug, "pk": record.pk, "question": question.key}
    with change("returns.action", by=owner, board=setting.board, on=record):
        action = actions.raise_action(
            board=setting.board,
            agency=record.agency,
            owner=owner,
            title=item["title"],
            description=item["description"],
            success_measure=item["success_measure"],
            due_on=at.date() + dt.timedelta(days=days),
            by=owner,
            themes=setting.board.themes.filter(key__in=item.get("themes", "").split()),
            source=Action.Source.AUDIT,
            source_label=f"{record.round}: {question}"[:300],
            source_path=reverse("audits:return-question", kwargs=place),
            held_back=held_back,
            now=at,
        )
        AnswerAction.objects.create(answer=answer, action=action)
    return action


def _year_later(setting: Setting, action: Action, owner: User, due: dt.datetime) -> None:
    """Let happen to an action of last year what happens to actions."""
    fate = FATES[action.number % len(FATES)]
    manager, week = setting.manager, dt.timedelta(days=7)
    if fate in {"progress", "overdue", "extended"}:
        note = "Two of three teams have done this. The third waits for its new manager."
        actions.progress(action=action, by=owner, note=note, rating="amber", now=due - 3 * week)
    if fate == "extended":
        until = setting.clock.day(-45)
        reason = "The new record system brings this, and its start was moved."
        actions.extend(action=action, by=manager, due_on=until, reason=reason, now=due - week)
    if fate in {"complete", "closed"}:
        evidence = setting.evidence.get(action.agency_id or 0, [])[1:2]
        actions.complete(
            action=action, by=owner, completion_evidence=EVIDENCE, evidence=evidence, now=due - week
        )
    if fate == "closed":
        impact, measure = IMPACTS[action.number % len(IMPACTS)]
        actions.close(
            action=action, by=manager, impact=impact, impact_measure=measure, now=due + 2 * week
        )
    if fate == "withdrawn":
        reason = "The service was handed over to another agency, which has its own plan for it."
        actions.withdraw(action=action, by=manager, reason=reason, now=due - 2 * week)
