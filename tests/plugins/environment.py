"""Prepares the environment before Django reads its settings (loaded by `-p` in pyproject.toml)."""

import os
from urllib.parse import urlsplit

import pytest

NEEDED = ("DATABASE_URL", "DATABASE_OWNER_URL", "DATABASE_ADMIN_URL", "REDIS_URL", "SECRET_KEY")
# Redis has 16 logical databases: 1 to 4 for pytest's own processes, the rest for test servers.
SERVER_REDIS_DATABASES = range(5, 16)

missing = [name for name in NEEDED if not os.environ.get(name)]
if missing:
    raise pytest.UsageError(f"{', '.join(missing)} not set: run the tests with bin/test")


def redis_url(database: int) -> str:
    """Return the address of one logical database of the tests' Redis."""
    return urlsplit(os.environ["REDIS_URL"])._replace(path=f"/{database}").geturl()


def worker_number() -> int:
    """Return the number of this pytest-xdist process, 0 without xdist."""
    return int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))


os.environ["PORTAL_MODE"] = "test"
os.environ["REDIS_URL"] = redis_url(1 + worker_number() % 4)
# Playwright's synchronous interface keeps an event loop in the thread; our own queries beside it
# are ordinary, blocking ones.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
