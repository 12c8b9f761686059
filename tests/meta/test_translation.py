"""Everything a person reads can be translated: pages in a made-up language show no English.

Gettext is replaced by one that puts each sentence between marks. What is then left outside of marks
and does not come from a record is a text that no translator would ever see.
"""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import models, transaction
from django.test import override_settings
from django.urls import reverse
from django.utils import translation

from boards.authorization import Public
from tests.integration.test_permissions import ALL_ROWS, Stage, permitted
from tests.meta.sources import ROOT
from tests.world import make_world

OPEN, CLOSE = "⟦", "⟧"
#: Pages for those who build the portal, and files for other programs.
NOT_FOR_PEOPLE = re.compile(r"^(gallery|health)")
READ_ALOUD = {"alt", "aria-label", "placeholder", "title"}
#: Words of ours that are names, units or formats in every language.
NAMES = {"GOV.UK", "CSV", "PDF", "JSON", "YAML", "MB", "KB", "kB", "HTML", "ID", "px"}

PAGES = [
    row
    for row in ALL_ROWS
    if row.method == "get" and not NOT_FOR_PEOPLE.match(row.name) and 200 in row.allowed
]


class Visible(HTMLParser):
    """The text of a page as people see or hear it."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.attributes: list[str] = []
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.silent += tag in {"script", "style", "title"}
        self.attributes += [value for name, value in attrs if name in READ_ALOUD and value]

    def handle_endtag(self, tag: str) -> None:
        self.silent -= tag in {"script", "style", "title"}

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.texts.append(data)


@pytest.fixture(scope="module")
def stage(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Stage]:
    media = tmp_path_factory.mktemp("media")
    with django_db_blocker.unblock(), override_settings(MEDIA_ROOT=media), transaction.atomic():
        yield Stage(make_world())
        transaction.set_rollback(True)


@pytest.fixture
def marked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Put every translatable sentence between marks, as a translation file would replace it."""
    real: Any = translation._trans  # type: ignore[attr-defined]
    monkeypatch.setattr(real, "gettext", lambda text: mark(text), raising=False)
    monkeypatch.setattr(real, "pgettext", lambda _context, text: mark(text), raising=False)
    monkeypatch.setattr(
        real, "ngettext", lambda one, many, n: mark(one if n == 1 else many), raising=False
    )
    monkeypatch.setattr(
        real,
        "npgettext",
        lambda _context, one, many, n: mark(one if n == 1 else many),
        raising=False,
    )


def mark(text: str) -> str:
    if re.fullmatch(r"\w+(,\w+)+", text):  # "Yes,No" for the filter yesno
        return ",".join(map(mark, text.split(",")))
    # Formats of dates go through gettext too; marks in them would be read as letters of a format.
    return f"{OPEN}{text}{CLOSE}" if re.search(r"[A-Za-z]{2}", text) else text


def test_every_word_of_a_page_can_be_translated(stage: Stage, marked: None) -> None:
    left: list[str] = []
    known = words_of_records()
    for row in PAGES:
        person = permitted(row, stage.north)
        if person is None and row.permission is not Public.ANYBODY:
            continue
        response = stage.ask(row, person)
        if response.status_code != 200 or "text/html" not in response["Content-Type"]:
            continue
        texts = untranslated(response.content.decode(), known)
        left += [f"{row.name}: {text}" for text in sorted(texts)]
    assert not left, "\n".join(left)


@pytest.mark.parametrize("path", sorted((ROOT / "static/js").glob("*.js")), ids=lambda p: p.name)
def test_every_sentence_of_a_script_can_be_translated(path: Path) -> None:
    code = re.sub(r"^\s*//.*$", "", path.read_text(), flags=re.MULTILINE)
    sentences = re.findall(r'(?<!gettext\()"([A-Z][a-z]+[ …][^"]*)"', code)
    assert not sentences


def test_scripts_find_their_words(client: Any) -> None:
    assert "gettext" in client.get(reverse("words")).text


def untranslated(html: str, known: set[str]) -> set[str]:
    """Return the texts of the page that no translation file could replace."""
    page = Visible()
    page.feed(html)
    # A translated sentence may have markup inside, so marks are matched over all of the text.
    texts = without_marked("\0".join(page.texts)).split("\0")
    texts += [without_marked(text) for text in page.attributes]
    return {" ".join(text.split()) for text in texts if words_of(text) - NAMES - known}


def words_of(text: str) -> set[str]:
    text = re.sub(r"https?://\S+", "", text)
    return set(re.findall(r"[A-Za-z][\w.’'-]*[A-Za-z]", text))


def without_marked(text: str) -> str:
    """Cut out what stands between marks, marks within marks too."""
    depth, kept = 0, []
    for letter in text:
        depth += letter == OPEN
        if depth == 0:
            kept.append(letter)
        depth -= letter == CLOSE
    return "".join(kept)


def words_of_records() -> set[str]:
    """Every word that stands in a record: people's own words are in no translation file."""
    words: set[str] = set()
    for model in apps.get_models():
        if model._meta.app_label not in {"boards", "audits", "reports"}:
            continue
        names = [
            field.name
            for field in model._meta.fields
            if isinstance(field, models.CharField | models.TextField | models.JSONField)
        ]
        for values in model._default_manager.values_list(*names) if names else ():
            words |= words_of(" ".join(map(str, values)))
    # Rows of the permission table make records of their own, which are gone by now; the law's
    # words in reference data belong to one language.
    for path in (*(ROOT / "tests/permissions").glob("*.py"), *ROOT.glob("*/reference/**/*.yaml")):
        words |= words_of(path.read_text())
    return words
