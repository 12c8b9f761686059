"""Rounds of the demonstration, and the way of each return through its states."""

import datetime as dt
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Any

from audits.demo.improvements import plan_actions, questions_with_action
from audits.demo.sheets import Filling
from audits.demo.texts import Writer, number, signatory
from audits.models import Answer, Question, Return, Round, ToolVersion
from audits.rules.answers import AnswerFields
from audits.services import answers, returns, rounds
from audits.services.rounds import RoundFields
from boards.demo.when import Clock, told_at
from boards.errors import StaleRecord
from boards.models import Agency, Board, BoardYear, Evidence, Membership, User

#: What two colleagues write about speaking up at the same time.
RIVAL_TEXTS = (
    "The guardian speaks at every induction. Eleven concerns were raised, all looked into in time.",
    "In the staff survey a third would not raise a concern. The guardian now visits each ward.",
)


@dataclass
class Setting:
    """A board with all that its demonstration rounds need."""

    board: Board
    manager: User
    clock: Clock
    #: Agencies by their key in boards/demo/living.
    agencies: dict[str, Agency]
    strengths: dict[str, str]
    comments: list[dict[str, Any]]
    actions: list[dict[str, str]]
    evidence: dict[int, list[Evidence]] = field(default_factory=dict)
    #: The post of those who sign; empty: as each organisation calls it.
    signing_post: str = ""

    def people(self, agency: Agency) -> list[User]:
        """Return those who answer for the agency on this board, its lead first."""
        rows = Membership.objects.filter(board=self.board, agency=agency).select_related("user")
        return [
            row.user for row in sorted(rows, key=lambda row: (row.role != "agency_lead", row.pk))
        ]


@dataclass
class RoundPlan:
    """A round as `returns.yaml` has it; days are counted back from today."""

    title: str
    year: BoardYear
    tool_version: ToolVersion
    texts: dict[str, list[dict[str, Any]]]
    written: dict[str, Any]
    introduction: str = ""
    previous: Round | None = None
    years_ago: int = 0
    #: Actions planned in each return.
    action_count: int = 0


def run(setting: Setting, plan: RoundPlan) -> Round:
    """Make a round, open it, take each return as far as it is, close the round if it is over."""
    clock, written = setting.clock, plan.written
    opened = clock.moment(written["opened"], 9)
    made = draft(setting, plan, keys=list(written["returns"]), now=opened)
    made = rounds.open_round(
        round_record=made, version=made.version, by=setting.manager, now=opened
    )
    for key, steps in written["returns"].items():
        record = made.returns.select_related("round__board", "round__tool_version", "agency").get(
            agency=setting.agencies[key]
        )
        Walk(setting, plan, key, record, opened).take(steps)
    if "closed" in written:
        made = rounds.close(
            round_record=made,
            version=made.version,
            by=setting.manager,
            now=clock.moment(written["closed"], 9),
        )
    return made


def draft(setting: Setting, plan: RoundPlan, *, keys: list[str], now: dt.datetime) -> Round:
    """Make a round and choose its agencies; nobody else sees it yet."""
    made = rounds.create(
        board=setting.board,
        fields=RoundFields(
            title=plan.title,
            year=plan.year,
            tool_version=plan.tool_version,
            opens_on=setting.clock.day(plan.written["opened"]),
            closes_on=setting.clock.day(plan.written["closes"]),
            introduction=plan.introduction,
            previous=plan.previous,
        ),
        by=setting.manager,
    )
    ids = [setting.agencies[key].pk for key in keys]
    rounds.invite(round_record=made, agency_ids=ids, by=setting.manager, now=now)
    return made


