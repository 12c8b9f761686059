"""Text of e-mails: `templates/boards/emails/<name>.txt`, the subject on its first line.

What lets somebody in (a link, a code) is never rendered: a placeholder such as `{{link}}` stands in
the text until the moment of sending, so the copy that is kept lets nobody in.
"""

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.template import Context
from django.template.loader import get_template

SUBJECT_LENGTH = 200


def placeholder(name: str) -> str:
    """Return what stands in the kept text for the secret of this name."""
    return "{{" + name + "}}"


def render(
    template: str, context: Mapping[str, Any], secrets: Iterable[str] = ()
) -> tuple[str, str]:
    """Return subject and body of an e-mail; secrets appear as their placeholders."""
    values = {"base_url": settings.BASE_URL, **context}
    values |= {name: placeholder(name) for name in secrets}
    # Plain text: an apostrophe of a board's name must stay one.
    source: Any = get_template(f"boards/emails/{template}.txt")
    text = source.template.render(Context(values, autoescape=False))
    subject, _newline, body = text.strip().partition("\n")
    return " ".join(subject.split())[:SUBJECT_LENGTH], body.strip() + "\n"


def filled(body: str, secrets: Mapping[str, str]) -> str:
    """Return the text that is sent: placeholders replaced by their secrets."""
    for name, value in secrets.items():
        body = body.replace(placeholder(name), value)
    return body


def link_to(path: str) -> str:
    """Return the full address of a page of the portal, for an e-mail."""
    # The path holds the sub-path, if any, already.
    return urljoin(settings.BASE_URL, path)
