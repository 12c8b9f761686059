"""docs/permissions.md: roles × permissions, from the data that the portal itself asks."""

from collections.abc import Iterable
from itertools import groupby
from pathlib import Path

from boards.authorization.permissions import Permission
from boards.authorization.roles import ROLES, Scope

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "permissions.md"

_SCOPES = {
    Scope.BOARD: "the board",
    Scope.AGENCY: "one agency on the board",
    Scope.INSTALLATION: "the installation",
}
_HEAD = """\
# Who may do what

Written by `bin/manage permission_matrix` from `boards/authorization/`; a test fails when it is old.
Whether a page asks for these permissions is tested by walking every address as every role
(`tests/integration/test_permissions.py`). A role for an agency counts for that agency's records
alone; a role for the board counts for all of them. Outside a person's boards nothing exists (404);
inside, without the permission, they are refused (403).
"""


def as_markdown() -> str:
    """Return the document."""
    parts = [_HEAD, "## Roles\n", *_roles(), "\n## Permissions\n"]
    for noun, permissions in groupby(Permission, key=_noun):
        parts += [f"\n### {noun}\n", *_table(list(permissions))]
    return "\n".join(parts).rstrip() + "\n"


def _noun(permission: Permission) -> str:
    return permission.value.partition(".")[0].replace("_", " ").capitalize()


def _roles() -> Iterable[str]:
    yield "| Role | For | Second factor | Given by | What they do |"
    yield "| --- | --- | --- | --- | --- |"
    for role in ROLES.values():
        givers = [str(ROLES[slug].label) for slug in ROLES if slug in role.granted_by]
        factor = "wanted" if role.needs_second_factor else ""
        given = ", ".join(givers) + ("; two people" if role.needs_two_people else "")
        yield (
            f"| {role.label} | {_SCOPES[role.scope]} | {factor} | {given or 'the installation'} "
            f"| {role.description} |"
        )


def _table(permissions: list[Permission]) -> Iterable[str]:
    verbs = [p.value.partition(".")[2].replace("_", " ") for p in permissions]
    yield f"| Role | {' | '.join(verbs)} |"
    yield f"| --- |{' --- |' * len(verbs)}"
    for role in ROLES.values():
        marks = ["yes" if p in role.permissions else "" for p in permissions]
        if any(marks):
            yield f"| {role.label} | {' | '.join(marks)} |"
