"""Lines of enquiry of both living boards: what was asked, answered, found and decided, and when."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction

from boards.demo import outbox
from boards.demo.living import SLUGS
from boards.demo.living import read as read_living
from boards.demo.when import Clock, told_at
from boards.models import Agency, Board, Group, Membership, User
from performance.models import AgencyAnswer, Enquiry, Indicator
from performance.rules.periods import PeriodKind, containing, preceding
from performance.services import enquiries, exceptions, questions
from performance.services.enquiries import EnquiryFields

PLAN = Path(__file__).parent / "enquiries.yaml"


def load(clock: Clock) -> None:
    """Make the lines of enquiry of both boards, unless there are some; ask for a report of each."""
    plan = yaml.safe_load(PLAN.read_text(encoding="utf-8"))
    with transaction.atomic():
        if Enquiry.objects.filter(board__slug__in=SLUGS).exists():
            return
        for slug in SLUGS:
            told = Told(Board.objects.get(slug=slug), clock)
            for item in plan[slug]:
                told.tell(item)
            told.report()
        _chase(clock)
        outbox.settle()


@dataclass
class Told:
    """One board whose lines of enquiry are told from the file."""

    board: Board
    clock: Clock
    people: dict[str, User] = field(default_factory=dict)
    agencies: dict[str, Agency] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for role in ("data_analyst", "group_chair", "independent_chair", "board_manager"):
            rows = Membership.objects.filter(board=self.board, role=role).order_by("pk")
            self.people[role] = rows[0].user
        leads = Membership.objects.filter(board=self.board, role="agency_lead")
        agencies = {row.user.name: row.agency for row in leads.select_related("user", "agency")}
        for item in read_living(self.board.slug)["partners"]:
            if agency := agencies.get(item.get("lead", "")):
                self.agencies[item["key"]] = agency

    def tell(self, item: dict[str, Any]) -> None:
        """Open one, and let happen to it what the file says."""
        enquiry = self._begin(item)
        for asked in item["questions"]:
            self._ask(enquiry, asked)
        if "finding" in item:
            days = item["recommended"]
            with told_at(self.clock.moment(days), self.clock.now):
                self._put_forward(enquiry, item, days)
        if "decided" in item:
            self._decide(enquiry, item["decided"])
        if "action" in item:
            self._raise(enquiry, item["action"], item["decided"]["days"] - 3)
        if "closed" in item:
            enquiries.close(
                enquiry=enquiry, outcome=item["closed"]["text"], version=None,
                by=self.people["group_chair"], now=self.clock.moment(item["closed"]["days"]),
            )  # fmt: skip

    def report(self) -> None:
        """Ask for the exception report of the board's own scorecard; a worker builds it."""
        scorecard = self.board.scorecards.order_by("order", "pk").first()
        month = preceding(containing(self.clock.today, PeriodKind.MONTH))
        exceptions.request(
            board=self.board, scorecard=scorecard, period=month, by=self.people["data_analyst"]
        )

    def _begin(self, item: dict[str, Any]) -> Enquiry:
        opened = self.clock.moment(item["opened"])
        rows = Indicator.objects.filter(board=self.board, library_key__in=item["about"])
        known = {each.library_key: each for each in rows}
        return enquiries.begin(
            board=self.board, by=self.people["data_analyst"], now=opened,
            fields=EnquiryFields(
                title=item["title"], why=item["why"].strip(),
                period=preceding(containing(opened.date(), PeriodKind.QUARTER)),
                indicators=[known[key] for key in item["about"]],
                group=self._group(item["group"]),
            ),
        )  # fmt: skip

    def _ask(self, enquiry: Enquiry, item: dict[str, Any]) -> None:
        moment = self.clock.moment(item["asked"])
        with told_at(moment, self.clock.now):
            question = questions.ask(
                enquiry=enquiry, text=item["text"], due_on=self.clock.day(item["due"]),
                agencies=[self.agencies[key] for key in item["answers"]],
                by=self.people["data_analyst"], now=moment,
            )  # fmt: skip
        for key, said in item["answers"].items():
            answer = question.answers.select_related("board", "question__enquiry__board").get(
                agency=self.agencies[key]
            )
            if said:
                self._answer(answer, said)

    def _answer(self, answer: AgencyAnswer, said: dict[str, Any]) -> None:
        lead = Membership.objects.filter(
            board=self.board, agency=answer.agency, role="agency_lead"
        ).order_by("pk")[0]  # fmt: skip
        moment, read = self.clock.moment(said["sent"]), self.clock.moment(said["sent"] - 2)
        with told_at(moment, self.clock.now):
            questions.send(
                answer=answer, text=said["text"].strip(), draft_version=0, by=lead.user, now=moment
            )
        given: dict[str, Any] = {
            "answer": answer, "version": None, "by": self.people["data_analyst"], "now": read,
        }  # fmt: skip
        if said.get("state") == "accepted":
            questions.accept(**given)
        elif said.get("state") == "sent_back":
            with told_at(read, self.clock.now):
                questions.send_back(reason=said["reason"], **given)

    def _put_forward(self, enquiry: Enquiry, item: dict[str, Any], days: int) -> None:
        given: dict[str, Any] = {
            "enquiry": enquiry, "version": None, "by": self.people["data_analyst"],
        }  # fmt: skip
        enquiries.find(finding=item["finding"].strip(), **given)
        enquiries.recommend(
            recommendation=item["recommendation"].strip(), to=self._group(item["to"]),
            now=self.clock.moment(days), **given,
        )  # fmt: skip

    def _decide(self, enquiry: Enquiry, item: dict[str, Any]) -> None:
        moment = self.clock.moment(item["days"])
        given: dict[str, Any] = {
            "enquiry": enquiry, "text": item["text"], "version": None, "now": moment,
        }  # fmt: skip
        with told_at(moment, self.clock.now):
            if item["state"] == "escalated":
                board = self._group("board")
                enquiries.escalate(to=board, by=self.people["group_chair"], **given)
            else:
                enquiries.accept(by=self.people["independent_chair"], **given)

    def _raise(self, enquiry: Enquiry, item: dict[str, Any], days: int) -> None:
        enquiries.raise_action(
            enquiry=enquiry, title=item["title"], agency=self.agencies[item["agency"]],
            due_on=self.clock.day(item["due"]), success_measure=item["success_measure"],
            by=self.people["group_chair"], now=self.clock.moment(days),
        )  # fmt: skip

    def _group(self, key: str) -> Group | None:
        """Return a group of today's board by the name that the file gives it."""
        written = read_living(self.board.slug)["groups"]
        name = next(item["name"] for item in written if item["key"] == key)
        return self.board.groups.get(name=name, ends_on=None)


def _chase(clock: Clock) -> None:
    """Let the portal's days pass on which late answers are chased."""
    for ago in range(60, -1, -1):
        moment = clock.moment(ago, hour=7)
        with told_at(moment, clock.now):
            questions.chase(now=moment)
