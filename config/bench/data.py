"""Boards as large as they come: agencies, people, rounds and answers in bulk."""

from dataclasses import dataclass
from datetime import timedelta

from django.db import connections, transaction
from django.utils import timezone

from audits.models import Question, Return, Round, Scale, Standard, Tool, ToolVersion
from boards.models import Agency, Board, BoardPartner, Membership, User
from tests.world import BoardCast

STANDARDS = 10
QUESTIONS = 60
#: One return in so many is still a draft; the others were sent.
SENT = 4


@dataclass
class Large:
    """A round of many agencies, and how many answers it has."""

    board: Board
    round: Round
    returns: int
    answers: int


def large_tool(board: Board) -> ToolVersion:
    """Publish a tool of sixty graded questions, with guidance as long as the real ones have."""
    tool = Tool.objects.create(board=board, key="large", title="Large tool", kind="section-175")
    version = ToolVersion.objects.create(
        tool=tool, number=1, scale=Scale.objects.get(board=None, key="four_point")
    )
    for number in range(STANDARDS):
        standard = Standard.objects.create(
            tool_version=version, key=f"s-{number}", title=f"Standard {number}", order=number
        )
        Question.objects.bulk_create(
            Question(
                tool_version=version, standard=standard, key=f"q-{number}-{order}", order=order,
                text=f"How does your agency make sure of point {order} of standard {number}?",
                guidance="Guidance as tools print it, several sentences long. " * 12,
                is_essential=order == 0,
            )
            for order in range(QUESTIONS // STANDARDS)
        )  # fmt: skip
    version.status, version.published_at = "published", timezone.now()
    version.save()
    return version


def large_round(cast: BoardCast, count: int) -> Round:
    """Draft a round for `count` schools, each a partner of the board."""
    agencies = Agency.objects.bulk_create(
        [Agency(name=f"School {n:05}", sector_id="education") for n in range(count)],
        batch_size=2000,
    )
    BoardPartner.objects.bulk_create(
        [
            BoardPartner(board=cast.board, agency=agency, key=f"large-{n}", name=agency.name,
                         sector_id="education", order=n + 10)
            for n, agency in enumerate(agencies)
        ],
        batch_size=2000,
    )  # fmt: skip
    _lead_each(cast.board, agencies)
    today = timezone.localdate()
    return Round.objects.create(
        board=cast.board, year=cast.year, key="large", title="Large round", kind="section-175",
        tool_version=large_tool(cast.board), opens_on=today, closes_on=today + timedelta(days=30),
    )  # fmt: skip


def _lead_each(board: Board, agencies: list[Agency]) -> None:
    """Give each agency a lead of its own."""
    people = User.objects.bulk_create(
        [User(email=f"lead-{a.pk}@large.example", name=f"Lead of {a.name}") for a in agencies],
        batch_size=2000,
    )
    Membership.objects.bulk_create(
        [
            Membership(user=user, board=board, agency=agency, role="agency_lead")
            for user, agency in zip(people, agencies, strict=True)
        ],
        batch_size=2000,
    )


def who_answer(round_record: Round, count: int) -> list[tuple[Return, User]]:
    """Return so many drafts, each with the person who leads it."""
    drafts = round_record.returns.filter(status="draft").select_related("round__board")
    people = {
        membership.agency_id: membership.user
        for membership in Membership.objects.filter(
            board=round_record.board, agency__in=drafts.values("agency")
        ).select_related("user")
    }
    return [(row, people[row.agency_id]) for row in drafts.order_by("pk")[:count]]


def answer_all(round_record: Round, by: User) -> Large:
    """Answer every question of every return and send most of them, past the history triggers."""
    with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
        for table in ("audits_answer", "audits_return"):
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(_ANSWERS, {"round": round_record.pk, "by": by.pk})
        answers = cursor.rowcount
        cursor.execute(_SENT, {"round": round_record.pk, "by": by.pk, "part": SENT})
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in ("audits_answer", "audits_return"):
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
    with connections["owner"].cursor() as cursor:
        cursor.execute("ANALYZE")
    returns = Return.objects.filter(round=round_record).count()
    return Large(round_record.board, round_record, returns, answers)


_ANSWERS = """
    INSERT INTO audits_answer (
        return_record_id, question_id, point_id, value, unfinished, commentary, is_not_applicable,
        not_applicable_reason, is_confirmed, what_changed, no_action_reason, updated_by_id,
        updated_at, version
    )
    SELECT r.id, q.id, p.id, '', '', repeat('What we do and how we know. ', 8), false,
           '', true, '', 'Planned elsewhere', %(by)s, now(), 1
    FROM audits_return r
    JOIN audits_round o ON o.id = r.round_id
    JOIN audits_question q ON q.tool_version_id = o.tool_version_id
    JOIN audits_toolversion v ON v.id = o.tool_version_id
    JOIN LATERAL (
        SELECT id FROM audits_scalepoint WHERE scale_id = v.scale_id
        ORDER BY (id * 7 + r.id * 3 + q.id) %% 11 LIMIT 1
    ) p ON true
    WHERE r.round_id = %(round)s
"""

_SENT = """
    UPDATE audits_return SET status = 'submitted', submitted_at = now(), submitted_by_id = %(by)s,
        first_submitted_at = now(), signed_off_at = now(), signed_off_by_id = %(by)s,
        signatory_name = 'A Head', signatory_post = 'Headteacher'
    WHERE round_id = %(round)s AND id %% %(part)s <> 0
"""
