"""One process owns the embedded PostgreSQL and Redis of a run-time directory.

It runs as long as somebody holds a lease (a shared lock on `run/leases.lock`, which the kernel
releases when the holder ends, however it ends), and publishes the servers' addresses in
`run/servers.json`. That it is alive is known by its exclusive lock on `run/supervisor.lock`,
never by a process number, because a number outlives the process.
"""

import fcntl
import json
import os
import signal
import sys
import time
from pathlib import Path
from types import FrameType
from typing import IO

from runtime.paths import Var
from runtime.postgres import Postgres, ServerError
from runtime.processes import say
from runtime.redis import Redis
from runtime.secrets import read_or_make, write_private

LINGER_SECONDS = 1.0  # the next command often follows at once and then need not start servers
POLL_SECONDS = 0.2
RESTART_LIMIT = 5  # within a minute; after that something is wrong that restarting does not cure


def main(arguments: list[str]) -> int:
    """Run until nobody needs the servers any more. `--not-durable` trades safety for speed."""
    os.umask(0o077)
    var = Var.from_environment()
    with (var.run / "supervisor.lock").open("w") as alive:
        try:
            fcntl.flock(alive, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("the servers of this directory already run")
            return 1
        try:
            return Supervisor(var, durable="--not-durable" not in arguments).run()
        except ServerError as error:
            say(str(error))
            return 1


class Supervisor:
    """Starts both servers, restarts the one that dies, stops both at the end."""

    def __init__(self, var: Var, *, durable: bool) -> None:
        self.var = var
        secrets = read_or_make(var.secrets)
        before = earlier_ports(var.servers)
        var.servers.unlink(missing_ok=True)
        self.postgres = Postgres(
            var.postgres,
            var.logs / "postgres.log",
            secrets,
            port=before.get("postgres"),
            durable=durable,
        )
        self.redis = Redis(
            var.redis, var.logs / "redis.log", secrets["redis_password"], port=before.get("redis")
        )
        self.stopping = False
        self.restarts: list[float] = []

    def run(self) -> int:
        """Serve until the last lease is gone or a signal comes."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._on_signal)
        leases = (self.var.run / "leases.lock").open("a")
        try:
            self.redis.start()
            self.postgres.start()
            self._publish()
            self._serve(leases)
        finally:
            # No published address from here on. A client that asks for a lease now waits for our
            # lock on the leases, which ends with this process, and then starts anew.
            self.var.servers.unlink(missing_ok=True)
            self.postgres.stop()
            self.redis.stop()
        return 0

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        self.stopping = True

    def _publish(self) -> None:
        state = {
            "pid": os.getpid(),
            "ports": {"postgres": self.postgres.port, "redis": self.redis.port},
            "environment": {**self.postgres.urls, **self.redis.urls},
        }
        write_private(self.var.servers, json.dumps(state, indent=2) + "\n")
        # Kept after the end: a restart on the same ports lets running clients reconnect.
        write_private(self.var.run / "ports.json", json.dumps(state["ports"]) + "\n")

    def _serve(self, leases: IO[str]) -> None:
        unused_since: float | None = None
        while not self.stopping:
            time.sleep(POLL_SECONDS)
            for name, server in (("PostgreSQL", self.postgres), ("Redis", self.redis)):
                if server.process is not None and server.process.poll() is not None:
                    self._restart(name, server)
            if not nobody_holds(leases):
                unused_since = None
                continue
            unused_since = unused_since or time.monotonic()
            if time.monotonic() - unused_since < LINGER_SECONDS:
                fcntl.flock(leases, fcntl.LOCK_UN)
                continue
            return  # with the lock held, see run()

    def _restart(self, name: str, server: Postgres | Redis) -> None:
        now = time.monotonic()
        self.restarts = [moment for moment in self.restarts if now - moment < 60] + [now]
        if len(self.restarts) > RESTART_LIMIT:
            raise ServerError(f"{name} ended {RESTART_LIMIT} times within a minute: giving up")
        say(f"{name} ended unexpectedly: starting it again")
        server.restart()


def nobody_holds(leases: IO[str]) -> bool:
    """Say whether no command holds a lease. If so, the lock stays with the caller."""
    try:
        fcntl.flock(leases, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def earlier_ports(servers: Path) -> dict[str, int]:
    """Return the ports of the last run, if it left a note."""
    note = servers.with_name("ports.json")
    try:
        return dict(json.loads(note.read_text()))
    except (OSError, ValueError):
        return {}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
