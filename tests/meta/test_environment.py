"""What is read from the environment is written down, and machines agree about versions."""

import ast
import re

import pytest
from django.db import connection

from tests.meta.sources import ROOT, last_name, modules

READERS = {"env_str", "env_bool", "env_int", "env_list"}
NAME = re.compile(r"^#?\s?([A-Z][A-Z0-9_]+)=", re.MULTILINE)


def documented() -> set[str]:
    return set(NAME.findall((ROOT / ".env.example").read_text()))


def read_by_settings() -> set[str]:
    return {
        written_out(call.args[0])
        for module in modules("config")
        for call, name in module.calls()
        if name in READERS and call.args and isinstance(call.args[0], ast.Constant | ast.JoinedStr)
    }


def written_out(name: ast.expr) -> str:
    """A variable's name; those of a provider of sign-in as the example writes them."""
    if isinstance(name, ast.JoinedStr):
        parts = [p.value if isinstance(p, ast.Constant) else "COUNCIL" for p in name.values]
        return "".join(str(part) for part in parts)
    assert isinstance(name, ast.Constant)
    return str(name.value)


def wanted_by_compose() -> set[str]:
    return set(re.findall(r"(?<!\$)\$\{([A-Z_]+)", (ROOT / "docker-compose.yml").read_text()))


def test_every_variable_is_in_the_example() -> None:
    assert read_by_settings() | wanted_by_compose() <= documented()


def test_the_example_names_nothing_else() -> None:
    assert documented() <= read_by_settings() | wanted_by_compose()


def test_only_config_reads_the_environment() -> None:
    found = [
        module.place(node)
        for module in modules()
        if module.parts[0] != "config"
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Attribute) and node.attr in {"environ", "getenv"}
    ]
    assert not found
    assert any(last_name(call.func) in READERS for m in modules("config") for call, _ in m.calls())


@pytest.mark.django_db
def test_compose_has_the_database_that_the_tests_have() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version_num")
        major = int(cursor.fetchone()[0]) // 10_000
    assert f"image: postgres:{major}\n" in (ROOT / "docker-compose.yml").read_text()


def test_example_holds_no_secret() -> None:
    values = re.findall(
        r"^#?\s?(\w*(?:KEY|PASSWORD|SECRET|TOKEN))=(.*)$",
        (ROOT / ".env.example").read_text(),
        re.MULTILINE,
    )
    assert values
    assert not [name for name, value in values if value.strip()]
