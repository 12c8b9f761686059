"""Long-running children of a command: started, watched, restarted with growing pauses, stopped."""

import contextlib
import os
import signal
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path

from runtime.paths import ROOT
from runtime.processes import die_with_parent, say, stop_group

LONGEST_PAUSE = 30.0
HEALTHY_SECONDS = 60.0  # having run this long, a child starts again without a pause
STOP_GRACE = 5.0


@dataclass
class Child:
    """One process with its own process group, so that its own children end with it."""

    name: str
    command: list[str]
    environment: dict[str, str]
    log: Path
    process: "subprocess.Popen[bytes] | None" = None
    started: float = 0.0
    pause: float = field(default=1.0)
    start_at: float | None = None

    def start(self) -> None:
        """Start the process; what it writes goes to its log file."""
        with self.log.open("ab") as output:
            self.process = subprocess.Popen(
                self.command,
                cwd=ROOT,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
                preexec_fn=die_with_parent(signal.SIGTERM),
            )
        self.started = time.monotonic()
        self.start_at = None

    def watch(self) -> None:
        """Restart the process if it ended; to be called again and again."""
        if self.process is None or self.process.poll() is None:
            return
        now = time.monotonic()
        if self.start_at is None:
            self._clear_group()
            if now - self.started > HEALTHY_SECONDS:
                self.pause = 1.0
            say(
                f"the {self.name} process ended (status {self.process.returncode}), "
                f"starting it again in {self.pause:.0f} s. Its last words, from {self.log}:\n"
                + self.last_words()
            )
            self.start_at = now + self.pause
            self.pause = min(self.pause * 2, LONGEST_PAUSE)
        elif now >= self.start_at:
            self.start()

    def stop(self) -> None:
        """Stop the process and everything it started."""
        if self.process is not None:
            stop_group(self.process, STOP_GRACE)

    def last_words(self) -> str:
        """Return the end of the log."""
        lines = self.log.read_text(errors="replace").splitlines() if self.log.exists() else []
        return "\n".join(f"    {line}" for line in lines[-8:])

    def _clear_group(self) -> None:
        # A killed parent leaves its own children; a second set beside them would fight for work.
        assert self.process is not None
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)


def stop_all(children: list[Child]) -> None:
    """Stop all children at the same time, then wait for each."""
    for child in children:
        if child.process is not None and child.process.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                child.process.terminate()
    deadline = time.monotonic() + STOP_GRACE
    for child in children:
        if child.process is not None:
            stop_group(child.process, max(0.1, deadline - time.monotonic()))


def web_command(python: str, port: int, hosts: list[str]) -> list[str]:
    """Return gunicorn's command line, as the demo, the tests and the bench run it."""
    binds = [part for host in hosts for part in ("--bind", f"{bracketed(host)}:{port}")]
    return [
        *(python, "-m", "gunicorn", "config.wsgi", "--name", "portal"),
        *("--config", "python:config.gunicorn"),
        *("--worker-class", "gthread", "--workers", "2", "--threads", "4"),
        *("--graceful-timeout", "3", "--no-control-socket", *binds),
    ]


def worker_command(python: str, name: str = "portal", concurrency: int = 2) -> list[str]:
    """Return the Celery worker's command line. Chatter between workers is off: there is one."""
    return [
        *(python, "-m", "celery", "-A", "config", "worker", "--hostname", f"{name}@localhost"),
        *("--queues", "default,mail,reports", "--concurrency", str(concurrency)),
        *("--loglevel", "INFO", "--without-gossip", "--without-mingle"),
    ]


def beat_command(python: str, schedule: Path) -> list[str]:
    """Return the command line of Celery's clock, with its memory in the given file."""
    return [
        *(python, "-m", "celery", "-A", "config", "beat", "--loglevel", "INFO"),
        *("--schedule", str(schedule), "--pidfile="),
    ]


def bracketed(host: str) -> str:
    """Return the host as it is written before a colon and a port."""
    return f"[{host}]" if ":" in host else host
