"""Rounds as the board's office reads them: return rates, progress, who may be invited."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    F,
    FilteredRelation,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Greatest

from audits.models import Answer, AnswerAction, AnswerEvidence, Return, Round
from audits.queries.compliance import with_names
from audits.queries.questionnaires import asked_in
from audits.queries.returns import given_of
from audits.rules import answers as rules
from audits.rules.answers import Given, Progress
from audits.rules.round_lists import Known
from audits.rules.rounds import ReturnRate
from audits.states import READABLE_BY_BOARD, ReturnStatus, RoundStatus, VersionStatus
from boards.authorization import Permission
from boards.models import Agency, Board, Invitation, Membership, Sector
from boards.rules.rounding import percent

#: How far a return is, as the board sees it. A draft is "not started" until somebody answered.
STAGES = ("not_started", "started", "signed_off", "submitted", "sent_back", "accepted")


@dataclass(frozen=True)
class SectorRate:
    """The return rate of one sector."""

    key: str
    label: str
    rate: ReturnRate


@dataclass
class RoundItem:
    """A round of the list with its return rate; the counts are printed ones for past years."""

    round: Round
    rate: ReturnRate
    #: Printed or counted whole per cent of those invited; None where it is not known.
    percent: Decimal | None

    @property
    def counts(self) -> Round | ReturnRate:
        """What has `invited`, `submitted`, `started`, `not_started`: the round itself if past."""
        return self.round if self.round.status == RoundStatus.PUBLISHED else self.rate


@dataclass(frozen=True)
class Candidate:
    """An agency that may be put on a round."""

    agency_id: int
    key: str
    name: str
    sector: str
    sector_label: str
    parent: str
    is_invited: bool


def of_board(board: Board, *, with_drafts: bool) -> QuerySet[Round]:
    """Return the board's rounds: live ones first, the latest closing day first, then past years."""
    rounds = Round.objects.filter(board=board).select_related("year", "tool_version__tool")
    if not with_drafts:
        rounds = rounds.exclude(status=RoundStatus.DRAFT)
    is_past = Case(When(status=RoundStatus.PUBLISHED, then=1), default=0)
    return rounds.order_by(
        is_past, F("closes_on").desc(nulls_last=True), "-year__starts_on", "order", "pk"
    ).prefetch_related("findings")


def items(rounds: Iterable[Round], on: date) -> list[RoundItem]:
    """Return the rounds with their return rates: one query more."""
    rows = list(rounds)
    live = [row for row in rows if row.status != RoundStatus.PUBLISHED]
    counted = _rates(Return.objects.filter(round__in=live), "round_id", on)
    return [
        RoundItem(row, ReturnRate(), percent(row.submitted, row.invited))
        if row.status == RoundStatus.PUBLISHED
        else _counted(row, counted.get(row.pk, ReturnRate()))
        for row in rows
    ]


def _counted(row: Round, rate: ReturnRate) -> RoundItem:
    return RoundItem(row, rate, rate.percent)


def rates(round_record: Round, on: date) -> tuple[ReturnRate, list[SectorRate]]:
    """Return the return rate of all, and of each sector in the board's order: two queries."""
    named = with_names(Return.objects.filter(round=round_record), round_record.board_id)
    counted = _rates(named, "sector_key", on)
    sectors = Sector.objects.filter(key__in=list(counted))
    found = [SectorRate(sector.key, sector.label, counted[sector.key]) for sector in sectors]
    return sum(counted.values(), ReturnRate()), found


