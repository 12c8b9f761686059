"""The sources as the structure tests read them: files, syntax trees, addresses."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver
from django.views.generic.edit import ProcessFormView

ROOT = Path(__file__).resolve().parents[2]
APPS = ("config", "boards", "audits", "reviews", "performance", "training", "reports")
#: Names of allauth's pages, and the ones without a name, which only lead to them.
FOREIGN_NAMES = ("account_", "mfa_", "None")


@dataclass(frozen=True)
class Module:
    """A Python file of ours."""

    path: Path
    tree: ast.Module

    @property
    def name(self) -> str:
        return str(self.path.relative_to(ROOT))

    @property
    def parts(self) -> tuple[str, ...]:
        return self.path.relative_to(ROOT).with_suffix("").parts

    def place(self, node: ast.AST) -> str:
        return f"{self.name}:{getattr(node, 'lineno', 1)}"

    def calls(self) -> Iterator[tuple[ast.Call, str]]:
        """Every call with the last part of what is called: `rows.filter(…)` is `filter`."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Call):
                yield node, last_name(node.func)

    def imports(self) -> Iterator[tuple[ast.stmt, str]]:
        """Everything imported, wherever in the file, under its full name."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                yield from ((node, alias.name) for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module:
                yield from ((node, f"{node.module}.{alias.name}") for alias in node.names)

    def local_names(self) -> set[str]:
        """The names under which this file knows what it imported."""
        return {
            alias.asname or alias.name.partition(".")[0]
            for node in ast.walk(self.tree)
            if isinstance(node, ast.Import | ast.ImportFrom)
            for alias in node.names
        }

    def value_of(self, name: str) -> object:
        """The value of a name of the module, as it is when the portal runs."""
        return getattr(import_module(".".join(self.parts)), name, None)

    def functions(self) -> Iterator[ast.FunctionDef]:
        """Functions of the module itself, not methods."""
        yield from (node for node in self.tree.body if isinstance(node, ast.FunctionDef))


def last_name(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


@cache
def modules(*folders: str) -> tuple[Module, ...]:
    """Our Python files (of these folders), without migrations."""
    return tuple(
        Module(path, ast.parse(path.read_text(), str(path)))
        for folder in folders or APPS
        for path in sorted((ROOT / folder).rglob("*.py"))
        if "migrations" not in path.parts
    )


def of_layer(*names: str) -> list[Module]:
    """Modules of a kind of thing in any app: `of_layer("services")`."""
    return [m for m in modules() if len(m.parts) > 1 and set(m.parts[1:]) & set(names)]


@cache
def templates() -> tuple[Path, ...]:
    return tuple(sorted((ROOT / "templates").rglob("*.html")))


@dataclass(frozen=True)
class Address:
    """One of our URLs: its full name, its route and the class of its view."""

    name: str
    route: str
    view: Any

    @property
    def methods(self) -> set[str]:
        return {
            method
            for method in ("get", "post", "put")
            if method in self.view.http_method_names
            and hasattr(self.view, method)
            # Django lets a form be sent by PUT as well; no page does.
            and getattr(self.view, method) is not ProcessFormView.put
        }


def addresses() -> list[Address]:
    """All URLs of the portal but allauth's, which guard themselves (boards/accounts/urls.py)."""
    return [
        address
        for address in _walk(get_resolver(), "", "")
        if not address.name.startswith(FOREIGN_NAMES)
    ]


def _walk(resolver: URLResolver, prefix: str, namespace: str) -> Iterator[Address]:
    for pattern in resolver.url_patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _walk(pattern, route, inner)
        elif isinstance(pattern, URLPattern):
            view = getattr(pattern.callback, "view_class", pattern.callback)
            yield Address(f"{namespace}{pattern.name}", route, view)
