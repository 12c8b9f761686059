"""The portal under a path of a host: real processes, everything asked through that path."""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
import requests

from runtime.processes import wait_until
from tests.plugins.database import Admin, cloned, pointed_at
from tests.plugins.server import PortalServer, redis_database
from tests.world import World, make_world

PREFIX = "/portal"


@pytest.fixture(scope="module")
def portal(
    admin: Admin,
    template_database: str,
    django_db_blocker: Any,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[PortalServer]:
    with (
        django_db_blocker.unblock(),
        cloned(admin, template_database) as database,
        pointed_at(database),
        redis_database() as number,
    ):
        server = PortalServer(tmp_path_factory.mktemp("portal"), database, number)
        server.env["PORTAL_BASE_URL"] = server.url = f"{server.url}{PREFIX}"
        try:
            server.start()
            yield server
        finally:
            server.stop()


@pytest.fixture(scope="module")
def cast(portal: PortalServer) -> World:
    return make_world()


class Browser:
    """Goes where forms and redirects lead, and never outside the path."""

    def __init__(self, base: str) -> None:
        self.session = requests.Session()
        self.base = base

    def get(self, path: str) -> requests.Response:
        return self._inside(self.session.get(urljoin(self.base, path), timeout=60))

    def post(self, path: str, page: str, **data: str) -> requests.Response:
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
        assert token
        return self._inside(
            self.session.post(
                urljoin(self.base, path),
                data=data | {"csrfmiddlewaretoken": token[1]},
                headers={"Origin": self.base},
                timeout=60,
            )
        )

    def _inside(self, answer: requests.Response) -> requests.Response:
        for step in (*answer.history, answer):
            assert urlsplit(step.url).path.startswith(PREFIX + "/"), step.url
        return answer


def addresses(page: str) -> set[str]:
    """Return every address of this host that a page names: links, forms, scripts, styles."""
    found = re.findall(r'(?:href|src|action|hx-\w+|data-\w*url)="(/[^"]*)"', page)
    return {address for address in found if not address.startswith("//")}


def test_signing_in_by_code_and_working(portal: PortalServer, cast: World) -> None:
    person = cast.north.board_manager
    origin = portal.url.removesuffix(PREFIX)
    browser = Browser(origin)

    page = browser.get(f"{PREFIX}/northshire/").text
    assert 'name="next" value="/portal/northshire/"' in page
    asked = browser.post(
        f"{PREFIX}/accounts/login/", page, email=person.email, next=f"{PREFIX}/northshire/"
    )
    home = browser.post(
        urlsplit(asked.url).path, asked.text, code=mailed(portal, person.email, r"^ *(\S{6,9}) *$"),
        next=f"{PREFIX}/northshire/",
    )  # fmt: skip

    assert urlsplit(home.url).path == f"{PREFIX}/northshire/"
    assert cast.north.board.name in home.text
    assert {cookie.path for cookie in browser.session.cookies} == {f"{PREFIX}/"}
    strays = {a for a in addresses(home.text) if not a.startswith(f"{PREFIX}/")}
    assert not strays
    styles = [a for a in addresses(home.text) if a.endswith((".css", ".js"))]
    assert styles
    assert all(browser.get(address).status_code == 200 for address in styles)
    assert browser.get(f"{PREFIX}/accounts/state/").status_code == 204

    invite = browser.get(f"{PREFIX}/northshire/people/invite/")
    browser.post(
        f"{PREFIX}/northshire/people/invite/", invite.text,
        email="new@example.org", name="", role="board_member",
    )  # fmt: skip
    link = mailed(portal, "new@example.org", r"(http://\S+/invitations/\S+)")
    assert link.startswith(f"{portal.url}/invitations/")
    assert Browser(origin).get(urlsplit(link).path).status_code == 200


def mailed(portal: PortalServer, address: str, pattern: str) -> str:
    """Wait for the worker's e-mail; return what the pattern finds in it."""
    assert wait_until(lambda: bool(portal.mail_to(address)), 60, step=0.2)
    found = re.search(pattern, portal.mail_to(address)[-1], re.MULTILINE)
    assert found
    return found[1]


def test_error_pages_stay_under_the_path(portal: PortalServer, cast: World) -> None:
    browser = Browser(portal.url.removesuffix(PREFIX))

    missing = browser.get(f"{PREFIX}/accounts/there-is-no-such-page/")

    assert missing.status_code == 404
    assert addresses(missing.text)
    assert all(address.startswith(f"{PREFIX}/") for address in addresses(missing.text))


def test_health_answers_with_and_without_the_path(portal: PortalServer) -> None:
    """The proxy asks with it; docker asks the process itself."""
    origin = portal.url.removesuffix(PREFIX)

    assert requests.get(f"{portal.url}/health/live", timeout=30).status_code == 200
    assert requests.get(f"{origin}/health/live", timeout=30).status_code == 200
