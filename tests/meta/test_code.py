"""House rules that a syntax tree can tell (DEVELOPERS.md)."""

import ast
import subprocess
import sys

from tests.meta.sources import ROOT, last_name, modules, of_layer, templates

LONGEST = 400
#: Files that may be longer. Empty, and to stay so: a long file is split by noun.
LONG: frozenset[str] = frozenset()
QUERYING = {
    "objects", "filter", "exclude", "exists", "all", "aggregate", "annotate", "select_related",
    "prefetch_related", "values_list",
}  # fmt: skip
ENQUEUEING = {"delay", "delay_on_commit", "apply_async", "apply_async_on_commit", "send_task"}
#: Who may say that text is safe to print as it is, and why.
SAFE = {
    "boards/markdown.py": "nh3 has just cleaned it",
    "boards/charts/drawing.py": "drawings in which the drawing engine escapes all text",
    "reports/templatetags/report.py": "style sheets of this repository",
}
#: Changes by whoever holds a link: the person may not exist before.
BY_THE_LINK = {"boards/services/invitations.py accept"}
WRITING = {"save", "create", "bulk_create", "bulk_update", "get_or_create", "update_or_create"}


def test_arrows_point_down_only() -> None:
    """The import contract of pyproject.toml."""
    done = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()",
         "--no-cache"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr


def test_no_file_is_too_long() -> None:
    paths = [m.path for m in modules(*{m.parts[0] for m in modules()}, "tests", "bin")]
    long = {
        str(path.relative_to(ROOT))
        for path in (*paths, *templates())
        if len(path.read_text().splitlines()) > LONGEST
    }
    assert long == LONG


def test_no_signals() -> None:
    found = [
        module.place(node)
        for module in modules()
        for node, name in module.imports()
        if "signals" in name.split(".") or name.startswith("django.dispatch")
    ]
    assert not found


def test_no_logic_on_save() -> None:
    found = [
        module.place(node)
        for module in of_layer("models")
        for node in ast.walk(module.tree)
        if isinstance(node, ast.FunctionDef) and node.name in {"save", "delete", "clean"}
    ]
    assert not found


def test_only_the_queue_enqueues() -> None:
    found = [
        module.place(call)
        for module in modules()
        for call, name in module.calls()
        if name in ENQUEUEING and module.name != "boards/queue.py"
    ]
    assert not found


def test_only_the_sanitiser_marks_text_as_safe() -> None:
    found = [
        module.place(call)
        for module in modules()
        for call, name in module.calls()
        if name in {"mark_safe", "SafeString", "SafeText"} and module.name not in SAFE
    ]
    assert not found


def test_no_property_queries() -> None:
    found = [
        module.place(node)
        for module in modules()
        for function in ast.walk(module.tree)
        if isinstance(function, ast.FunctionDef)
        and {last_name(d) for d in function.decorator_list} & {"property", "cached_property"}
        for node in ast.walk(function)
        if isinstance(node, ast.Attribute) and node.attr in QUERYING
    ]
    assert not found


def test_rules_are_plain() -> None:
    """Values in, values out: no row, no request, no clock of their own."""
    found = [
        f"{module.place(node)} {name}"
        for module in of_layer("rules")
        for node, name in module.imports()
        if ".models" in name or name.startswith(("django.db", "django.http"))
    ]
    assert not found


def test_services_know_no_pages() -> None:
    layers = {"views", "forms", "urls", "templatetags"}
    ours = {module.parts[0] for module in modules()}
    found = [
        f"{module.place(node)} {name}"
        for module in of_layer("services", "queries", "rules", "checks", "models")
        for node, name in module.imports()
        if name.split(".")[0] in ours and layers & set(name.split("."))
    ]
    found += [
        module.place(function)
        for module in of_layer("services")
        for function in module.functions()
        if "request" in {arg.arg for arg in (*function.args.args, *function.args.kwonlyargs)}
    ]
    assert not found


def test_changes_are_keyword_only_and_by_somebody() -> None:
    found = {
        f"{module.name} {function.name}"
        for module in of_layer("services")
        for function in module.functions()
        if not function.name.startswith("_")
        and any(names_somebody(node) for node in ast.walk(function))
        and (function.args.args or "by" not in {a.arg for a in function.args.kwonlyargs})
    }
    assert found <= BY_THE_LINK


def names_somebody(node: ast.AST) -> bool:
    """Whether this opens a change by a person; the portal's own changes say `by=None`."""
    return (
        isinstance(node, ast.Call)
        and last_name(node.func) == "change"
        and not any(
            word.arg == "by" and isinstance(word.value, ast.Constant) for word in node.keywords
        )
    )


def test_only_services_write() -> None:
    layers = ("views", "forms", "queries", "rules", "checks", "tasks", "templatetags")
    found = []
    for module in of_layer(*layers):
        # `returns.save(…)` of an imported module is a service's verb and `self.save(…)` the page's
        # own; `row.save()` is neither.
        fine = module.local_names() | {"self"}
        found += [
            f"{module.place(call)} {name}"
            for call, name in module.calls()
            if name in WRITING
            and isinstance(call.func, ast.Attribute)
            and not (isinstance(call.func.value, ast.Name) and call.func.value.id in fine)
        ]
    assert not found


def test_no_utils() -> None:
    assert not [m.name for m in modules() if m.path.stem in {"utils", "helpers", "common", "misc"}]
