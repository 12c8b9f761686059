"""bin/demo: the whole portal on this machine, with demonstration data, until Ctrl-C."""

import argparse
import fcntl
import hashlib
import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from types import FrameType

from runtime.children import Child, beat_command, stop_all, web_command, worker_command
from runtime.environment import DEFAULT_PORT, django_environment
from runtime.paths import ROOT, Var
from runtime.postgres import ServerError
from runtime.processes import free_port, port_is_free, say, stop_group, wait_until
from runtime.secrets import write_private
from runtime.servers import Lease, attach, supervisor_lives

# What the database and the collected static files are made from.
SOURCES = ("boards", "audits", "reviews", "performance", "training", "reports", "config", "static")
STOP_SIGNALS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
STEPS = (
    ("migrate", "--verbosity", "0"),
    ("load_reference_data",),
    ("demo_data",),
    ("collectstatic", "--noinput", "--verbosity", "0"),
)


class StopRequested(Exception):
    """Somebody asked the demo to stop."""


def main(arguments: list[str]) -> int:
    """Run the demo until it is interrupted."""
    options = parse(arguments)
    var = Var.from_environment()
    var.make()
    with (var.run / "demo.lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return already_running(var)
        for number in STOP_SIGNALS:
            signal.signal(number, interrupt)
        demo = Demo(var, options.host)
        try:
            demo.start(choose_port(options.port, demo.hosts))
            demo.watch()
        except StopRequested:
            say("stopping")
        finally:
            ignore_signals()
            demo.stop()
    say("stopped")
    return 0


def parse(arguments: list[str]) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="bin/demo", description="Run the portal with demo data.")
    parser.add_argument("--port", type=int, help=f"default {DEFAULT_PORT}, or the next free one")
    parser.add_argument("--host", default="localhost", help="address to listen on")
    return parser.parse_args(arguments)


def interrupt(number: int, frame: FrameType | None) -> None:
    """Turn the first signal into an exception; later ones must not disturb the stopping."""
    ignore_signals()
    raise StopRequested


def ignore_signals() -> None:
    """Stay deaf to further requests to stop."""
    for number in STOP_SIGNALS:
        signal.signal(number, signal.SIG_IGN)


def already_running(var: Var) -> int:
    """Say where the other demo of this directory is."""
    try:
        url = json.loads(var.demo.read_text())["url"]
    except (OSError, ValueError, KeyError):
        say(f"another bin/demo is starting or stopping on {var.path}: look there, or wait for it")
        return 1
    say(f"the demo already runs at {url}")
    return 0


def choose_port(wanted: int | None, hosts: list[str]) -> int:
    """Return the port to listen on, free on all hosts."""

    def is_free(port: int) -> bool:
        return all(port_is_free(port, host) for host in hosts)

    if wanted is not None:
        if not is_free(wanted):
            raise ServerError(f"port {wanted} is in use: choose another, or leave --port out")
        return wanted
    for port in range(DEFAULT_PORT, DEFAULT_PORT + 100):
        if is_free(port):
            if port != DEFAULT_PORT:
                say(f"port {DEFAULT_PORT} is in use, so this is port {port}")
            return port
    return free_port()


