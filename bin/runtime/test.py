"""bin/test: the tests, in the order in which they disturb each other least.

1. everything on values, rows and pages, on both processors;
2. `functional`: a real browser against real web processes and workers, two files at a time;
3. `faults`: tests that break their servers, one at a time.

Arguments other than --no-browser go to one run of pytest as they are.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from runtime.environment import django_environment
from runtime.paths import ROOT, Var
from runtime.processes import say, wait_until
from runtime.servers import attach, supervisor_lives

NOTHING_COLLECTED = 5
INSTALL_BROWSER = "apt-get install -y chromium"


def main(arguments: list[str]) -> int:
    """Run the tests; return 0 only if every part of them passed."""
    browser = "--no-browser" not in arguments
    chosen = [argument for argument in arguments if argument != "--no-browser"]
    if not browser:
        say("--no-browser: leaving out the tests that need Chromium (marked functional)")
    if os.environ.get("PORTAL_VAR"):
        return run(Var.from_environment(), chosen, browser=browser)
    with tempfile.TemporaryDirectory(prefix="portal-test-") as directory:
        # PostgreSQL's own system user must be able to enter when we are root.
        Path(directory).chmod(0o711)
        return run(Var(Path(directory).resolve() / "var"), chosen, browser=browser)


def run(var: Var, chosen: list[str], *, browser: bool) -> int:
    """Run the tests with the servers of one run-time directory."""
    var.make()
    lease = attach(var, durable=False)
    try:
        environment = django_environment(var, lease, mode="test") | {"PORTAL_MODE": "test"}
        if "DATABASE_ADMIN_URL" not in environment:
            say(
                "DATABASE_URL is set, so DATABASE_ADMIN_URL must be too: the address of a role "
                "that may create databases (tests make and drop their own)"
            )
            return 2
        if browser:
            environment |= find_browser(install=not chosen)
        return run_parts(environment, parts(chosen, browser=browser))
    finally:
        lease.release()
        wait_until(lambda: not supervisor_lives(var), 10)


def parts(chosen: list[str], *, browser: bool) -> list[list[str]]:
    """Return the argument lists of the pytest runs to make."""
    if chosen:
        return [chosen if browser else [*chosen, "-m", "not functional"]]
    runs = [["-m", "not functional and not faults", "-n", "2", "--dist", "worksteal"]]
    if browser:
        # A file has its own portal; its tests follow each other on it.
        runs.append(["-m", "functional and not faults", "-n", "2", "--dist", "loadfile"])
    return [*runs, ["-m", "faults" if browser else "faults and not functional"]]


def run_parts(environment: dict[str, str], runs: list[list[str]]) -> int:
    """Run pytest once per part, all of them even if one fails; return the first failure."""
    failure = 0
    for position, arguments in enumerate(runs):
        say("pytest " + " ".join(arguments))
        # Not through the shell's job control: Ctrl-C reaches pytest, which then ends by itself.
        status = subprocess.run(
            [sys.executable, "-m", "pytest", *arguments], cwd=ROOT, env=environment, check=False
        ).returncode
        if status == NOTHING_COLLECTED and position > 0:
            say(f"there are no tests of this kind yet: {' '.join(arguments)}")
            status = 0
        failure = failure or status
    return failure


def find_browser(*, install: bool) -> dict[str, str]:
    """Return the variable that tells the tests where Chromium is, installing it when we may.

    Nothing is returned when there is none: the tests that need it then fail and say how to get it.
    """
    path = browser_path()
    if path is None and install and os.geteuid() == 0 and shutil.which("apt-get"):
        say(f"Chromium is missing (browser tests drive it): running {INSTALL_BROWSER}")
        quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        for command in ("apt-get update -qq", f"{INSTALL_BROWSER} -qq"):
            subprocess.run(command.split(), env=quiet, stdin=subprocess.DEVNULL, check=False)
        path = browser_path()
    return {"PORTAL_CHROMIUM": path} if path else {}


def browser_path() -> str | None:
    """Return the path of an installed Chromium, None when there is none."""
    given = os.environ.get("PORTAL_CHROMIUM")
    found = (shutil.which(name) for name in ("chromium", "chromium-browser", "google-chrome"))
    return given or next(filter(None, found), None)
