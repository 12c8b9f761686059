"""`portal_server`: the real web process and worker, on a database and broker of their own."""

import contextlib
import fcntl
import os
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from runtime.children import Child, stop_all, web_command, worker_command
from runtime.processes import free_port, wait_until
from tests.plugins.database import Admin, cloned, pointed_at
from tests.plugins.environment import SERVER_REDIS_DATABASES, redis_url

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 180  # a busy machine starts a worker slowly


class PortalServer:
    """A running portal. Rows that a test makes are in its database: both aliases point there."""

    def __init__(self, directory: Path, database: str, redis_database: int) -> None:
        self.port = free_port()
        self.url = f"http://localhost:{self.port}"
        self.media = directory / "media"
        self.media.mkdir()
        self.mail = directory / "mail"
        self.env = os.environ | {
            "DATABASE_URL": with_database(os.environ["DATABASE_URL"], database),
            "DATABASE_OWNER_URL": with_database(os.environ["DATABASE_OWNER_URL"], database),
            "REDIS_URL": redis_url(redis_database),
            "PORTAL_MEDIA": str(self.media),
            "PORTAL_MODE": "test",
            "PORTAL_BASE_URL": self.url,
            "EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "EMAIL_FILE_PATH": str(self.mail),
        }
        self.env.pop("DATABASE_ADMIN_URL", None)
        hosts = ["127.0.0.1"]
        self.web = Child(
            "web", web_command(sys.executable, self.port, hosts), self.env, directory / "web.log"
        )
        self.worker = Child(
            "worker",
            worker_command(sys.executable, name=f"test{self.port}"),
            self.env,
            directory / "worker.log",
        )

    def mail_to(self, address: str) -> list[str]:
        """The texts of what the worker really sent to an address, oldest first."""
        files = sorted(self.mail.glob("*.log"), key=lambda path: path.stat().st_mtime_ns)
        texts = [path.read_text() for path in files]
        return [text for text in texts if f"To: {address}" in text]

    @property
    def pid_of_worker(self) -> int:
        """The process number of the worker's main process."""
        assert self.worker.process is not None
        return self.worker.process.pid

    def start(self) -> None:
        """Start both processes and wait until each is ready."""
        self.web.start()
        self.start_worker(wait=False)
        if not wait_until(self._answers, START_SECONDS, step=0.1):
            pytest.fail(f"the web process does not answer:\n{self.web.last_words()}")
        self._wait_for_worker()

    def stop(self) -> None:
        """Stop both processes and what they started."""
        stop_all([self.web, self.worker])

    def start_worker(self, *, wait: bool = True) -> None:
        """Start the worker, by default until it takes work."""
        self.worker.log.unlink(missing_ok=True)
        self.worker.start()
        if wait:
            self._wait_for_worker()

    def stop_worker(self) -> None:
        """Stop the worker and its children."""
        self.worker.stop()

    def manage(self, *arguments: str) -> str:
        """Run a management command against this portal; return what it printed."""
        done = subprocess.run(
            [sys.executable, str(ROOT / "manage.py"), *arguments],
            cwd=ROOT,
            env=self.env,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            pytest.fail(f"manage.py {' '.join(arguments)} failed:\n{done.stdout}{done.stderr}")
        return done.stdout

    def _answers(self) -> bool:
        assert self.web.process is not None
        if self.web.process.poll() is not None:
            pytest.fail(f"the web process ended:\n{self.web.last_words()}")
        try:
            urllib.request.urlopen(f"{self.url}/health/live", timeout=5).close()
        except urllib.error.HTTPError:
            return True
        except OSError:
            return False
        return True

    def _wait_for_worker(self) -> None:
        def is_ready() -> bool:
            assert self.worker.process is not None
            if self.worker.process.poll() is not None:
                pytest.fail(f"the worker ended:\n{self.worker.last_words()}")
            log = self.worker.log
            return log.exists() and "ready." in log.read_text(errors="replace")

        if not wait_until(is_ready, START_SECONDS, step=0.1):
            pytest.fail(f"the worker is not ready:\n{self.worker.last_words()}")


@pytest.fixture(scope="module")
def portal_server(
    admin: Admin,
    template_database: str,
    django_db_blocker: Any,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[PortalServer]:
    """A running portal for the tests of one module."""
    directory = tmp_path_factory.mktemp("portal")
    with (
        django_db_blocker.unblock(),
        cloned(admin, template_database) as database,
        pointed_at(database),
        redis_database() as number,
    ):
        server = PortalServer(directory, database, number)
        try:
            server.start()
            yield server
        finally:
            server.stop()


@contextlib.contextmanager
def redis_database() -> Iterator[int]:
    """Take an empty logical database of Redis that no other test server uses."""
    import redis

    notes = Path(os.environ["PORTAL_VAR"]) / "run"
    for number in SERVER_REDIS_DATABASES:
        with (notes / f"test-redis-{number}.lock").open("a") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                continue
            with redis.Redis.from_url(redis_url(number)) as client:
                client.flushdb()
            yield number
            return
    pytest.fail("all of Redis's logical databases are taken by other test servers")


def with_database(url: str, database: str) -> str:
    """Return a database address with another database's name."""
    return urlsplit(url)._replace(path=f"/{database}").geturl()
