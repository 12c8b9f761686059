"""Test databases: one migrated template, cheap clones of it.

`db` (or the `django_db` mark)  one clone per process; each test is rolled back.
`committed_db`                  a clone for this test alone, really committed, dropped afterwards.

pytest-django's `transactional_db` and `live_server` would empty all tables after a test. Some of
ours refuse that (the app's role may only add to history), so asking for them is an error.
"""

import contextlib
import hashlib
import itertools
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg2
import pytest
from psycopg2 import sql

ROOT = Path(__file__).resolve().parents[2]
ALIASES = ("default", "owner")
TEMPLATE_PREFIX, CLONE_PREFIX = "portal_test_", "portal_clone_"
# What a migrated database with reference data is made from.
TEMPLATE_SOURCES = (
    "*/migrations/*.py",
    "*/*/migrations/*.py",
    "*/reference/**/*",
    "*/management/commands/*.py",
    "boards/privileges.py",
    "requirements.txt",
)
LOCK = 727_364_001  # an arbitrary number that only these tests use
REAL_COMMITS = {"committed_db", "portal_server"}
_numbers = itertools.count(1)


class Admin:
    """The superuser's connection, which makes and drops databases."""

    def __init__(self) -> None:
        self.connection = psycopg2.connect(os.environ["DATABASE_ADMIN_URL"])
        self.connection.autocommit = True
        self.owner = urlsplit(os.environ["DATABASE_OWNER_URL"]).username

    def run(self, statement: str, *names: str, values: tuple[Any, ...] = ()) -> list[Any]:
        """Run a statement with quoted names for its braces; return rows, if it has any."""
        with self.connection.cursor() as cursor:
            cursor.execute(sql.SQL(statement).format(*map(sql.Identifier, names)), values)
            return cursor.fetchall() if cursor.description else []

    def names(self, prefix: str) -> list[str]:
        """Return the names of the databases that start with the prefix."""
        pattern = prefix.replace("_", r"\_") + "%"
        rows = self.run("SELECT datname FROM pg_database WHERE datname LIKE %s", values=(pattern,))
        return [row[0] for row in rows]

    def create(self, name: str, *, template: str) -> None:
        """Clone a database; copying its files is faster than replaying them through the log."""
        assert self.owner
        self.run(
            "CREATE DATABASE {} TEMPLATE {} OWNER {} STRATEGY file_copy", name, template, self.owner
        )

    def drop(self, name: str) -> None:
        """Drop a database, ending the connections that a test left open."""
        # Only a template: one that was killed while it was dropped allows no other change, and
        # PostgreSQL ends the connection of who tries.
        templates = "SELECT 1 FROM pg_database WHERE datname = %s AND datistemplate"
        if self.run(templates, values=(name,)):
            self.run("ALTER DATABASE {} IS_TEMPLATE false", name)
        self.run("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)

    @contextlib.contextmanager
    def locked(self) -> Iterator[None]:
        """Keep other test processes from making or dropping templates meanwhile."""
        self.run("SELECT pg_advisory_lock(%s)", values=(LOCK,))
        try:
            yield
        finally:
            self.run("SELECT pg_advisory_unlock(%s)", values=(LOCK,))


@pytest.fixture(scope="session")
def admin() -> Iterator[Admin]:
    """The superuser's connection."""
    admin = Admin()
    yield admin
    admin.connection.close()


@pytest.fixture(scope="session")
def template_database(admin: Admin, django_test_environment: None, django_db_blocker: Any) -> str:
    """The name of a migrated database with reference data, kept until its sources change."""
    name = TEMPLATE_PREFIX + source_hash()
    with admin.locked():
        drop_leftovers(admin, keep=name)
        if name not in admin.names(TEMPLATE_PREFIX):
            building = f"{name}_building"
            admin.drop(building)
            admin.create(building, template="template1")
            with django_db_blocker.unblock(), pointed_at(building):
                build_template()
            admin.run("ALTER DATABASE {} RENAME TO {}", building, name)
            admin.run("ALTER DATABASE {} IS_TEMPLATE true ALLOW_CONNECTIONS false", name)
    return name


@pytest.fixture(scope="session")
def django_db_setup(admin: Admin, template_database: str, django_db_blocker: Any) -> Iterator[None]:
    """Give this process a clone for its rolled-back tests (replaces pytest-django's fixture)."""
    with (
        django_db_blocker.unblock(),
        cloned(admin, template_database) as name,
        pointed_at(name),
        # Known, but not open: a test must say that it wants the database.
        django_db_blocker.block(),
    ):
        yield


@pytest.fixture
def committed_db(admin: Admin, template_database: str, django_db_blocker: Any) -> Iterator[str]:
    """Point both aliases at a clone for this test alone, where commits are real."""
    with django_db_blocker.unblock(), cloned(admin, template_database) as name, pointed_at(name):
        yield name


@pytest.fixture
def _django_db_helper(
    request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: Any
) -> Iterator[None]:
    """Roll the test back, unless it asked for real commits: then `db` means that database.

    So a fixture that needs `db` serves both kinds of test. The rolled-back kind is what
    pytest-django's own helper does for `TestCase`.
    """
    real = REAL_COMMITS.intersection(request.fixturenames)
    if real:
        for name in sorted(real):
            request.getfixturevalue(name)
        yield
        return
    from django.test import TestCase

    class RolledBack(TestCase):
        """Only its transaction around each test is used."""

    with django_db_blocker.unblock():
        RolledBack.setUpClass()
        case = RolledBack("__init__")
        if not getattr(RolledBack, "_pre_setup_ran_eagerly", False):
            case._pre_setup()
        yield
        case._post_teardown()
        RolledBack.tearDownClass()
        RolledBack.doClassCleanups()


@pytest.fixture
def transactional_db() -> None:
    """Refuse: see the module's docstring."""
    pytest.fail("transactional_db empties tables that may not be emptied: use committed_db")


@pytest.fixture(scope="session")
def live_server() -> None:
    """Refuse: see the module's docstring."""
    pytest.fail("live_server empties tables that may not be emptied: use portal_server")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Refuse the mark that means the same as `transactional_db`."""
    wrong = [
        item.nodeid
        for item in items
        if (mark := item.get_closest_marker("django_db")) and mark.kwargs.get("transaction")
    ]
    if wrong:
        raise pytest.UsageError(
            "django_db(transaction=True) empties tables that may not be emptied: use the fixture "
            "committed_db in " + ", ".join(wrong)
        )


@contextlib.contextmanager
def cloned(admin: Admin, template: str) -> Iterator[str]:
    """Make a clone of the template, drop it at the end."""
    name = f"{CLONE_PREFIX}{os.getpid()}_{next(_numbers)}"
    admin.create(name, template=template)
    try:
        yield name
    finally:
        admin.drop(name)


@contextlib.contextmanager
def pointed_at(name: str) -> Iterator[None]:
    """Let both aliases mean the database with this name, in all threads."""
    from django.db import connections

    before = {alias: connections[alias].settings_dict["NAME"] for alias in ALIASES}

    def point(names: dict[str, str]) -> None:
        for alias in ALIASES:
            connections[alias].close()
            connections[alias].settings_dict["NAME"] = names[alias]

    point(dict.fromkeys(ALIASES, name))
    try:
        yield
    finally:
        point(before)


def build_template() -> None:
    """Fill the database at which the aliases point."""
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)
    call_command("load_reference_data", verbosity=0)


def source_hash() -> str:
    """Return a hash of what the template is made from."""
    digest = hashlib.sha256()
    paths = {path for pattern in TEMPLATE_SOURCES for path in ROOT.glob(pattern)}
    for path in sorted(paths):
        if path.is_file() and path.suffix != ".pyc" and ".venv" not in path.parts:
            digest.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]


def drop_leftovers(admin: Admin, *, keep: str) -> None:
    """Drop templates of other sources, and clones whose process was killed."""
    for name in admin.names(TEMPLATE_PREFIX):
        # A template that another run clones at this moment stays: PostgreSQL refuses, it is in use.
        if name != keep:
            with contextlib.suppress(psycopg2.errors.ObjectInUse):
                admin.run("ALTER DATABASE {} IS_TEMPLATE false", name)
                admin.run("DROP DATABASE {}", name)
    for name in admin.names(CLONE_PREFIX):
        pid = name.removeprefix(CLONE_PREFIX).partition("_")[0]
        if not Path(f"/proc/{pid}").exists():
            admin.drop(name)
