"""The demonstration: loaded once for all tests of this file, then looked at."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings as django_settings
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.models import F, Q
from django.test import override_settings
from django.utils import timezone

from audits.checks import returns as checks
from audits.models import Answer, AnswerComment, Return, RivalText, Round, ToolVersion
from audits.queries.returns import sheet
from audits.states import ReturnStatus, RoundStatus, VersionStatus
from boards.authorization import ROLES
from boards.demo import living
from boards.models import (
    Action,
    Agency,
    AgencyName,
    AgencySuccession,
    Attendance,
    Board,
    BoardYear,
    Evidence,
    Invitation,
    Membership,
    Message,
    Notification,
    SeatTerm,
    User,
)
from boards.registry import registry
from boards.rules.invitations import InvitationState
from boards.services import invitations
from boards.services.board_years import export_board_year, import_board_year
from tests.golden import compare as golden
from tests.plugins.database import Admin, cloned, pointed_at

pytestmark = pytest.mark.slow
#: Figures (40) and reports (60) have their own tests.
LOADERS = (10, 20, 30)


def load() -> None:
    for order in LOADERS:
        registry.demo_loaders[order]()


def years_as_files() -> dict[str, str]:
    years = BoardYear.objects.filter(label="2016/17").select_related("board")
    return {y.board.slug: export_board_year(board=y.board, year=y) for y in years}


def event_counts() -> dict[str, int]:
    """Rows of every table of ours, history included, to the last one."""
    names = [
        model._meta.db_table
        for model in apps.get_models(include_auto_created=True)
        if model._meta.app_label in {"boards", "audits", "reports"}
    ]
    counts = {}
    with connection.cursor() as cursor:
        for name in names:
            cursor.execute(f'SELECT count(*) FROM "{name}"')  # noqa: S608 - tables of our own
            counts[name] = cursor.fetchone()[0]
    return counts


@pytest.fixture(scope="module")
def published(
    admin: Admin,
    template_database: str,
    django_db_blocker: Any,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[dict[str, str]]:
    """The whole demonstration in a database; the published years as files before the rest came."""
    media: Path = tmp_path_factory.mktemp("media")
    with (
        django_db_blocker.unblock(),
        cloned(admin, template_database) as name,
        pointed_at(name),
        override_settings(MEDIA_ROOT=media),
    ):
        registry.demo_loaders[10]()
        files = years_as_files()
        load()
        yield files


@pytest.fixture(autouse=True)
def _demo(published: dict[str, str]) -> None:
    """Every test of this file looks at the demonstration."""


def worcestershire() -> Board:
    return Board.objects.get(slug="worcestershire")


def open_round(slug: str = "worcestershire") -> Round:
    return Round.objects.get(board__slug=slug, kind="section-11", status=RoundStatus.OPEN)


def returns_of(round_record: Round) -> Any:
    return round_record.returns.select_related("round__board", "round__tool_version", "agency")


def test_demo_data_in_production_refuses() -> None:
    with override_settings(MODE="production"), pytest.raises(CommandError, match="demo or test"):
        call_command("demo_data")


def test_demo_data_a_second_time_changes_nothing_that_people_typed() -> None:
    answer = Answer.objects.filter(return_record__round=open_round())[0]
    typed = answer.commentary
    Answer.objects.filter(pk=answer.pk).update(commentary="Typed by a person.")
    Board.objects.filter(slug="walsall").update(name="Renamed by a person")
    before = event_counts()
    load()
    assert event_counts() == before
    answer.refresh_from_db()
    assert answer.commentary == "Typed by a person."
    assert Board.objects.get(slug="walsall").name == "Renamed by a person"
    Answer.objects.filter(pk=answer.pk).update(commentary=typed)
    Board.objects.filter(slug="walsall").update(name="Walsall Safeguarding Partnership")


@pytest.mark.parametrize("name", golden.NAMES)
def test_demo_data_leaves_the_published_years_as_they_were(
    published: dict[str, str], name: str
) -> None:
    slug = name.removesuffix("-2016-17")
    year = BoardYear.objects.get(board__slug=slug, label="2016/17")
    assert export_board_year(board=year.board, year=year) == published[slug]
    again = import_board_year(source=golden.board_year(name), by=None, dry_run=True)
    assert again.changes == []
    assert year.board_name.endswith("Safeguarding Children Board")
    assert year.regime_id == "lscb-2015"


@pytest.mark.parametrize("slug", living.SLUGS)
def test_living_year_contains_today_under_the_regime_of_today(slug: str) -> None:
    today = timezone.localdate()
    year = BoardYear.objects.get(board__slug=slug, starts_on__lte=today, ends_on__gte=today)
    assert year.regime_id == year.board.regime_id == living.REGIME
    assert year.label == f"{year.starts_on:%Y}/{year.ends_on:%y}"
    assert "Partnership" in year.board.name
    assert year.board_name == ""


def test_every_role_has_somebody() -> None:
    held = set(Membership.objects.current().values_list("role", flat=True))
    assert held == set(ROLES)


def test_people_have_addresses_that_lead_nowhere() -> None:
    assert not User.objects.exclude(email__endswith="@example.org").exists()


@pytest.mark.parametrize("name", ["West Midlands Ambulance Service", "CAFCASS"])
def test_shared_agency_sits_on_both_boards_with_different_people(name: str) -> None:
    agency = Agency.objects.get(name=name)
    assert agency.partnerships.current(timezone.localdate()).count() == 2
    people = [
        set(
            Membership.objects.filter(agency=agency, board__slug=slug).values_list(
                "user", flat=True
            )
        )
        for slug in living.SLUGS
    ]
    assert all(people)
    assert not people[0] & people[1]


def test_somebody_has_roles_on_both_boards() -> None:
    both = set.intersection(
        *(
            set(Membership.objects.filter(board__slug=s).values_list("user__name", flat=True))
            for s in living.SLUGS
        )
    )
    assert "Siân Llewellyn-Pryce" in both


def test_agencies_that_merged_and_were_replaced_are_told_of() -> None:
    merged = AgencySuccession.objects.filter(new__name__startswith="Black Country Healthcare")
    assert merged.count() == 2
    assert all(row.old.partnerships.get().ends_on < row.on for row in merged)


def test_agencies_of_today_are_of_many_sectors_with_sites_and_a_former_name() -> None:
    partners = worcestershire().partners.current(timezone.localdate())
    assert 20 <= partners.count() <= 26
    assert partners.values("sector").distinct().count() >= 12
    assert Agency.objects.filter(parent__partnerships__board=worcestershire()).count() == 3
    assert AgencyName.objects.get().agency.name == "West Mercia Youth Justice Service"


def test_seats_of_2016_17_ended_before_those_of_today() -> None:
    open_terms = SeatTerm.objects.filter(seat__board=worcestershire(), ends_on=None)
    assert open_terms.count() == 28
    assert open_terms.filter(is_vacant=True).count() == 3
    assert open_terms.filter(seat__deputises_for__isnull=False).count() == 3


def test_meetings_are_recent_and_somebody_was_absent() -> None:
    since = timezone.localdate() - dt.timedelta(days=300)
    recent = worcestershire().meetings.filter(held_on__gte=since, held_on__lte=timezone.localdate())
    assert recent.filter(group__name="Partnership board").count() == 4
    marks = set(Attendance.objects.filter(meeting__in=recent).values_list("mark", flat=True))
    assert marks == set(Attendance.Mark.values)


def test_open_round_has_returns_in_every_state() -> None:
    records = list(returns_of(open_round()))
    assert {record.status for record in records} == set(ReturnStatus)
    progress = {record.pk: sheet(record).progress for record in records}
    drafts = [record for record in records if record.status == ReturnStatus.DRAFT]
    not_begun = [r for r in drafts if not r.answers.exists()]
    carried = [r for r in drafts if progress[r.pk].carried and not progress[r.pk].done]
    half_done = [r for r in drafts if progress[r.pk].done and not progress[r.pk].is_complete]
    all_answered = [r for r in drafts if progress[r.pk].is_complete]
    assert all([not_begun, carried, half_done, all_answered])
    assert any(progress[record.pk].started for record in half_done)
    resubmitted = [r for r in records if r.status == ReturnStatus.SUBMITTED and r.sent_back_at]
    assert resubmitted
    assert any(r.extended_to for r in records)


def test_sent_back_return_has_comments_that_its_agency_may_read() -> None:
    sent_back = open_round().returns.filter(status=ReturnStatus.SENT_BACK)
    released = AnswerComment.objects.filter(return_record__in=sent_back, released_at__isnull=False)
    assert released.count() >= 3
    own_notes = AnswerComment.objects.filter(return_record__round=open_round(), released_at=None)
    assert own_notes.exists()


def test_sent_returns_lack_nothing() -> None:
    records = Return.objects.filter(
        status__in=[ReturnStatus.SUBMITTED, ReturnStatus.ACCEPTED, ReturnStatus.SIGNED_OFF]
    ).select_related("round__board", "round__tool_version", "agency")
    # Those that were sent went through the real check; these few stand for the others.
    for record in records.order_by("pk")[::7]:
        assert checks.before_sign_off(record) == []


def test_some_returns_are_late_and_some_came_late() -> None:
    today = timezone.localdate()
    this_year = BoardYear.objects.get(
        board=worcestershire(), starts_on__lte=today, ends_on__gte=today
    )
    rows = Return.objects.filter(round__year=this_year)
    assert rows.late(today).count() == 2
    came = Q(first_submitted_at__date__gt=F("due_on"))
    assert rows.with_due().filter(came).exists()
    # Those that were sent back have a day of their own as well.
    assert rows.filter(extended_to__gte=today, sent_back_at=None).count() == 2


def test_last_round_is_closed_and_its_answers_are_carried_forward() -> None:
    last = open_round().previous
    assert last is not None
    assert last.status == RoundStatus.CLOSED
    assert last.returns.filter(status=ReturnStatus.ACCEPTED).count() >= 15
    copied = Answer.objects.filter(return_record__round=open_round(), carried_from__isnull=False)
    assert copied.filter(is_confirmed=False).exists()
    assert copied.filter(is_confirmed=True).exclude(what_changed="").exists()


def test_two_colleagues_texts_wait_for_each_other() -> None:
    rival = RivalText.objects.get()
    answer = Answer.objects.get(return_record=rival.return_record, question=rival.question)
    assert rival.by != answer.updated_by
    assert rival.fields["commentary"] != answer.commentary


def test_board_has_a_published_tool_and_the_draft_of_its_next_version() -> None:
    versions = ToolVersion.objects.filter(tool__board=worcestershire(), tool__kind="section-11")
    assert list(versions.values_list("number", "status")) == [
        (2, VersionStatus.DRAFT),
        (1, VersionStatus.PUBLISHED),
    ]


def test_other_rounds_are_a_draft_and_closed_ones() -> None:
    found = set(Round.objects.live().values_list("board__slug", "kind", "status"))
    assert ("worcestershire", "section-11", "draft") in found
    assert ("walsall", "cse", "closed") in found
    assert ("walsall", "section-11", "open") in found


def test_schools_are_asked_and_are_in_every_state() -> None:
    schools = Round.objects.get(kind="section-175", board__slug="walsall", status=RoundStatus.OPEN)
    records = schools.returns.all()
    assert records.count() >= 36
    assert set(records.values_list("status", flat=True)) == set(ReturnStatus)
    assert records.filter(status=ReturnStatus.ACCEPTED).count() >= 8
    assert records.filter(status=ReturnStatus.DRAFT, answers=None).count() >= 6
    assert schools.closes_on is not None
    assert schools.closes_on > timezone.localdate()
    leads = Membership.objects.filter(role="agency_lead", agency__in=records.values("agency"))
    assert leads.count() == records.count()


def test_evidence_is_of_every_kind_and_on_disk() -> None:
    extensions = {
        row.file_name.rsplit(".", 1)[-1] for row in Evidence.objects.filter(kind=Evidence.Kind.FILE)
    }
    assert extensions == {"pdf", "docx", "csv", "png"}
    assert Evidence.objects.filter(kind=Evidence.Kind.LINK).exists()
    for row in Evidence.objects.filter(kind=Evidence.Kind.FILE)[:8]:
        assert Path(django_settings.MEDIA_ROOT, row.file.name).stat().st_size == row.size


def test_actions_are_in_every_state() -> None:
    rows = Action.objects.filter(board=worcestershire())
    assert set(rows.values_list("status", flat=True)) == set(Action.Status.values)
    today = timezone.localdate()
    assert rows.overdue(today).filter(source=Action.Source.AUDIT).exists()
    assert rows.open().filter(due_on__gte=today).exists()
    assert rows.filter(status=Action.Status.CLOSED, answer_link__isnull=False).exists()


def test_invitations_are_open_accepted_expired_and_waiting() -> None:
    states = {invitations.state(row) for row in Invitation.objects.all()}
    assert states == {
        InvitationState.OPEN,
        InvitationState.ACCEPTED,
        InvitationState.EXPIRED,
        InvitationState.AWAITING_APPROVAL,
    }


def test_outbox_is_settled_and_shows_how_failures_look() -> None:
    fates = set(Message.objects.values_list("fate", flat=True))
    assert fates == {Message.Fate.SENT, Message.Fate.REFUSED, Message.Fate.UNKNOWN}
    assert not Message.objects.filter(sent_at__gt=timezone.now()).exists()
    assert Notification.objects.filter(read_at=None).exists()
    assert Notification.objects.exclude(read_at=None).exists()
