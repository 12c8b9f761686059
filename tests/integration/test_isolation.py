"""No page, list, file or count of a board ever shows a word of another board.

Every text of the other board has a marker in it; every GET address of ours is opened as everybody.
"""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.test import override_settings
from django.urls import reverse
from django.utils import timezone

from audits.models import (
    Answer,
    AnswerAction,
    AnswerComment,
    AnswerEvidence,
    Chasing,
    Reminder,
    Respondent,
    RivalText,
    RoundFinding,
    Scale,
    ScalePoint,
)  # fmt: skip
from boards.activity import change
from boards.models import (
    Action,
    ActionEvidence,
    ActionTheme,
    ActionUpdate,
    Attendance,
    Evidence,
    Invitation,
    Meeting,
    Message,
    Notification,
    RefusedFile,
    SecondFactorReset,
    Theme,
)  # fmt: skip
from performance.models import (
    BoardArea,
    BreakdownTable,
    Chain,
    ChainStep,
    Derivation,
    EnquiryAction,
    EnquiryStep,
    IndicatorAction,
    IndicatorNote,
    NeighbourSet,
    Scorecard,
    ScorecardIndicator,
    Target,
)
from performance.rules.entries import Entry
from performance.services import submissions
from reports.models import AnnualReport, PublishingRule, ReportFile, ReportRun, ReportSection
from tests.integration.test_permissions import ALL_ROWS, Stage, one_of_each
from tests.meta.ownership import OWNERSHIP, models_of_ours
from tests.permissions.performance_api import make_key
from tests.permissions.performance_comparators import table as published_table
from tests.permissions.performance_enquiries import answered, exception_report
from tests.permissions.performance_returns import awaited, indicator
from tests.world import MARKER, BoardCast, make_world, today

PAGES = [row for row in ALL_ROWS if row.method == "get"]


@pytest.fixture(scope="module")
def stage(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Stage]:
    media = tmp_path_factory.mktemp("media")
    with django_db_blocker.unblock(), override_settings(MEDIA_ROOT=media), transaction.atomic():
        world = make_world()
        fill(world.south)
        # PostgreSQL remembers a change's name until the transaction ends, and this one serves all
        # rows: what they make is not to be told as the other board's.
        with change("boards.edit", by=None, board=world.north.board, on=world.north.board):
            world.north.board.save()
        yield Stage(world)
        transaction.set_rollback(True)


def fill(cast: BoardCast) -> None:
    """Give the board one of everything, its marker in every text."""
    with change("boards.edit", by=cast.board_manager, board=cast.board, on=cast.board):
        evidence = fill_audits(cast, fill_actions(cast))
        fill_governance(cast)
        fill_people(cast)
        fill_report(cast)
        fill_figures(cast)
    assert MARKER in str(evidence)


def fill_actions(cast: BoardCast) -> Action:
    action = Action.objects.create(
        board=cast.board, number=1, title=f"Action {MARKER}", description=MARKER,
        agency=cast.police, due_on=timezone.localdate() - timedelta(days=3),
        owner=cast.police_lead, source_label=MARKER, raised_by=cast.board_manager,
    )  # fmt: skip
    ActionUpdate.objects.create(action=action, text=MARKER, by=cast.police_lead)
    theme = Theme.objects.create(board=cast.board, key=MARKER, label=MARKER)
    ActionTheme.objects.create(action=action, theme=theme)
    return action


