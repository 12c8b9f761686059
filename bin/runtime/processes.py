"""Starting, finding and stopping processes so that nothing is left behind."""

import contextlib
import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

PR_SET_PDEATHSIG = 1


def say(message: str) -> None:
    """Tell the person at the terminal what is happening, without mixing with a command's output."""
    print(f"portal: {message}", file=sys.stderr, flush=True)


def die_with_parent(how: signal.Signals) -> Callable[[], None]:
    """Return a preexec function: when the parent is killed, Linux sends `how` to the child.

    Without it, `kill -9` of the parent would leave the child running.
    """
    libc = ctypes.CDLL(None) if sys.platform == "linux" else None

    def preexec() -> None:
        if libc is not None:
            libc.prctl(PR_SET_PDEATHSIG, int(how))

    return preexec


def free_port(host: str = "127.0.0.1", preferred: int | None = None) -> int:
    """Return a port nobody listens on: the preferred one if it is free."""
    if preferred and port_is_free(preferred, host):
        return preferred
    with socket.socket() as probe:
        probe.bind((host, 0))
        return int(probe.getsockname()[1])


def port_is_free(port: int, host: str = "127.0.0.1") -> bool:
    """Say whether a server could listen on the port now."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        # As servers do; otherwise connections that were just closed would count as taken.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def is_alive(pid: int) -> bool:
    """Say whether a process with this number exists, whoever owns it."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return not is_zombie(pid)


def is_zombie(pid: int) -> bool:
    """Say whether the process has ended and only waits for its parent to notice."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] == "Z"
    except OSError:
        return False


def command_line(pid: int) -> str:
    """Return the command line of a process, empty when it is gone or may not be read."""
    try:
        words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    except OSError:
        return ""
    return b" ".join(words).decode(errors="replace")


def wait_until(condition: Callable[[], bool], seconds: float, step: float = 0.02) -> bool:
    """Poll until the condition holds; return whether it did in time."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(step)
    return True


def stop_group(process: "subprocess.Popen[bytes]", grace: float, how: int = signal.SIGTERM) -> None:
    """Stop a process that leads its own group, and everything that it started.

    The leader is asked first, so that it can end its children in order; what is left in the group
    after `grace` seconds is killed.
    """
    if process.poll() is None:
        with contextlib.suppress(ProcessLookupError):
            process.send_signal(how)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(grace)
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def stop_leftover(pid: int, how: signal.Signals, grace: float = 10) -> None:
    """Stop a process that an earlier, killed run left behind; we are not its parent."""
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, how)
    if not wait_until(lambda: not is_alive(pid), grace):
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
        wait_until(lambda: not is_alive(pid), 5)
