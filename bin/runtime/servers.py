"""Attach a command to the servers of its run-time directory, starting them when nobody has."""

import fcntl
import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import IO

from runtime.paths import ROOT, Var
from runtime.postgres import ServerError
from runtime.processes import say

ADDRESSES = ("DATABASE_URL", "REDIS_URL")
START_SECONDS = 90


class Lease:
    """The right to use the servers. They run at least as long as the lease is held.

    The lease is an open, locked file. A command that replaces itself (`exec`) keeps it when
    `inheritable` is set; a command that is killed gives it back by ending.
    """

    def __init__(self, environment: dict[str, str], file: IO[str] | None) -> None:
        self.environment = environment
        self.file = file

    def keep_over_exec(self) -> None:
        """Let the program that replaces this one hold the lease."""
        if self.file is not None:
            os.set_inheritable(self.file.fileno(), True)

    def release(self) -> None:
        """Give the lease back; the servers stop if it was the last."""
        if self.file is not None:
            self.file.close()
            self.file = None


def attach(var: Var, *, durable: bool = True) -> Lease:
    """Return the servers' addresses, starting the servers if nobody has yet.

    When the environment names both servers (`DATABASE_URL`, `REDIS_URL`) none is started.
    """
    given = {name: os.environ[name] for name in ADDRESSES if os.environ.get(name)}
    if len(given) == len(ADDRESSES):
        return Lease({}, None)
    if given:
        say(f"{', '.join(given)} is set, so only the other server is the embedded one")
    lease = (var.run / "leases.lock").open("a")
    lock_aloud(lease, fcntl.LOCK_SH, "waiting for the servers of an earlier command to stop")
    with (var.run / "start.lock").open("a") as start:
        lock_aloud(start, fcntl.LOCK_EX, "another command is starting the servers: waiting for it")
        addresses = running(var) or start_servers(var, durable=durable)
    if "DATABASE_URL" in given:
        addresses = {"REDIS_URL": addresses["REDIS_URL"]}
    return Lease({**addresses, **given}, lease)


def lock_aloud(file: IO[str], how: int, message: str) -> None:
    """Lock the file; say why if that takes longer than a moment."""
    deadline = time.monotonic() + 0.5
    while True:
        try:
            fcntl.flock(file, how | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > deadline:
                say(message)
                fcntl.flock(file, how)
                return
            time.sleep(0.02)
        else:
            return


def supervisor_lives(var: Var) -> bool:
    """Say whether a supervisor runs for the directory."""
    with (var.run / "supervisor.lock").open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def running(var: Var) -> dict[str, str] | None:
    """Return the addresses a live supervisor has published, None when there is none."""
    if not supervisor_lives(var):
        if var.servers.exists():
            say("an earlier run was killed and left its notes: starting the servers afresh")
            var.servers.unlink(missing_ok=True)
        return None
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        try:
            return dict(json.loads(var.servers.read_text())["environment"])
        except FileNotFoundError:
            if not supervisor_lives(var):
                return None
            time.sleep(0.02)
    raise ServerError(f"the servers neither start nor stop: see {var.logs / 'supervisor.log'}")


def start_servers(var: Var, *, durable: bool) -> dict[str, str]:
    """Start a supervisor in a session of its own and wait until both servers answer."""
    log = var.logs / "supervisor.log"
    before = log.stat().st_size if log.exists() else 0
    with log.open("ab") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "runtime.supervisor", *([] if durable else ["--not-durable"])],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            cwd=ROOT,
            env=os.environ | {"PYTHONPATH": str(ROOT / "bin"), "PORTAL_VAR": str(var.path)},
            start_new_session=True,
        )
    try:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            if var.servers.exists():
                return dict(json.loads(var.servers.read_text())["environment"])
            if process.poll() is not None:
                break
            time.sleep(0.02)
    finally:
        repeat(log, before)
    raise ServerError(f"the servers did not start: see above, and {log}")


def repeat(log: Path, start: int) -> None:
    """Show what the supervisor said since `start` to the person who runs this command."""
    with log.open("rb") as file:
        file.seek(start)
        sys.stderr.write(file.read().decode(errors="replace"))
        sys.stderr.flush()
