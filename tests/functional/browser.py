"""Driving Debian's Chromium, and what every page of a journey is checked for."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page

from boards.models import User


@contextmanager
def signed_in(browser: Browser, url: str, user: User, **options: Any) -> Iterator[Page]:
    """A page of a browser in which the person is signed in."""
    context = browser.new_context(base_url=url, locale="en-GB", **options)
    sign_in(context, url, user)
    page = context.new_page()
    page.set_default_timeout(15_000)
    try:
        yield page
    finally:
        context.close()


def sign_in(context: BrowserContext, url: str, user: User) -> None:
    """Give the browser a session of the person, as a sign-in would."""
    client = Client()
    client.force_login(user)
    cookie = client.cookies["portal_session"].value
    context.add_cookies([{"name": "portal_session", "value": cookie, "url": url}])


def check_page(page: Page) -> None:
    """axe finds nothing, the page does not scroll sideways, and it has one main heading."""
    results = Axe().run(page)
    assert results.violations_count == 0, f"{page.url}\n{results.generate_report()}"
    width = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    assert width <= 0, f"{page.url} scrolls sideways by {width} px"
    assert page.locator("h1").count() == 1, page.url
