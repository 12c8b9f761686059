"""What agencies owe of figures, and their returns in every state: the portal's days replayed."""

import datetime as dt
from dataclasses import dataclass, field
from decimal import ROUND_FLOOR, Decimal
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction

from boards.demo import outbox
from boards.demo.living import SLUGS
from boards.demo.living import read as read_living
from boards.demo.when import Clock, told_at
from boards.models import Agency, Board, Membership, User
from performance.demo.figures import Invented
from performance.models import DataRequirement, DataReturn, Indicator
from performance.rules.entries import Entry
from performance.rules.periods import Period, PeriodKind, containing, parts_of, preceding
from performance.services import api_keys, data_requirements, data_returns, submissions
from performance.services.data_requirements import RequirementFields

PLAN = Path(__file__).parent / "returns.yaml"
#: Periods that agencies send themselves: earlier figures came in one file.
PERIODS = {"month": 6, "quarter": 4}
#: The wrong figures that the board sends back, as a share of the right ones.
TOO_MANY, TOO_FEW = Decimal("1.6"), Decimal("0.8")
#: By how many cases the last quarter differs from its months: people came to be known later.
KNOWN_LATER = 7


def months_ago(period: Period, clock: Clock) -> int:
    """Return how many months before the last one that is over a period ends."""
    last = preceding(containing(clock.today, PeriodKind.MONTH)).end
    return (last.year - period.end.year) * 12 + last.month - period.end.month


def sent_by_agencies(slug: str, clock: Clock) -> dict[str, dt.date]:
    """Return library key → first day of the months that an agency sends itself."""
    return {
        key: _first_day(item, clock)
        for item in _read()[slug]
        if item["frequency"] == "month"
        for key in item["keys"]
    }


def load(plan: dict[str, Any], clock: Clock) -> None:
    """Ask both boards' agencies for figures, and let happen what happened since."""
    written = _read()
    with transaction.atomic():
        if DataRequirement.objects.filter(board__slug__in=SLUGS).exists():
            return
        senders = [sender for slug in SLUGS for sender in _ask(slug, plan, written, clock)]
        _replay(senders, clock)
        for slug in SLUGS:
            _make_key(slug, written["keys"][slug], clock)
        outbox.settle()


def _read() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(PLAN.read_text(encoding="utf-8"))
    return found


