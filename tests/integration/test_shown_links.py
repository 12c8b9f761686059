"""Every link a person is shown opens for that person, and leads to the person's own work.

From the home page only links that are shown are followed, breadth first, one address of each page.
"""

from collections import deque
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any
from urllib.parse import parse_qs, urljoin, urlsplit

import pytest
from django.db import transaction
from django.test import Client, override_settings
from django.urls import Resolver404, resolve

from boards.activity import change
from boards.authorization import ROLES
from performance.services import questions
from tests.integration.test_isolation import fill_governance, fill_people
from tests.integration.test_permissions import Stage, role_of
from tests.permissions.audits_reviews import sent
from tests.permissions.boards_actions import complete_action
from tests.permissions.performance_enquiries import begun, exception_report, recommended
from tests.permissions.performance_returns import received
from tests.permissions.reports import ready_file
from tests.world import BoardCast, make_world, today

READS = {
    "boards:action-list", "boards:meeting-detail", "boards:seat-list",
    "performance:enquiry-detail", "performance:exception-page",
}  # fmt: skip
READS_RETURNS = READS | {"audits:round-detail", "audits:review-detail", "audits:tool-detail"}
ANSWERS = {
    "audits:return-list", "audits:return-detail", "audits:return-standard", "audits:evidence-list",
    "boards:action-list", "boards:meeting-list", "performance:question-answer",
}  # fmt: skip
SUPPORTS = READS_RETURNS | {
    "audits:review-accept", "audits:review-send-back", "audits:round-chasing",
    "boards:action-new", "boards:meeting-mark", "boards:invitation-add", "boards:message-list",
    "performance:data-return-list", "reports:section-edit", "reports:download",
}  # fmt: skip
#: What each role must find its way to. Roles with the very same permissions have one line.
OWN_WORK: dict[str, set[str]] = {
    "board_manager": SUPPORTS | {
        "boards:board-edit", "boards:action-close", "boards:board-year-list",
        "performance:data-requirement-list",
    },
    "business_support": SUPPORTS,
    "independent_chair": READS_RETURNS | {"reports:download", "boards:action-new"},
    "board_member": READS | {"reports:download"},
    "data_analyst": READS_RETURNS | {
        "performance:data-return-list", "performance:answer-accept", "reports:section-edit",
    },
    "group_chair": READS_RETURNS | {"boards:action-new", "performance:enquiry-decide"},
    "scrutiny_reader": {"reports:report-detail"},
    "auditor": READS_RETURNS | {"boards:activity-list", "boards:message-list", "reports:download"},
    "delegate": {"notification-list"},
    "health_lead": ANSWERS | {"boards:agency-person-list"},
    "health_contributor": ANSWERS,
    "system_administrator": {"notification-list"},
}  # fmt: skip


class Links(HTMLParser):
    """The addresses of the links that a page shows."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a" and (address := dict(attrs).get("href")):
            self.found.append(address)


@pytest.fixture(scope="module")
def stage(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Stage]:
    media = tmp_path_factory.mktemp("media")
    with django_db_blocker.unblock(), override_settings(MEDIA_ROOT=media), transaction.atomic():
        world = make_world()
        fill(world.north)
        yield Stage(world)
        transaction.set_rollback(True)


def fill(cast: BoardCast) -> None:
    """Give the board work for everybody; the health trust's return stays to be answered."""
    with change("boards.edit", by=cast.board_manager, board=cast.board, on=cast.board):
        complete_action(cast)
        fill_governance(cast)
        fill_people(cast)
        sent(cast)
        received(cast)
        ready_file(cast)
        exception_report(cast)
        recommended(cast)
        question = questions.ask(
            enquiry=begun(cast), text="What changed?", agencies=[cast.police, cast.health],
            due_on=today(), by=cast.data_analyst,
        )  # fmt: skip
        of_police = question.answers.select_related("board", "question__enquiry__board").get(
            agency=cast.police
        )
        questions.send(answer=of_police, text="Words", draft_version=0, by=cast.police_lead)


def kind_of(url: str) -> str:
    """What is opened but once: the page by its name, or the file of a list."""
    parts = urlsplit(url)
    file = parse_qs(parts.query).get("format", [""])[0]
    try:
        return f"{resolve(parts.path).view_name} {file}".strip()
    except Resolver404:
        return url


def opened(client: Client, url: str) -> tuple[int, list[str]]:
    """Return the status of the page and the addresses on this site that it links to."""
    response = client.get(url, follow=True)
    content = b"".join(response)  # a file is closed when it has been read
    if "html" not in response["Content-Type"]:
        return response.status_code, []
    base, page = response.request["PATH_INFO"], content.decode()
    shown = [urlsplit(urljoin(f"http://testserver{base}", link)) for link in Links(page).found]
    here = [p for p in shown if p.scheme == "http" and p.netloc == "testserver"]
    return response.status_code, [p._replace(scheme="", netloc="", fragment="").geturl()
                                  for p in here]  # fmt: skip


def walk(client: Client) -> tuple[set[str], list[str]]:
    """Follow the links from the home page; return the kinds of pages met and what went wrong."""
    met: set[str] = set()
    wrong: list[str] = []
    waiting = deque([("/", "the start")])
    while waiting:
        url, shown_on = waiting.popleft()
        if (kind := kind_of(url)) in met:
            continue
        met.add(kind)
        status, links = opened(client, url)
        if status != 200:
            wrong.append(f"{status} for {url}, shown on {shown_on}")
        waiting.extend((link, url) for link in links)
    return met, wrong


def test_every_role_has_its_work() -> None:
    kinds = {ROLES[role_of(key)].permissions for key in OWN_WORK}
    assert kinds == {role.permissions for role in ROLES.values()}


@pytest.mark.parametrize("key", OWN_WORK)
def test_links_shown_open_and_lead_to_the_work(stage: Stage, key: str) -> None:
    is_administrator = key == "system_administrator"
    person = stage.administrator if is_administrator else stage.north.people[key]
    with transaction.atomic():
        met, wrong = walk(stage.client(person))
        transaction.set_rollback(True)

    assert not wrong
    assert sorted(OWN_WORK[key] - met) == []
