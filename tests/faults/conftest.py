"""A whole portal with servers of its own, which these tests break and mend.

One for the session: starting it takes longer than most of the tests. Each test leaves it healthy.
"""

import os
import signal
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import psycopg2
import pytest
from celery import current_app
from django.db import connections
from django.test import override_settings
from django.utils import timezone

from boards import queue
from boards.registry import registry
from config.env import database
from reports.models import AnnualReport
from reports.services import reports
from runtime.postgres import Postgres, binaries
from runtime.processes import wait_until
from runtime.redis import Redis
from runtime.secrets import read_or_make
from tests.functional.conftest import browser  # noqa: F401 - the same browser
from tests.plugins.database import ALIASES, Admin, cloned
from tests.plugins.server import PortalServer
from tests.world import BoardCast, make_world


@dataclass
class Portal:
    """The running portal, its servers, and the cast on its first board."""

    server: PortalServer
    postgres: Postgres
    redis: Redis
    north: BoardCast

    def after(self, **later: float) -> None:
        """Let the clock's sweep run as it would after that time, with nothing in between."""
        queue.requeue_stalled(registry.jobs, now=timezone.now() + timedelta(**later))

    def sweep_until(self, done: Callable[[], bool], **later: float) -> None:
        """Let the clock's sweep run as it would after that time, until something is done.

        Once more only after a while in which nothing came of it: a worker that began a moment ago
        would count as dead to a clock that is minutes ahead.
        """
        for _sweep in range(4):
            self.after(**later)
            if wait_until(done, 20):
                return
        pytest.fail("nothing came of four sweeps")

    def kill_workers(self) -> None:
        """End the processes that do the work with `kill -9`; their parent starts others."""
        parent = self.server.pid_of_worker
        for pid in Path(f"/proc/{parent}/task/{parent}/children").read_text().split():
            os.kill(int(pid), signal.SIGKILL)
        self._end_waiting_queries()

    def kill_worker(self) -> None:
        """End the worker with all its processes with `kill -9`."""
        assert self.server.worker.process is not None
        os.killpg(self.server.worker.process.pid, signal.SIGKILL)
        self.server.worker.process.wait()
        self._end_waiting_queries()

    def _end_waiting_queries(self) -> None:
        """PostgreSQL would notice later that the one who asked is gone."""
        with psycopg2.connect(self.postgres.urls["DATABASE_ADMIN_URL"]) as admin:
            admin.cursor().execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE wait_event_type = 'Lock' AND datname = 'portal'"
            )
        admin.close()


@pytest.fixture(scope="session")
def portal(
    admin: Admin,
    template_database: str,
    django_db_blocker: Any,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Portal]:
    """The portal of all fault tests."""
    directory = tmp_path_factory.mktemp("faults")
    secrets = read_or_make(directory / "secrets.json")
    postgres = Postgres(
        directory / "postgres", directory / "postgres.log", secrets, port=None, durable=False
    )
    (directory / "redis").mkdir()
    redis = Redis(
        directory / "redis", directory / "redis.log", secrets["redis_password"], port=None
    )
    try:
        postgres.start()
        redis.start()
        with cloned(admin, template_database) as source:
            copy(source, postgres)
        with django_db_blocker.unblock(), pointed_at(postgres, redis):
            server = PortalServer(directory, "portal", 0)
            server.env.update(postgres.urls | redis.urls)
            north = make_world().north
            try:
                server.start()
                yield Portal(server, postgres, redis, north)
            finally:
                server.stop()
    finally:
        postgres.stop()
        redis.stop()


def copy(source: str, target: Postgres) -> None:
    """Fill the target's database with what the source has: tables, rows and rights."""
    origin = os.environ["DATABASE_ADMIN_URL"].rpartition("/")[0] + f"/{source}"
    goal = target.url("postgres", target.secrets["admin_password"])
    dump = subprocess.run(
        [binaries() / "pg_dump", "--format", "custom", "--compress", "0", origin],
        stdout=subprocess.PIPE, check=True,
    )  # fmt: skip
    # Its only complaint is that the schema "public" is there already.
    subprocess.run([binaries() / "pg_restore", "--dbname", goal], input=dump.stdout, check=False)


@contextmanager
def pointed_at(postgres: Postgres, redis: Redis) -> Iterator[None]:
    """Let this process's own queries and tasks go to these servers."""
    addresses = {"default": "DATABASE_URL", "owner": "DATABASE_OWNER_URL"}
    before = {alias: dict(connections[alias].settings_dict) for alias in ALIASES}
    broker = current_app.conf.broker_url
    for alias in ALIASES:
        connections[alias].close()
        connections[alias].settings_dict.update(database(postgres.urls[addresses[alias]]))
    _use_broker(redis.urls["REDIS_URL"])
    try:
        with override_settings(REDIS_URL=redis.urls["REDIS_URL"]):
            yield
    finally:
        for alias in ALIASES:
            connections[alias].close()
            connections[alias].settings_dict.update(before[alias])
        _use_broker(broker)


def _use_broker(url: str) -> None:
    current_app.conf.update(broker_url=url, broker_read_url=url, broker_write_url=url)
    current_app._after_fork()  # forgets the connections to the other broker


@pytest.fixture(scope="session")
def report(portal: Portal) -> AnnualReport:
    """A report of one short section, so that a build is quick."""
    north = portal.north
    report = reports.create(board=north.board, year=north.year, by=north.board_manager)
    report.sections.exclude(key="conclusion").delete()
    return report


@pytest.fixture
def media(portal: Portal) -> Path:
    """The directory in which the portal stores files."""
    return portal.server.media
