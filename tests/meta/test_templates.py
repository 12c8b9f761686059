"""Templates: nothing unescaped, nothing that the browser's policy refuses, nothing left untold."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from tests.meta.sources import ROOT, templates

#: Documents that stand alone as a file: they carry their style sheets with them.
STANDALONE = "reports/document/"
UNSAFE = re.compile(r"\|\s*safe\b|\{%\s*autoescape\s+off|\|\s*safeseq\b")
COMMENT = re.compile(r"\{#.*?#\}|\{%\s*comment.*?endcomment\s*%\}|<!--.*?-->", re.DOTALL)
TAG = re.compile(r"\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)


class Refused(HTMLParser):
    """Collects what a strict Content-Security-Policy does not run."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = {name for name, _ in attrs}
        if tag == "script" and "src" not in names:
            self.found.append("script without src")
        if tag == "style":
            self.found.append("style")
        self.found += [name for name in names if name == "style" or re.match(r"on[a-z]+$", name)]
        if any((value or "").strip().lower().startswith("javascript:") for _, value in attrs):
            self.found.append("javascript:")


def source(path: Path) -> str:
    return COMMENT.sub("", path.read_text())


def template_id(path: Path) -> str:
    return str(path.relative_to(ROOT / "templates"))


@pytest.mark.parametrize("path", templates(), ids=template_id)
def test_template_escapes_and_has_nothing_inline(path: Path) -> None:
    text = source(path)
    refused = Refused()
    # What tags print is out of sight here; the browser tests look at whole pages.
    refused.feed(TAG.sub(" ", text))

    assert not UNSAFE.search(text)
    if STANDALONE in str(path):
        refused.found = [name for name in refused.found if name != "style"]
    assert not refused.found


@pytest.mark.parametrize("path", templates(), ids=template_id)
def test_every_post_form_has_its_token(path: Path) -> None:
    text = source(path)
    forms = re.findall(r"<form\b[^>]*method=\"post\".*?</form>", text, re.DOTALL | re.IGNORECASE)
    without = [
        form[:80]
        for form in forms
        if not re.search(r"csrf_token|\{%\s*(crispy|whole_form|token_field)\b", form)
    ]
    assert not without


def test_every_template_is_used() -> None:
    """A template nobody names is left over from something removed."""
    names = {template_id(path) for path in templates()}
    text = "\n".join(
        path.read_text()
        for folder in ("boards", "audits", "reports", "config", "templates", "performance")
        for path in (ROOT / folder).rglob("*")
        if path.suffix in {".py", ".html", ".txt"}
    )
    ours = {name for name in names if name.startswith(("boards/", "audits/", "reports/", "_"))}
    # Some are chosen by their name at run time: f"reports/document/{format}.html".
    assert not {
        name for name in ours if name not in text and f"{name.rpartition('/')[0]}/{{" not in text
    }