def _rates(returns: QuerySet[Return], by: str, on: date) -> dict[int | str, ReturnRate]:
    submitted = Q(status__in=READABLE_BY_BOARD)
    begun = ~submitted & (~Q(status=ReturnStatus.DRAFT) | Q(is_answered=True))
    # A draft round owes nothing yet.
    late = ~submitted & Q(due_on__lt=on) & ~Q(round__status=RoundStatus.DRAFT)
    rows = (
        returns.with_due()
        .annotate(is_answered=_answered())
        .order_by()
        .values(by)
        .annotate(
            invited_count=Count("pk"),
            submitted_count=Count("pk", filter=submitted),
            started_count=Count("pk", filter=begun),
            late_count=Count("pk", filter=late),
            late_started_count=Count("pk", filter=late & begun),
        )
    )
    return {
        row[by]: ReturnRate(
            invited=row["invited_count"],
            submitted=row["submitted_count"],
            started=row["started_count"],
            not_started=row["invited_count"] - row["submitted_count"] - row["started_count"],
            late=row["late_count"],
            late_started=row["late_started_count"],
        )
        for row in rows
    }


def _answered() -> Exists:
    return Exists(Answer.objects.counting().filter(return_record=OuterRef("pk")))


def returns_of(round_record: Round, on: date) -> QuerySet[Return]:
    """Return the returns with what the round's table shows and sorts by; no content of a draft.

    Annotated: `partner_name`, `sector_key`, `due_on`, `stage`, `is_late`, `last_activity_at`.
    """
    touched = (
        Answer.objects.filter(return_record=OuterRef("pk"), updated_by__isnull=False)
        .order_by()
        .values("return_record")
        .annotate(at=Max("updated_at"))
        .values("at")
    )
    started = Case(
        When(~Q(status=ReturnStatus.DRAFT), then=F("status")),
        When(_answered(), then=Value("started")),
        default=Value("not_started"),
        output_field=CharField(),
    )
    is_late = Q(due_on__lt=on) & ~Q(status__in=READABLE_BY_BOARD)
    if round_record.status == RoundStatus.DRAFT:
        is_late = Q(pk__in=[])
    rows = with_names(Return.objects.filter(round=round_record), round_record.board_id)
    return (
        rows.with_due()
        .annotate(
            stage=started,
            is_late=Case(When(is_late, then=True), default=False),
            last_activity_at=Greatest(
                Subquery(touched),
                "signed_off_at",
                "submitted_at",
                "sent_back_at",
                "accepted_at",
            ),
        )
        .select_related("agency", "round")
    )


def progress_of(round_record: Round, returns: Sequence[Return]) -> dict[int, Progress]:
    """Return how many of the asked questions each return has done: one query for any number.

    The returns carry `sector_key` (see `returns_of`).
    """
    asks = asked_in(round_record)
    keys = {question.pk: question.key for question in asks.questions}
    pks = [record.pk for record in returns]
    given: dict[int, dict[str, Given]] = defaultdict(dict)
    answers = (
        Answer.objects.filter(return_record__in=pks)
        .order_by()
        .select_related("carried_from__point")
        .annotate(
            # Progress asks only whether there is any.
            evidence_count=Exists(
                AnswerEvidence.objects.filter(answer=OuterRef("pk"), evidence__withdrawn_at=None)
            ),
            action_count=Exists(AnswerAction.objects.filter(answer=OuterRef("pk"))),
        )
    )
    for answer in answers:
        if answer.point_id is not None:
            answer.point = asks.points[answer.point_id]
        given[answer.return_record_id][keys[answer.question_id]] = given_of(answer)
    found = {}
    for record in returns:
        answers_of = given[record.pk]
        found[record.pk] = rules.progress(
            {
                key: rules.state_of(rule, answers_of.get(key))
                for key, rule in asks.asked.items()
                if rules.is_asked(rule, record.sector_key, asks.asked, answers_of)  # type: ignore[attr-defined]
            }
        )
    return found


