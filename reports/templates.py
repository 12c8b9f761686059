"""Report templates: the sections that a regime's annual report has, read from dated YAML."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.utils.translation import gettext as _

from boards.errors import DomainError

FOLDER = Path(__file__).parent / "reference" / "templates"


@dataclass(frozen=True)
class TemplateSection:
    key: str
    title: str
    is_required: bool
    source: str
    prompt: str
    blocks: tuple[str, ...]
    is_appendix: bool


@dataclass(frozen=True)
class Duty:
    """Something that the law or guidance wants in the report, and the section for it."""

    key: str
    text: str
    section: str
    source: str


@dataclass(frozen=True)
class ReportTemplate:
    key: str
    regime: str
    title: str
    sections: tuple[TemplateSection, ...]
    duties: tuple[Duty, ...]


def by_key(key: str) -> ReportTemplate | None:
    """Return the template of this key, None if none is shipped."""
    return next((t for t in shipped() if t.key == key), None)


def of_regime(regime: str) -> ReportTemplate:
    """Return the template of the regime; refuse with `DomainError` where there is none."""
    for template in shipped():
        if template.regime == regime:
            return template
    message = _("There is no report template for the regime “%(regime)s”.") % {"regime": regime}
    raise DomainError(message)


@cache
def shipped() -> tuple[ReportTemplate, ...]:
    """Return all templates. The files change with a release, not while the portal runs."""
    return tuple(
        _template(yaml.safe_load(path.read_text(encoding="utf-8")))
        for path in sorted(FOLDER.glob("*.yaml"))
    )


def _template(item: dict[str, Any]) -> ReportTemplate:
    return ReportTemplate(
        key=item["key"],
        regime=item["regime"],
        title=item["title"],
        sections=tuple(
            TemplateSection(
                key=section["key"],
                title=section["title"],
                is_required=section["required"],
                source=section.get("statutory_source", ""),
                prompt=section.get("prompt", ""),
                blocks=tuple(section.get("blocks", ())),
                is_appendix=section.get("appendix", False),
            )
            for section in sorted(item["sections"], key=lambda section: section["order"])
        ),
        duties=tuple(
            Duty(key=duty["key"], text=duty["text"], section=duty["section"], source=duty["source"])
            for duty in item.get("checklist", ())
        ),
    )