class Demo:
    """The demo's processes: web, worker, clock; and its hold on the servers."""

    def __init__(self, var: Var, host: str) -> None:
        self.var = var
        # "localhost" means both families to a browser.
        self.hosts = ["127.0.0.1"] if host == "localhost" else [host]
        if host == "localhost" and port_is_free(0, "::1"):
            self.hosts.append("::1")
        self.lease: Lease | None = None
        self.children: list[Child] = []
        self.step: subprocess.Popen[bytes] | None = None
        self.port = DEFAULT_PORT
        self.environment: dict[str, str] = {}

    @property
    def url(self) -> str:
        """Where a browser finds the demo."""
        return f"http://localhost:{self.port}"

    def start(self, port: int) -> None:
        """Bring everything up and say where it is."""
        started = time.monotonic()
        self.port = port
        self._attach()
        self._prepare()
        self._start_children()
        note = {"pid": os.getpid(), "url": self.url, "port": port, "logs": str(self.var.logs)}
        write_private(self.var.demo, json.dumps(note, indent=2) + "\n")
        say(f"ready after {time.monotonic() - started:.0f} s; logs are in {self.var.logs}")
        self._run_step("demo_accounts")
        print(f"\nThe portal runs at {self.url}  (Ctrl-C stops it)\n", flush=True)

    def watch(self) -> None:
        """Keep the processes running until interrupted."""
        while True:
            time.sleep(0.5)
            for child in self.children:
                child.watch()
            if self.lease and self.lease.file and not supervisor_lives(self.var):
                say("the process that owns PostgreSQL and Redis was killed: starting them again")
                self._attach()

    def stop(self) -> None:
        """Stop everything that the demo started."""
        if self.step is not None:
            stop_group(self.step, 2)
        stop_all(self.children)
        self.var.demo.unlink(missing_ok=True)
        if self.lease is None or self.lease.file is None:
            return
        self.lease.release()
        if not wait_until(lambda: not supervisor_lives(self.var), 8):
            say("PostgreSQL and Redis stay up, because another command still uses them")

    def _attach(self) -> None:
        """Hold the servers; tell the children if the addresses are other than before."""
        previous = self.lease
        self.lease = attach(self.var)
        if previous is not None:
            previous.release()
        before = self.environment
        self.environment = django_environment(self.var, self.lease, mode="demo", port=self.port)
        if before and before != self.environment:
            stop_all(self.children)
            self._start_children()

    def _start_children(self) -> None:
        python, logs, run = sys.executable, self.var.logs, self.var.run
        commands = {
            "web": web_command(python, self.port, self.hosts),
            "worker": worker_command(python),
            "beat": beat_command(python, run / "beat-schedule"),
        }
        self.children = [
            Child(name, command, self.environment, logs / f"{name}.log")
            for name, command in commands.items()
        ]
        # The page first: worker and clock would compete with it for the processor.
        self.children[0].start()
        if not wait_until(self._answers, 60, step=0.1):
            raise ServerError(f"the web process does not answer:\n{self.children[0].last_words()}")
        for child in self.children[1:]:
            child.start()

    def _answers(self) -> bool:
        self.children[0].watch()
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{self.port}/health/live", timeout=2).close()
        except urllib.error.HTTPError:
            return True  # an answer, if not a happy one
        except OSError:
            return False
        return True

    def _prepare(self) -> None:
        """Bring database and static files up to date, unless their sources are unchanged."""
        stamp_file = self.var.run / "prepared"
        stamp = source_stamp(self.var)
        embedded = "DATABASE_URL" not in os.environ
        is_known = stamp_file.exists() and stamp_file.read_text() == stamp
        # Asked apart from the stamp, which is made before there are any.
        if embedded and is_known and (self.var.path / "static").exists():
            return
        stamp_file.unlink(missing_ok=True)
        for step in STEPS:
            say(f"{step[0].replace('_', ' ')} …")
            self._run_step(*step)
        stamp_file.write_text(stamp)

    def _run_step(self, *arguments: str) -> None:
        """Run a management command; its output is the person's, its failure ours."""
        # A group of its own: Ctrl-C reaches us alone, and we stop it in order.
        self.step = subprocess.Popen(
            [sys.executable, str(ROOT / "manage.py"), *arguments],
            cwd=ROOT,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
        _, errors = self.step.communicate()
        status, self.step = self.step.returncode, None
        if status and b"Unknown command" in errors:
            say(f"there is no command {arguments[0]} yet: going on without it")
            return
        sys.stderr.write(errors.decode(errors="replace"))
        if status:
            raise ServerError(f"manage.py {' '.join(arguments)} failed with status {status}")


def source_stamp(var: Var) -> str:
    """Return a hash over what the database and the static files are made from.

    Any change in the apps counts: finer distinctions would save seconds and cost surprises.
    """
    digest = hashlib.sha256()
    cluster = var.postgres / "PG_VERSION"
    # A database made anew is to be filled anew.
    digest.update(str(cluster.stat().st_mtime_ns if cluster.exists() else 0).encode())
    for name in SOURCES:
        for path in sorted((ROOT / name).rglob("*")):
            if path.is_file() and path.suffix != ".pyc":
                add_file(digest, path)
    add_file(digest, ROOT / "requirements.txt")
    return digest.hexdigest()


def add_file(digest: "hashlib._Hash", path: Path) -> None:
    """Add the name and the content of a file to a hash."""
    digest.update(str(path.relative_to(ROOT)).encode())
    digest.update(hashlib.sha256(path.read_bytes()).digest())
