"""Documents that are made from the code say what the code says.

After a change, `PORTAL_WRITE_DOCS=1 bin/test tests/meta/test_documents.py` writes them again.
"""

import os
import re
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from tests.meta.ownership import as_markdown
from tests.meta.sources import ROOT

LINK = re.compile(r"\]\(([^)#]+)(?:#[^)]*)?\)|`(docs/[\w./-]+\.md)`")


def permissions() -> str:
    out = StringIO()
    call_command("permission_matrix", "--stdout", stdout=out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("path", "make"),
    [("docs/permissions.md", permissions), ("docs/data-model.md", as_markdown)],
    ids=["permissions", "data-model"],
)
def test_document_is_current(path: str, make: Callable[[], str]) -> None:
    text = make()
    file = ROOT / path
    if os.environ.get("PORTAL_WRITE_DOCS"):
        file.write_text(text)
    assert file.read_text() == text


@pytest.mark.django_db(databases=["default", "owner"])
def test_migrations_are_complete() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def documents() -> list[Path]:
    return [*sorted((ROOT / "docs").rglob("*.md")), *sorted(ROOT.glob("*.md"))]


@pytest.mark.parametrize("path", documents(), ids=lambda p: str(p.relative_to(ROOT)))
def test_document_links_to_what_is_there(path: Path) -> None:
    dead = []
    for link, mention in LINK.findall(path.read_text()):
        if mention and not (ROOT / mention).exists():
            dead.append(mention)
        outside = "://" in link or link.startswith("mailto:")
        if link and not outside and not (path.parent / link).exists():
            dead.append(link)
    assert not dead


@pytest.mark.parametrize("path", sorted((ROOT / "docs/adr").glob("*.md")), ids=lambda p: p.stem)
def test_decision_is_short_and_complete(path: Path) -> None:
    text = path.read_text()
    assert len(text.splitlines()) <= 40
    headings = re.findall(r"^## (.+)$", text, re.MULTILINE)
    assert headings == ["Status", "Context", "Decision", "Consequences"]