@dataclass
class Sender:
    """One requirement: who sends, what is sent, what becomes of it."""

    requirement: DataRequirement
    written: dict[str, Any]
    reasons: dict[str, str]
    invented: Invented
    by: User
    analyst: User
    clock: Clock
    indicators: list[Indicator] = field(default_factory=list)
    #: Day → what is done then, and to which return.
    agenda: dict[dt.date, list[tuple[Any, int]]] = field(default_factory=dict)

    def plan(self) -> None:
        """Look up what becomes of the returns that are asked for by now."""
        self.agenda = {}
        for record in self.requirement.data_returns.order_by("period_end"):
            for day, step in self._story(record):
                self.agenda.setdefault(day, []).append((step, record.pk))

    def live(self, day: dt.date) -> None:
        """Do what was done on a day."""
        for step, pk in self.agenda.get(day, []):
            step(pk, day)

    def keep(self) -> None:
        """Write down half of what is awaited, as somebody who was called away."""
        record = self.requirement.data_returns.filter(status="awaited").order_by("-period_end")[0]
        entries = self._entries(record, Decimal(1))
        submissions.keep(
            data_return=record, via="typed", entries=entries[:1], by=self.by,
            now=self.clock.moment(1, 16),
        )  # fmt: skip

    def _story(self, record: DataReturn) -> list[tuple[dt.date, Any]]:
        """Return what happens to a return, on which days: none of them after today."""
        fate = self.written.get("story", {}).get(self._back(record), "accepted")
        sent = max(record.period_end + dt.timedelta(days=1), record.due_on - dt.timedelta(days=3))
        sent = min(sent, self.clock.today)
        looked_at = min(sent + dt.timedelta(days=2), self.clock.today)
        mended = min(sent + dt.timedelta(days=6), self.clock.today)
        done = min(sent + dt.timedelta(days=8), self.clock.today)
        lately = max(looked_at, self.clock.day(3))
        return {
            "accepted": [(sent, self._send), (done, self._accept)],
            "received": [(sent, self._send)],
            "sent_back": [(sent, self._send_too_many), (lately, self._send_back)],
            "corrected": [
                (sent, self._send_too_few), (looked_at, self._send_back), (mended, self._send),
                (done, self._accept),
            ],
        }.get(fate, [])  # fmt: skip

    def _back(self, record: DataReturn) -> int:
        """Return which period it is, 1 for the last one that is over."""
        months = months_ago(record.period, self.clock)
        return 1 + (months if self.written["frequency"] == "month" else months // 3)

    def _send(self, pk: int, day: dt.date, share: Decimal = Decimal(1)) -> None:
        record = DataReturn.objects.select_related("board", "requirement").get(pk=pk)
        via = self.written.get("via", "typed")
        submissions.submit(
            data_return=record, entries=self._entries(record, share), via=via,
            by=None if via == "api" else self.by, now=self._moment(day, 10),
        )  # fmt: skip

    def _send_too_many(self, pk: int, day: dt.date) -> None:
        self._send(pk, day, TOO_MANY)

    def _send_too_few(self, pk: int, day: dt.date) -> None:
        self._send(pk, day, TOO_FEW)

    def _send_back(self, pk: int, day: dt.date) -> None:
        record = DataReturn.objects.select_related("board").get(pk=pk)
        fate = self.written["story"][self._back(record)]
        data_returns.send_back(
            data_return=record, reason=self.reasons[fate].strip(), version=record.version,
            by=self.analyst, now=self._moment(day, 14),
        )  # fmt: skip

    def _accept(self, pk: int, day: dt.date) -> None:
        record = DataReturn.objects.select_related("board").get(pk=pk)
        data_returns.accept(
            data_return=record, version=record.version, by=self.analyst, now=self._moment(day, 15)
        )

    def _entries(self, record: DataReturn, share: Decimal) -> list[Entry]:
        last = months_ago(record.period, self.clock)
        months = range(last, last + len(parts_of(record.period, PeriodKind.MONTH)))
        entries = []
        for each in self.indicators:
            figure = self.invented.of_months(
                each.library_key, months, is_snapshot=each.kind == "snapshot"
            )
            if len(months) > 1 and each.kind == "flow" and self._back(record) == 1:
                figure = {"value": figure["value"] + KNOWN_LATER}
            entries.append(_entry(each.key, figure, share))
        return entries

    def _moment(self, day: dt.date, hour: int) -> dt.datetime:
        return self.clock.moment((self.clock.today - day).days, hour)


def _entry(key: str, figure: dict[str, Any], share: Decimal) -> Entry:
    """Return a figure as somebody types it: with its parts there is no reason beside them."""
    value, numerator, denominator = (
        str((figure[name] * share).to_integral_value(ROUND_FLOOR)) if name in figure else ""
        for name in ("value", "numerator", "denominator")
    )
    missing = "" if denominator else figure.get("missing", "")
    return Entry(key, "", value, numerator, denominator, missing)


def _ask(slug: str, plan: dict[str, Any], written: dict[str, Any], clock: Clock) -> list[Sender]:
    """Make the requirements of a board."""
    board = Board.objects.get(slug=slug)
    analyst = _holder(board, "data_analyst")
    by_key = {each.library_key: each for each in board.indicators.exclude(library_key="")}
    senders = []
    for item in written[slug]:
        agency = _agency(board, item["from"])
        chosen = [by_key[key] for key in item["keys"]]
        requirement = data_requirements.create(
            board=board,
            fields=RequirementFields(
                title=item["title"], agency=agency, frequency=item["frequency"],
                starts_on=_first_day(item, clock), indicators=chosen,
                due_days=_due_days(item, clock), note=item.get("note", ""),
            ),
            by=analyst,
        )  # fmt: skip
        senders.append(
            Sender(
                requirement, item, written["reasons"], Invented(slug, plan),
                by=_sender(board, agency), analyst=analyst, clock=clock, indicators=chosen,
            )
        )  # fmt: skip
    return senders


def _replay(senders: list[Sender], clock: Clock) -> None:
    """Let the days pass as the portal's own clock would: ask, send, remind."""
    first = min(sender.requirement.starts_on for sender in senders)
    for ago in range((clock.today - first).days, -1, -1):
        day, now = clock.day(ago), clock.moment(ago, 9)
        with told_at(now, clock.now):
            if day.day == 1:
                data_returns.ask_for_due(now=now)
                for sender in senders:
                    sender.plan()
            for sender in senders:
                sender.live(day)
            data_returns.chase(now=now)
    for sender in senders:
        if sender.written.get("kept"):
            sender.keep()


def _last(item: dict[str, Any], clock: Clock) -> Period:
    return preceding(containing(clock.today, PeriodKind(item["frequency"])))


def _first_day(item: dict[str, Any], clock: Clock) -> dt.date:
    period = _last(item, clock)
    for _ in range(PERIODS[item["frequency"]] - 1):
        period = preceding(period)
    return period.start


def _due_days(item: dict[str, Any], clock: Clock) -> int:
    if "due_in" in item:
        return int((clock.today - _last(item, clock).end).days + item["due_in"])
    return int(item["due_days"])


def _make_key(slug: str, written: list[Any], clock: Clock) -> None:
    board = Board.objects.get(slug=slug)
    key, name, scopes = written
    api_keys.create(
        board=board, agency=_agency(board, key), name=name, scopes=scopes,
        expires_on=clock.day(-200), by=_holder(board, "data_analyst"), now=clock.moment(160),
    )  # fmt: skip


def _agency(board: Board, key: str) -> Agency:
    """Return an agency by its key in boards/demo/living."""
    item = next(each for each in read_living(board.slug)["partners"] if each["key"] == key)
    name = item.get("shared") or item.get("name")
    rows = board.partners.select_related("agency")
    return rows.get(key=item["keeps"]).agency if "keeps" in item else rows.get(name=name).agency


def _holder(board: Board, role: str) -> User:
    return Membership.objects.filter(board=board, role=role).order_by("pk")[0].user


def _sender(board: Board, agency: Agency) -> User:
    rows = Membership.objects.filter(board=board, agency=agency).select_related("user")
    return sorted(rows, key=lambda row: (row.role != "agency_lead", row.pk))[0].user