def unreachable(round_record: Round) -> QuerySet[Return]:
    """Return the returns that nobody could answer now, by name.

    Annotated `is_invited`: somebody has an invitation that they have not taken up.
    """
    people = Membership.objects.granting(Permission.RETURN_ANSWER).filter(
        board=round_record.board_id, agency=OuterRef("agency"), user__is_active=True
    )
    invitations = Invitation.objects.filter(
        board=round_record.board_id, agency=OuterRef("agency"), accepted_at=None, withdrawn_at=None
    )
    rows = with_names(Return.objects.filter(round=round_record), round_record.board_id)
    return (  # type: ignore[no-any-return]
        rows.filter(~Exists(people))
        .annotate(is_invited=Exists(invitations))
        .order_by("partner_name", "pk")
    )


def candidates(round_record: Round, on: date, *, q: str = "", sector: str = "") -> QuerySet[Agency]:
    """Return the agencies that may be on the round, under the board's names, with `is_invited`."""
    board_id = round_record.board_id
    here = FilteredRelation("partnerships", condition=Q(partnerships__board=board_id))
    rows = Agency.objects.working_with(round_record.board, on).annotate(
        here=here,
        shown_name=Coalesce("here__name", "name"),
        partner_key=Coalesce("here__key", Value(""), output_field=CharField()),
        sector_key=Coalesce("here__sector_id", "sector_id", output_field=CharField()),
        sector_label=Subquery(
            Sector.objects.filter(key=OuterRef("sector_key")).values("label")[:1]
        ),
        is_invited=Exists(Return.objects.filter(round=round_record, agency=OuterRef("pk"))),
    )
    if q:
        rows = rows.filter(Q(shown_name__icontains=q) | Q(name__icontains=q))
    if sector:
        rows = rows.filter(sector_key=sector)
    return rows.select_related("parent").order_by("shown_name", "pk")


def known(round_record: Round, on: date) -> list[Known]:
    """Return what a pasted list may name: keys and names, the board's and the agency's own."""
    rows = candidates(round_record, on).values_list("pk", "partner_key", "shown_name", "name")
    found = []
    for pk, key, shown, own in rows:
        found.append(Known(pk, key, shown))
        if own != shown:
            found.append(Known(pk, key, own))
    return found


@dataclass(frozen=True)
class SectorCount:
    """How many agencies of a sector may be invited, and how many are on the round already."""

    key: str
    label: str
    total: int
    invited: int


def sector_counts(round_record: Round, on: date) -> list[SectorCount]:
    """Return the sectors that have agencies on the board, in order, with their numbers."""
    rows = (
        candidates(round_record, on)
        .order_by()
        .values("sector_key")
        .annotate(total=Count("pk"), there=Count("pk", filter=Q(is_invited=True)))
    )
    counted = {row["sector_key"]: row for row in rows}
    return [
        SectorCount(s.key, s.label, counted[s.key]["total"], counted[s.key]["there"])
        for s in Sector.objects.filter(key__in=list(counted))
    ]


def tool_versions(board: Board):  # type: ignore[no-untyped-def]  # a queryset of ToolVersion
    """Return the published editions that a round of the board may use: its own and starters."""
    from audits.models import ToolVersion

    return (
        ToolVersion.objects.filter(Q(tool__board=board) | Q(tool__board=None))
        .filter(status=VersionStatus.PUBLISHED)
        .select_related("tool")
        .order_by("tool__title", "-number")
    )


def earlier_rounds(board: Board, of: Round | None = None) -> QuerySet[Round]:
    """Return the rounds whose answers may be carried forward: opened ones, the latest first."""
    rows = Round.objects.filter(board=board).filter(
        status__in=[RoundStatus.OPEN, RoundStatus.CLOSED]
    )
    if of is not None:
        rows = rows.exclude(pk=of.pk)
    return rows.select_related("year").order_by("-closes_on", "-pk")


def next_to_read(board: Board, *, after: Return | None = None) -> Return | None:
    """Return the return that has waited longest to be read, not the one given."""
    rows = Return.objects.filter(round__board=board, status=ReturnStatus.SUBMITTED)
    if after is not None:
        rows = rows.exclude(pk=after.pk)
    return rows.order_by("submitted_at", "pk").first()