def fill_audits(cast: BoardCast, action: Action) -> Evidence:
    # The police sit on both boards and their files are theirs on both; the other agency's are not.
    evidence = Evidence.objects.create(
        agency=cast.health, title=f"Evidence {MARKER}", kind="link", link=f"https://{MARKER}.example",
        uploaded_by=cast.health_lead,
    )  # fmt: skip
    ActionEvidence.objects.create(action=action, evidence=evidence)
    for record, person in (
        (cast.police_return, cast.police_lead),
        (cast.health_return, cast.health_lead),
    ):
        graded = cast.tool_version.questions.get(key="lead-person")
        answer = Answer.objects.create(
            return_record=record, question=graded, commentary=MARKER, updated_by=person,
            point=cast.tool_version.scale.points.all()[0],
        )  # fmt: skip
        RivalText.objects.create(
            return_record=record, question=graded, by=person, fields={"commentary": MARKER},
            base_version=1,
        )  # fmt: skip
        AnswerComment.objects.create(
            return_record=record, question=graded, text=MARKER, by=cast.board_manager
        )
        Respondent.objects.create(return_record=record, user=person)
        record.status, record.signed_off_by, record.signed_off_at = "submitted", person, now()
        record.submitted_by, record.submitted_at = person, now()
        record.signatory_name = record.signatory_post = MARKER
        record.save()
    AnswerEvidence.objects.create(answer=answer, evidence=evidence, pointer=MARKER)
    AnswerAction.objects.create(answer=answer, action=action)
    Reminder.objects.create(
        return_record=cast.police_return, step="before-3", audience="people", outcome="sent",
        told=1, counted_from=timezone.localdate(),
    )  # fmt: skip
    Chasing.objects.create(
        round=cast.round, paused_at=now(), paused_by=cast.board_manager, paused_reason=MARKER
    )
    RoundFinding.objects.create(round=cast.round, label=MARKER, percent=50)
    scale = Scale.objects.create(board=cast.board, key="own", label=MARKER)
    ScalePoint.objects.create(scale=scale, key="one", label=MARKER, order=1)
    return evidence


def fill_governance(cast: BoardCast) -> None:
    term = cast.seats["chair"].terms.get()
    term.holder_name = MARKER
    term.save()
    meeting = Meeting.objects.create(
        board=cast.board, group=cast.group, key=MARKER, held_on=timezone.localdate()
    )
    Attendance.objects.create(meeting=meeting, seat=cast.seats["chair"], mark="present")


def fill_people(cast: BoardCast) -> None:
    Invitation.objects.create(
        email=f"somebody@{MARKER}.example", name=MARKER, board=cast.board, agency=cast.police,
        role="agency_lead", token_hash="0" * 64, expires_at=now() + timedelta(days=7),
        invited_by=cast.board_manager,
    )  # fmt: skip
    Message.objects.create(
        board=cast.board, kind="invitation", to_email=f"somebody@{MARKER}.example", subject=MARKER,
        body=MARKER,
    )  # fmt: skip
    Notification.objects.create(
        user=cast.police_lead, board=cast.board, text=MARKER, path=f"/{cast.board.slug}/"
    )
    RefusedFile.objects.create(
        board=cast.board, agency=cast.health, signature=MARKER, sha256="0" * 64, size=1,
        sent_by=cast.health_lead,
    )  # fmt: skip
    SecondFactorReset.objects.create(
        user=cast.police_lead, board=cast.board, reason=MARKER, requested_by=cast.board_manager
    )


def fill_report(cast: BoardCast) -> None:
    report = AnnualReport.objects.create(
        board=cast.board, year=cast.year, title=f"Report {MARKER}", template_key="partnership-2023"
    )
    ReportSection.objects.create(report=report, key="one", title=MARKER, text=MARKER, order=1)
    run = ReportRun.objects.create(report=report, number=1, status="ready", finished_at=now())
    ReportFile.objects.create(
        run=run, format="pdf", file="reports/none.pdf", size=1, sha256="0" * 64
    )