@dataclass
class Walk:
    """One return on its way."""

    setting: Setting
    plan: RoundPlan
    key: str
    record: Return
    opened: dt.datetime

    def take(self, steps: dict[str, Any]) -> None:
        """Take the return through the steps that are written for it."""
        if "submitted" in steps or "signed_off" in steps:
            self._answer(until=int(steps.get("submitted") or steps["signed_off"]))
            self._sign_off(int(steps.get("submitted") or steps["signed_off"]))
        elif "standards" in steps:
            self._answer(until=1, standards=steps["standards"])
        if "submitted" in steps:
            self._submit(steps["submitted"])
            self._comment(steps)
        self._decide(steps)
        if "half_typed" in steps:
            self._half_typed(steps["standards"])
        if "rival" in steps:
            self._rival(steps["rival"])
        if "extended_to" in steps:
            self.record = returns.extend(
                return_record=self.record,
                until=self.setting.clock.day(steps["extended_to"]),
                reason=steps["reason"],
                version=self.record.version,
                by=self.setting.manager,
            )

    @property
    def people(self) -> list[User]:
        return self.setting.people(self.record.agency)

    def _decide(self, steps: dict[str, Any]) -> None:
        if "sent_back" in steps:
            self._send_back(steps["sent_back"])
        if "resubmitted" in steps:
            self._answer_comments(steps["resubmitted"] + 1)
            self._sign_off(steps["resubmitted"])
            self._submit(steps["resubmitted"])
        if "accepted" in steps:
            moment = self.setting.clock.moment(steps["accepted"], 14)
            with told_at(moment, self.setting.clock.now):
                self.record = returns.accept(
                    return_record=self.record,
                    note="Thank you. We have no further question and will follow your actions.",
                    version=self.record.version,
                    by=self.setting.manager,
                    now=moment,
                )

    def _answer(self, *, until: int, standards: int | None = None) -> None:
        setting = self.setting
        writer = Writer(
            agency=self.key,
            strength=setting.strengths.get(self.key, "middling"),
            today=setting.clock.today,
            answers=self.plan.texts,
            years_ago=self.plan.years_ago,
        )
        filling = Filling(
            record=self.record,
            writer=writer,
            people=self.people,
            begins=self.opened + dt.timedelta(days=2),
            ends=setting.clock.moment(until + 1, 16),
            evidence=setting.evidence.get(self.record.agency_id, []),
        )
        filling.with_action = questions_with_action(
            setting, self.plan, self.record, writer, standards
        )
        filling.fill(standards)
        plan_actions(setting, self.plan, self.record, filling.with_action, raised_at=filling.ends)

    def _sign_off(self, day: int) -> None:
        name, post = signatory(self.key)
        self.record = returns.sign_off(
            return_record=self.record,
            signatory_name=name,
            signatory_post=self.setting.signing_post or post,
            version=self.record.version,
            by=self.people[0],
            now=self.setting.clock.moment(day, 11),
        )

    def _submit(self, day: int) -> None:
        moment = self.setting.clock.moment(day, 11, 40)
        with told_at(moment, self.setting.clock.now):
            self.record = returns.submit(
                return_record=self.record,
                version=self.record.version,
                by=self.people[0],
                now=moment,
            )

    def _comment(self, steps: dict[str, Any]) -> None:
        """Comments on answers that are there, a different choice for each agency."""
        at = self.setting.clock.moment(steps.get("sent_back", 1), 13)
        there = {a.question.key: a.question for a in self.record.answers.select_related("question")}
        fitting = [item for item in self.setting.comments if item["question"] in there]
        first = number(self.key, "comment") % max(len(fitting), 1)
        for item in (fitting[first:] + fitting[:first])[: steps.get("comments", 0)]:
            returns.comment(
                return_record=self.record,
                question=there[item["question"]],
                text=item["text"].strip(),
                by=self.setting.manager,
                now=at,
            )

    def _send_back(self, day: int) -> None:
        moment = self.setting.clock.moment(day, 15)
        reason = next(item for item in self.setting.comments if item["key"] == "almost-there")
        with told_at(moment, self.setting.clock.now):
            self.record = returns.send_back(
                return_record=self.record,
                reason=reason["text"].strip(),
                version=self.record.version,
                by=self.setting.manager,
                now=moment,
            )

    def _answer_comments(self, day: int) -> None:
        for comment in self.record.comments.select_related("question"):
            answer = self._stored(comment.question)
            text = (
                f"{answer.commentary}\n\nSince your comment: we looked again with three managers, "
                "and their figures are in the file beside this answer."
            )
            changed = replace(_fields(answer), commentary=text, what_changed="Figures added.")
            self._save(comment.question, changed, day)

    def _half_typed(self, standards: int) -> None:
        """Somebody stopped in the middle of the next standard."""
        question = (
            Question.objects.filter(tool_version=self.record.round.tool_version, kind="graded")
            .filter(sectors=[], standard__order__gt=standards)
            .order_by("standard__order", "order")[0]
        )
        stored = Answer.objects.filter(return_record=self.record, question=question).first()
        begun = replace(_fields(stored), point="2", commentary="Ask Sam for the figures of the")
        self._save(question, begun, 1)

    def _rival(self, key: str) -> None:
        """Two colleagues write at once: the second one's text is kept beside the first's."""
        version = self.record.round.tool_version
        assert version is not None  # noqa: S101 - a round with returns has a tool version
        question = version.questions.get(key=key)
        stored = self._stored(question)
        seen = stored.version
        for hour, (by, text) in enumerate(zip(self.people, RIVAL_TEXTS, strict=False), start=9):
            fields = replace(_fields(stored), commentary=text, what_changed="A new guardian.")
            # The second of them did not see what the first wrote: their text is kept beside it.
            with suppress(StaleRecord):
                answers.save(
                    return_record=self.record,
                    question=question,
                    fields=fields,
                    version=seen,
                    by=by,
                    now=self.setting.clock.moment(1, hour),
                )

    def _save(self, question: Question, fields: AnswerFields, day: int) -> None:
        stored = Answer.objects.filter(return_record=self.record, question=question).first()
        answers.save(
            return_record=self.record,
            question=question,
            fields=fields,
            version=stored.version if stored else 0,
            by=self.people[-1],
            now=self.setting.clock.moment(day, 16),
        )

    def _stored(self, question: Question) -> Answer:
        return Answer.objects.select_related("point").get(
            return_record=self.record, question=question
        )


def _fields(answer: Answer | None) -> AnswerFields:
    """Return the answer as its form would send it."""
    if answer is None:
        return AnswerFields()
    return AnswerFields(
        point=answer.point.key if answer.point else "",
        value=answer.value,
        commentary=answer.commentary,
        is_not_applicable=answer.is_not_applicable,
        not_applicable_reason=answer.not_applicable_reason,
        what_changed=answer.what_changed,
        no_action_reason=answer.no_action_reason,
        is_confirmed=answer.is_confirmed,
    )
