"""What an agency has not sent is read by nobody else: on no page, in no search, in no file.

The stage is that of test_isolation.py, so searches and files are tried for the other board's
marker, too.
"""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from audits.models import Answer, RivalText
from audits.services import improvements
from boards.authorization import ROLES, Scope
from boards.models import Evidence
from performance.services import questions
from tests.integration.test_direct_references import OF_BOARD
from tests.integration.test_isolation import body_of, stage
from tests.integration.test_permissions import Stage, address
from tests.permissions import Row
from tests.permissions.performance_enquiries import begun
from tests.world import MARKER, today

__all__ = ["stage"]

#: Stands in every text of the draft.
DRAFT = "unsent-draft-of-health"
#: Nobody on the board may more than the manager; of agencies' people nobody more than a lead.
READERS = ("board_manager", "police_lead")
PAGES = [row for row in OF_BOARD if row.method == "get"]
LISTS = [row for row in PAGES if row.name.endswith("-list")]


@pytest.fixture(scope="module")
def drafts(stage: Stage) -> Iterator[Stage]:
    """An agency of our own board with a draft, and its marker in every text of it."""
    cast = stage.north
    with transaction.atomic():
        question = cast.tool_version.questions.get(key="lead-person")
        answer = Answer.objects.create(
            return_record=cast.health_return, question=question, commentary=DRAFT,
            no_action_reason=DRAFT, point=cast.tool_version.scale.points.first(),
        )  # fmt: skip
        evidence = Evidence.objects.create(
            agency=cast.health, title=DRAFT, kind="link", link=f"https://{DRAFT}.example",
            uploaded_by=cast.health_lead,
        )  # fmt: skip
        improvements.plan_action(
            return_record=cast.health_return, question=question, title=DRAFT,
            success_measure=DRAFT, due_on=today() + timedelta(days=30), by=cast.health_lead,
        )  # fmt: skip
        answer.evidence_links.create(evidence=evidence, pointer=DRAFT)
        RivalText.objects.create(
            return_record=cast.health_return, question=question, by=cast.health_lead,
            fields={"point": "", "commentary": DRAFT}, base_version=1,
        )  # fmt: skip
        question_to_health = questions.ask(
            enquiry=begun(cast), text="What changed?", agencies=[cast.health], due_on=today(),
            by=cast.data_analyst,
        )  # fmt: skip
        question_to_health.answers.update(
            draft=DRAFT, draft_by=cast.health_lead, draft_at=timezone.now(), draft_version=1
        )
        yield stage
        transaction.set_rollback(True)


def test_readers_are_the_strongest() -> None:
    """The sweeps below are worth something only while no other role may more."""
    strongest = {
        Scope.BOARD: ROLES["board_manager"].permissions,
        Scope.AGENCY: ROLES["agency_lead"].permissions,
        Scope.INSTALLATION: frozenset(),
    }
    assert not [key for key, role in ROLES.items() if role.permissions - strongest[role.scope]]


def test_agency_itself_reads_its_draft(drafts: Stage) -> None:
    client = drafts.client(drafts.north.health_lead)
    keys = {"board": "northshire", "pk": drafts.north.health_return.pk, "standard": "leadership"}

    page = client.get(reverse("audits:return-standard", kwargs=keys))
    found = client.get(reverse("boards:search", kwargs={"board": "northshire"}), {"q": DRAFT})

    assert DRAFT in body_of(page)
    assert found.context["found"].count


@pytest.mark.parametrize("row", PAGES, ids=lambda row: row.name)
def test_page_shows_nothing_of_another_agencys_draft(drafts: Stage, row: Row) -> None:
    people = {key: drafts.north.people[key] for key in READERS}
    leaky = [
        key for key, person in people.items() if DRAFT in body_of(drafts.ask(row, person)).lower()
    ]
    assert not leaky


@pytest.mark.parametrize("key", READERS)
@pytest.mark.parametrize("word", [MARKER, DRAFT])
def test_search_finds_nothing(drafts: Stage, word: str, key: str) -> None:
    client = drafts.client(drafts.north.people[key])
    for url in (reverse("search"), reverse("boards:search", kwargs={"board": "northshire"})):
        assert not client.get(url, {"q": word}).context["found"].count


@pytest.mark.parametrize("row", LISTS, ids=lambda row: row.name)
def test_file_of_a_list_has_nothing(drafts: Stage, row: Row) -> None:
    leaky = []
    with transaction.atomic():
        url = address(row, drafts.north)
        for key in READERS:
            client = drafts.client(drafts.north.people[key])
            content = b"".join(client.get(url, {"format": "csv"})).decode().lower()
            leaky += [f"{key}: {word}" for word in (MARKER, DRAFT) if word in content]
        transaction.set_rollback(True)
    assert not leaky
