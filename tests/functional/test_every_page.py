"""Every page of the permission table in a real browser, as narrow as a phone.

320 px is also what a window of 1280 px shows at 400 % zoom (WCAG 2.2, 1.4.10 Reflow). The pages
are asked for like the permission table does, each in a savepoint that is rolled back, so that no
row's records stand in another's way; the browser is given what the portal answered. One form in
four is looked at with its errors as well, sent empty: one component prints them all.
"""

import mimetypes
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.contrib.staticfiles import finders
from django.http import HttpResponse
from playwright.sync_api import Browser, BrowserContext, Route

from tests.functional.browser import check_page
from tests.integration.test_permissions import ALL_ROWS, Stage, permitted, stage
from tests.permissions import Row

__all__ = ["stage"]  # a fixture

pytestmark = pytest.mark.functional

SITE = "http://localhost:9"
NARROW = {"width": 320, "height": 640}


class Screen:
    """One narrow page of the browser, which shows whatever the portal answered."""

    def __init__(self, context: BrowserContext) -> None:
        self.page = context.new_page()
        self.answer = HttpResponse()
        self.errors: list[str] = []
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.route("**/*", self._fulfil)

    def complaints(self, name: str, answer: HttpResponse) -> list[str]:
        """Show the answer; return what is wrong with it."""
        self.answer, self.errors[:] = answer, []
        self.page.goto(f"{SITE}/page")
        try:
            check_page(self.page)
        except AssertionError as complaint:
            self.errors.append(str(complaint))
        return [f"{name}: {error}" for error in self.errors]

    def _fulfil(self, route: Route) -> None:
        """Answer with the page, with its headers, and with the portal's static files."""
        path = urlsplit(route.request.url).path
        if path == "/page":
            headers = dict(self.answer.headers)
            route.fulfill(status=200, headers=headers, body=self.answer.content)
        elif path.startswith("/static/") and (file := finders.find(path.removeprefix("/static/"))):
            kind = mimetypes.guess_type(path)[0] or "application/octet-stream"
            route.fulfill(body=Path(file).read_bytes(), content_type=kind)
        else:
            route.fulfill(status=204)


@pytest.fixture(scope="module")
def screen(browser: Browser) -> Iterator[Screen]:
    context = browser.new_context(viewport=NARROW, locale="en-GB")
    yield Screen(context)
    context.close()


def is_whole_page(answer: HttpResponse) -> bool:
    """Tell a page from a file, a fragment and a redirect."""
    return answer.get("Content-Type", "").startswith("text/html") and b"<html" in answer.content


def whole_pages(stage: Stage, rows: list[Row]) -> Iterator[tuple[str, HttpResponse]]:
    for row in rows:
        answer: Any = stage.ask(row, permitted(row, stage.north))
        if is_whole_page(answer):
            yield f"{row.method} {row.name} ({answer.status_code})", answer


def test_every_page_at_320_px(screen, stage):
    wrong, seen = [], 0
    for name, answer in whole_pages(stage, [row for row in ALL_ROWS if row.method == "get"]):
        wrong += screen.complaints(name, answer)
        seen += 1
    assert not wrong, "\n\n".join(wrong)
    assert seen > 80


def test_forms_errors_at_320_px(screen, stage):
    posts = [replace(row, data=lambda cast: {}) for row in ALL_ROWS if row.method == "post"]
    wrong, seen = [], 0
    for name, answer in whole_pages(stage, posts[::4]):
        wrong += screen.complaints(name, answer)
        seen += 1
    assert not wrong, "\n\n".join(wrong)
    assert seen > 8