def fill_figures(cast: BoardCast) -> None:
    """Indicators with all that hangs on them, what the police owe of them, and a scorecard."""
    measured = indicator(cast, MARKER, label=MARKER, definition=MARKER, source=MARKER)
    asked = awaited(cast, measured, title=MARKER)
    submissions.submit(
        data_return=asked, via="typed", by=cast.police_lead, comment=MARKER,
        entries=[Entry(indicator=MARKER, value="4711", comment=MARKER)],
    )  # fmt: skip
    submissions.keep(data_return=asked, via="file", entries=[], by=cast.police_lead,
                     file_name=MARKER)  # fmt: skip
    make_key(cast)
    day = timezone.localdate()
    Target.objects.create(indicator=measured, value=1, due_on=day + timedelta(days=9),
                          starts_on=day, note=MARKER)  # fmt: skip
    IndicatorNote.objects.create(indicator=measured, kind="commentary", text=MARKER, on=day)
    IndicatorAction.objects.create(
        indicator=measured, action=Action.objects.get(board=cast.board, number=1)
    )
    table = BreakdownTable.objects.create(
        board=cast.board, title=MARKER, description=MARKER, rows_by="indicator",
        period_kind="month",
    )  # fmt: skip
    table.lines.create(indicator=measured)
    card = Scorecard.objects.create(board=cast.board, title=MARKER)
    ScorecardIndicator.objects.create(scorecard=card, indicator=measured)
    chain = Chain.objects.create(board=cast.board, title=MARKER, kind="roll_forward")
    ChainStep.objects.create(chain=chain, indicator=measured, role="closing")
    Derivation.objects.create(indicator=measured, key="boards.actions-on-time")
    PublishingRule.objects.create(board=cast.board, reason=MARKER)
    BoardArea.objects.create(board=cast.board, authorities=["E10000034"])
    NeighbourSet.objects.create(
        board=cast.board, starts_on=today(), authorities=["E10000031"], source=MARKER
    )
    published_table(cast)
    fill_enquiries(cast)


def fill_enquiries(cast: BoardCast) -> None:
    """A line of enquiry with an answer, what was decided and what follows, and its report."""
    enquiry = answered(cast).question.enquiry
    EnquiryStep.objects.create(
        enquiry=enquiry, kind="recommended", text=MARKER, by=cast.data_analyst, at=now()
    )
    action = Action.objects.create(
        board=cast.board, number=2, title=MARKER, agency=cast.health, due_on=today(),
        raised_by=cast.data_analyst,
    )  # fmt: skip
    EnquiryAction.objects.create(enquiry=enquiry, action=action)
    exception_report(cast)


def now() -> Any:
    return timezone.now()


def body_of(response: Any) -> str:
    return str(response.headers) + str(response.content.decode(errors="replace"))


def test_other_board_has_one_of_everything(stage: Stage) -> None:
    """The sweep below is worth something only while nothing of the other board is missing."""
    empty = []
    for model in models_of_ours():
        path = OWNERSHIP[model._meta.label].board.replace(".", "__")
        if path and not model._default_manager.filter(**{path: stage.south.board.pk}).exists():
            empty.append(model._meta.label)
    assert not empty


@pytest.mark.parametrize("row", PAGES, ids=lambda row: row.name)
def test_page_shows_nothing_of_another_board(stage: Stage, row: Any) -> None:
    people: dict[str, Any] = {**one_of_each(stage.north.people), "nobody": None}
    leaky = {
        key: body[max(0, at - 200) : at + 100]
        for key, person in people.items()
        if (at := (body := body_of(stage.ask(row, person)).lower()).find(MARKER)) >= 0
    }
    assert not leaky


def test_other_board_looks_like_one_that_is_not_there(stage: Stage) -> None:
    manager = stage.north.board_manager
    client = stage.client(manager)

    there = client.get(reverse("board-home", kwargs={"board": stage.south.board.slug}))
    nowhere = client.get(reverse("board-home", kwargs={"board": "nowhere"}))

    assert there.status_code == nowhere.status_code == 404
    assert without_id(there) == without_id(nowhere)


def without_id(response: Any) -> str:
    """The page but for what differs each time: the request's id and the tokens of forms."""
    page = response.content.decode().replace(response["X-Request-Id"], "")
    return re.sub(r"\b\w{64}\b", "", page)


@pytest.mark.parametrize("name", ["health-live", "health-ready"])
def test_health_says_nothing_of_anybody(stage: Stage, name: str) -> None:
    body = stage.client(None).get(reverse(name)).json()

    assert set(body) <= {"status", "database", "redis"}
    assert set(body.values()) <= {"ok"}
